import { isIP } from 'node:net';

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
