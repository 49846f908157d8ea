import { beforeEach, describe, expect, it } from 'vitest';
import { type CameraWeek, costUsd, weeklyReport } from '../../../../../shared/clips/camera/camera-week.ts';
import { CameraWeekStore, weekAddition } from '../../../../../shared/clips/camera/camera-week-store.ts';
import type { Table } from '../../../../../shared/platform/table.ts';
import { at } from '../../../../support/builders.ts';
import { aCameraFlag, flagsOf } from '../../../../support/camera-flags.ts';
import { tablesForThisFile } from '../../../../support/table.ts';

const aWeek = (said: Partial<CameraWeek> = {}): CameraWeek => ({
  cameraId: 'ash-court-bin-camera',
  week: '2026-W47',
  clips: 120,
  flags: 4,
  labelCalls: 16,
  textCalls: 2,
  ...said,
});

describe('the report of a camera’s weeks', () => {
  it('joins what was counted with what became of the flags', () => {
    const flags = [
      ...flagsOf('not-waste', [0.5, 0.6]),
      ...flagsOf('confirmed', [0.9]),
      aCameraFlag({ sightingId: 'waits' }),
    ];
    expect(weeklyReport([aWeek()], flags, 1)).toEqual([
      {
        ...{ week: '2026-W47', clips: 120, flags: 4, labelCalls: 16, textCalls: 2 },
        ...{ judged: 3, falseFlags: 2, falseFlagRate: 2 / 3, costUsd: 0.018 },
      },
    ]);
  });

  it('has no rate where nobody has judged anything: duplicates and tests are no judgement', () => {
    const flags = [...flagsOf('duplicate', [0.5]), ...flagsOf('test', [0.5]), aCameraFlag()];
    expect(weeklyReport([aWeek()], flags, 1)).toMatchObject([
      { judged: 0, falseFlags: 0, falseFlagRate: null },
    ]);
  });

  it('puts each flag into the week in which its thing appeared, oldest week first', () => {
    const flags = [
      aCameraFlag({ sightingId: 'sunday', at: '2026-11-22T23:59:59Z', outcome: 'confirmed' }),
      aCameraFlag({ sightingId: 'monday', at: '2026-11-23T00:00:00Z', outcome: 'not-waste' }),
    ];
    expect(weeklyReport([aWeek({ week: '2026-W48' }), aWeek()], flags, 1)).toMatchObject([
      { week: '2026-W47', judged: 1, falseFlagRate: 0 },
      { week: '2026-W48', judged: 1, falseFlagRate: 1 },
    ]);
  });

  it('counts the cost at the price of the settings', () => {
    expect(weeklyReport([aWeek({ labelCalls: 900, textCalls: 100 })], [], 1.2)).toMatchObject([
      { costUsd: 1.2 },
    ]);
    expect(costUsd(0, 1)).toBe(0);
    expect(costUsd(5, 1)).toBe(0.005);
  });
});

describe('a camera’s weeks on record', () => {
  const tables = tablesForThisFile();
  const CAMERA = 'ash-court-bin-camera';
  let table: Table;
  let weeks: CameraWeekStore;

  beforeEach(() => {
    table = tables.fresh();
    weeks = new CameraWeekStore(table);
  });

  const count = (recordedAt: string, said: Partial<CameraWeek> = {}, cameraId = CAMERA) => {
    const counts = { clips: 1, flags: 0, labelCalls: 0, textCalls: 0, ...said };
    return table.commit([weekAddition(cameraId, at(recordedAt), counts)]);
  };

  it('add up what their clips came to', async () => {
    await count('2026-11-16T00:00:00Z');
    await count('2026-11-22T23:59:59Z', { flags: 1, labelCalls: 4, textCalls: 1 });
    expect(await weeks.since(CAMERA, '2026-W47')).toEqual([
      aWeek({ clips: 2, flags: 1, labelCalls: 4, textCalls: 1 }),
    ]);
  });

  it('come oldest first from one on, over the turn of the year, the camera’s own only', async () => {
    for (const day of ['2027-01-04', '2026-12-31', '2026-11-22', '2026-11-15']) {
      await count(`${day}T12:00:00Z`);
    }
    await count('2026-11-22T12:00:00Z', {}, 'gate-camera');
    const found = await weeks.since(CAMERA, '2026-W47');
    expect(found.map(({ week }) => week)).toEqual(['2026-W47', '2026-W53', '2027-W01']);
    expect(found).toMatchObject([{ clips: 1 }, { clips: 1 }, { clips: 1 }]);
  });

  it('count nothing when the rest of their transaction is not made', async () => {
    const clip = { pk: 'CLIP#1', sk: 'CLIP' };
    const counts = { clips: 1, flags: 0, labelCalls: 0, textCalls: 0 };
    const note = () =>
      table.commit([{ put: clip, when: 'new' }, weekAddition(CAMERA, at('2026-11-22T12:00:00Z'), counts)]);
    await note();
    await expect(note()).rejects.toThrow();
    expect(await weeks.since(CAMERA, '2026-W01')).toMatchObject([{ clips: 1 }]);
  });
});
