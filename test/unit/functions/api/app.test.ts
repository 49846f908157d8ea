import { beforeEach, describe, expect, it } from 'vitest';
import { TaskStore } from '../../../../shared/tasks/task-store.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { aManager, aPerson } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();

let api: ApiAtWork;

beforeEach(() => {
  api = apiOn(tables.fresh());
});

describe('who is asking', () => {
  it('is told their roles and patches', async () => {
    const answer = await api.ask(officer, 'GET', '/me');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ username: 'officer-north', roles: ['estate-officer'], patches: ['north'] });
  });

  it('is told so even without any role', async () => {
    const answer = await api.ask(aPerson({ roles: [], patches: [] }), 'GET', '/me');
    expect(answer.json).toEqual({ username: 'officer-north', roles: [], patches: [] });
  });

  it('must be known', async () => {
    const answer = await api.ask(undefined, 'GET', '/me');
    expect(answer).toMatchObject({ status: 401, json: { code: 'NOT_SIGNED_IN' } });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });
});

describe('a refusal', () => {
  it('is a problem with a type, a title, its status and a sentence', async () => {
    const answer = await api.ask(officer, 'GET', '/nowhere');
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at this address: /docs lists what there is.',
      code: 'NOT_FOUND',
    });
  });

  it('is logged with what was asked for and why it was refused', async () => {
    await api.ask(officer, 'POST', '/bids', { body: {} });
    const line = {
      code: 'REQUEST_REFUSED',
      method: 'POST',
      path: '/bids',
      status: 403,
      problem: 'NOT_ALLOWED',
    };
    expect(api.logged()).toContainEqual(expect.objectContaining(line));
  });

  it('of a method that a path does not know is that of an unknown address', async () => {
    expect(await api.ask(officer, 'DELETE', '/bids')).toMatchObject({ status: 404 });
  });

  it('that is not about footage is not put into the audit', async () => {
    await api.ask(officer, 'GET', '/estates/hillside/assets');
    expect(await api.room.audit.ofPerson('officer-north', '2026-11-22')).toEqual([]);
  });
});

describe('a body', () => {
  const post = (body: string, headers = {}) => api.ask(aManager(), 'POST', '/bids', { body, headers });

  it('that is not JSON is refused in a sentence', async () => {
    const answer = await post('{"title": ');
    expect(answer).toMatchObject({
      status: 400,
      json: { code: 'MALFORMED', detail: expect.stringContaining('not JSON') },
    });
  });

  it('that is sent as something else is refused with what to send', async () => {
    const answer = await post('title=Lights', { 'content-type': 'text/plain' });
    expect(answer).toMatchObject({
      status: 415,
      json: { detail: expect.stringContaining('application/json') },
    });
  });

  it('that is missing is refused', async () => {
    const answer = await api.ask(aManager(), 'POST', '/bids', {
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
  });

  it('of more than 1 MB is refused with the limit', async () => {
    const answer = await post(JSON.stringify({ title: 'x'.repeat(1024 * 1024) }));
    expect(answer).toMatchObject({
      status: 413,
      json: { code: 'TOO_LARGE', detail: expect.stringContaining('1 MB') },
    });
  });

  it('that is a register of more than 6 MB is refused with the limit', async () => {
    const body = JSON.stringify({ assets: 'x'.repeat(6 * 1024 * 1024) });
    const answer = await api.ask(aManager(), 'PUT', '/register', { body });
    expect(answer).toMatchObject({ status: 413, json: { detail: expect.stringContaining('6 MB') } });
  });
});

describe('a failure', () => {
  it('says nothing of its cause to the caller and everything to the log', async () => {
    const failing = apiOn(tables.fresh(), { tasks: new TaskStore(tables.missing(), WorkingHours.parse({})) });
    const answer = await failing.ask(officer, 'GET', '/tasks/T-1');
    expect(answer).toMatchObject({ status: 500, json: { code: 'FAILED', title: 'Internal Server Error' } });
    expect(answer.text).not.toContain('not-there');
    expect(failing.logged()).toContainEqual(
      expect.objectContaining({
        code: 'REQUEST_FAILED',
        path: '/tasks/T-1',
        error: expect.objectContaining({ name: 'ResourceNotFoundException' }),
      }),
    );
  });
});

describe('every answer', () => {
  it('is kept by nobody, framed by nobody and is what it says it is', async () => {
    const { headers } = await api.ask(officer, 'GET', '/me');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  it('is so when it is a refusal, too', async () => {
    const { headers } = await api.ask(undefined, 'GET', '/me');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
});
