import { describe, expect, it } from 'vitest';
import {
  isPublicAddress,
  NotPublic,
  publicLookup,
  whyNotPublic,
} from '../../../../shared/platform/public-host.ts';

describe('an address', () => {
  it.each(['93.184.215.14', '8.8.8.8', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '::ffff:7f00:1',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    '2001:db8::1',
    'ff02::1',
    'localhost',
    '',
  ])('“%s” is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('a partner’s or receiver’s address', () => {
  it.each([
    ['http://council.example/', 'is not https'],
    ['https://127.0.0.1/', 'not on the public internet'],
    ['https://2130706433/', 'not on the public internet'],
    ['https://0x7f.1/', 'not on the public internet'],
    ['https://[::ffff:10.0.0.1]/', 'not on the public internet'],
    ['https://user:word@council.example/', 'name or password'],
  ])('%s may not be called', (url, words) => {
    expect(whyNotPublic(new URL(url))).toContain(words);
  });

  it('of https and a name may be, as far as the name tells', () => {
    expect(whyNotPublic(new URL('https://open311.council.example/v2/requests.json'))).toBeUndefined();
  });

  it('whose name leads to this machine is not connected to', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    publicLookup()('localhost', {}, resolve);
    expect(await promise).toBeInstanceOf(NotPublic);
  });
});
