import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aManager, aPerson, aRegister } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type Answered, type ApiAtWork, apiOn } from './api-at-work.ts';

const tables = tablesForThisFile();
const manager = aManager();
const FORM = {
  blockId: 'ash-court',
  day: '2026-11-22',
  answers: [
    { item: 'closes-and-latches', answer: 'no', note: 'It stays ajar.' },
    { item: 'security-lighting', answer: 'yes' },
    { item: 'visitors-checked', answer: 'not-looked-at' },
  ],
};
const Named = z.object({ assessor: z.object({ id: z.string() }), key: z.string() });

let api: ApiAtWork;
let key: string;
let assessorId: string;

// Ada Example looks at Riverside.
beforeEach(async () => {
  api = apiOn(tables.fresh());
  await api.room.register.import(aRegister());
  const body = { name: 'Ada Example', estateIds: ['riverside'] };
  const named = Named.parse((await api.ask(manager, 'POST', '/assessors', { body })).json);
  key = named.key;
  assessorId = named.assessor.id;
});

const send = (said: object = {}, shown = key): Promise<Answered> =>
  api.ask(undefined, 'POST', '/assessments', {
    body: { ...FORM, ...said },
    headers: { 'assessor-key': shown },
  });
const flagged = async () => (await api.room.incidents.ofPatch('north', 'flagged', 25)).items;

describe('naming an assessor', () => {
  it('answers a key of 256 bits once, and keeps its hash', async () => {
    expect(key).toMatch(/^TA-[0-9A-Z]{10}\.[\w-]{43}$/);
    const list = await api.ask(manager, 'GET', '/assessors');
    expect(list.json).toMatchObject({ items: [{ id: assessorId, name: 'Ada Example', namedBy: 'manager' }] });
    expect(list.text).not.toMatch(/sha256/i);
    const kept = JSON.stringify(await api.room.assessments.assessor(assessorId));
    expect(kept).not.toContain(key.split('.')[1]);
  });

  it('for an estate that there is not is refused in words', async () => {
    const body = { name: 'Ada Example', estateIds: ['atlantis'] };
    const answer = await api.ask(manager, 'POST', '/assessors', { body });
    expect(answer).toMatchObject({
      status: 400,
      json: { detail: 'There is no estate “atlantis” in the register.' },
    });
  });

  it('is for managers', async () => {
    const body = { name: 'Ada Example', estateIds: ['riverside'] };
    expect((await api.ask(aPerson(), 'POST', '/assessors', { body })).status).toBe(403);
  });
});

describe('the blank form', () => {
  it('has the blocks of the assessor’s estates, their outer doors, and the questions', async () => {
    const answer = await api.ask(undefined, 'GET', '/assessments', { headers: { 'assessor-key': key } });
    expect(answer).toMatchObject({
      status: 200,
      json: {
        blocks: [{ id: 'ash-court', doors: [{ id: 'ash-court-door', name: 'Ash Court front door' }] }],
        questions: [
          { item: 'free-of-obstruction' },
          { item: 'security-lighting' },
          { item: 'closes-and-latches' },
          { item: 'visitors-checked' },
        ],
      },
    });
  });
});

