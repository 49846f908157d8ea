import { describe, expect, it } from 'vitest';
import { whyNotDeliverable } from '../../../../shared/webhooks/receiver-address.ts';

const NONE = { allowPrivateHosts: [] };

describe('the address of a receiver', () => {
  it.each([
    'https://housing.example.org/hooks',
    'https://housing.example.org:8443/hooks?tenant=4',
    'https://8.8.8.8/hooks',
  ])('may be %s', (address) => expect(whyNotDeliverable(address, NONE)).toBeUndefined());

  it.each([
    ['housing', /no address/],
    ['http://housing.example.org/', /begin with https/],
    ['ftp://housing.example.org/', /begin with https/],
    ['https://user:word@housing.example.org/', /name or password/],
    ['https://housing.example.org/#here', /“#”/],
    ['https://localhost/', /public internet/],
    ['https://api.localhost./', /public internet/],
    ['https://printer.local/', /public internet/],
    ['https://intranet/', /public internet/],
    ['https://db.internal/', /public internet/],
    ['https://127.0.0.1/', /public internet/],
    ['https://0x7f.1/', /public internet/],
    ['https://2130706433/', /public internet/],
    ['https://10.0.0.1/', /public internet/],
    ['https://169.254.169.254/latest/meta-data/', /public internet/],
    ['https://[::1]/', /public internet/],
    ['https://[::ffff:10.0.0.1]/', /public internet/],
    ['https://[fe80::1]/', /public internet/],
  ])('may not be %s', (address, why) => expect(whyNotDeliverable(address, NONE)).toMatch(why));

  it('may be a host in the landlord’s own network that the settings name, over http too', () => {
    const own = { allowPrivateHosts: ['127.0.0.1', 'housing.landlord.internal'] };
    expect(whyNotDeliverable('http://127.0.0.1:8080/hooks', own)).toBeUndefined();
    expect(whyNotDeliverable('https://housing.landlord.internal/', own)).toBeUndefined();
    expect(whyNotDeliverable('http://127.0.0.2/', own)).toMatch(/https/);
  });
});
