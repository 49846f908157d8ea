import {
  type ConfidenceFeatures,
  type ConfidenceWeights,
  probabilityOf,
} from '../shared/clips/confidence.ts';
import type { Prediction } from './detection-reliability.ts';

/** A candidate whose truth is known. */
export interface Sample {
  /** The clip it is of: candidates of one clip are left out of a fit together. */
  readonly clip: string;
  readonly features: ConfidenceFeatures;
  readonly isTrue: boolean;
}

const names = ['none', 'strength', 'unsteady'] as const;
/** Newton's method on a convex loss is there after seven or so. */
const steps = 15;
/** Pulls every weight but the first towards 0, so that what few candidates have does not count for much. */
const ridge = 0.3;

/** Logistic regression with a ridge, by Newton's method. A feature that no sample has keeps the weight 0. */
export function fitted(samples: readonly Sample[]): ConfidenceWeights {
  const weights = { none: 0, strength: 0, unsteady: 0 };
  for (let step = 0; step < steps; step++) {
    const slope = names.map((name) => (name === 'none' ? 0 : ridge * weights[name]));
    const bend: number[][] = names.map((name) =>
      names.map((other) => (name !== other ? 0 : name === 'none' ? 1e-6 : ridge)),
    );
    for (const { features, isTrue } of samples) {
      const probability = probabilityOf(weights, features);
      const values = names.map((name) => (name === 'none' ? 1 : features[name]));
      values.forEach((value, at) => {
        slope[at] = (slope[at] ?? 0) + (probability - Number(isTrue)) * value;
        const row = bend[at] ?? [];
        values.forEach((other, to) => {
          row[to] = (row[to] ?? 0) + probability * (1 - probability) * value * other;
        });
      });
    }
    const move = solved(bend, slope);
    names.forEach((name, at) => {
      weights[name] -= move[at] ?? 0;
    });
  }
  return weights;
}

/** The solution of a symmetric and positive system of equations, by elimination. */
function solved(rows: readonly (readonly number[])[], right: readonly number[]): number[] {
  const system = rows.map((row, at) => [...row, right[at] ?? 0]);
  system.forEach((pivot, at) => {
    for (const row of system) {
      const share = row === pivot ? 0 : (row[at] ?? 0) / (pivot[at] ?? 1);
      row.forEach((value, column) => {
        row[column] = value - share * (pivot[column] ?? 0);
      });
    }
  });
  return system.map((row, at) => (row.at(-1) ?? 0) / (row[at] ?? 1));
}

/** What a fit on the other clips says of each sample; the clips are dealt into so many parts. */
export function crossValidated(samples: readonly Sample[], parts = 10): Prediction[] {
  const clips = [...new Set(samples.map(({ clip }) => clip))];
  const partOf = new Map(clips.map((clip, index) => [clip, index % parts]));
  return Array.from({ length: parts }, (_, part) => {
    const isHeldOut = ({ clip }: Sample) => partOf.get(clip) === part;
    const weights = fitted(samples.filter((sample) => !isHeldOut(sample)));
    return samples
      .filter(isHeldOut)
      .map(({ features, isTrue }) => ({ confidence: probabilityOf(weights, features), isTrue }));
  }).flat();
}
