import { beforeEach, describe, expect, it } from 'vitest';
import { Conflict, Rejected, WrongState } from '../../../../shared/platform/errors.ts';
import { byPerson, byRule } from '../../../../shared/platform/person.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { type TaskChange, TaskHistory, TaskStatus } from '../../../../shared/tasks/task.ts';
import { moveTask, taskMoves } from '../../../../shared/tasks/task-moves.ts';
import { TaskStore } from '../../../../shared/tasks/task-store.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { aPerson, aTask, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const hours = WorkingHours.parse({});
const NOW = at('2026-11-23T09:00:00Z');
const officer = byPerson(aPerson());

let table: Table;
let tasks: TaskStore;

beforeEach(() => {
  table = tables.fresh();
  tasks = new TaskStore(table, hours);
});

const opened = (said: Parameters<typeof aTask>[0] = {}): TaskChange => {
  const task = aTask(said);
  const history = {
    version: 1,
    at: task.openedAt,
    by: byRule('work-for-incident'),
    did: 'opened',
    status: 'open',
  };
  return { task, history: TaskHistory.parse({ ...history, said: 'fly tipping flagged' }) };
};

describe('a task', () => {
  it.each(TaskStatus.options)('that is %s ends only if it is underway', (status) => {
    for (const move of ['complete', 'cancel'] as const) {
      const ending = () =>
        moveTask(aTask({ status }), move, { note: 'done' }, officer, NOW, { hours, crews: [] });
      if (status === 'open' || status === 'paused')
        expect(ending().task).toMatchObject({ status: taskMoves[move].to, endedAt: NOW, version: 2 });
      else
        expect(ending).toThrow(
          new WrongState(`Task T-0000000001 is ${status}: it cannot ${move} from there.`),
        );
    }
  });

  it.each(['complete', 'cancel'] as const)('wants words to %s it', (move) => {
    expect(() => moveTask(aTask(), move, { note: '' }, byRule('rule'), NOW, { hours, crews: [] })).toThrow(
      Rejected,
    );
    expect(taskMoves[move].needs.parse({ note: ' two bags taken ' })).toEqual({ note: 'two bags taken' });
  });

  it('that is opened twice stays as it is', async () => {
    await tasks.open(opened());
    const done = moveTask(aTask(), 'complete', { note: 'two bags taken' }, officer, NOW, {
      hours,
      crews: [],
    });
    await tasks.save(done, { after: 1 });
    await tasks.open(opened({ openedAt: '2026-11-24T00:00:00Z' }));
    expect(await tasks.get('T-0000000001')).toEqual(done.task);
    expect((await tasks.history('T-0000000001')).map(({ did }) => did)).toEqual(['opened', 'complete']);
  });

  it('saved on an older version is a conflict that names the one there is', async () => {
    await tasks.open(opened());
    await tasks.save(
      moveTask(aTask(), 'complete', { note: 'two bags taken' }, officer, NOW, { hours, crews: [] }),
      {
        after: 1,
      },
    );
    const late = tasks.save(
      moveTask(aTask(), 'cancel', { note: 'not there' }, officer, NOW, { hours, crews: [] }),
      {
        after: 1,
      },
    );
    await expect(late).rejects.toBeInstanceOf(Conflict);
    await expect(late).rejects.toMatchObject({ current: 2 });
    expect(await tasks.get('T-0000000001')).toMatchObject({ status: 'completed' });
  });

  it('that is unknown is nothing', async () => {
    expect(await tasks.get('T-none')).toBeUndefined();
    expect(await tasks.history('T-none')).toEqual([]);
  });
});

describe('the tasks of', () => {
  const wednesday = { id: 'T-wednesday', dueAt: '2026-11-25T09:00:00Z' };
  const monday = { id: 'T-monday', dueAt: '2026-11-23T09:00:00Z' };
  const tuesday = { id: 'T-tuesday', dueAt: '2026-11-24T09:00:00Z' };
  const openAll = async (said: { assignee?: string } = {}) => {
    for (const task of [wednesday, monday, tuesday]) await tasks.open(opened({ ...task, ...said }));
  };
  const all = async (page: (from?: string) => ReturnType<TaskStore['ofPatch']>) => {
    const found: string[] = [];
    let from: string | undefined;
    do {
      const { items, next } = await page(from);
      found.push(...items.map(({ id }) => id));
      from = next;
    } while (from !== undefined);
    return found;
  };

  it('a patch come soonest due first, page after page, and only in the status asked for', async () => {
    await openAll();
    await tasks.open(opened({ id: 'T-south', patch: 'south' }));
    await tasks.save(
      moveTask(opened(tuesday).task, 'cancel', { note: 'gone' }, officer, NOW, { hours, crews: [] }),
      {
        after: 1,
      },
    );
    expect(await all((from) => tasks.ofPatch('north', 'open', 1, from))).toEqual(['T-monday', 'T-wednesday']);
    expect(await all((from) => tasks.ofPatch('north', 'cancelled', 1, from))).toEqual(['T-tuesday']);
  });

  it('a person are the open ones that they hold', async () => {
    await openAll({ assignee: 'officer-north' });
    const held = opened({ ...monday, assignee: 'officer-north' }).task;
    await tasks.save(moveTask(held, 'complete', { note: 'done' }, officer, NOW, { hours, crews: [] }), {
      after: 1,
    });
    expect(await all((from) => tasks.ofAssignee('officer-north', 1, from))).toEqual([
      'T-tuesday',
      'T-wednesday',
    ]);
    expect((await tasks.ofAssignee('officer-south', 10)).items).toEqual([]);
  });
});
