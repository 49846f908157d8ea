import { describe, expect, it } from 'vitest';
import {
  ClipLabel,
  cameTrue,
  type Finding,
  median,
  scoreOf,
  summaryOf,
} from '../../../bench/detection-score.ts';

const place = { left: 0.4, top: 0.4, width: 0.2, height: 0.2 };
const bag = ClipLabel.parse({
  deposit: { atSeconds: 10, box: place, object: 'bag' },
  plot: 'deposit',
  conditions: ['rain'],
});
const nobody = ClipLabel.parse({ deposit: null });
const finding = (changes: Partial<Finding> = {}): Finding => ({
  file: 'left.mp4',
  flagged: true,
  confidence: 0.8,
  box: place,
  atSeconds: 12,
  ...changes,
});
const quiet = finding({ flagged: false, box: null, atSeconds: null });

describe('the score of a clip', () => {
  it('is a hit with its overlap and delay when the flagged box is on the thing', () => {
    const score = scoreOf(finding(), bag);
    expect(score).toMatchObject({ outcome: 'hit', delaySeconds: 2 });
    expect(score.iou).toBeCloseTo(1);
  });

  it('is a hit while the box’s centre is within half the thing’s size of it, and not beyond', () => {
    const beside = (left: number) => scoreOf(finding({ box: { ...place, left } }), bag).outcome;
    expect(beside(0.59)).toBe('hit');
    expect(beside(0.61)).toBe('wrong place');
  });

  it('is a miss without a flag, a false flag without a deposit, and quiet without both', () => {
    expect(scoreOf(quiet, bag).outcome).toBe('miss');
    expect(scoreOf(finding(), nobody).outcome).toBe('false flag');
    expect(scoreOf(quiet, nobody).outcome).toBe('quiet');
    expect(scoreOf(finding(), undefined).outcome).toBe('unlabelled');
  });
});

describe('whether a confidence came true', () => {
  it('is whether the box is on what was left, flagged or not', () => {
    expect(cameTrue(finding(), bag)).toBe(true);
    expect(cameTrue(finding({ flagged: false, confidence: 0.2 }), bag)).toBe(true);
    expect(cameTrue(finding({ box: { ...place, left: 0 } }), bag)).toBe(false);
    expect(cameTrue(finding(), nobody)).toBe(false);
  });

  it('without a box is whether something was left anyway, and nobody knows without a label', () => {
    expect(cameTrue(quiet, bag)).toBe(true);
    expect(cameTrue(quiet, nobody)).toBe(false);
    expect(cameTrue(finding(), undefined)).toBeUndefined();
  });
});

describe('the summary of many', () => {
  it('divides hits by deposits and by flags', () => {
    const scores = [
      scoreOf(finding(), bag),
      scoreOf(finding({ atSeconds: 14, box: { ...place, left: 0.5 } }), bag),
      scoreOf(quiet, bag),
      scoreOf(finding({ box: { ...place, left: 0 } }), bag),
      scoreOf(finding(), nobody),
      scoreOf(finding(), undefined),
    ];
    const summary = summaryOf(scores);
    expect(summary).toMatchObject({ clips: 5, deposits: 4, hits: 2, flags: 4, recall: 0.5, precision: 0.5 });
    expect(summary.medianDelaySeconds).toBe(3);
    expect(summary.medianIou).toBeCloseTo((1 + 1 / 3) / 2);
  });

  it('has no ratio where there is nothing to divide by', () => {
    expect(summaryOf([])).toMatchObject({ recall: null, precision: null, medianIou: null });
    expect(median([])).toBeNull();
  });
});
