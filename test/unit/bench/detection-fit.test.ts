import { describe, expect, it } from 'vitest';
import { crossValidated, fitted, type Sample } from '../../../bench/detection-fit.ts';
import { reliabilityOf } from '../../../bench/detection-reliability.ts';
import { numbers } from '../../../local/demo/drawing.ts';
import { probabilityOf } from '../../../shared/clips/scene/logistic.ts';

const world = { none: 0.5, strength: 1.2, unsteady: -1 };

/** Candidates of a world with known weights. */
function drawn(count: number, seed = 4): Sample[] {
  const next = numbers(seed);
  return Array.from({ length: count }, (_, index) => {
    const features = {
      strength: next() * 8 - 4,
      unsteady: next() * 3,
    };
    return { clip: `clip ${index >> 1}`, features, isTrue: next() < probabilityOf(world, features) };
  });
}

describe('the fit of the confidence', () => {
  it('finds the weights that a world was made with', () => {
    const weights = fitted(drawn(1500));
    expect(weights.strength).toBeCloseTo(world.strength, 0);
    expect(weights.unsteady).toBeCloseTo(world.unsteady, 0);
  });

  it('leaves a feature that nothing has at nothing', () => {
    const without = drawn(200).map((sample) => ({
      ...sample,
      features: { ...sample.features, unsteady: 0 },
    }));
    expect(fitted(without).unsteady).toBe(0);
  });

  it('predicts clips that were left out of it, each candidate once', () => {
    const samples = drawn(600);
    const heldOut = crossValidated(samples);
    expect(heldOut).toHaveLength(samples.length);
    expect(reliabilityOf(heldOut).brier).toBeLessThan(0.15);
  });

  it('learns nothing from truths that are drawn by lot', () => {
    const next = numbers(8);
    const heldOut = crossValidated(drawn(400).map((sample) => ({ ...sample, isTrue: next() < 0.5 })));
    expect(reliabilityOf(heldOut).brier).toBeGreaterThan(0.23);
  });
});
