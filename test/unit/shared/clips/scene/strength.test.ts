import { describe, expect, it } from 'vitest';
import {
  direction,
  filledShareOf,
  type SeenChange,
  strengthFeatures,
  strengthOf,
} from '../../../../../shared/clips/scene/strength.ts';

const fridge: SeenChange = {
  outline: { edge: 0.9, foreign: 0.6, difference: 60 },
  texture: 0.1,
  stillness: 1,
  isSlender: false,
  filledShare: 0.9,
  dwellSeconds: 18,
  noise: 1,
};
const strengthWith = (changes: Partial<SeenChange>) =>
  strengthOf(strengthFeatures({ ...fridge, ...changes }));

describe('how plainly a change is a thing', () => {
  it('is nearly sure of a fridge on plain ground', () => expect(strengthWith({})).toBeGreaterThan(0.95));

  it('is as sure of one that was taken away', () => {
    const gone = { edge: -0.9, foreign: -0.6, difference: 60 };
    expect(strengthWith({ outline: gone })).toBe(strengthWith({}));
    expect(direction(gone)).toBeLessThan(0);
  });

  it.each<[string, Partial<SeenChange>]>([
    ['has no outline of its own', { outline: { ...fridge.outline, edge: 0.1, foreign: 0.1 } }],
    ['is hardly darker than the ground', { outline: { ...fridge.outline, difference: 8 } }],
    ['differs by no more than the noise', { noise: 20 }],
    ['has the texture of the ground', { texture: 0.75 }],
    ['sways', { stillness: 0.85 }],
    ['is as slender as a person', { isSlender: true }],
    ['fills little of its box', { filledShare: 0.2 }],
    ['came just before the end', { dwellSeconds: 6 }],
  ])('is less sure of what %s', (_, changes) => {
    expect(strengthWith(changes)).toBeLessThan(strengthWith({}) - 0.001);
  });

  it('counts how much of its box a region fills, in pixels', () => {
    const box = { left: 0, top: 0, width: 0.1, height: 0.1 };
    expect(
      filledShareOf(
        { pixels: Array.from({ length: 50 }, (_, at) => at), moment: 1, box },
        { width: 100, height: 100 },
      ),
    ).toBeCloseTo(0.5);
  });
});
