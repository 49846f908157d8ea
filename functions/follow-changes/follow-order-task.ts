import type { Instant } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import type { OrderSettings } from '../../shared/target-hardening/order-moves.ts';
import type { OrderStore } from '../../shared/target-hardening/order-store.ts';
import { orderAfter } from '../../shared/target-hardening/order-task.ts';
import type { OrderTask } from '../../shared/tasks/task.ts';
import type { TaskStore } from '../../shared/tasks/task-store.ts';

interface Room {
  readonly orders: OrderStore;
  readonly orderSettings: OrderSettings;
  readonly tasks: TaskStore;
}

/** The work of a target hardening order has ended: the order is fitted, or comes back with why it was not done. */
export async function followOrderTask(task: OrderTask, room: Room, log: Log, now: Instant): Promise<void> {
  const order = await room.orders.get(task.orderId);
  if (order === undefined) return;
  const lines = task.status === 'cancelled' ? await room.tasks.history(task.id) : [];
  const why = lines.findLast(({ did }) => did === 'cancel')?.said ?? 'no reason was given';
  const change = orderAfter(task, why, order, now, room.orderSettings);
  if (change === undefined) return;
  await room.orders.save(change, { before: order });
  log.info('ORDER_CHANGED', { orderId: order.id, did: change.history.did });
}
