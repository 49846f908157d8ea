import { describe, expect, it } from 'vitest';
import { Rejected, WrongState } from '../../../../shared/platform/errors.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import {
  costPence,
  isNamed,
  notFundedPence,
  requestOrder,
} from '../../../../shared/target-hardening/order.ts';
import { moveOrder, type OrderMove, orderMoves } from '../../../../shared/target-hardening/order-moves.ts';
import { namePeople } from '../../../../shared/target-hardening/order-people.ts';
import { anOrder, anOrderRequest, orderSettings } from '../../../support/an-order.ts';
import { aPerson, at } from '../../../support/builders.ts';

const NOW = at('2026-11-22T10:00:00Z');
const officer = byPerson(aPerson());

const move = <Move extends OrderMove>(
  order: Parameters<typeof moveOrder>[0],
  name: Move,
  detail: Parameters<typeof moveOrder<Move>>[2],
  now = NOW,
) => moveOrder(order, name, detail, officer, now, orderSettings);

const permitted = anOrder({ permission: { state: 'given', at: NOW } });
const approved = anOrder({ status: 'approved', approvedAt: NOW, permission: { state: 'not-needed' } });
const ordered = anOrder({ status: 'ordered', fitter: 'fitter', taskId: 'T-1', dueAt: NOW, timesOrdered: 1 });
const fitted = anOrder({ status: 'fitted', fittedAt: NOW, followUpDueAt: at('2027-05-22T09:00:00Z') });

