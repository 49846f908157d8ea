import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import { Walkabout } from '../../../../shared/walkabouts/walkabout.ts';
import { aDoorSighting, aPerson, aRegister } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, flag, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();

let api: ApiAtWork;
let walkaboutId: string;

// A walkabout of Ash Court that is under way.
beforeEach(async () => {
  api = apiOn(tables.fresh());
  await api.room.register.import(aRegister());
  const body = { kind: 'walkabout', day: '2026-11-22', estateId: 'riverside' };
  walkaboutId = Walkabout.parse((await api.ask(officer, 'POST', '/walkabouts', { body })).json).id;
  await move('start', { version: 1 });
});

const move = (name: string, body: object) =>
  api.ask(officer, 'POST', `/walkabouts/${walkaboutId}/${name}`, { body });

type Look = readonly [assetId: string, item: string, answer: string, secondsLater?: number];

const save = (...looks: Look[]) =>
  api.ask(officer, 'PUT', `/walkabouts/${walkaboutId}/answers`, {
    body: {
      answers: looks.map(([assetId, item, answer, secondsLater = 0]) => ({
        assetId,
        item,
        answer,
        lookedAt: plusSeconds(NOW, secondsLater),
      })),
    },
  });

const read = async () => File.parse((await api.ask(officer, 'GET', `/walkabouts/${walkaboutId}`)).json);
const Finding = z.object({
  assetId: z.string(),
  item: z.string(),
  incidentId: z.string(),
  status: z.string(),
});
const File = z.object({
  walkabout: Walkabout,
  stops: z.array(
    z.object({ assetId: z.string(), checks: z.array(z.object({ item: z.string(), answer: z.string() })) }),
  ),
  findings: z.array(Finding),
  stillOpen: z.array(Finding),
  notLookedAt: z.array(z.object({ assetId: z.string(), item: z.string() })),
});
const sightingsOf = async (incidentId: string) => (await api.room.incidents.file(incidentId))?.sightings;

async function resolve(incidentId: string): Promise<void> {
  const version = (await api.room.incidents.get(incidentId))?.version;
  await api.ask(officer, 'POST', `/incidents/${incidentId}/resolve`, { body: { version, reason: 'mended' } });
}

describe('what was found on a walkabout', () => {
  it('is an incident for each no, confirmed, and nothing for a yes or for what was not looked at', async () => {
    const answer = await save(
      ['ash-court-door', 'closes-and-latches', 'no'],
      ['ash-court', 'stairs-lit', 'no'],
      ['ash-court', 'no-graffiti', 'yes'],
      ['ash-court-light', 'works', 'not-looked-at'],
    );
    expect(answer.status).toBe(200);
    const { findings } = await read();
    expect(findings).toMatchObject([
      { assetId: 'ash-court', item: 'stairs-lit', status: 'confirmed' },
      { assetId: 'ash-court-door', item: 'closes-and-latches', status: 'confirmed' },
    ]);
    const [dark, door] = await Promise.all(
      findings.map(({ incidentId }) => api.room.incidents.get(incidentId)),
    );
    expect(dark).toMatchObject({ kind: 'lighting-fault', priority: 'emergency' });
    expect(door).toMatchObject({ kind: 'door-fault', insecure: true, assetId: 'ash-court-door' });
    const { items } = await api.room.incidents.ofPatch('north', 'confirmed', 25);
    expect(items).toHaveLength(2);
  });

  it('saved twice, or in parts, is one sighting of one incident', async () => {
    await save(['ash-court-door', 'closes-and-latches', 'no']);
    const first = await read();
    const again = await save(
      ['ash-court-door', 'closes-and-latches', 'no'],
      ['ash-court', 'bin-store', 'yes'],
    );
    expect(again.status).toBe(200);
    await save(['ash-court-door', 'closes-and-latches', 'no']);
    const { findings, walkabout } = await read();
    expect(findings).toEqual(first.findings);
    expect(await sightingsOf(findings[0]?.incidentId ?? '')).toHaveLength(1);
    // The last save brought nothing new.
    expect(walkabout.version).toBe(4);
  });

  it('ends the same whichever of two looks at one thing arrives first', async () => {
    await save(['ash-court-light', 'works', 'yes', 60]);
    await save(['ash-court-light', 'works', 'no', 0]);
    const { findings, stillOpen, stops } = await read();
    expect(stops.at(-1)?.checks).toMatchObject([{ item: 'works', answer: 'yes' }]);
    expect(findings).toEqual([]);
    expect(stillOpen).toMatchObject([{ assetId: 'ash-court-light', item: 'works', status: 'confirmed' }]);
  });

  it('joins the incident that a sensor told of', async () => {
    const told = await flag(api, aDoorSighting());
    await save(['ash-court-door', 'closes-and-latches', 'no']);
    expect((await read()).findings).toMatchObject([{ incidentId: told.id }]);
    expect(await sightingsOf(told.id)).toHaveLength(2);
  });

  it('at the bin store joins what the block’s camera flagged there, and confirms it', async () => {
    const flagged = await flag(api);
    await save(['ash-court', 'bin-store', 'no']);
    expect((await read()).findings).toMatchObject([{ assetId: 'ash-court', incidentId: flagged.id }]);
    expect(await api.room.incidents.get(flagged.id)).toMatchObject({
      status: 'confirmed',
      sightings: 2,
      assetId: 'ash-court-bin-camera',
    });
    await save(['ash-court', 'bin-store', 'yes', 60]);
    expect((await read()).stillOpen).toMatchObject([{ incidentId: flagged.id }]);
  });

  it('is never fine because nobody looked', async () => {
    await save(['ash-court-light', 'works', 'not-looked-at'], ['ash-court', 'bin-store', 'yes']);
    const { notLookedAt, stops } = await read();
    expect(notLookedAt).toHaveLength(7);
    expect(notLookedAt).toContainEqual({ assetId: 'ash-court-light', item: 'works' });
    const answers = stops.flatMap(({ checks }) => checks.map(({ answer }) => answer));
    expect(answers.filter((each) => each === 'not-looked-at')).toHaveLength(7);
  });

  it.each([
    [['elm-house', 'bin-store', 'no'], '“elm-house” is no stop of walkabout'],
    [['ash-court', 'roof', 'no'], '“roof” is not asked at Ash Court'],
    [['ash-court', 'bin-store', 'no', -86_401], 'more than a day before walkabout'],
    [['ash-court', 'bin-store', 'no', 400], 'which is still to come'],
    [['ash-court', 'bin-store', 'perhaps'], '“answers[0].answer” cannot be accepted'],
  ] as const)('is refused with %j, and then nothing of it is saved', async (look, words) => {
    const answer = await save(
      ...(words.startsWith('“answers') ? [] : [['ash-court', 'no-graffiti', 'no'] as const]),
      look,
    );
    expect(answer).toMatchObject({ status: 400, json: { detail: expect.stringContaining(words) } });
    expect((await read()).findings).toEqual([]);
    expect((await api.room.incidents.ofPatch('north', 'confirmed', 25)).items).toEqual([]);
  });
});

