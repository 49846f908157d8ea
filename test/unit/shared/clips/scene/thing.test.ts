import { describe, expect, it } from 'vitest';
import type { Luma } from '../../../../../shared/clips/recording/picture.ts';
import { pixelsOf } from '../../../../../shared/clips/recording/picture.ts';
import { medianPicture } from '../../../../../shared/clips/scene/background.ts';
import type { Region } from '../../../../../shared/clips/scene/region.ts';
import { SceneSettings } from '../../../../../shared/clips/scene/scene-settings.ts';
import type { Stay } from '../../../../../shared/clips/scene/stay.ts';
import { isOtherLight, isSlender, isStill } from '../../../../../shared/clips/scene/thing.ts';
import { drawnFrames, heap, type Moment } from '../../../../support/drawn-scene.ts';
import { beam } from '../../../../support/drawn-street.ts';

const settings = SceneSettings.parse({});
const box = { left: 0.3, top: 0.4, width: 0.2, height: 0.2 };
const seen = (moments: Moment[]): Luma => medianPicture(drawnFrames(moments));
const ground = seen([]);

function regionOf({ width, height }: Luma): Region {
  const { left, top, right, bottom } = pixelsOf(box, { width, height });
  const pixels: number[] = [];
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) pixels.push(y * width + x);
  return { pixels, moment: 1, box };
}

describe('a change of light', () => {
  const isLight = (after: Luma) => isOtherLight(regionOf(ground), ground, after, 1, settings);
  it('is a beam that falls through a door', () => expect(isLight(seen([beam(0, box, 1.5)]))).toBe(true));
  it('is the shadow of a van', () => expect(isLight(seen([beam(0, box, 0.55)]))).toBe(true));
  it('is not a heap on the same place', () => expect(isLight(seen([heap(0, 99, box)]))).toBe(false));
});

describe('what stays still', () => {
  const stay: Stay = {
    betweenSeconds: [10, 11],
    dwellSeconds: 18,
    clearSeconds: [9, 28],
    isReturn: false,
    seenShare: 1,
    seenFrames: 18,
    unseenFrames: 0,
    stillness: 0.9,
  };
  const late = { ...stay, betweenSeconds: [22, 23] as const, dwellSeconds: 6, seenFrames: 6 };

  it.each([
    ['a bag that is moved a little by the wind', stay, false, true],
    ['nobody who sways', stay, true, false],
    ['a fridge', { ...stay, stillness: 0.98 }, true, true],
    ['nobody who walks slowly', { ...stay, stillness: 0.7 }, false, false],
    ['a bag that came six seconds before the end', { ...late, stillness: 0.98 }, false, true],
    ['nothing that came then and moves', late, false, false],
    ['nothing slender that came then', { ...late, stillness: 1 }, true, false],
    ['nothing that came then and is hardly seen', { ...late, stillness: 1, seenFrames: 3 }, false, false],
    ['nothing that came then and is hidden again', { ...late, stillness: 1, unseenFrames: 3 }, false, false],
    ['nothing that came three seconds before', { ...late, stillness: 1, dwellSeconds: 3 }, false, false],
  ])('is %s', (_, how, isPersonShaped, expected) => {
    expect(isStill(how, isPersonShaped, settings)).toBe(expected);
  });

  it('is as slender as a person when it is half as high again as it is wide, in pixels', () => {
    const square = { left: 0.1, top: 0.1, width: 0.1, height: 0.16 };
    expect(isSlender(square, 1)).toBe(true);
    expect(isSlender(square, 16 / 9)).toBe(false);
  });

  it('is not taken for slender when the picture’s edge cuts it off', () => {
    expect(isSlender({ left: 0, top: 0.4, width: 0.04, height: 0.3 }, 1)).toBe(false);
    expect(isSlender({ left: 0.96, top: 0.4, width: 0.04, height: 0.3 }, 1)).toBe(false);
  });
});
