import { isIP } from 'node:net';
import { hostOf, mayBePublic } from '../platform/public-host.ts';

/**
 * Why no message may go to an address that somebody gave; undefined when one may: HTTPS at its usual port, at a name of
 * the public internet. What the name leads to is looked at when it is used.
 */
export function whyNotPublic(address: string): string | undefined {
  if (!URL.canParse(address)) return 'it is no address';
  const url = new URL(address);
  const { protocol, port, username, password } = url;
  if (protocol !== 'https:') return 'it must begin with https://';
  if (port !== '') return 'it must be at the usual port';
  if (username !== '' || password !== '') return 'it must not hold a name or password';
  const name = hostOf(url);
  if (isIP(name) !== 0) return 'it must be at a name, not at a number';
  return mayBePublic(name) ? undefined : 'it must be on the public internet';
}
