import { beforeEach, describe, expect, it } from 'vitest';
import { lookAtOrder } from '../../../../functions/check-deadlines/look-at-order.ts';
import { byPerson, byRule } from '../../../../shared/platform/person.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { type Order, requestOrder } from '../../../../shared/target-hardening/order.ts';
import { moveOrder } from '../../../../shared/target-hardening/order-moves.ts';
import { OrderStore } from '../../../../shared/target-hardening/order-store.ts';
import { aHome, anOrderRequest, orderSettings } from '../../../support/an-order.ts';
import { aPerson, at } from '../../../support/builders.ts';
import { keptLog } from '../../../support/kept-log.ts';
import { sensingOn } from '../../../support/sensing.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const officer = byPerson(aPerson());
const REQUESTED_AT = at('2026-05-20T09:00:00Z');
const FITTED_AT = at('2026-05-21T09:00:00Z');
const ORDER = 'TH-0000000001';

let table: Table;
let orders: OrderStore;

beforeEach(async () => {
  table = tables.fresh();
  orders = new OrderStore(table);
  const people = { id: ORDER, named: [], maker: 'officer-north' };
  const asked = requestOrder(anOrderRequest({ permissionNeeded: false }), people, REQUESTED_AT);
  await orders.request(asked, aHome());
  const ordered: Order = { ...asked.order, status: 'ordered', taskId: 'T-1' };
  const fitted = moveOrder(
    ordered,
    'fit',
    { fittedAt: FITTED_AT },
    byRule('work-ended'),
    FITTED_AT,
    orderSettings,
  );
  await orders.save(fitted, { before: asked.order });
});

describe('the follow-up of an order', () => {
  it('is called for in its minute, six months after the work', async () => {
    const { check, log } = await sensingOn(table);
    await check('2026-11-21T09:59:30Z');
    expect(await orders.get(ORDER)).toMatchObject({ followUpAwaited: false });
    await check('2026-11-21T10:00:30Z');
    expect(await orders.get(ORDER)).toMatchObject({ status: 'fitted', followUpAwaited: true });
    expect((await orders.history(ORDER)).at(-1)).toMatchObject({ did: 'fall-due' });
    expect(log.lines).toContainEqual({ code: 'ORDER_CHANGED', about: { orderId: ORDER, did: 'fall-due' } });
  });

  it('that was noted already is not called for', async () => {
    const before = await orders.get(ORDER);
    if (before === undefined) throw new Error('the order must be there');
    const outcome = { stillInPlace: 'yes', feelsSafer: 'yes', repeatIncidents: 'no' } as const;
    await orders.save(moveOrder(before, 'follow-up', outcome, officer, FITTED_AT, orderSettings), { before });
    const room = { orders, orderSettings, log: keptLog() };
    await lookAtOrder(ORDER, room, at('2026-11-21T10:00:30Z'));
    await lookAtOrder('TH-NOSUCHONE1', room, at('2026-11-21T10:00:30Z'));
    expect((await orders.history(ORDER)).at(-1)).toMatchObject({ did: 'follow-up' });
    expect(room.log.lines).toEqual([]);
  });
});