describe('an assessor’s form', () => {
  it('flags what is wrong for an officer to look at, and nothing else', async () => {
    const answer = await send();
    expect(answer).toMatchObject({
      status: 200,
      json: {
        blockName: 'Ash Court',
        answers: [
          { item: 'closes-and-latches', assetId: 'ash-court-door', status: 'flagged' },
          { item: 'security-lighting', answer: 'yes' },
          { item: 'visitors-checked', answer: 'not-looked-at' },
        ],
      },
    });
    expect(await flagged()).toMatchObject([
      { kind: 'door-fault', assetId: 'ash-court-door', insecure: true },
    ]);
    expect(JSON.stringify(await flagged())).not.toContain('Ada');
  });

  it('sent twice is one form with one sighting', async () => {
    const first = await send();
    expect((await send()).json).toEqual(first.json);
    expect(await flagged()).toMatchObject([{ sightings: 1 }]);
  });

  it('sent anew has its new answers, and the incident stays for the officer', async () => {
    await send();
    const answer = await send({ answers: [{ item: 'closes-and-latches', answer: 'yes' }] });
    expect(answer.json).toMatchObject({
      version: 2,
      answers: [{ answer: 'yes', status: 'flagged' }, {}, {}],
    });
    expect(await flagged()).toHaveLength(1);
  });

  it.each([
    [{ blockId: 'elm-house' }, 'There is no block “elm-house” on the estates that you look at.'],
    [{ blockId: 'ash-court-door' }, 'There is no block “ash-court-door” on the estates that you look at.'],
    [{ day: '1926-11-22' }, '1926-11-22 is more than 31 days ago: forms are taken from 2026-10-22 on.'],
    [{ day: '2026-11-24' }, '2026-11-24 is still to come: give the day on which you looked.'],
    [{ answers: [{ item: 'roof', answer: 'no' }] }, '“roof” is not one of the questions'],
    [{ answers: [] }, 'answer one question at least'],
    [
      { answers: [...FORM.answers, { item: 'closes-and-latches', answer: 'no', assetId: 'elm' }] },
      '“elm” is no door of Ash Court.',
    ],
    [{ who: 'me' }, '“body” cannot be accepted'],
  ])('with %j is refused in words, and nothing is flagged', async (said, words) => {
    expect(await send(said)).toMatchObject({ status: 400, json: { detail: expect.stringContaining(words) } });
    expect(await flagged()).toEqual([]);
  });

  it('is refused without a key, with another’s, and once the key was withdrawn', async () => {
    const sentence = 'The key is not one of ours, or was withdrawn: ask the landlord for a new link.';
    const refused = { status: 401, json: { detail: sentence } };
    expect(await api.ask(undefined, 'POST', '/assessments', { body: FORM })).toMatchObject(refused);
    expect(await send({}, `${key}x`)).toMatchObject(refused);
    expect(await send({}, key.replace(assessorId, 'TA-0000000000'))).toMatchObject(refused);
    const path = `/assessors/${assessorId}/revoke`;
    expect((await api.ask(aPerson(), 'POST', path, { body: { version: 1 } })).status).toBe(403);
    expect(await api.ask(manager, 'POST', path, { body: { version: 1 } })).toMatchObject({ status: 200 });
    expect(await send()).toMatchObject(refused);
    expect(await api.ask(manager, 'POST', path, { body: { version: 2 } })).toMatchObject({ status: 409 });
    expect(await flagged()).toEqual([]);
  });

  it('is refused after so many in an hour, wrong keys by themselves', async () => {
    for (let sent = 0; sent < 5; sent += 1) expect((await send()).status).toBe(200);
    expect(await send()).toMatchObject({ status: 429, json: { code: 'TOO_MANY' } });
    for (let sent = 0; sent < 5; sent += 1) expect((await send({}, 'no key')).status).toBe(401);
    expect((await send({}, 'no key')).status).toBe(429);
  });
});

describe('the summary of a quarter', () => {
  const summary = (quarter: string, person = manager) =>
    api.ask(person, 'GET', '/assessments/summary', { query: { quarter } });

  it('has what was asked, wrong and put right', async () => {
    await send();
    const [door] = await flagged();
    const path = `/incidents/${door?.id}`;
    await api.ask(aPerson(), 'POST', `${path}/confirm`, { body: { version: 1 } });
    await api.ask(aPerson(), 'POST', `${path}/resolve`, { body: { version: 2, reason: 'A new closer' } });
    const { json, status } = await summary('2026-Q4');
    expect(status).toBe(200);
    expect(json).toMatchObject({ quarter: '2026-Q4', forms: 1 });
    const Items = z.object({ items: z.array(z.object({ item: z.string() }).loose()) });
    const of = (item: string) => Items.parse(json).items.find((each) => each.item === item);
    expect(of('closes-and-latches')).toMatchObject({
      estateId: 'riverside',
      asked: 1,
      wrong: 1,
      putRight: 1,
      open: 0,
    });
    expect(of('visitors-checked')).toMatchObject({ asked: 1, notLookedAt: 1, wrong: 0 });
    expect(of('free-of-obstruction')).toMatchObject({ asked: 0 });
  });

  it('of another quarter is empty, and of none is refused', async () => {
    await send();
    expect((await summary('2026-Q3')).json).toEqual({ quarter: '2026-Q3', forms: 0, items: [] });
    expect(await summary('autumn')).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining('a quarter of a year such as 2026-Q4') },
    });
  });

  it('is for managers, and for no assessor', async () => {
    expect((await summary('2026-Q4', aPerson())).status).toBe(403);
    const asked = { query: { quarter: '2026-Q4' }, headers: { 'assessor-key': key } };
    expect((await api.ask(undefined, 'GET', '/assessments/summary', asked)).status).toBe(401);
  });
});
