import { beforeEach, describe, expect, it } from 'vitest';
import { ClipStore } from '../../../../shared/clips/clip-store.ts';
import { aClip } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
let clips: ClipStore;

beforeEach(() => {
  clips = new ClipStore(tables.fresh());
});

describe('a clip’s record', () => {
  it('is kept, and a later one takes its place', async () => {
    const rejected = aClip({ status: 'rejected', reasons: ['The file is empty.'] });
    await clips.note(rejected);
    expect(await clips.get(rejected.id)).toEqual(rejected);
    await clips.note(aClip());
    expect(await clips.get(rejected.id)).toEqual(aClip());
  });

  it('that was never made is nothing', async () => {
    expect(await clips.get('lost')).toBeUndefined();
  });

  it('is found with its camera, newest first, page after page', async () => {
    for (const recordedAt of ['2026-11-22T01:00:00Z', '2026-11-22T03:00:00Z', '2026-11-22T02:00:00Z']) {
      await clips.note(aClip({ recordedAt }));
    }
    await clips.note(aClip({ cameraId: 'elm-house-yard-camera' }));
    const first = await clips.ofCamera('ash-court-bin-camera', 2);
    const second = await clips.ofCamera('ash-court-bin-camera', 2, first.next);
    expect([...first.items, ...second.items].map(({ recordedAt }) => recordedAt.slice(11, 13))).toEqual([
      '03',
      '02',
      '01',
    ]);
  });
});
