import { beforeEach, describe, expect, it } from 'vitest';
import { byRule } from '../../../../shared/platform/person.ts';
import type { Task } from '../../../../shared/tasks/task.ts';
import { aManager, aPerson, aTask, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, FLAGGED_AT, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const elsewhere = aPerson({ username: 'officer-south', patches: ['south'] });

let api: ApiAtWork;

beforeEach(() => {
  api = apiOn(tables.fresh());
});

async function opened(said: Parameters<typeof aTask>[0] = {}): Promise<Task> {
  const task = aTask(said);
  const by = byRule('work-for-incident');
  const history = { version: 1, at: FLAGGED_AT, by, did: 'opened', status: 'open', said: 'flagged' } as const;
  await api.room.tasks.open({ task, history });
  return task;
}

describe('the tasks of a patch', () => {
  it('come soonest due first', async () => {
    const later = await opened({ id: 'T-LATER', dueAt: '2026-11-27T17:00:00Z' });
    const sooner = await opened({ id: 'T-SOONER', dueAt: '2026-11-23T12:00:00Z' });
    const answer = await api.ask(officer, 'GET', '/tasks', { query: { patch: 'north' } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ items: [sooner, later] });
  });

  it('are the open ones unless another status is asked for', async () => {
    await opened();
    const answer = await api.ask(officer, 'GET', '/tasks', {
      query: { patch: 'north', status: 'completed' },
    });
    expect(answer.json).toEqual({ items: [] });
  });

  it('of a patch that is not theirs are not found', async () => {
    const answer = await api.ask(officer, 'GET', '/tasks', { query: { patch: 'south' } });
    expect(answer.status).toBe(404);
  });

  it('are refused without a patch to look in', async () => {
    const answer = await api.ask(officer, 'GET', '/tasks');
    expect(answer).toMatchObject({
      status: 400,
      json: { errors: [{ field: 'patch', message: 'it is missing' }] },
    });
  });

  it('are for nobody without a role', async () => {
    const answer = await api.ask(aPerson({ roles: [] }), 'GET', '/tasks', { query: { patch: 'north' } });
    expect(answer.status).toBe(403);
  });
});

describe('my tasks', () => {
  it('are those that I hold and nobody else’s', async () => {
    const mine = await opened({ id: 'T-MINE', assignee: 'officer-north' });
    await opened({ id: 'T-THEIRS', assignee: 'officer-south' });
    await opened({ id: 'T-NOBODYS' });
    const answer = await api.ask(officer, 'GET', '/tasks/mine');
    expect(answer.json).toEqual({ items: [mine] });
  });
});

describe('a task', () => {
  it('is read with its history', async () => {
    const task = await opened();
    const answer = await api.ask(officer, 'GET', `/tasks/${task.id}`);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ task, history: [{ did: 'opened', said: 'flagged' }] });
  });

  it('of another patch is not found', async () => {
    const task = await opened();
    const answer = await api.ask(elsewhere, 'GET', `/tasks/${task.id}`);
    expect(answer).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  });

  it('is completed with what was done, by whom and when', async () => {
    const task = await opened();
    const body = { version: 1, note: 'Looked: two bags.' };
    const answer = await api.ask(officer, 'POST', `/tasks/${task.id}/complete`, { body });
    expect(answer).toMatchObject({ status: 200, json: { status: 'completed', endedAt: NOW, version: 2 } });
    expect((await api.room.tasks.history(task.id)).at(-1)).toEqual({
      version: 2,
      at: NOW,
      by: { who: 'person', username: 'officer-north' },
      did: 'complete',
      status: 'completed',
      said: 'Looked: two bags.',
    });
    expect(api.logged()).toContainEqual(expect.objectContaining({ code: 'WORK_CHANGED', tasks: [task.id] }));
  });

  it('is cancelled with why it is not needed', async () => {
    const task = await opened();
    const body = { version: 1, note: 'The council has cleared it.' };
    const answer = await api.ask(officer, 'POST', `/tasks/${task.id}/cancel`, { body });
    expect(answer).toMatchObject({ status: 200, json: { status: 'cancelled' } });
  });

  it('that somebody changed since is a conflict that names the current version', async () => {
    const task = await opened();
    await api.ask(officer, 'POST', `/tasks/${task.id}/complete`, { body: { version: 1, note: 'done' } });
    const answer = await api.ask(officer, 'POST', `/tasks/${task.id}/cancel`, {
      body: { version: 1, note: 'no' },
    });
    expect(answer).toMatchObject({ status: 409, json: { code: 'CONFLICT', current: 2 } });
  });

  it('that has ended is not ended again', async () => {
    const task = await opened();
    await api.ask(officer, 'POST', `/tasks/${task.id}/complete`, { body: { version: 1, note: 'done' } });
    const answer = await api.ask(officer, 'POST', `/tasks/${task.id}/complete`, {
      body: { version: 2, note: 'done' },
    });
    expect(answer).toMatchObject({ status: 409, json: { code: 'WRONG_STATE', current: 2 } });
  });

  it('is not a manager’s to complete', async () => {
    const task = await opened();
    const answer = await api.ask(aManager(), 'POST', `/tasks/${task.id}/complete`, {
      body: { version: 1, note: 'done' },
    });
    expect(answer.status).toBe(403);
  });

  it('of another patch is not theirs to complete', async () => {
    const task = await opened();
    const body = { version: 1, note: 'done' };
    expect(await api.ask(elsewhere, 'POST', `/tasks/${task.id}/complete`, { body })).toMatchObject({
      status: 404,
    });
    expect(await api.room.tasks.get(task.id)).toMatchObject({ status: 'open' });
  });

  it('is not completed without saying what was done', async () => {
    const task = await opened();
    const answer = await api.ask(officer, 'POST', `/tasks/${task.id}/complete`, {
      body: { version: 1, note: ' ' },
    });
    expect(answer).toMatchObject({
      status: 400,
      json: { detail: 'Say in “note” what was done, or send a photo that shows it.' },
    });
  });

  it('that a camera saw done is completed without another word, as of when it was seen', async () => {
    const proposed = { doneAt: at('2026-11-22T07:30:00Z'), because: 'seen cleared by the camera' };
    const task = await opened({ proposed });
    const answer = await api.ask(officer, 'POST', `/tasks/${task.id}/complete`, { body: { version: 1 } });
    expect(answer).toMatchObject({ status: 200, json: { status: 'completed', doneAt: proposed.doneAt } });
  });
});
