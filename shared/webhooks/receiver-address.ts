import { hostOf, mayBePublic } from '../platform/public-host.ts';
import type { WebhookSettings } from './webhook-settings.ts';

/**
 * Why nothing is delivered to an address, in words; undefined when it may be tried: https, on the public internet or on
 * a host that the landlord allows. Where a name leads is looked at again with each connection.
 */
export function whyNotDeliverable(
  address: string,
  { allowPrivateHosts }: Pick<WebhookSettings, 'allowPrivateHosts'>,
): string | undefined {
  if (!URL.canParse(address)) return 'it is no address';
  const url = new URL(address);
  const host = hostOf(url);
  if (url.username !== '' || url.password !== '') return 'it must not hold a name or password';
  if (url.hash !== '') return 'it must not hold a “#”';
  if (allowPrivateHosts.includes(host) && url.protocol === 'http:') return undefined;
  if (url.protocol !== 'https:') return 'it must begin with https://';
  if (allowPrivateHosts.includes(host)) return undefined;
  return mayBePublic(host) ? undefined : 'it must be on the public internet';
}
