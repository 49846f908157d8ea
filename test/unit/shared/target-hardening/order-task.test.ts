import { describe, expect, it } from 'vitest';
import { byPerson } from '../../../../shared/platform/person.ts';
import {
  asListed,
  followUpCalled,
  instruct,
  orderAfter,
} from '../../../../shared/target-hardening/order-task.ts';
import {
  Package,
  TargetHardeningSettings,
} from '../../../../shared/target-hardening/target-hardening-settings.ts';
import { Task } from '../../../../shared/tasks/task.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { anOrder, anOrderTask, orderSettings } from '../../../support/an-order.ts';
import { aPerson, aTask, at } from '../../../support/builders.ts';

// A Friday evening.
const NOW = at('2026-11-20T18:00:00Z');
const officer = byPerson(aPerson());
const hours = WorkingHours.parse({});
const instructed = (said: Parameters<typeof anOrder>[0] = {}, settings = orderSettings) =>
  instruct(anOrder({ status: 'approved', ...said }), { fitter: 'fitter' }, officer, NOW, {
    ...settings,
    hours,
  });

describe('instructing a fitter', () => {
  it('opens security works that the fitter holds and that name the order and the patch alone', () => {
    const { order, opened } = instructed();
    expect(opened.task).toMatchObject({ kind: 'security-works', assignee: 'fitter', status: 'open' });
    expect(opened.task).toMatchObject({ orderId: order.id, patch: 'north', id: order.taskId });
    expect(opened.history.said).toBe('target hardening, gold');
    expect(Task.parse(opened.task)).toEqual(opened.task);
  });

  it.each([
    ['gold', '2026-11-21T18:00:00.000Z'],
    ['silver', '2026-11-24T18:00:00.000Z'],
    ['bronze', '2026-11-27T18:00:00.000Z'],
  ] as const)('for %s is due by the clock, weekends or not: %s', (wanted, dueAt) => {
    const { order, opened } = instructed({ package: wanted });
    expect([order.dueAt, opened.task.dueAt]).toEqual([dueAt, dueAt]);
  });

  it.each([
    ['urgent', '2026-11-22T18:00:00.000Z'],
    ['priority', '2026-11-23T18:00:00.000Z'],
    ['standard', '2026-11-24T18:00:00.000Z'],
  ] as const)('for %s, in the other scheme, is due %s', (wanted, dueAt) => {
    const settings = TargetHardeningSettings.parse({ packages: { scheme: 'urgent-priority-standard' } });
    const { order } = instructed({ package: wanted }, { ...orderSettings, ...settings });
    expect(order.dueAt).toBe(dueAt);
  });

  it('goes by the landlord’s own allowance', () => {
    const packages = { scheme: 'gold-silver-bronze', gold: { workingHours: 4 } };
    const settings = TargetHardeningSettings.parse({ packages });
    expect(instructed({}, { ...orderSettings, ...settings }).order.dueAt).toBe('2026-11-23T13:00:00.000Z');
  });

  it('has each package in one of the two schemes', () => {
    const schemes = ['gold-silver-bronze', 'urgent-priority-standard'].flatMap((scheme) =>
      Object.keys(TargetHardeningSettings.parse({ packages: { scheme } }).packages).slice(1),
    );
    expect(schemes).toEqual(Package.options);
  });

  it('mixes no packages of two schemes', () => {
    const packages = { scheme: 'gold-silver-bronze', urgent: { clockHours: 48 } };
    expect(() => TargetHardeningSettings.parse({ packages })).toThrow('urgent');
  });

  it('again, after the work was not done, opens another task', () => {
    expect(instructed({ timesOrdered: 1 }).opened.task.id).not.toBe(instructed().opened.task.id);
  });
});

describe('the end of the work', () => {
  const ordered = anOrder({ status: 'ordered', fitter: 'fitter', taskId: anOrderTask().id, timesOrdered: 1 });
  const endedBy = (task: Parameters<typeof anOrderTask>[0], order = ordered) =>
    orderAfter(anOrderTask(task), 'nobody was in', order, NOW, orderSettings);

  it('that was done makes the order fitted, as of when it was done', () => {
    const doneAt = at('2026-11-20T16:00:00Z');
    expect(endedBy({ status: 'completed', doneAt })?.order).toMatchObject({
      status: 'fitted',
      fittedAt: doneAt,
    });
  });

  it('that was cancelled brings it back, with the reason', () => {
    const change = endedBy({ status: 'cancelled' });
    expect(change?.order.status).toBe('approved');
    expect(change?.history.said).toContain('nobody was in');
  });

  it('is no end while it goes on', () => {
    expect([endedBy({}), endedBy({ status: 'paused' })]).toEqual([undefined, undefined]);
  });

  it('told twice, or of an earlier task, changes nothing', () => {
    expect(endedBy({ status: 'completed' }, anOrder({ ...ordered, status: 'fitted' }))).toBeUndefined();
    expect(endedBy({ status: 'cancelled' }, anOrder({ ...ordered, taskId: 'T-LATER' }))).toBeUndefined();
  });
});

describe('the follow-up', () => {
  const fitted = anOrder({ status: 'fitted', followUpDueAt: NOW });

  it('is called for when its time has come, once', () => {
    const change = followUpCalled(fitted, NOW, orderSettings);
    expect(change?.order).toMatchObject({ status: 'fitted', followUpAwaited: true });
    expect(followUpCalled(anOrder({ ...fitted, followUpAwaited: true }), NOW, orderSettings)).toBeUndefined();
  });

  it('is not called for before, nor when it was noted already', () => {
    expect(followUpCalled(fitted, at('2026-11-20T17:59:59Z'), orderSettings)).toBeUndefined();
    expect(followUpCalled(anOrder({ ...fitted, status: 'followed-up' }), NOW, orderSettings)).toBeUndefined();
  });
});

describe('a list of a patch', () => {
  const paused = { at: NOW, because: 'waits for a joiner' };

  it('does not say what an order’s work waits for', () => {
    const listed = asListed(anOrderTask({ status: 'paused', paused }));
    expect(listed.paused).toEqual({ at: NOW, because: '' });
  });

  it('says what other work waits for', () => {
    expect(asListed(aTask({ status: 'paused', paused })).paused).toEqual(paused);
  });
});
