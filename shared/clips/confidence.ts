import { probabilityOf } from './scene/logistic.ts';
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
export type ConfidenceFeatures = {
  /** Log-odds of the scene's strength, -4 to 4. */
  readonly strength: number;
};

type ConfidenceWeights = Readonly<Record<'none' | keyof ConfidenceFeatures, number>>;

/**
 * By logistic regression (bench/detection-calibration.ts) on 22 November 2026 over the 7 real and 52 staged clips and
 * 550 more, of other scenes, of beams, shadows and lamps, and of the real ones mirrored, cut, darkened and played
 * backwards, with labels by the local stand-in: 362 candidates that are not people or vehicles who stay, 299 of them
 * left behind. On clips left out of the fit the Brier score is 0.06, and 94 in 100 of what gets 0.6 or more was left
 * behind; the others are vans without a label, shadows with sharp edges and parts of people. A name for the thing and
 * company at the drop told nothing more: the stand-in gives names to other things as often, and people go by where
 * nothing is left, too.
 */
const labelledWeights: ConfidenceWeights = { none: -0.19, strength: 1.14 };

/**
 * The same for findings of which nobody can say what they are, fitted over both kinds of clips: without labels, the
 * people and vehicles that stay count among the 413 candidates.
 */
const unlabelledWeights: ConfidenceWeights = { none: -0.3, strength: 0.68 };

/**
 * What is taken for a person or vehicle that stands there was left behind in 3 of 51 cases; one more is added to
 * either side, as few cases prove little (Laplace).
 */
const standingShare = 0.08;

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
/** Of the 308 candidates that get 0.7 and more without labels, 85 in 100 were left behind, the plainest no oftener. */
const mostUnlabelledConfidence = 0.85;
/** Keeps the odds of the very plain and the very faint finite. */
const leastDoubt = 0.02;

/** The features of a finding of a strength. */
export function confidenceFeatures(strength: number): ConfidenceFeatures {
  const plain = Math.min(1 - leastDoubt, Math.max(leastDoubt, strength));
  return { strength: Math.log(plain / (1 - plain)) };
}

/** What of a finding the confidence in it rests on. */
export type Confided = Pick<SceneFinding, 'strength'> & {
  readonly evidence: Pick<SceneFinding['evidence'], 'texture'>;
};

/** The probability, 0 to 1, that a finding is a thing left behind, with and without labels. */
export function confidenceOf(finding: Confided, witness: Witness): number {
  const usual = usualConfidence(finding.strength, witness);
  if (witness.isAtSwitching !== true) return usual;
  const { none, texture } = switchingWeights;
  const oddsOfLight = Math.exp(-none - texture * finding.evidence.texture);
  // To be no thing there are two ways now, the usual ones and the light, and their odds add up.
  return 1 / (1 + (1 - usual) / usual + oddsOfLight);
}

function usualConfidence(strength: number, witness: Witness): number {
  if (witness.isStanding) return standingShare;
  const features = confidenceFeatures(strength);
  return witness.isLabelled
    ? Math.min(mostConfidence, probabilityOf(labelledWeights, features))
    : Math.min(mostUnlabelledConfidence, probabilityOf(unlabelledWeights, features));
}
