import type { SceneFinding } from './scene/scene.ts';

/** What the stills of a finding were found to show. */
export interface Witness {
  /** Whether anybody could be asked what the stills show. */
  readonly isLabelled: boolean;
  /** Whether it is a person or a vehicle that stands there. */
  readonly isStanding: boolean;
  /** Whether it appeared as a light near the camera switched. */
  readonly isAtSwitching?: boolean;
}

/** What the confidence is computed from. */
export interface ConfidenceFeatures {
  /** Log-odds of the scene's strength, -4 to 4. */
  readonly strength: number;
  /** 0 for a thing, 1 for people who sway by a tenth of themselves, at most 3. */
  readonly unsteady: number;
}

/** Log-odds of a finding without any features, and by how much one of each moves them. */
export type ConfidenceWeights = Readonly<Record<'none' | keyof ConfidenceFeatures, number>>;

/**
 * By logistic regression (bench/detection-calibration.ts) on 22 November 2026 over the 7 real and 52 staged clips and
 * 281 more, of other scenes, of beams, shadows and lamps, and of the real ones mirrored, cut, darkened and played
 * backwards, with labels by the local stand-in: 196 candidates that are not people or vehicles who stay, 163 of them
 * left behind. On clips left out of the fit the Brier score is 0.08, and 92 in 100 of what gets 0.6 or more was left
 * behind; most of the others are beams and lamps with sharp edges. A name for the thing and company at the drop told
 * nothing more: the stand-in gives names to other things as often, and people go by where nothing is left, too.
 */
const labelledWeights: ConfidenceWeights = {
  none: 0.81,
  strength: 0.99,
  unsteady: -1.15,
};

/**
 * The same for findings of which nobody can say what they are, fitted over both kinds of clips: without labels, the
 * people and vehicles that stay count among the 227 candidates, and a plain thing gets no more than 0.90.
 */
const unlabelledWeights: ConfidenceWeights = { none: 0.55, strength: 0.43, unsteady: -0.82 };

/**
 * What is taken for a person or vehicle that stands there was left behind in 4 of 31 cases; one more is added to
 * either side, as few cases prove little (Laplace).
 */
const standingShare = 0.15;

/**
 * Log-odds that what appears as a light switches is a thing and not a pool of its light, by how alike the texture in its
 * place was before and after: ground keeps its own in any light, a thing brings another. By logistic regression
 * (bench/detection-lamps.ts) on 22 November 2026 over the 7 real and 52 staged clips with lamps drawn into them: of 354
 * that switched 42 pools of light were taken for a thing, and 109 things were found where one switched at the drop. As
 * many things as pools are counted, as nobody has measured which is the more frequent. On clips left out of the fit 91 of
 * the things get 0.6 or more, and 7 of the pools.
 */
const switchingWeights = { none: 2.01, texture: -5.87 };

/** A hundred candidates cannot show that one in a hundred is not wrong. */
const mostConfidence = 0.99;
/** Keeps the odds of the very plain and the very faint finite. */
const leastDoubt = 0.02;
/** Swaying by more says no more. */
const mostUnsteady = 3;

/** The features of a finding. */
export function confidenceFeatures({
  strength,
  evidence,
}: Pick<SceneFinding, 'strength' | 'evidence'>): ConfidenceFeatures {
  const plain = Math.min(1 - leastDoubt, Math.max(leastDoubt, strength));
  return {
    strength: Math.log(plain / (1 - plain)),
    unsteady: Math.min(mostUnsteady, 10 * (1 - evidence.stillness)),
  };
}

/** The probability, 0 to 1, that a finding is a thing left behind, with and without labels. */
export function confidenceOf(finding: Pick<SceneFinding, 'strength' | 'evidence'>, witness: Witness): number {
  const usual = usualConfidence(finding, witness);
  if (witness.isAtSwitching !== true) return usual;
  const { none, texture } = switchingWeights;
  const oddsOfLight = Math.exp(-none - texture * finding.evidence.texture);
  // To be no thing there are two ways now, the usual ones and the light, and their odds add up.
  return 1 / (1 + (1 - usual) / usual + oddsOfLight);
}

function usualConfidence(finding: Pick<SceneFinding, 'strength' | 'evidence'>, witness: Witness): number {
  if (witness.isStanding) return standingShare;
  const weights = witness.isLabelled ? labelledWeights : unlabelledWeights;
  return Math.min(mostConfidence, probabilityOf(weights, confidenceFeatures(finding)));
}

/** The logistic model: the probability that weights give to features. */
export function probabilityOf(weights: ConfidenceWeights, features: ConfidenceFeatures): number {
  const { none, strength, unsteady } = weights;
  const logOdds = none + strength * features.strength + unsteady * features.unsteady;
  return 1 / (1 + Math.exp(-logOdds));
}
