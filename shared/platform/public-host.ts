import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

// IANA's special-purpose registries for IPv4 and IPv6: what is there is not of the public internet, or hides an address
// that may not be.
const NOT_PUBLIC_V4 = [
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
] as const;
// What the internet uses of IPv6, and what within that is not public.
const GLOBAL_V6 = ['2000::', 3] as const;
const NOT_PUBLIC_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const notPublic = new BlockList();
for (const [net, bits] of NOT_PUBLIC_V4) notPublic.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of NOT_PUBLIC_V6) notPublic.addSubnet(net, bits, 'ipv6');
const global = new BlockList();
global.addSubnet(...GLOBAL_V6, 'ipv6');

/** Whether an IP address, as text, is one of the public internet. What is no IP address is not. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !notPublic.check(address, 'ipv4');
  return version === 6 && global.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}

// Names that never lead to the public internet (RFC 6761, RFC 6762; `internal` is reserved by ICANN).
const OWN_NAMES = /(^|\.)(localhost|local|internal)$/;

/** Whether a host, a name or a number without brackets, may be of the public internet. Where a name leads is not asked. */
export function mayBePublic(host: string): boolean {
  return isIP(host) === 0 ? host.includes('.') && !OWN_NAMES.test(host) : isPublicAddress(host);
}

/** The host of an address, without the brackets of an IPv6 number and the dot of a full name. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** Why an address may not be called, in words; undefined when it is https to what may be a public host. Pure. */
export function whyNotPublic(url: URL): string | undefined {
  const host = hostOf(url);
  if (url.protocol !== 'https:') return `${url.origin} is not https`;
  if (url.username !== '' || url.password !== '') return `${host} stands behind a name or password`;
  return mayBePublic(host) ? undefined : `${host} is not on the public internet`;
}

/** Where a name leads: `dns.lookup`, as it is asked for all addresses. */
export type LookUp = (
  host: string,
  options: LookupAllOptions,
  tell: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** A name led to an address that is not of the public internet: whoever keeps the name may mean our own machines. */
export class NotPublic extends Error {
  override readonly name = 'NotPublic';
}

/**
 * Looks a name up as the connection is made, so that what was checked is what is connected to. Fails with
 * {@link NotPublic} when any address that the name leads to is not of the public internet.
 */
export function publicLookup(lookUp: LookUp = lookup): LookupFunction {
  return (host, options, tell) => {
    lookUp(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return tell(error, '');
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
        const why = `Not sent: ${host} leads to an address that is not on the public internet.`;
        return tell(new NotPublic(why), '');
      }
      return options.all === true ? tell(null, addresses) : tell(null, first.address, first.family);
    });
  };
}
