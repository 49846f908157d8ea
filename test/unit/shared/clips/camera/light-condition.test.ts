import { describe, expect, it } from 'vitest';
import { framesIn, lightConditionOf } from '../../../../../shared/clips/camera/light-condition.ts';
import type { Frame } from '../../../../../shared/clips/recording/picture.ts';

const shot = (atSeconds: number, level: number, colour: number): Frame => ({
  luma: new Uint8Array(16).fill(level),
  width: 4,
  height: 4,
  atSeconds,
  colour,
});
const clip = (...shots: readonly (readonly [level: number, colour: number])[]): Frame[] =>
  shots.map(([level, colour], index) => shot(index * 2, level, colour));
const day = [120, 7] as const;
const night = [70, 0] as const;

describe('the light of a clip', () => {
  it.each<[string, readonly [number, number], string]>([
    ['by day', day, 'daylight'],
    ['of a grey corridor', [70, 3.4], 'daylight'],
    ['of a street under lamps', [30, 9], 'lamplight'],
    ['of a street under bright sodium lamps', [75, 24], 'lamplight'],
    ['of a lawn and a brick wall', [112, 18.5], 'daylight'],
    ['of a white lamp on a street, which has no colour of its own', [75, 5], 'daylight'],
    ['without colour', night, 'infra-red'],
    ['of a grey picture that an encoder tints', [70, 0.6], 'infra-red'],
  ])('is told %s', (_, look, light) => {
    expect(lightConditionOf(clip(look, look, look))).toEqual({ light, switchedAtSeconds: undefined });
  });

  it('is that of its end, and tells when the camera switched', () => {
    expect(lightConditionOf(clip(day, day, day, night, night, night))).toEqual({
      light: 'infra-red',
      switchedAtSeconds: 6,
    });
  });

  it('is not that of a single flash', () => {
    expect(lightConditionOf(clip(night, night, night, day, night, night))).toEqual({
      light: 'infra-red',
      switchedAtSeconds: undefined,
    });
  });

  it('parts the pictures of a clip that switched', () => {
    const switched = clip(day, day, night, night, night);
    expect(framesIn('daylight', switched).map(({ atSeconds }) => atSeconds)).toEqual([0, 2]);
    expect(framesIn('infra-red', switched).map(({ atSeconds }) => atSeconds)).toEqual([4, 6, 8]);
  });

  it('cannot be told of no pictures', () => {
    expect(() => lightConditionOf([])).toThrow(RangeError);
  });
});
