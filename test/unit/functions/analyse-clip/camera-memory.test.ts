import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoDeposit } from '../../../../local/demo/clip.ts';
import { overlap } from '../../../../shared/clips/recording/picture.ts';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import { aPerson, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { yardClip } from '../../../support/yard-clip.ts';
import { ANALYSED_AT, CAMERA, type CameraRoom, cameraRoom } from './camera-room.ts';

const tables = tablesForThisFile();
const FIRST = at('2026-11-22T06:00:00Z');
const SECOND = at('2026-11-22T06:10:00Z');
const THIRD = at('2026-11-22T06:20:00Z');
const FOURTH = at('2026-11-22T06:30:00Z');
const officer = byPerson(aPerson());

let clean: Uint8Array;
let cleanAgain: Uint8Array;
let bagsLie: Uint8Array;
let bagsStillLie: Uint8Array;
let bagsAreTaken: Uint8Array;
let black: Uint8Array;
beforeAll(async () => {
  clean = await yardClip({ seed: 1 });
  cleanAgain = await yardClip({ seed: 2 });
  bagsLie = await yardClip({ seed: 3, bagsAt: () => true });
  bagsStillLie = await yardClip({ seed: 4, bagsAt: () => true });
  bagsAreTaken = await yardClip({ seed: 5, bagsAt: (atSeconds) => atSeconds < 8 });
  black = await yardClip({ seed: 6, black: true });
});

let room: CameraRoom;
beforeEach(async () => {
  room = await cameraRoom(tables.fresh());
});

describe('what was put down between two clips', () => {
  it('is flagged as lying there, with the ground of the earlier clip beside it', async () => {
    await room.take(FIRST, clean);
    expect(await room.take(SECOND, bagsLie)).toMatchObject({ status: 'flagged' });
    const flag = await room.flag();
    expect(flag).toMatchObject({ status: 'flagged', occurredAt: SECOND });
    expect(flag?.seen?.stills.map(({ shows }) => shows)).toEqual(['before', 'after', 'crop']);
    const { notBefore = '', box } = flag?.seen ?? {};
    expect(notBefore > FIRST && notBefore < SECOND).toBe(true);
    expect(box && overlap(box, demoDeposit.box)).toBeGreaterThan(0.4);
    expect(flag?.reasons.join()).toMatch(/lay there when the clip began/);
  });

  it('is flagged once, for as long as it lies there', async () => {
    await room.take(FIRST, clean);
    await room.take(SECOND, bagsLie);
    expect(await room.take(THIRD, bagsStillLie)).toMatchObject({ status: 'nothing-found' });
    expect(await room.flag()).toMatchObject({ sightings: 1 });
  });

  it('is not flagged again after somebody said that it belongs there', async () => {
    await room.take(FIRST, clean);
    await room.take(SECOND, bagsLie);
    await decide('dismiss');
    expect(await room.take(THIRD, bagsStillLie)).toMatchObject({ status: 'nothing-found' });
    expect(await room.take(FOURTH, bagsLie)).toMatchObject({ status: 'nothing-found' });
  });

  it('is not asked about when a clip comes late', async () => {
    await room.take(SECOND, clean);
    expect(await room.take(FIRST, bagsLie)).toMatchObject({ status: 'nothing-found' });
  });

  it('is not known of a camera’s first clip', async () => {
    expect(await room.take(FIRST, bagsLie)).toMatchObject({ status: 'nothing-found' });
  });
});

describe('what was flagged and is gone', () => {
  beforeEach(async () => {
    await room.take(FIRST, clean);
    await room.take(SECOND, bagsLie);
  });

  it('in a later clip is seen cleared by then, with a picture of the clean ground', async () => {
    const record = await room.take(THIRD, cleanAgain);
    const flag = await room.flag();
    expect(record?.reasons).toContain(`what was flagged as ${flag?.id} is gone`);
    expect(flag?.seenCleared).toMatchObject({ at: THIRD, notBefore: SECOND });
    expect(flag?.seenCleared?.stills.map(({ shows }) => shows)).toEqual(['after', 'crop']);
    expect(flag?.status).toBe('flagged');
  });

  it('within a clip is seen cleared at that moment, with pictures of both', async () => {
    await room.take(THIRD, bagsAreTaken);
    const { seenCleared } = (await room.flag()) ?? {};
    const seconds = (Date.parse(seenCleared?.at ?? '') - Date.parse(THIRD)) / 1_000;
    expect(Math.abs(seconds - 8)).toBeLessThanOrEqual(2);
    expect(seenCleared?.stills.map(({ shows }) => shows)).toEqual(['before', 'after', 'crop']);
  });

  it('is put right as of then when an officer says so', async () => {
    await decide('confirm');
    await room.take(THIRD, cleanAgain);
    await decide('resolve');
    expect(await room.flag()).toMatchObject({
      status: 'resolved',
      clearedAt: THIRD,
      resolvedAt: ANALYSED_AT,
    });
  });

  it('is flagged anew when it lies there once more', async () => {
    await room.take(THIRD, cleanAgain);
    await room.take(FOURTH, bagsStillLie);
    const flag = await room.flag();
    expect(flag).toMatchObject({ sightings: 2, lastSeenAt: FOURTH });
    expect(flag?.seenCleared).toBeUndefined();
  });
});

describe('a camera that sees nothing', () => {
  it('has a fault, once, until it sees again', async () => {
    await room.take(FIRST, clean);
    const record = await room.take(SECOND, black);
    const fault = await room.incidents.lastAt(CAMERA, 'camera-fault');
    expect(fault).toMatchObject({ status: 'confirmed', occurredAt: SECOND, sightings: 1 });
    expect(record).toMatchObject({ status: 'nothing-found', incidentId: fault?.id });
    await room.take(THIRD, cleanAgain);
    expect(await room.incidents.lastAt(CAMERA, 'camera-fault')).toMatchObject({ status: 'resolved' });
    expect(await room.flag()).toBeUndefined();
  });
});

async function decide(move: 'confirm' | 'dismiss' | 'resolve'): Promise<void> {
  const flag = await room.flag();
  if (flag === undefined) throw new Error('nothing was flagged');
  const detail = { disposition: 'residents-own-bins', reason: 'collected' } as const;
  const change = moveIncident(flag, move, detail, officer, ANALYSED_AT);
  await room.incidents.save(change, { after: flag.version });
}
