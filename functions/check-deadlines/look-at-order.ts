import type { Instant } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import type { OrderSettings } from '../../shared/target-hardening/order-moves.ts';
import type { OrderStore } from '../../shared/target-hardening/order-store.ts';
import { followUpCalled } from '../../shared/target-hardening/order-task.ts';

interface Room {
  readonly orders: OrderStore;
  readonly orderSettings: OrderSettings;
  readonly log: Log;
}

/** Notes on a fitted order that the time for its follow-up has come. A lost race throws: the deadline comes again. */
export async function lookAtOrder(orderId: string, room: Room, now: Instant): Promise<void> {
  const order = await room.orders.get(orderId);
  const change = order && followUpCalled(order, now, room.orderSettings);
  if (order === undefined || change === undefined) return;
  await room.orders.save(change, { before: order });
  room.log.info('ORDER_CHANGED', { orderId, did: change.history.did });
}
