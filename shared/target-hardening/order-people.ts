import { Rejected } from '../platform/errors.ts';
import type { Instant } from '../platform/instant.ts';
import type { By } from '../platform/person.ts';
import { type Order, type OrderChange, togetherNamed, withKnown } from './order.ts';

/**
 * The order with other people who may know of it; undefined when they are the same. Pure. Throws {@link Rejected} when
 * whoever fits it would be left out while it is ordered.
 */
export function namePeople(
  order: Order,
  usernames: readonly string[],
  by: By,
  now: Instant,
): OrderChange | undefined {
  const named = togetherNamed(usernames);
  if (order.status === 'ordered' && order.fitter !== undefined && !named.includes(order.fitter)) {
    throw new Rejected(`“${order.fitter}” is to fit it and must be named until that is done.`);
  }
  const added = named.filter((username) => !order.named.includes(username));
  const removed = order.named.filter((username) => !named.includes(username));
  if (added.length === 0 && removed.length === 0) return undefined;
  const said = [
    ...(added.length > 0 ? [`may know of it now: ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`no longer: ${removed.join(', ')}`] : []),
  ].join('; ');
  return withKnown(order, { named }, 'name-people', said, by, now);
}
