import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { orderMoves } from '../../../../shared/target-hardening/order-moves.ts';
import { aHome, anOrderRequest } from '../../../support/an-order.ts';
import { aManager, aPerson, aRegister } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const fitter = aPerson({ username: 'fitter', patches: [] });
const colleague = aPerson({ username: 'colleague' });
const manager = aManager();
const ORDERS = '/target-hardening/orders';
const Made = z.object({ id: z.string(), version: z.int(), taskId: z.string().optional() });

let api: ApiAtWork;

beforeEach(async () => {
  api = apiOn(tables.fresh());
  await api.room.register.import(aRegister());
});

const body = (said: object = {}) => ({
  ...anOrderRequest({ permissionNeeded: false }),
  home: aHome(),
  ...said,
});

async function requested(said: object = {}): Promise<z.infer<typeof Made>> {
  const answer = await api.ask(officer, 'POST', ORDERS, { body: body(said) });
  expect(answer.status, answer.text).toBe(201);
  return Made.parse(answer.json);
}

const post = (id: string, move: string, said: object, person = officer) =>
  api.ask(person, 'POST', `${ORDERS}/${id}/${move}`, { body: said });

async function ordered(): Promise<z.infer<typeof Made>> {
  const { id } = await requested();
  await post(id, 'approve', { version: 1 });
  const answer = await post(id, 'instruct', { version: 2, fitter: 'fitter' });
  expect(answer.status, answer.text).toBe(200);
  return Made.parse(answer.json);
}

describe('an order', () => {
  it('is made with a reference that the home has no part in, and read by its maker', async () => {
    const [{ id }, again] = [await requested(), await requested()];
    expect(id).toMatch(/^TH-[0-9A-Z]{10}$/);
    expect(again.id).not.toBe(id);
    const answer = await api.ask(officer, 'GET', `${ORDERS}/${id}`);
    expect(answer.json).toMatchObject({
      order: { id, status: 'requested', named: ['officer-north'], costPence: 17_500, notFundedPence: 0 },
      history: [{ did: 'requested', by: { username: 'officer-north' } }],
    });
  });

  it.each([
    ['a colleague on the patch', colleague],
    ['a manager', manager],
  ])('is not there for %s, and the refusal is recorded', async (_, person) => {
    const { id } = await requested();
    const nobodys = await api.ask(person, 'GET', `${ORDERS}/TH-NOSUCHONE1`);
    const answer = await api.ask(person, 'GET', `${ORDERS}/${id}`);
    expect(answer.status).toBe(404);
    expect(answer.text.replace(id, '')).toBe(nobodys.text.replace('TH-NOSUCHONE1', ''));
    expect((await api.ask(person, 'GET', `${ORDERS}/${id}/home`)).status).toBe(404);
    expect((await post(id, 'approve', { version: 1 }, person)).status).toBe(404);
    const entries = await api.room.audit.ofPerson(person.username, NOW.slice(0, 10));
    expect(entries).toContainEqual(
      expect.objectContaining({ did: 'was-refused', subject: `${ORDERS}/${id}` }),
    );
  });

  it('is made on a patch that one looks after', async () => {
    for (const patch of ['south', 'no-such-patch']) {
      expect(await api.ask(officer, 'POST', ORDERS, { body: body({ patch }) })).toMatchObject({
        status: 404,
      });
    }
    const answer = await api.ask(manager, 'POST', ORDERS, { body: body({ patch: 'no-such-patch' }) });
    expect(answer.status).toBe(404);
  });

  it('is for a package that the landlord has', async () => {
    const answer = await api.ask(officer, 'POST', ORDERS, { body: body({ package: 'standard' }) });
    expect(answer).toMatchObject({ status: 400, json: { detail: expect.stringContaining('choose gold') } });
  });

  it('is decided on the version that one looked at', async () => {
    const { id } = await requested();
    await post(id, 'approve', { version: 1 });
    const late = await post(id, 'cancel', { version: 1, reason: 'They have moved.' });
    expect(late).toMatchObject({ status: 409, json: { code: 'CONFLICT', current: 2 } });
  });

  it('has a route for every move that people may make', async () => {
    const { paths } = z
      .object({ paths: z.record(z.string(), z.unknown()) })
      .parse((await api.ask(undefined, 'GET', '/openapi.json')).json);
    const moves = Object.entries(orderMoves).filter(([, { by }]) => by.some((who) => who !== 'rule'));
    const declared = Object.keys(paths).filter((path) => /orders\/\{orderId\}\/(?!home|people)/.test(path));
    expect(declared).toEqual(moves.map(([name]) => `${ORDERS}/{orderId}/${name}`));
  });
});

describe('naming somebody', () => {
  it('shows them the order, and taking them off hides it again', async () => {
    const { id } = await requested();
    const people = (version: number, usernames: string[], person = officer) =>
      api.ask(person, 'PUT', `${ORDERS}/${id}/people`, { body: { version, usernames } });
    expect((await people(1, ['officer-north', 'manager'])).status).toBe(200);
    const list = await api.ask(manager, 'GET', ORDERS);
    expect(list.json).toEqual({
      items: [{ orderId: id, status: 'requested', package: 'gold', requestedAt: NOW }],
    });
    expect((await people(2, ['manager'], manager)).status).toBe(200);
    expect((await api.ask(officer, 'GET', `${ORDERS}/${id}`)).status).toBe(404);
  });

  it('is for those alone who are named', async () => {
    const { id } = await requested();
    const usernames = ['officer-north', 'manager'];
    const answer = await api.ask(manager, 'PUT', `${ORDERS}/${id}/people`, {
      body: { version: 1, usernames },
    });
    expect(answer.status).toBe(404);
  });
});

