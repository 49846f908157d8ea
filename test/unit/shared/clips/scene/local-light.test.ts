import { describe, expect, it } from 'vitest';
import { type Box, type Frame, pixelsOf } from '../../../../../shared/clips/recording/picture.ts';
import { inLocalLight } from '../../../../../shared/clips/scene/local-light.ts';
import { drawnFrames, heap, person, place, rain } from '../../../../support/drawn-scene.ts';
import { night, slowShadow } from '../../../../support/drawn-street.ts';

const plain = drawnFrames([]);
const relit = (frames: readonly Frame[]) => inLocalLight(frames, frames);

/** By how many levels a frame differs from another on average, inside a box. */
function apart(one: Frame | undefined, other: Frame | undefined, box: Box): number {
  if (one === undefined || other === undefined) throw new Error('no frame was drawn');
  const { left, top, right, bottom } = pixelsOf(box, one);
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let at = y * one.width + left; at < y * one.width + right; at++) {
      sum += Math.abs((one.luma[at] ?? 0) - (other.luma[at] ?? 0));
    }
  }
  return sum / ((right - left) * (bottom - top));
}

describe('a shadow that creeps over the ground', () => {
  const shaded = drawnFrames([slowShadow(0.1, 0.02), heap(12)]);
  const even = relit(shaded);
  const wall = { left: 0.05, top: 0.1, width: 0.2, height: 0.8 };

  it('is taken out of the frames in which it lies there', () => {
    expect(apart(shaded[2], shaded[25], wall)).toBeGreaterThan(15);
    expect(apart(even[2], even[25], wall)).toBeLessThan(8);
  });

  it('takes no thing with it that lies in it or beside it', () => {
    expect(apart(even[25], even[5], place)).toBeGreaterThan(40);
    expect(apart(even[14], even[5], place)).toBeGreaterThan(40);
  });
});

describe('frames without such a light', () => {
  it.each([
    ['of an empty yard', plain],
    ['of a heap that is left while somebody walks by', drawnFrames([heap(9), person(3, 12, 0, 0.1)])],
    ['of a night in rain', drawnFrames([night(), rain()])],
  ])('%s come back as they are', (_, frames) => {
    expect(relit(frames)).toBe(frames);
  });
});
