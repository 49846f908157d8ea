import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../../shared/platform/public-address.ts';

describe('an address', () => {
  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4009::200e'])(
    'such as %s is of the public internet',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['this machine', '127.0.0.1'],
    ['this machine', '::1'],
    ['this machine', '0.0.0.0'],
    ['the link, where clouds tell their secrets', '169.254.169.254'],
    ['the link', 'fe80::1'],
    ['a network of one’s own', '10.1.2.3'],
    ['a network of one’s own', '172.31.255.255'],
    ['a network of one’s own', '192.168.0.1'],
    ['a network of one’s own', 'fd00::1'],
    ['a provider’s own network', '100.64.0.1'],
    ['all who listen', '224.0.0.1'],
    ['all who listen', 'ff02::1'],
    ['everybody on the link', '255.255.255.255'],
    ['IPv4 within IPv6', '::ffff:127.0.0.1'],
    ['IPv4 within IPv6', '::ffff:8.8.8.8'],
    ['IPv4 within IPv6', '64:ff9b::7f00:1'],
    ['IPv4 within IPv6', '2002:7f00:1::'],
    ['documentation', '2001:db8::1'],
    ['no address', 'housing.example.org'],
  ])('of %s is not (%s)', (_, address) => expect(isPublicAddress(address)).toBe(false));
});
