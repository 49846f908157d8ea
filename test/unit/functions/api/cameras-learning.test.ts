import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { weekAddition } from '../../../../shared/clips/camera/camera-week-store.ts';
import { SpendingAndThresholds } from '../../../../shared/clips/detection-settings.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { aManager, aPerson, aRegister, at } from '../../../support/builders.ts';
import { aCameraFlag, flagsOf } from '../../../support/camera-flags.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const elsewhere = aPerson({ username: 'officer-south', patches: ['south'] });
const CAMERA = 'ash-court-bin-camera';
const CAMERA_PATH = `/cameras/${CAMERA}`;

const Masks = z.object({ proposedMasks: z.array(z.object({ points: z.array(z.unknown()) })) });
const Days = z.object({ days: z.array(z.object({ day: z.string(), calls: z.number() })) });

let table: Table;
let api: ApiAtWork;

beforeEach(async () => {
  table = tables.fresh();
  api = apiOn(table);
  await api.room.register.import(aRegister());
});

describe('what a camera’s flags teach', () => {
  const learning = (person = officer) => api.ask(person, 'GET', `${CAMERA_PATH}/learning`);

  it('is nothing while nobody has judged any', async () => {
    expect((await learning()).json).toEqual({
      cameraId: CAMERA,
      threshold: { settings: 0.6, now: 0.6 },
      judged: 0,
      falseFlags: 0,
      proposedMasks: [],
    });
  });

  it('is a higher threshold and a mask where false flags are together', async () => {
    await api.room.cameraFlags.note(CAMERA, flagsOf('weather-or-light', [0.65, 0.65, 0.7, 0.7, 0.7]));
    const answer = await learning();
    expect(answer).toMatchObject({
      status: 200,
      json: {
        threshold: {
          settings: 0.6,
          now: 0.71,
          because: 'raised from 0.60 to 0.71: 5 of its last 5 flags were false',
        },
        judged: 5,
        falseFlags: 5,
        proposedMasks: [{ because: '5 flags here were false (5 weather or light) and none was real' }],
      },
    });
  });

  it('proposes a mask that can be drawn as it is, and then no more', async () => {
    await api.room.cameraFlags.note(CAMERA, flagsOf('weather-or-light', [0.5, 0.5, 0.5]));
    const { proposedMasks } = Masks.parse((await learning()).json);
    const lids = { id: 'lids', name: 'Bin lids', kind: 'ignore', points: proposedMasks[0]?.points };
    const drawn = await api.ask(officer, 'PUT', `${CAMERA_PATH}/zones`, {
      body: { version: 0, zones: [lids] },
    });
    expect(drawn).toMatchObject({ status: 200 });
    expect((await learning()).json).toMatchObject({ proposedMasks: [] });
  });

  it('starts from what the settings say of this camera', async () => {
    const detection = SpendingAndThresholds.parse({ cameras: { [CAMERA]: { leastConfidence: 0.7 } } });
    api = apiOn(table, { detection });
    expect((await learning()).json).toMatchObject({ threshold: { settings: 0.7, now: 0.7 } });
  });

  it('is not for people of another patch', async () => {
    expect(await learning(elsewhere)).toMatchObject({ status: 404 });
  });
});

describe('a camera’s weeks', () => {
  const counts = { clips: 1, flags: 1, labelCalls: 4, textCalls: 1 };
  const count = (day: string) => table.commit([weekAddition(CAMERA, at(`${day}T12:00:00Z`), counts)]);
  const weeks = (query: Record<string, string> = {}) =>
    api.ask(officer, 'GET', `${CAMERA_PATH}/weeks`, { query });

  it('are the last twelve, each with its flags, false-flag rate and cost', async () => {
    for (const day of ['2026-11-22', '2026-11-16', '2026-08-31', '2026-08-30']) await count(day);
    await api.room.cameraFlags.note(CAMERA, [aCameraFlag({ outcome: 'not-waste' })]);
    const answer = await weeks();
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      cameraId: CAMERA,
      weeks: [
        { week: '2026-W36', ...counts, judged: 0, falseFlags: 0, falseFlagRate: null, costUsd: 0.005 },
        {
          ...{ week: '2026-W47', clips: 2, flags: 2, labelCalls: 8, textCalls: 2 },
          ...{ judged: 1, falseFlags: 1, falseFlagRate: 1, costUsd: 0.01 },
        },
      ],
    });
  });

  it('may begin with an earlier one', async () => {
    for (const day of ['2026-11-22', '2026-08-30']) await count(day);
    expect((await weeks({ from: '2026-W35' })).json).toMatchObject({
      weeks: [{ week: '2026-W35' }, { week: '2026-W47' }],
    });
  });

  it.each(['2025-W53', 'W47', 'last week'])('do not begin with %s', async (from) => {
    expect(await weeks({ from })).toMatchObject({
      status: 400,
      json: { errors: [{ field: 'from', message: 'a week of the year such as 2026-W47' }] },
    });
  });
});

describe('what was spent on asking Rekognition', () => {
  const spent = (query: Record<string, string> = {}, person = aManager()) =>
    api.ask(person, 'GET', '/rekognition-calls', { query });

  it('is counted for the month and each of its days so far, against the caps', async () => {
    await api.room.rekognitionCalls.reserve(at('2026-11-01T00:00:00Z'));
    for (let call = 0; call < 3; call++) await api.room.rekognitionCalls.reserve(NOW);
    const { json } = await spent();
    expect(json).toMatchObject({
      month: '2026-11',
      calls: 4,
      callsPerMonth: 20_000,
      callsPerDay: 2_000,
      costUsd: 0.004,
    });
    const { days } = Days.parse(json);
    expect(days).toHaveLength(22);
    expect(days.filter(({ calls }) => calls > 0)).toEqual([
      { day: '2026-11-01', calls: 1 },
      { day: '2026-11-22', calls: 3 },
    ]);
  });

  it('has every day of a month that is over, and none of one to come', async () => {
    expect((await spent({ month: '2028-02' })).json).toMatchObject({ calls: 0, days: [] });
    const { days } = Days.parse((await spent({ month: '2024-02' })).json);
    expect(days.at(-1)).toEqual({ day: '2024-02-29', calls: 0 });
  });

  it('is for managers', async () => {
    expect(await spent({}, officer)).toMatchObject({ status: 403 });
  });

  it.each(['2026-13', '2026', 'November'])('is not of the month %s', async (month) => {
    expect(await spent({ month })).toMatchObject({ status: 400, json: { errors: [{ field: 'month' }] } });
  });
});
