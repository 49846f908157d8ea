import { describe, expect, it } from 'vitest';
import { whyNotPublic } from '../../../../shared/notifications/push-endpoint.ts';

describe('a push endpoint', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://fcm.googleapis.com:443/fcm/send/abc',
  ])('at a push service is taken: %s', (address) => {
    expect(whyNotPublic(address)).toBeUndefined();
  });

  it.each([
    ['no address', 'nowhere', 'no address'],
    ['plain HTTP', 'http://push.example.com/a', 'https://'],
    ['a file', 'file:///etc/passwd', 'https://'],
    ['another port', 'https://push.example.com:8443/a', 'usual port'],
    ['a password', 'https://me:secret@push.example.com/a', 'name or password'],
    ['this machine', 'https://localhost/a', 'public internet'],
    ['this machine with a dot', 'https://localhost./a', 'public internet'],
    ['a name of the house', 'https://intranet/a', 'public internet'],
    ['a name within a cloud', 'https://ip-10-0-0-1.eu-west-2.compute.internal/a', 'public internet'],
    ['a number', 'https://127.0.0.1/a', 'not at a number'],
    ['a number that is written otherwise', 'https://2130706433/a', 'not at a number'],
    ['a number in octal', 'https://0177.0.0.1/a', 'not at a number'],
    ['a cloud’s own data', 'https://169.254.169.254/latest/meta-data', 'not at a number'],
    ['a number of IPv6', 'https://[::1]/a', 'not at a number'],
  ])('at %s is refused', (_, address, words) => {
    expect(whyNotPublic(address)).toContain(words);
  });
});
