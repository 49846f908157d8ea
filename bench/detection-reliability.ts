/** What was said of one clip, and whether it was so. */
export interface Prediction {
  /** 0 to 1. */
  readonly confidence: number;
  /** Whether something was left in the place that was meant; of a clip without a place, whether anything was. */
  readonly isTrue: boolean;
}

/** The clips of which about the same was said. */
export interface ReliabilityBin {
  /** Confidences from here on, */
  readonly from: number;
  /** and below here; the last bin has 1 in it too. */
  readonly to: number;
  readonly clips: number;
  /** Mean confidence, and the share that was so; null of no clips. They are near each other when it means something. */
  readonly predicted: number | null;
  readonly observed: number | null;
}

/** How well confidences fit what happened. */
export interface Reliability {
  readonly clips: number;
  /** Mean squared difference of the confidence and what was so, 0 to 1: 0 is a seer, 0.25 who always says one half. */
  readonly brier: number | null;
  readonly bins: readonly ReliabilityBin[];
}

const bounds = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1];

/** The Brier score (Brier 1950) and the reliability table of some predictions. */
export function reliabilityOf(predictions: readonly Prediction[]): Reliability {
  const bins = bounds.slice(0, -1).map((from, index) => {
    const to = bounds[index + 1] ?? 1;
    const within = predictions.filter(
      ({ confidence }) => confidence >= from && (confidence < to || (to === 1 && confidence === 1)),
    );
    const predicted = meanOf(within.map(({ confidence }) => confidence));
    const observed = meanOf(within.map(({ isTrue }) => Number(isTrue)));
    return { from, to, clips: within.length, predicted, observed };
  });
  const brier = meanOf(predictions.map(({ confidence, isTrue }) => (confidence - Number(isTrue)) ** 2));
  return { clips: predictions.length, brier, bins };
}

/** What another threshold would have flagged. */
export interface AtThreshold {
  readonly threshold: number;
  readonly flags: number;
  readonly precision: number | null;
}

/** How many of the predictions each threshold flags, and the share of those that is so. */
export function atThresholds(
  predictions: readonly Prediction[],
  thresholds: readonly number[],
): AtThreshold[] {
  return thresholds.map((threshold) => {
    const flagged = predictions.filter(({ confidence }) => confidence > 0 && confidence >= threshold);
    return {
      threshold,
      flags: flagged.length,
      precision: meanOf(flagged.map(({ isTrue }) => Number(isTrue))),
    };
  });
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
