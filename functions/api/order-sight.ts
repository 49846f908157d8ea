import { NotFound, Rejected } from '../../shared/platform/errors.ts';
import { tellTaleIn } from '../../shared/target-hardening/home.ts';
import { isNamed, type Order } from '../../shared/target-hardening/order.ts';
import { isOfIncident, type Task } from '../../shared/tasks/task.ts';
import { type ApiContext, personOf, withinSight } from './caller.ts';
import type { Room } from './room.ts';

/**
 * The order, when there is one and it names the person. Otherwise throws {@link NotFound}, in the same words for both
 * and for managers too, so that nobody learns that there is one.
 */
export async function seenOrder(c: ApiContext, room: Room, orderId: string): Promise<Order> {
  const order = await room.orders.get(orderId);
  if (order === undefined || !isNamed(order, personOf(c).username)) {
    throw new NotFound(`There is no order “${orderId}” that names you.`);
  }
  c.set('version', order.version);
  return order;
}

/**
 * The task, when it lies in a patch that the person sees; that of an order, when the order names the person, whatever
 * the patch. Otherwise throws {@link NotFound}, in the same words.
 */
export async function seenTask(c: ApiContext, room: Room, taskId: string): Promise<Task> {
  const task = await room.tasks.get(taskId);
  const found =
    task === undefined || isOfIncident(task) || !(await isNamedOn(c, room, task.orderId))
      ? withinSight(c, task && isOfIncident(task) ? task : undefined, `task “${taskId}”`)
      : task;
  c.set('version', found.version);
  return found;
}

async function isNamedOn(c: ApiContext, room: Room, orderId: string): Promise<boolean> {
  const order = await room.orders.get(orderId);
  return order !== undefined && isNamed(order, personOf(c).username);
}

/**
 * Throws {@link Rejected} when a text that is kept tells of an order's home: it would be read by who must not know, and
 * outlive the home.
 */
export async function refuseTellTale(room: Room, orderId: string, text: string | undefined): Promise<void> {
  const home = text && (await room.orders.home(orderId, room.clock()));
  const tells = home && tellTaleIn(text, home);
  if (tells) throw new Rejected(`Leave ${tells} out of what you say: it stands with the order’s home alone.`);
}

/**
 * Throws {@link Rejected} when a change of an order's task says where the home is, or gives it to somebody whom the
 * order does not name.
 */
export async function refuseLeak(
  room: Room,
  task: Task,
  said: string | undefined,
  next: Task,
): Promise<void> {
  if (isOfIncident(task)) return;
  await refuseTellTale(room, task.orderId, said);
  const { assignee } = next;
  if (assignee === undefined || assignee === task.assignee) return;
  const order = await room.orders.get(task.orderId);
  if (order !== undefined && !isNamed(order, assignee)) {
    throw new Rejected(`Order ${order.id} does not name “${assignee}”: name them on it first.`);
  }
}

/** Throws {@link Rejected} for pictures of an order's work: a front door shows where it is. */
export function refusePictures(task: Task): void {
  if (isOfIncident(task)) return;
  throw new Rejected(
    'No pictures are kept of target hardening: a picture of a door or window shows where it is.',
  );
}