describe('what is well now', () => {
  it('names the incident that a walkabout had found there, until an officer resolves it', async () => {
    await save(['ash-court-door', 'closes-and-latches', 'no']);
    await save(['ash-court-door', 'closes-and-latches', 'yes', 120]);
    const { findings, stillOpen } = await read();
    expect(findings).toEqual([]);
    expect(stillOpen).toMatchObject([{ item: 'closes-and-latches', status: 'confirmed' }]);
    const [{ incidentId } = { incidentId: '' }] = stillOpen;
    expect(await api.room.incidents.get(incidentId)).toMatchObject({ status: 'confirmed' });
    await resolve(incidentId);
    expect((await read()).stillOpen).toEqual([]);
  });

  it('says nothing of an incident that only a sensor told of: the sensor ends it', async () => {
    await flag(api, aDoorSighting());
    await save(['ash-court-door', 'closes-and-latches', 'yes']);
    expect((await read()).stillOpen).toEqual([]);
  });
});

describe('completing a walkabout', () => {
  const all: Look[] = [
    ['ash-court', 'free-of-obstruction', 'yes'],
    ['ash-court', 'no-graffiti', 'yes'],
    ['ash-court', 'bin-store', 'yes'],
    ['ash-court', 'security-lighting', 'yes'],
    ['ash-court', 'stairs-lit', 'yes'],
    ['ash-court-door', 'closes-and-latches', 'yes'],
    ['ash-court-door', 'visitors-checked', 'yes'],
    ['ash-court-light', 'works', 'yes'],
  ];

  it('states what was not looked at', async () => {
    await save(...all.slice(0, 6), ['ash-court-light', 'works', 'not-looked-at']);
    const answer = await move('complete', { version: 3 });
    expect(answer).toMatchObject({
      status: 200,
      json: {
        status: 'completed',
        notLookedAt: [
          { assetId: 'ash-court-door', item: 'visitors-checked' },
          { assetId: 'ash-court-light', item: 'works' },
        ],
      },
    });
    const { history } = (await api.room.walkabouts.file(walkaboutId)) ?? {};
    expect(history?.at(-1)?.said).toBe('2 of 8 items not looked at');
  });

  it('states that everything was, when it was', async () => {
    await save(...all);
    expect(await move('complete', { version: 3 })).toMatchObject({ json: { notLookedAt: [] } });
  });

  it('asks whoever has not seen the last answers to look again', async () => {
    await save(...all);
    expect(await move('complete', { version: 2 })).toMatchObject({ status: 409, json: { current: 3 } });
  });

  it('is the end of its answers', async () => {
    await move('complete', { version: 2 });
    const answer = await save(['ash-court', 'bin-store', 'no']);
    expect(answer).toMatchObject({ status: 409, json: { code: 'WRONG_STATE' } });
    expect((await api.room.incidents.ofPatch('north', 'confirmed', 25)).items).toEqual([]);
  });
});

describe('answers of several telephones at once', () => {
  it('are all kept', async () => {
    const answers = await Promise.all([
      save(['ash-court', 'bin-store', 'yes']),
      save(['ash-court-light', 'works', 'no']),
      save(['ash-court-door', 'visitors-checked', 'yes']),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { notLookedAt, walkabout } = await read();
    expect(notLookedAt).toHaveLength(5);
    expect(walkabout.version).toBe(5);
  });
});
