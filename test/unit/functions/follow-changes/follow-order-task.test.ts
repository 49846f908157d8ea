import { beforeEach, describe, expect, it } from 'vitest';
import { byPerson } from '../../../../shared/platform/person.ts';
import { type Order, requestOrder } from '../../../../shared/target-hardening/order.ts';
import { moveOrder } from '../../../../shared/target-hardening/order-moves.ts';
import { instruct } from '../../../../shared/target-hardening/order-task.ts';
import type { Task } from '../../../../shared/tasks/task.ts';
import { moveTask } from '../../../../shared/tasks/task-moves.ts';
import { aHome, anOrderRequest, orderSettings } from '../../../support/an-order.ts';
import { aPerson } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ChangesRoom, NOW, roomOn } from './changes-room.ts';

const tables = tablesForThisFile();
const officer = byPerson(aPerson());
const ORDER = 'TH-0000000001';

let room: ChangesRoom;
let task: Task;

beforeEach(async () => {
  room = roomOn(tables.fresh());
  const people = { id: ORDER, named: [], maker: 'officer-north' };
  const asked = requestOrder(anOrderRequest({ permissionNeeded: false }), people, NOW);
  await room.orders.request(asked, aHome());
  await instructOn(asked.order);
});

async function instructOn(requested: Order): Promise<void> {
  const approved =
    requested.status === 'approved'
      ? { order: requested }
      : moveOrder(requested, 'approve', {}, officer, NOW, orderSettings);
  if ('history' in approved) await room.orders.save(approved, { before: requested });
  const settings = { ...orderSettings, hours: room.settings.hours };
  const { opened, ...change } = instruct(approved.order, { fitter: 'fitter' }, officer, NOW, settings);
  await room.orders.save(change, { before: approved.order, with: room.tasks.writes(opened, 'new') });
  task = opened.task;
}

const cancel = (note: string) =>
  room.tasks.save(moveTask(task, 'cancel', { note }, officer, NOW, room.settings), { after: task.version });
const didTo = async () => (await room.orders.history(ORDER)).map(({ did }) => did);

describe('the task of an order', () => {
  it('that is done makes the order fitted, however often it is told', async () => {
    await room.complete(task.id);
    await room.follow('task', task.id);
    await room.follow('task', task.id);
    expect(await room.orders.get(ORDER)).toMatchObject({ status: 'fitted', fittedAt: NOW });
    expect(await didTo()).toEqual(['requested', 'approve', 'instruct', 'fit']);
    expect(room.log.lines).toEqual([{ code: 'ORDER_CHANGED', about: { orderId: ORDER, did: 'fit' } }]);
  });

  it('that is cancelled brings the order back with the reason, to be ordered again', async () => {
    await cancel('nobody was in');
    await room.follow('task', task.id);
    const returned = await room.orders.get(ORDER);
    expect(returned).toMatchObject({ status: 'approved' });
    expect((await room.orders.history(ORDER)).at(-1)).toMatchObject({
      did: 'return',
      said: 'the work was not done: nobody was in',
    });
    const first = task.id;
    if (returned !== undefined) await instructOn(returned);
    await room.follow('task', first);
    expect(await room.orders.get(ORDER)).toMatchObject({
      status: 'ordered',
      taskId: task.id,
      timesOrdered: 2,
    });
  });

  it('that goes on changes nothing', async () => {
    await room.follow('task', task.id);
    expect(await room.orders.get(ORDER)).toMatchObject({ status: 'ordered' });
  });
});
