import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

// The special-purpose registries of IANA for IPv4 and IPv6 (RFC 6890), as far as they are not global.
const NOT_PUBLIC = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4 leads to whatever IPv4 address stands in it.
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, 'ipv6');
}
// Only this is given out for the internet: mapped and translated IPv4 addresses lie elsewhere.
const GLOBAL_IPV6 = new BlockList();
GLOBAL_IPV6.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address is one of the public internet; false for what is no IP address. Pure. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !NOT_PUBLIC.check(address, 'ipv4');
  return isIP(address) === 6 && GLOBAL_IPV6.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
}

/** Why an address may not be called, in words; undefined when it is https to what may be a public host. Pure. */
export function whyNotPublic(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:') return `${url.origin} is not https`;
  if (url.username !== '' || url.password !== '') return `${host} stands behind a name or password`;
  return isIP(host) === 0 || isPublicAddress(host) ? undefined : `${host} is not on the public internet`;
}

/** A name leads to an address that is not on the public internet: its owner may mean our own machines. */
export class NotPublic extends Error {
  override readonly name = 'NotPublic';
}

/** Looks a name up for the connection that is about to be made, and fails with {@link NotPublic} for ours. */
export const lookupPublic: LookupFunction = (host, options, tell) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error !== null) return tell(error, '');
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
      return tell(new NotPublic(`${host} leads to an address that is not on the public internet`), '');
    return options.all === true ? tell(null, addresses) : tell(null, first.address, first.family);
  });
};
