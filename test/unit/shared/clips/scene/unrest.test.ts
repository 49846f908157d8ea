import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../../../shared/clips/recording/picture.ts';
import { unrestOf } from '../../../../../shared/clips/scene/unrest.ts';
import { drawnFrames, exposure, person, shaking } from '../../../../support/drawn-scene.ts';
import { night } from '../../../../support/drawn-street.ts';

const ground = (frames: readonly Frame[]): Frame => {
  const [frame] = frames;
  if (frame === undefined) throw new Error('no frame was drawn');
  return frame;
};
const [still] = [drawnFrames([])];

describe('a camera’s unrest', () => {
  it('is its noise when it hangs on a wall', () => {
    const { noise, sway } = unrestOf(ground(still), still);
    expect(noise).toBeGreaterThan(0.4);
    expect(noise).toBeLessThan(2);
    expect(sway).toBeLessThan(0.02);
  });

  it('has more noise at night', () => {
    const dark = drawnFrames([night()]);
    expect(unrestOf(ground(dark), dark).noise).toBeGreaterThan(2);
  });

  it('has sway on a shaking pole, and no more noise', () => {
    const shaken = drawnFrames([shaking()]);
    const { noise, sway } = unrestOf(ground(still), shaken);
    expect(sway).toBeGreaterThan(0.1);
    expect(noise).toBeLessThan(unrestOf(ground(still), still).noise + 1);
  });

  it('is not made by somebody who walks by', () => {
    const passed = drawnFrames([person(3, 12, 0, 0.1)]);
    const { noise, sway } = unrestOf(ground(still), passed);
    expect(noise).toBeCloseTo(unrestOf(ground(still), still).noise, 0);
    expect(sway).toBeLessThan(0.02);
  });

  it('has no sway where there are no edges to see it by', () => {
    const flat = drawnFrames([exposure(0, 0.05)]);
    expect(unrestOf(ground(flat), flat).sway).toBe(0);
  });
});
