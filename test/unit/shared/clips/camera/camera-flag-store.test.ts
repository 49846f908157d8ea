import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type CameraFlag,
  FlagOutcome,
  isFalse,
  isJudged,
} from '../../../../../shared/clips/camera/camera-flag.ts';
import { CameraFlagStore } from '../../../../../shared/clips/camera/camera-flag-store.ts';
import { Disposition } from '../../../../../shared/incidents/incident.ts';
import type { Table } from '../../../../../shared/platform/table.ts';
import { at } from '../../../../support/builders.ts';
import { aCameraFlag } from '../../../../support/camera-flags.ts';
import { tablesForThisFile } from '../../../../support/table.ts';

const tables = tablesForThisFile();
const CAMERA = 'ash-court-bin-camera';
const BEGIN = at('2026-01-01T00:00:00Z');

let table: Table;
let flags: CameraFlagStore;

beforeEach(() => {
  table = tables.fresh();
  flags = new CameraFlagStore(table);
});

describe('the outcomes of flags', () => {
  it('are those of an incident: every disposition is one', () => {
    expect(FlagOutcome.options).toEqual(['awaiting', 'confirmed', ...Disposition.options]);
  });

  it('speak against the camera where an officer looked in vain', () => {
    expect(FlagOutcome.options.filter((outcome) => isFalse({ outcome }))).toEqual([
      'authorised-collection',
      'residents-own-bins',
      'weather-or-light',
      'not-waste',
    ]);
    const unjudged = FlagOutcome.options.filter((outcome) => !isJudged({ outcome }));
    expect(unjudged).toEqual(['awaiting', 'duplicate', 'test']);
  });
});

describe('the flags of a camera', () => {
  it('come oldest first, from a time on, its own only', async () => {
    const morning = aCameraFlag({ sightingId: 'b', at: '2026-11-22T08:00:00Z' });
    const night = aCameraFlag({ sightingId: 'a', at: '2026-11-22T00:13:00Z' });
    const elsewhere = aCameraFlag({ cameraId: 'gate-camera', sightingId: 'c' });
    await flags.note(CAMERA, [morning, night]);
    await flags.note('gate-camera', [elsewhere]);
    expect(await flags.since(CAMERA, BEGIN)).toEqual([night, morning]);
    expect(await flags.since(CAMERA, morning.at)).toEqual([morning]);
    expect(await flags.since('gate-camera', BEGIN)).toEqual([elsewhere]);
  });

  it('come to an end in their place', async () => {
    await flags.note(CAMERA, [aCameraFlag()]);
    const judged = aCameraFlag({ outcome: 'not-waste' });
    await flags.note(CAMERA, [judged]);
    expect(await flags.since(CAMERA, BEGIN)).toEqual([judged]);
  });

  it('that are known already cost no write', async () => {
    const [one, other] = [aCameraFlag(), aCameraFlag({ sightingId: 'other', outcome: 'confirmed' })];
    await flags.note(CAMERA, [one, other]);
    const commits = vi.spyOn(table, 'commit');
    await flags.note(CAMERA, [one, other]);
    await flags.note(CAMERA, []);
    expect(commits).not.toHaveBeenCalled();
    await flags.note(CAMERA, [aCameraFlag({ outcome: 'confirmed' }), other]);
    expect(commits).toHaveBeenCalledTimes(1);
  });

  it('that were noted between a read and its write do not wait again', async () => {
    const judged = aCameraFlag({ outcome: 'confirmed' });
    vi.spyOn(table, 'all').mockImplementationOnce(async () => {
      await new CameraFlagStore(table).note(CAMERA, [judged]);
      return [];
    });
    await flags.note(CAMERA, [aCameraFlag()]);
    expect(await flags.since(CAMERA, BEGIN)).toEqual([judged]);
  });

  it('that cannot be written now fail, so that they come again', async () => {
    await expect(new CameraFlagStore(tables.missing()).note(CAMERA, [aCameraFlag()])).rejects.toThrow();
  });

  it('end the same in whichever order and however often they are told', async () => {
    const told = fc.array(fc.constantFrom<CameraFlag['outcome']>('awaiting', 'not-waste'), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(told, async (outcomes) => {
        const store = new CameraFlagStore(tables.fresh());
        for (const outcome of outcomes) await store.note(CAMERA, [aCameraFlag({ outcome })]);
        const ends = (await store.since(CAMERA, BEGIN)).map(({ outcome }) => outcome);
        const last = outcomes.includes('not-waste') ? 'not-waste' : 'awaiting';
        expect(ends).toEqual(outcomes.length === 0 ? [] : [last]);
      }),
      { numRuns: 30 },
    );
  });
});
