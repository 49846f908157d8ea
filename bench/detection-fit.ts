import { probabilityOf } from '../shared/clips/scene/logistic.ts';
import type { Prediction } from './detection-reliability.ts';

/** A candidate whose truth is known. */
export interface Sample {
  /** The clip it is of: candidates of one clip are left out of a fit together. */
  readonly clip: string;
  /** By name, the same names in every sample. */
  readonly features: Readonly<Record<string, number>>;
  readonly isTrue: boolean;
}

/** The log-odds of a case without features under the name `none`, and by how much one of each feature moves them. */
export type FittedWeights = Readonly<Record<string, number>>;

/** Newton's method on a convex loss is there after seven or so. */
const steps = 15;
/** Pulls every weight but the first towards 0, so that what few candidates have does not count for much. */
const ridge = 0.3;

/** Logistic regression with a ridge, by Newton's method. A feature that no sample has keeps the weight 0. */
export function fitted(samples: readonly Sample[]): FittedWeights {
  const names = ['none', ...Object.keys(samples[0]?.features ?? {})];
  const weights = names.map(() => 0);
  const named = () => Object.fromEntries(names.map((name, at) => [name, weights[at] ?? 0]));
  for (let step = 0; step < steps; step++) {
    const slope = weights.map((weight, at) => (at === 0 ? 0 : ridge * weight));
    const bend: number[][] = names.map((_, at) =>
      names.map((__, to) => (at !== to ? 0 : at === 0 ? 1e-6 : ridge)),
    );
    const known = named();
    for (const { features, isTrue } of samples) {
      const probability = probabilityOf(known, features);
      const values = names.map((name, at) => (at === 0 ? 1 : (features[name] ?? 0)));
      values.forEach((value, at) => {
        slope[at] = (slope[at] ?? 0) + (probability - Number(isTrue)) * value;
        const row = bend[at] ?? [];
        values.forEach((other, to) => {
          row[to] = (row[to] ?? 0) + probability * (1 - probability) * value * other;
        });
      });
    }
    solved(bend, slope).forEach((move, at) => {
      weights[at] = (weights[at] ?? 0) - move;
    });
  }
  return named();
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
