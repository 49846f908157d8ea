import { beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { z } from 'zod';
import { changeBetween } from '../../../../shared/platform/change.ts';
import { Role } from '../../../../shared/platform/person.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { aHome, anOrderRequest, TELL_TALES } from '../../../support/an-order.ts';
import { aClip, aManager, aPerson, aRegister, at } from '../../../support/builders.ts';
import { sensingOn } from '../../../support/sensing.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { roomOn } from '../follow-changes/changes-room.ts';
import { type ApiAtWork, apiOn, flag, NOW } from './api-at-work.ts';

// Whoever adds a route, a list, an item or a log line is held to it here: a home is planted whose every word is
// known, its order goes through its life, and then everything that there is to read is read.

const tables = tablesForThisFile();
const Parameter = z.object({
  name: z.string(),
  in: z.string(),
  schema: z.object({ enum: z.array(z.string()).optional() }).optional(),
});
const Route = z.object({ parameters: z.array(Parameter).default([]) });
const Declared = z.object({ paths: z.record(z.string(), z.object({ get: Route.optional() })) });
const Made = z.object({ id: z.string(), version: z.int(), taskId: z.string() });
const ORDERS = '/target-hardening/orders';
const YEAR = NOW.slice(0, 4);

const maker = aPerson({ roles: [...Role.options] });
const people = [
  aPerson({ username: 'stranger', roles: [...Role.options] }),
  aManager(),
  maker,
  aPerson({ username: 'fitter' }),
];

let table: Table;
let api: ApiAtWork;
let commits: MockInstance<Table['commit']>;
let order: z.infer<typeof Made>;

const ask = async (path: string, body: object, method = 'POST') => {
  const answer = await api.ask(maker, method, path, { body });
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  expect(tellTales(answer.text), `${method} ${path}`).toEqual([]);
  return answer;
};

function tellTales(text: string): string[] {
  return TELL_TALES.filter((tale) => tale.test(text)).map(String);
}

function written(): Readonly<Record<string, unknown>>[] {
  return commits.mock.calls.flatMap(([writes]) =>
    writes.flatMap((write) => ('put' in write ? [write.put] : 'add' in write ? [write.add] : [])),
  );
}

beforeEach(async () => {
  table = tables.fresh();
  commits = vi.spyOn(table, 'commit');
  api = apiOn(table);
  await api.room.register.import(aRegister());
  await api.room.clips.note(aClip());
  const image = { key: 'test-image.jpg', takenAt: NOW, light: 'daylight', zonesVersion: 0 } as const;
  await api.room.zones.keepTestImage('ash-court-bin-camera', image);
  await flag(api);

  const request = { ...anOrderRequest(), home: aHome(), named: ['coordinator'] };
  const { id } = z.object({ id: z.string() }).parse((await ask(ORDERS, request)).json);
  const move = (name: string, body: object) => ask(`${ORDERS}/${id}/${name}`, body);
  await move('permit', { version: 1, givenBy: 'Lord Tattletale of Quillfeather' });
  await move('approve', { version: 2 });
  await ask(`${ORDERS}/${id}/home`, { version: 3, ...aHome() }, 'PUT');
  order = Made.parse((await move('instruct', { version: 4, fitter: 'fitter' })).json);
  await ask(`/tasks/${order.taskId}/pause`, { version: 1, note: 'waits for a joiner' });
});

/** Ends the work, as the pipeline does, and asks how it is half a year after. */
async function livesOn(): Promise<void> {
  await ask(`/tasks/${order.taskId}/resume`, { version: 2 });
  await ask(`/tasks/${order.taskId}/complete`, { version: 3, note: 'fitted' });
  const { follow } = roomOn(table);
  await follow('task', order.taskId, NOW);
  await (await sensingOn(table)).check('2027-05-22T08:31:00Z');
  const file = await api.room.orders.get(order.id);
  const outcome = { stillInPlace: 'yes', feelsSafer: 'yes', repeatIncidents: 'no' };
  await ask(`${ORDERS}/${order.id}/follow-up`, { version: file?.version, ...outcome });
}

/** What lists are asked for. A parameter with a few values is asked for each of them. */
const ASKED = {
  patch: 'north',
  estate: 'riverside',
  year: YEAR,
  quarter: `${YEAR}-Q4`,
  month: `${YEAR}-11`,
  programme: '2027-28',
  limit: '100',
};

/** Every GET of the OpenAPI document, with the ids of what there is and all that can be asked of it. */
async function gets(): Promise<{ path: string; query: Record<string, string> }[]> {
  const { paths } = Declared.parse((await api.ask(undefined, 'GET', '/openapi.json')).json);
  const ids: Record<string, string> = {
    orderId: order.id,
    taskId: order.taskId,
    placeId: 'ash-court-door',
    estateId: 'riverside',
    cameraId: 'ash-court-bin-camera',
    recordedAt: aClip().recordedAt,
  };
  return Object.entries(paths).flatMap(([pattern, { get }]) => {
    if (get === undefined) return [];
    const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? order.id);
    const choices = get.parameters.filter(({ in: where, schema }) => where === 'query' && schema?.enum);
    const queries = choices.reduce<Record<string, string>[]>(
      (before, { name, schema }) =>
        before.flatMap((query) => (schema?.enum ?? []).map((value) => ({ ...query, [name]: value }))),
      [ASKED],
    );
    return queries.map((query) => ({ path, query }));
  });
}

