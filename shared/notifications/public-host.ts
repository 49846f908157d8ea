import { BlockList, isIP } from 'node:net';

// What a message must not be sent to because it is not on the public internet, from the special-purpose registries of
// IANA: an endpoint that somebody gives us must not make us knock at our own doors.
const V4 = [
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
// Everything that is public in IPv6 is global unicast; within it, these are not, or carry an IPv4 address.
const V6_GLOBAL = ['2000::', 3] as const;
const V6_WITHIN = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const notPublic = new BlockList();
for (const [net, bits] of V4) notPublic.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of V6_WITHIN) notPublic.addSubnet(net, bits, 'ipv6');
const global = new BlockList();
global.addSubnet(...V6_GLOBAL, 'ipv6');

/** Whether an IP address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !notPublic.check(address, 'ipv4');
  return version === 6 && global.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}

// Top-level names that never lead to the public internet (RFC 6761, RFC 6762, RFC 7686, RFC 8375, ICANN for `internal`).
const OWN_NAMES = /\.(localhost|local|internal|intranet|lan|home|corp|test|example|invalid|onion|arpa)$/;

/**
 * Why no message may go to an address that somebody gave; undefined when one may: HTTPS at its usual port, at a name of
 * the public internet. What the name leads to is looked at when it is used.
 */
export function whyNotPublic(address: string): string | undefined {
  if (!URL.canParse(address)) return 'it is no address';
  const { protocol, hostname, port, username, password } = new URL(address);
  if (protocol !== 'https:') return 'it must begin with https://';
  if (port !== '') return 'it must be at the usual port';
  if (username !== '' || password !== '') return 'it must not hold a name or password';
  const name = hostname.replace(/\.$/, '');
  if (hostname.startsWith('[') || isIP(name) !== 0) return 'it must be at a name, not at a number';
  if (!name.includes('.') || OWN_NAMES.test(`.${name}`)) return 'it must be on the public internet';
  return undefined;
}
