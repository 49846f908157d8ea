import { derivedId } from '../platform/derived-id.ts';
import type { Instant } from '../platform/instant.ts';
import { type By, byRule } from '../platform/person.ts';
import { isOfIncident, isUnderway, type OrderTask, type Task, type TaskChange } from '../tasks/task.ts';
import { startClock } from '../tasks/task-clock.ts';
import type { WorkingHours } from '../tasks/working-time.ts';
import type { Order, OrderChange } from './order.ts';
import { moveOrder, type OrderSettings } from './order-moves.ts';
import { allowanceFor } from './target-hardening-settings.ts';

const RULE = byRule('work-ended');

/** An order on which a fitter was instructed, and the task that is opened with it. */
export interface Instructed extends OrderChange {
  readonly opened: TaskChange<OrderTask>;
}

/**
 * Instructs a fitter: the order with the task that has its package's clock. The task names the order and says nothing of
 * the home but its patch. Pure. Throws as {@link moveOrder} does.
 */
export function instruct(
  order: Order,
  detail: { readonly fitter: string },
  by: By,
  now: Instant,
  settings: OrderSettings & { readonly hours: WorkingHours },
): Instructed {
  const { order: moved, history } = moveOrder(order, 'instruct', detail, by, now, settings);
  const complete = allowanceFor(order.package, settings);
  const timesOrdered = order.timesOrdered + 1;
  // From the order's own id, which is random: one made from the home could be found by trying homes.
  const id = derivedId('T', `order ${order.id} ${timesOrdered}`);
  const task: OrderTask = {
    id,
    kind: 'security-works',
    trade: 'security-fitting',
    status: 'open',
    orderId: order.id,
    patch: order.patch,
    openedAt: now,
    ...startClock({ task: 'security-works', complete }, now, settings.hours),
    planned: false,
    assignee: detail.fitter,
    photos: [],
    version: 1,
  };
  const said = `target hardening, ${order.package}`;
  return {
    order: { ...moved, orderedAt: now, taskId: id, dueAt: task.dueAt, timesOrdered },
    history,
    opened: { task, history: { version: 1, at: now, by, did: 'opened', status: 'open', said } },
  };
}

/**
 * What the end of its task makes of an order: fitted, or approved again with why the work was not done. Undefined while
 * the task goes on, when it is not the order's last one, and when the order knows already. Pure.
 */
export function orderAfter(
  task: OrderTask,
  whyCancelled: string,
  order: Order,
  now: Instant,
  settings: OrderSettings,
): OrderChange | undefined {
  if (isUnderway(task) || order.status !== 'ordered' || order.taskId !== task.id) return undefined;
  if (task.status === 'completed') {
    const fittedAt = task.doneAt ?? task.endedAt ?? now;
    return moveOrder(order, 'fit', { fittedAt }, RULE, now, settings);
  }
  return moveOrder(order, 'return', { reason: whyCancelled }, RULE, now, settings);
}

/** That the time for the follow-up has come; undefined when it has not, or is known to have. Pure. */
export function followUpCalled(order: Order, now: Instant, settings: OrderSettings): OrderChange | undefined {
  const { status, followUpDueAt, followUpAwaited } = order;
  if (status !== 'fitted' || followUpAwaited || followUpDueAt === undefined || followUpDueAt > now)
    return undefined;
  return moveOrder(order, 'fall-due', {}, byRule('follow-up'), now, settings);
}

/** A task as lists show it. Lists are for the whole patch: why an order's work waits is for those named on it. Pure. */
export function asListed(task: Task): Task {
  if (isOfIncident(task) || task.paused === undefined) return task;
  return { ...task, paused: { ...task.paused, because: '' } };
}