/** What comes back from all of them, to each of the people. */
async function answersToAll() {
  const answers: { person: string; path: string; status: number; tales: string[] }[] = [];
  // A tenant assessor's own page asks for a key.
  const named = { name: 'Ada Example', estateIds: ['riverside'] };
  const assessor = await api.ask(aManager(), 'POST', '/assessors', { body: named });
  const headers = { 'assessor-key': z.object({ key: z.string() }).parse(assessor.json).key };
  for (const { path, query } of await gets()) {
    for (const person of people) {
      const { status, text, headers: answered } = await api.ask(person, 'GET', path, { query, headers });
      answers.push({
        person: person.username,
        path,
        status,
        tales: tellTales(text + JSON.stringify(answered)),
      });
    }
  }
  return answers;
}

describe('the home that an order is for', () => {
  it.each([
    ['while the work goes on', async () => {}],
    ['when the order is over', livesOn],
  ])('is in no answer to any GET but its own, to those who are named, %s', async (_, live) => {
    await live();
    const answers = await answersToAll();
    const told = answers
      .filter(({ tales }) => tales.length > 0)
      .map(({ person, path }) => `${person} ${path}`);
    expect(told.sort()).toEqual([
      `fitter ${ORDERS}/${order.id}/home`,
      `officer-north ${ORDERS}/${order.id}/home`,
    ]);

    const answered = new Set(answers.filter(({ status }) => status < 400).map(({ path }) => path));
    const refused = new Set(answers.map(({ path }) => path).filter((path) => !answered.has(path)));
    // Of a bid, a mute or a picture there is none here, and theirs are not lists.
    const lists = [...refused].filter((path) => !path.includes(order.id));
    expect(lists, 'say in ASKED, or among the ids, what these need to be answered').toEqual([]);
  });

  it('is in no item that is written but its own: no task, history, copy, deadline or audit entry', async () => {
    await livesOn();
    await api.ask(maker, 'GET', `${ORDERS}/${order.id}/home`);
    const types = new Set(written().map(({ type }) => type));
    expect([...types]).toEqual(
      expect.arrayContaining(['task', 'task-history', 'deadline', 'audit', 'target-hardening-history']),
    );
    const telling = written().filter((item) => tellTales(JSON.stringify(item)).length > 0);
    expect(new Set(telling.map(({ type }) => type))).toEqual(new Set(['target-hardening-home']));
  });

  it('is in no index, so that no list can ever hold it', () => {
    const homes = written().filter(({ type }) => type === 'target-hardening-home');
    expect(homes.length).toBeGreaterThan(0);
    const attributes = new Set(homes.flatMap((item) => Object.keys(item)));
    expect([...attributes].filter((name) => /Pk$|Sk$/.test(name))).toEqual([]);
  });

  it('is in no change that is published, and neither is its order', async () => {
    await livesOn();
    const changes = written().flatMap((item) => changeBetween(undefined, item) ?? []);
    expect(changes.map(({ thing }) => thing)).toContain('task');
    expect(tellTales(JSON.stringify(changes))).toEqual([]);
    expect(JSON.stringify(changes)).not.toContain(order.id);
  });

  it('is in no line of the log, whether things went well, were refused or failed', async () => {
    await livesOn();
    await api.ask(maker, 'GET', `${ORDERS}/${order.id}/home`);
    await api.ask(people[0], 'GET', `${ORDERS}/${order.id}/home`);
    const note = 'at 41 Tattletale Terrace';
    await api.ask(maker, 'POST', `/tasks/${order.taskId}/notes`, { body: { note } });
    await api.ask(maker, 'POST', ORDERS, { body: { home: aHome(), patch: note } });
    vi.spyOn(api.room.audit, 'note').mockRejectedValue(new Error('the table is away'));
    await api.ask(maker, 'GET', `${ORDERS}/${order.id}/home`);
    commits.mockRejectedValue(new Error('the table is away'));
    await api.ask(maker, 'POST', ORDERS, { body: { ...anOrderRequest(), home: aHome() } });
    const codes = api.logged().map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['ORDER_CHANGED', 'ADDRESS_VIEWED', 'REQUEST_REFUSED', 'REQUEST_FAILED']),
    );
    expect(tellTales(JSON.stringify(api.logged()))).toEqual([]);
  });

  it('is not shown when the reading cannot be recorded', async () => {
    vi.spyOn(api.room.audit, 'note').mockRejectedValue(new Error('the table is away'));
    const answer = await api.ask(maker, 'GET', `${ORDERS}/${order.id}/home`);
    expect(answer.status).toBe(500);
    expect(tellTales(answer.text)).toEqual([]);
  });

  it('is gone a year after the follow-up, and its order is still counted', async () => {
    await livesOn();
    const later = apiOn(table, { clock: () => at('2029-01-01T00:00:00Z') });
    expect((await later.ask(maker, 'GET', `${ORDERS}/${order.id}/home`)).status).toBe(404);
    const counts = await later.ask(aManager(), 'GET', '/target-hardening/counts', { query: { year: YEAR } });
    expect(counts.json).toMatchObject({ byPackage: [{ package: 'gold', orders: 'under 5' }] });
  });
});
