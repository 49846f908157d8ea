import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../../../shared/clips/recording/picture.ts';
import { inLightOf } from '../../../../../shared/clips/scene/light.ts';
import { edgesOf, movedBack, shiftBetween } from '../../../../../shared/clips/scene/registration.ts';
import {
  drawnFrames,
  exposure,
  heap,
  infraRed,
  type Moment,
  person,
  shadow,
} from '../../../../support/drawn-scene.ts';

const only = (moments: readonly Moment[], seed?: number): Frame => {
  const [frame] = drawnFrames(moments, seed);
  if (frame === undefined) throw new Error('no frame was drawn');
  return frame;
};

const apart = (one: Frame, other: Frame, margin = 8) => {
  let [sum, count] = [0, 0];
  for (let y = margin; y < one.height - margin; y++) {
    for (let x = margin; x < one.width - margin; x++) {
      sum += Math.abs((one.luma[y * one.width + x] ?? 0) - (other.luma[y * one.width + x] ?? 0));
      count++;
    }
  }
  return sum / count;
};

describe('registration', () => {
  const reference = only([]);
  it.each([
    [0, 0],
    [1, 0],
    [-3, 2],
    [6, -5],
  ])('finds a shift of %i right and %i down though somebody walks by, and takes it back', (right, down) => {
    const moved = movedBack(only([person(0, 9, 0.3)], 2), { right: -right, down: -down });
    const shift = shiftBetween(edgesOf(reference), edgesOf(moved));
    expect(shift).toEqual({ right, down });
    expect(apart(movedBack(moved, shift), only([person(0, 9, 0.3)], 2))).toBeLessThan(0.1);
  });
});

describe('the reference’s light', () => {
  const reference = only([heap(0)]);
  it.each<[string, Moment]>([
    ['brighter', exposure(0, 1.6)],
    ['darker', exposure(0, 0.5)],
    ['under infra-red', infraRed(0)],
    ['half under a cloud', shadow(0)],
  ])('is restored in a frame %s', (_, light) => {
    const changed = only([heap(0), light], 2);
    expect(apart(reference, changed)).toBeGreaterThan(15);
    expect(apart(reference, inLightOf(reference, changed))).toBeLessThan(5);
  });

  it('keeps a thing that the reference does not have', () => {
    const withHeap = inLightOf(only([]), only([heap(0), exposure(0, 1.5)], 2));
    const at = Math.round(0.68 * withHeap.height) * withHeap.width + Math.round(0.56 * withHeap.width);
    expect((only([]).luma[at] ?? 0) - (withHeap.luma[at] ?? 0)).toBeGreaterThan(25);
  });
});
