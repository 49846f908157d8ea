import { beforeEach, describe, expect, it } from 'vitest';
import { lookAtTask } from '../../../../functions/check-deadlines/look-at-task.ts';
import { DeadlineStore } from '../../../../shared/deadlines/deadline-store.ts';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import type { Task } from '../../../../shared/tasks/task.ts';
import { clockEvents, nextLook, startClock } from '../../../../shared/tasks/task-clock.ts';
import { moveTask } from '../../../../shared/tasks/task-moves.ts';
import { TaskStore } from '../../../../shared/tasks/task-store.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { aPerson, aTask, at } from '../../../support/builders.ts';
import { keptLog } from '../../../support/kept-log.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const hours = WorkingHours.parse({});
const officer = byPerson(aPerson());
const tables = tablesForThisFile();

/** Work of five working days that somebody must attend within four working hours, opened on a Monday at nine. */
const openedAt = at('2026-02-02T09:00:00Z');
const level = { task: 'clear', attend: { workingHours: 4 }, complete: { workingDays: 5 } } as const;
const clear = (said: Partial<Task> = {}): Task =>
  aTask({ kind: 'clear', openedAt, ...startClock(level, openedAt, hours), ...said });
const events = (task: Task) => clockEvents(task, hours).map(({ event, at }) => [event, at.slice(0, 16)]);

describe('the clock of a task', () => {
  it('brings each thing at its moment', () => {
    expect(events(clear())).toEqual([
      ['attend-overdue', '2026-02-02T13:00'],
      ['at-risk', '2026-02-05T17:00'],
      ['overdue', '2026-02-06T17:00'],
      ['breached', '2026-02-09T17:00'],
    ]);
  });

  it('asks for nobody to be there once somebody was', () => {
    const attended = moveTask(clear(), 'attend', {}, officer, at('2026-02-02T10:00:00Z'), {
      hours,
      crews: [],
    }).task;
    expect(events(attended).map(([event]) => event)).toEqual(['at-risk', 'overdue', 'breached']);
    expect(attended.attendedAt).toBe('2026-02-02T10:00:00.000Z');
  });

  it('stands still while it is paused, and goes on with what was left', () => {
    const paused = moveTask(
      clear(),
      'pause',
      { note: 'the skip is blocked by a car' },
      officer,
      at('2026-02-03T09:00:00Z'),
      { hours, crews: [] },
    ).task;
    expect(paused).toMatchObject({ status: 'paused', paused: { because: 'the skip is blocked by a car' } });
    expect(nextLook(paused, hours)).toBeUndefined();
    const resumed = moveTask(paused, 'resume', {}, officer, at('2026-02-10T13:00:00Z'), {
      hours,
      crews: [],
    }).task;
    // Four of five days are left, from one o’clock on Tuesday.
    expect(resumed).toMatchObject({ status: 'open', dueAt: '2026-02-16T13:00:00.000Z' });
    expect(resumed).not.toHaveProperty('paused');
    // Nobody had been there in time before the pause: that is known at once when it goes on.
    expect(events(resumed)).toEqual([
      ['attend-overdue', '2026-02-10T13:00'],
      ['at-risk', '2026-02-13T13:00'],
      ['overdue', '2026-02-16T13:00'],
      ['breached', '2026-02-17T13:00'],
    ]);
  });

  it('goes by clock hours through nights and the clocks going forward', () => {
    const opened = at('2026-03-28T12:00:00Z');
    const level = { task: 'make-safe', complete: { clockHours: 24 } } as const;
    const task = aTask({ kind: 'make-safe', openedAt: opened, ...startClock(level, opened, hours) });
    expect(task.dueAt).toBe('2026-03-29T12:00:00.000Z');
    expect(events(task)[0]).toEqual(['at-risk', '2026-03-29T07:12']);
  });

  it('is not paused until yesterday', () => {
    const until = at('2026-02-01T09:00:00Z');
    expect(() =>
      moveTask(clear(), 'pause', { note: 'ice', until }, officer, openedAt, { hours, crews: [] }),
    ).toThrow(Rejected);
  });
});

describe('a task that nobody touches', () => {
  const table = () => tables.fresh();
  let tasks: TaskStore;
  let deadlines: DeadlineStore;
  const look = (now: string) => lookAtTask('T-0000000001', { tasks, hours, log: keptLog() }, at(now));
  const did = async () =>
    (await tasks.history('T-0000000001')).map((line) => [line.did, line.at.slice(0, 10)]);

  beforeEach(async () => {
    const fresh = table();
    tasks = new TaskStore(fresh, hours);
    deadlines = new DeadlineStore(fresh);
    const history = {
      version: 1,
      at: openedAt,
      by: officer,
      did: 'opened',
      status: 'open',
      said: '-',
    } as const;
    await tasks.open({ task: clear({ attendedAt: openedAt }), history });
  });

  it('is looked at when it is at risk', async () => {
    const due = (
      await Promise.all([0, 1, 2, 3].map((shard) => deadlines.of('2026-02-05T17:00', shard)))
    ).flat();
    expect(due).toMatchObject([{ wakes: { what: 'task', taskId: 'T-0000000001' } }]);
  });

  it('is told to be at risk, overdue and breached, each once', async () => {
    for (const now of [
      '2026-02-04T12:00:00Z',
      '2026-02-05T17:00:00Z',
      '2026-02-05T17:01:00Z',
      '2026-02-09T18:00:00Z',
    ])
      await look(now);
    expect(await did()).toEqual([
      ['opened', '2026-02-02'],
      ['at-risk', '2026-02-05'],
      ['overdue', '2026-02-09'],
      ['breached', '2026-02-09'],
    ]);
  });

  it('goes on by itself when its pause is over', async () => {
    const task = await tasks.get('T-0000000001');
    if (task === undefined) throw new Error('it was not opened');
    const detail = { note: 'asbestos is being sampled', until: at('2026-02-04T09:00:00Z') };
    const pause = moveTask(task, 'pause', detail, officer, at('2026-02-03T09:00:00Z'), { hours, crews: [] });
    await tasks.save(pause, { after: task.version });
    await look('2026-02-04T09:00:30Z');
    expect(await tasks.get('T-0000000001')).toMatchObject({ status: 'open' });
    expect((await did()).at(-1)).toEqual(['resume', '2026-02-04']);
  });
});
