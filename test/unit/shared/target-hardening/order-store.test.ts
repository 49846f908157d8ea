import { beforeEach, describe, expect, it } from 'vitest';
import { DeadlineStore } from '../../../../shared/deadlines/deadline-store.ts';
import { Conflict } from '../../../../shared/platform/errors.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { requestOrder } from '../../../../shared/target-hardening/order.ts';
import { moveOrder } from '../../../../shared/target-hardening/order-moves.ts';
import { namePeople } from '../../../../shared/target-hardening/order-people.ts';
import { OrderStore } from '../../../../shared/target-hardening/order-store.ts';
import { instruct } from '../../../../shared/target-hardening/order-task.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { aHome, anOrderRequest, orderSettings } from '../../../support/an-order.ts';
import { aPerson, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const officer = byPerson(aPerson());
const NOW = at('2026-11-22T09:00:00Z');
const people = { id: 'TH-1', named: ['coordinator'], maker: 'officer-north' };
const requested = requestOrder(anOrderRequest({ permissionNeeded: false }), people, NOW);

let table: Table;
let store: OrderStore;

beforeEach(async () => {
  table = tables.fresh();
  store = new OrderStore(table);
  await store.request(requested, aHome());
});

async function ordered() {
  const before = requested.order;
  const approved = moveOrder(before, 'approve', {}, officer, NOW, orderSettings);
  await store.save(approved, { before });
  const settings = { ...orderSettings, hours: WorkingHours.parse({}) };
  const { opened: _, ...change } = instruct(approved.order, { fitter: 'fitter' }, officer, NOW, settings);
  await store.save(change, { before: approved.order });
  return change.order;
}

async function fitted() {
  const before = await ordered();
  const change = moveOrder(before, 'fit', { fittedAt: NOW }, officer, NOW, orderSettings);
  await store.save(change, { before });
  return change.order;
}

describe('an order in the table', () => {
  it('is read as it was made, with its history and, apart, its home', async () => {
    expect(await store.get('TH-1')).toEqual(requested.order);
    expect(await store.history('TH-1')).toEqual([requested.history]);
    expect(await store.home('TH-1', NOW)).toEqual(aHome());
  });

  it('that has changed since is a conflict, and nothing of the change is kept', async () => {
    await ordered();
    const stale = namePeople(requested.order, ['stranger'], officer, NOW);
    if (stale === undefined) throw new Error('naming somebody else must change something');
    await expect(
      store.save(stale, { before: requested.order, home: aHome({ requestedBy: 'other' }) }),
    ).rejects.toEqual(expect.objectContaining({ current: 3, constructor: Conflict }));
    expect((await store.ofPerson('stranger', 'underway', 10)).items).toEqual([]);
    expect(await store.home('TH-1', NOW)).toEqual(aHome());
  });

  it('counts among those of its year', async () => {
    expect(await store.ofYear(2026)).toEqual([requested.order]);
    expect(await store.ofYear(2025)).toEqual([]);
  });
});

describe('one’s own orders', () => {
  it('are those that name one, with what is due and nothing of the home', async () => {
    const { dueAt } = await ordered();
    const listed = { orderId: 'TH-1', status: 'ordered', package: 'gold', requestedAt: NOW, dueAt };
    for (const username of ['officer-north', 'coordinator', 'fitter']) {
      expect((await store.ofPerson(username, 'underway', 10)).items).toEqual([listed]);
    }
    expect((await store.ofPerson('manager', 'underway', 10)).items).toEqual([]);
  });

  it('leave when one is taken off', async () => {
    const change = namePeople(requested.order, ['officer-north'], officer, NOW);
    if (change !== undefined) await store.save(change, { before: requested.order });
    expect((await store.ofPerson('coordinator', 'underway', 10)).items).toEqual([]);
    expect((await store.ofPerson('officer-north', 'underway', 10)).items).toHaveLength(1);
  });

  it('go to those that are over when they are followed up', async () => {
    const before = await fitted();
    const outcome = { stillInPlace: 'yes', feelsSafer: 'yes', repeatIncidents: 'no' } as const;
    await store.save(moveOrder(before, 'follow-up', outcome, officer, NOW, orderSettings), { before });
    expect((await store.ofPerson('fitter', 'underway', 10)).items).toEqual([]);
    expect((await store.ofPerson('fitter', 'over', 10)).items).toMatchObject([{ status: 'followed-up' }]);
  });
});

describe('a home', () => {
  it('is dated when the work is done, and gone at that time even before the table removes it', async () => {
    await fitted();
    expect(await store.home('TH-1', at('2028-05-22T07:59:59Z'))).toEqual(aHome());
    expect(await store.home('TH-1', at('2028-05-22T08:00:00Z'))).toBeUndefined();
  });

  it('keeps who allowed the work', async () => {
    const before = requested.order;
    const home = aHome({ permittedBy: { name: 'Mr Landlord', at: NOW } });
    const change = namePeople(before, ['officer-north'], officer, NOW);
    if (change !== undefined) await store.save(change, { before, home });
    expect(await store.home('TH-1', NOW)).toEqual(home);
  });
});

describe('a follow-up', () => {
  it('has its deadline from the moment that the work is done', async () => {
    const { followUpDueAt } = await fitted();
    const minute = followUpDueAt?.slice(0, 16) ?? '';
    const shards = await Promise.all([0, 1, 2, 3].map((shard) => new DeadlineStore(table).of(minute, shard)));
    expect(shards.flat()).toEqual([
      { id: `order/TH-1/${followUpDueAt}`, at: followUpDueAt, wakes: { what: 'order', orderId: 'TH-1' } },
    ]);
  });
});