describe('the home', () => {
  it('is shown to those who are named, and each reading is recorded with the reference alone', async () => {
    const { id } = await requested();
    const answer = await api.ask(officer, 'GET', `${ORDERS}/${id}/home`);
    expect(answer).toMatchObject({ status: 200, json: aHome(), headers: { 'cache-control': 'no-store' } });
    expect(await api.room.audit.ofPerson('officer-north', NOW.slice(0, 10))).toEqual([
      { username: 'officer-north', at: NOW, did: 'viewed-address', subject: id },
    ]);
  });

  it('is put right, and keeps who allowed the work', async () => {
    const { id } = await requested({ permissionNeeded: true });
    const permitted = await post(id, 'permit', { version: 1, givenBy: 'Mr Landlord' });
    expect(permitted.text).not.toContain('Mr Landlord');
    const home = aHome({ address: { lines: ['1 Other Road'] } });
    const answer = await api.ask(officer, 'PUT', `${ORDERS}/${id}/home`, { body: { version: 2, ...home } });
    expect(answer).toMatchObject({ status: 200, json: { version: 3 } });
    expect((await api.ask(officer, 'GET', `${ORDERS}/${id}/home`)).json).toEqual({
      ...home,
      permittedBy: { name: 'Mr Landlord', at: NOW },
    });
  });

  it('is in no reason that is given for something', async () => {
    const { id } = await requested();
    const answer = await post(id, 'cancel', { version: 1, reason: 'Ms Quillfeather has moved.' });
    expect(answer).toMatchObject({
      status: 400,
      json: {
        detail: 'Leave the resident’s name out of what you say: it stands with the order’s home alone.',
      },
    });
  });
});

describe('the work of an order', () => {
  it('is open for the package’s time, held by the fitter, in the patch’s list by its reference', async () => {
    const { id, taskId } = await ordered();
    const { json } = await api.ask(colleague, 'GET', '/tasks', { query: { patch: 'north' } });
    expect(json).toMatchObject({
      items: [{ id: taskId, orderId: id, assignee: 'fitter', dueAt: '2026-11-23T09:30:00.000Z' }],
    });
    expect((await api.ask(fitter, 'GET', '/tasks/mine')).json).toMatchObject({ items: [{ id: taskId }] });
  });

  it('is nobody’s to look at or change who is not named, and the fitter’s wherever it is', async () => {
    const { taskId } = await ordered();
    const note = { version: 1, note: 'done' };
    for (const person of [colleague, manager]) {
      expect((await api.ask(person, 'GET', `/tasks/${taskId}`)).status).toBe(404);
    }
    expect((await api.ask(colleague, 'POST', `/tasks/${taskId}/complete`, { body: note })).status).toBe(404);
    expect((await api.ask(fitter, 'GET', `/tasks/${taskId}`)).status).toBe(200);
    expect(await api.ask(fitter, 'POST', `/tasks/${taskId}/complete`, { body: note })).toMatchObject({
      status: 200,
      json: { status: 'completed' },
    });
  });

  it('is given to nobody whom the order does not name', async () => {
    const { id, taskId, version } = await ordered();
    const assign = () =>
      api.ask(officer, 'POST', `/tasks/${taskId}/assign`, { body: { version: 1, assignee: 'colleague' } });
    expect(await assign()).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining('name them') },
    });
    const usernames = ['officer-north', 'fitter', 'colleague'];
    await api.ask(officer, 'PUT', `${ORDERS}/${id}/people`, { body: { version, usernames } });
    expect((await assign()).status).toBe(200);
  });

  it('has no pictures', async () => {
    const { taskId } = await ordered();
    const file = { bytes: 1_000, sha256: '0'.repeat(64) };
    const link = await api.ask(fitter, 'POST', `/tasks/${taskId}/photo-uploads`, { body: file });
    expect(link).toMatchObject({ status: 400, json: { detail: expect.stringContaining('No pictures') } });
    const photo = await api.ask(fitter, 'PUT', `/tasks/${taskId}/photos/${file.sha256}`, {
      body: { shows: 'after' },
    });
    expect(photo.status).toBe(400);
  });

  it('has no word of the home in its notes', async () => {
    const { taskId } = await ordered();
    const note = 'Nobody in at 41 Tattletale Terrace';
    expect((await api.ask(fitter, 'POST', `/tasks/${taskId}/notes`, { body: { note } })).status).toBe(400);
    const pause = await api.ask(officer, 'POST', `/tasks/${taskId}/pause`, { body: { version: 1, note } });
    expect(pause).toMatchObject({ status: 400, json: { detail: expect.stringContaining('the address') } });
    expect(await api.room.tasks.get(taskId ?? '')).toMatchObject({ status: 'open', version: 1 });
  });
});

describe('a year’s counts', () => {
  it('are for managers, and hold no more than numbers', async () => {
    await requested();
    expect(
      (await api.ask(officer, 'GET', '/target-hardening/counts', { query: { year: '2026' } })).status,
    ).toBe(403);
    const answer = await api.ask(manager, 'GET', '/target-hardening/counts', { query: { year: '2026' } });
    expect(answer.json).toMatchObject({ year: 2026, byPackage: [{ package: 'gold', orders: 'under 5' }] });
  });
});
