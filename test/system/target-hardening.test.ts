import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { Home } from '../../shared/target-hardening/home.ts';
import { Order, OrderHistory } from '../../shared/target-hardening/order.ts';
import { ListedOrder } from '../../shared/target-hardening/order-store.ts';
import { OrderTask } from '../../shared/tasks/task.ts';
import { aHome, anOrderRequest, TELL_TALES } from '../support/an-order.ts';
import { eventually, RunningSystem } from '../support/running-system.ts';

const ORDERS = '/target-hardening/orders';
const OrderFile = z.object({ order: Order, history: z.array(OrderHistory) });
const OrderList = z.object({ items: z.array(ListedOrder) });
const TaskList = z.object({ items: z.array(z.unknown()) });

const MAKER = 'estate-officer.riverside';
// Of another patch: whom an order names is its fitter wherever the home is.
const FITTER = 'estate-officer.hilltop';
const MANAGER = 'manager.riverside';

/** What is kept on disk, but for the table itself. */
function filesBesideTheTable(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(folder, 'table')))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('a target hardening order', () => {
  const system = new RunningSystem(inject('assembly'));
  let id: string;

  beforeAll(async () => {
    await system.start();
    await system.register();
  });
  afterAll(() => system.remove());

  const fileFor = async (username: string) => (await system.as(username)).get(`${ORDERS}/${id}`, OrderFile);
  const move = async (name: string, body: object) => {
    const file = await fileFor(MAKER);
    const maker = await system.as(MAKER);
    return maker.send('POST', `${ORDERS}/${id}/${name}`, { version: file?.order.version, ...body });
  };
  const listFor = async (username: string, which: string) =>
    (await (await system.as(username)).get(`${ORDERS}?which=${which}`, OrderList))?.items.filter(
      ({ orderId }) => orderId === id,
    );

  it('is requested by an officer, and is not there for a manager whom it does not name', async () => {
    const maker = await system.as(MAKER);
    await maker.send('POST', ORDERS, { ...anOrderRequest({ patch: 'riverside' }), home: aHome() });
    const mine = await eventually('the order in its maker’s list', async () => {
      const list = await maker.get(ORDERS, OrderList);
      return list?.items[0];
    });
    id = mine.orderId;
    expect(await fileFor(MAKER)).toMatchObject({ order: { status: 'requested', named: [MAKER] } });
    expect(await fileFor(MANAGER)).toBeUndefined();
    expect(await (await system.as(MANAGER)).get(`${ORDERS}/${id}/home`, Home)).toBeUndefined();
    expect(await listFor(MANAGER, 'underway')).toEqual([]);
  });

  it('is not approved before the home’s landlord allows it', async () => {
    await expect(move('approve', {})).rejects.toThrow(/has not allowed it yet/);
    await move('permit', { givenBy: 'Mr Landlord' });
    await move('approve', {});
    expect(await fileFor(MAKER)).toMatchObject({ order: { status: 'approved' } });
  });

  it('opens security works due in 24 hours, which the patch sees by their reference alone', async () => {
    await move('instruct', { fitter: FITTER });
    const order = (await fileFor(FITTER))?.order;
    expect(order).toMatchObject({ status: 'ordered', named: [MAKER, FITTER] });
    const manager = await system.as(MANAGER);
    const tasks = await eventually('the task in the patch’s list', async () => {
      const list = await manager.get('/tasks?patch=riverside&limit=100', TaskList);
      return list?.items.find((task) => OrderTask.safeParse(task).data?.orderId === id);
    });
    expect(tasks).toMatchObject({
      id: order?.taskId,
      kind: 'security-works',
      assignee: FITTER,
      dueAt: order?.dueAt,
    });
    expect(TELL_TALES.filter((tale) => tale.test(JSON.stringify(tasks)))).toEqual([]);
    expect(await manager.get(`/tasks/${order?.taskId}`, z.unknown())).toBeUndefined();
  });

  it('is fitted when its fitter, who reads where the home is, completes the work', async () => {
    const fitter = await system.as(FITTER);
    expect(await fitter.get(`${ORDERS}/${id}/home`, Home)).toMatchObject(aHome());
    const taskId = (await fileFor(FITTER))?.order.taskId;
    await fitter.send('POST', `/tasks/${taskId}/complete`, { version: 1, note: 'two locks and an alarm' });
    const fitted = await eventually('the fitted order', async () => {
      const file = await fileFor(MAKER);
      return file?.order.status === 'fitted' ? file : undefined;
    });
    expect(fitted.history.map(({ did }) => did)).toEqual([
      'requested',
      'permit',
      'approve',
      'instruct',
      'fit',
    ]);
    const listed = await eventually('the follow-up in the fitter’s list', async () =>
      (await listFor(FITTER, 'underway'))?.find(({ status }) => status === 'fitted'),
    );
    expect(listed.dueAt).toBe(fitted.order.followUpDueAt);
  });

  it('is over when its follow-up is noted, and counts', async () => {
    await move('follow-up', { stillInPlace: 'yes', feelsSafer: 'yes', repeatIncidents: 'no' });
    await eventually('the order among those that are over', async () => {
      const over = await listFor(MAKER, 'over');
      return over?.length === 1 ? over : undefined;
    });
    const year = new Date().getUTCFullYear();
    const manager = await system.as(MANAGER);
    const counts = await manager.get(`/target-hardening/counts?year=${year}`, z.unknown());
    expect(counts).toMatchObject({ byPackage: [{ package: 'gold', orders: 'under 5' }] });
  });
  it('has left no word of the home in queues, on the bus or in any other file', async () => {
    const taskId = (await fileFor(MAKER))?.order.taskId ?? '';
    const files = filesBesideTheTable(system.folder);
    const texts = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
    // They are where what was published is kept, as the task's completion was.
    expect(texts.some(({ text }) => text.includes(taskId))).toBe(true);
    const telling = texts.filter(({ text }) => TELL_TALES.some((tale) => tale.test(text)));
    expect(telling.map(({ file }) => file)).toEqual([]);
  });
});
