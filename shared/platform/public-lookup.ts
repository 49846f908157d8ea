import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

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
