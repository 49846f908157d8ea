import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../../../shared/clips/recording/picture.ts';
import { lastingChanges, medianPicture, pooled } from '../../../../../shared/clips/scene/background.ts';

/** Pictures of four pixels, 15 seconds apart, of which the first changes as told. */
function history(length: number, levelAt: (index: number) => number): Frame[] {
  return Array.from({ length }, (_, index) => ({
    luma: Uint8Array.from([levelAt(index), 100, 100, 100]),
    width: 2,
    height: 2,
    atSeconds: index * 15,
    colour: 0,
  }));
}

const changeIn = (length: number, levelAt: (index: number) => number) => {
  const { before, after, moment, frames } = lastingChanges(pooled(history(length, levelAt)));
  return { before: before[0], after: after[0], atSeconds: frames[moment[0] ?? 0]?.atSeconds };
};

describe('the level of a pixel', () => {
  it('is its median while people come and go', () => {
    const passed = history(9, (index) => (index % 3 === 0 ? 200 : 50));
    expect([...medianPicture(passed).luma]).toEqual([50, 100, 100, 100]);
  });

  it('parts into one before and one after where it changed for good', () => {
    const change = changeIn(20, (index) => (index < 12 ? 50 : 90));
    expect(change).toEqual({ before: 50, after: 90, atSeconds: 180 });
  });

  it('does not part for what goes again', () => {
    const change = changeIn(20, (index) => (index >= 8 && index < 15 ? 90 : 50));
    expect(change).toMatchObject({ before: 50, after: 50 });
  });

  it.each([5, 8, 120, 225, 235])('of an hour is seen to change at picture %i of 240', (from) => {
    const change = changeIn(240, (index) => (index < from ? 50 : 90));
    expect(change).toMatchObject({ before: 50, after: 90 });
    expect(Math.abs((change.atSeconds ?? 0) - from * 15)).toBeLessThanOrEqual(12 * 15);
  });

  it('is pooled into at most 24 moments in order, which together see every picture', () => {
    for (const length of [24, 25, 100, 110, 111, 240]) {
      const times = pooled(history(length, () => 50)).map(({ atSeconds }) => atSeconds);
      expect(times).toHaveLength(24);
      expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
    }
  });
});