describe('a new order', () => {
  it('names its maker and those whom the maker names, each once', () => {
    const people = { id: 'TH-1', named: ['coordinator', 'officer-north'], maker: 'officer-north' };
    const { order, history } = requestOrder(anOrderRequest(), people, NOW);
    expect(order).toMatchObject({ status: 'requested', named: ['officer-north', 'coordinator'], version: 1 });
    expect(history).toMatchObject({ did: 'requested', said: 'gold, for the police' });
    expect(['officer-north', 'coordinator', 'manager'].map((each) => isNamed(order, each))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('waits for permission only where it is needed', () => {
    const people = { id: 'TH-1', named: [], maker: 'officer-north' };
    const permission = (permissionNeeded: boolean) =>
      requestOrder(anOrderRequest({ permissionNeeded }), people, NOW).order.permission.state;
    expect([permission(true), permission(false)]).toEqual(['awaited', 'not-needed']);
  });

  it('costs its equipment and labour, and knows what nobody pays yet', () => {
    expect(costPence(anOrder())).toBe(17_500);
    expect(notFundedPence(anOrder())).toBe(0);
    expect(notFundedPence(anOrder({ funding: [{ source: 'police', kind: 'revenue', pence: 6_000 }] }))).toBe(
      11_500,
    );
  });
});

describe('permission', () => {
  it('that is awaited holds the approval up', () => {
    expect(() => move(anOrder(), 'approve', {})).toThrow('has not allowed it yet');
  });

  it('that was refused holds it up for good, and says why', () => {
    const { order, history } = move(anOrder(), 'refuse-permission', { reason: 'The doors are listed.' });
    expect(history.said).toBe('permission refused: The doors are listed.');
    expect(() => move(order, 'approve', {})).toThrow('refused it (The doors are listed.)');
  });

  it('that was given lets it be approved, and its history names nobody', () => {
    const { order, history } = move(anOrder(), 'permit', { givenBy: 'Mr Landlord' });
    expect(order.permission).toEqual({ state: 'given', at: NOW });
    expect(JSON.stringify({ order, history })).not.toContain('Mr Landlord');
    expect(move(order, 'approve', {}).order.status).toBe('approved');
  });

  it('is not given where nobody’s is needed, nor later than now', () => {
    const free = anOrder({ permission: { state: 'not-needed' } });
    expect(() => move(free, 'permit', { givenBy: 'Mr Landlord' })).toThrow(Rejected);
    const tomorrow = at('2026-11-23T10:00:00Z');
    expect(() => move(anOrder(), 'permit', { givenBy: 'Mr Landlord', givenAt: tomorrow })).toThrow(Rejected);
  });

  it('is asked anew when other equipment is to be fitted, and not when only its price changes', () => {
    const equipment = [{ item: 'pir-light' as const, quantity: 1, costPence: 4_000 }];
    expect(move(permitted, 'revise', { equipment }).order.permission).toEqual({ state: 'awaited' });
    const dearer = permitted.equipment.map((line) => ({ ...line, costPence: line.costPence + 100 }));
    expect(move(permitted, 'revise', { equipment: dearer }).order.permission).toEqual(permitted.permission);
  });
});

describe('approval', () => {
  it('needs money for all of it, and says how much is missing', () => {
    const short = anOrder({ permission: { state: 'not-needed' }, funding: [] });
    expect(() => move(short, 'approve', {})).toThrow('Nobody pays £175.00 of it yet');
  });

  it('is lost when the order is revised', () => {
    const { order, history } = move(approved, 'revise', { labourPence: 5_000, tenure: 'private-rented' });
    expect(order).toMatchObject({ status: 'requested', labourPence: 5_000, tenure: 'private-rented' });
    expect(order.approvedAt).toBeUndefined();
    expect(history.said).toBe('changed: labour, tenure');
  });

  it('is for a package that the landlord has', () => {
    expect(() => move(anOrder(), 'revise', { package: 'urgent' })).toThrow('choose gold, silver, bronze');
  });

  it('is not lost to a revision that changes nothing', () => {
    expect(() => move(approved, 'revise', {})).toThrow(Rejected);
  });
});

describe('an order', () => {
  it('that a fitter is instructed on names the fitter', () => {
    const { order } = move(approved, 'instruct', { fitter: 'fitter' });
    expect(order).toMatchObject({ status: 'ordered', fitter: 'fitter', named: ['officer-north', 'fitter'] });
  });

  it('is followed up six months after the work by local time, and its home forgotten a year after that', () => {
    const { order } = move(ordered, 'fit', { fittedAt: NOW });
    expect(order).toMatchObject({
      status: 'fitted',
      followUpDueAt: '2027-05-22T09:00:00.000Z',
      homeUntil: '2028-05-22T09:00:00.000Z',
    });
  });

  it('that was followed up keeps its home for a year', () => {
    const outcome = { stillInPlace: 'in-part', feelsSafer: 'not-said', repeatIncidents: 'no' } as const;
    const { order, history } = move(fitted, 'follow-up', outcome);
    expect(order).toMatchObject({
      status: 'followed-up',
      followUp: { ...outcome, at: NOW },
      homeUntil: '2027-11-22T10:00:00.000Z',
    });
    expect(history.said).toBe('in place: in part; feels safer: not said; it happened again: no');
  });

  it('whose work was not done is approved again, and is due no more', () => {
    const { order, history } = move(ordered, 'return', { reason: 'nobody was in' });
    expect(order).toMatchObject({ status: 'approved', timesOrdered: 1 });
    expect(order.dueAt).toBeUndefined();
    expect(history.said).toBe('the work was not done: nobody was in');
  });

  it('that is ordered is not cancelled before its task', () => {
    expect(() => move(ordered, 'cancel', { reason: 'They have moved.' })).toThrow(
      'cancel its task T-1 first',
    );
  });

  it('that is cancelled says why, and keeps its home for a year', () => {
    const { order, history } = move(approved, 'cancel', { reason: 'They have moved.' });
    expect(order).toMatchObject({ status: 'cancelled', homeUntil: '2027-11-22T10:00:00.000Z' });
    expect(history.said).toBe('They have moved.');
  });

  it('makes no move from a state that does not have it', () => {
    expect(() => move(fitted, 'cancel', { reason: 'too late' })).toThrow(WrongState);
    expect(() => move(anOrder(), 'instruct', { fitter: 'fitter' })).toThrow(WrongState);
  });

  it('is fitted, returned and called for by rules alone', () => {
    const byRules = Object.entries(orderMoves).filter(([, { by }]) => by.some((who) => who === 'rule'));
    expect(byRules.map(([name]) => name)).toEqual(['fit', 'return', 'fall-due']);
  });
});

describe('who may know of an order', () => {
  it('is changed by saying all of them', () => {
    const change = namePeople(anOrder({ named: ['a', 'b'] }), ['b', 'c', 'c'], officer, NOW);
    expect(change?.order.named).toEqual(['b', 'c']);
    expect(change?.history.said).toBe('may know of it now: c; no longer: a');
  });

  it('does not change when the same are named', () => {
    expect(namePeople(anOrder({ named: ['a', 'b'] }), ['b', 'a'], officer, NOW)).toBeUndefined();
  });

  it('holds whoever is to fit it until that is done', () => {
    expect(() => namePeople(ordered, ['officer-north'], officer, NOW)).toThrow('must be named');
  });

  it('are twelve at most, the fitter among them', () => {
    const named = Array.from({ length: 12 }, (_, i) => `person-${i}`);
    const full = anOrder({ status: 'approved', named });
    expect(() => move(full, 'instruct', { fitter: 'fitter' })).toThrow('At most 12 people');
  });
});
