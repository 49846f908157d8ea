import { describe, expect, it } from 'vitest';
import { atThresholds, reliabilityOf } from '../../../bench/detection-reliability.ts';

const said = (confidence: number, isTrue: boolean) => ({ confidence, isTrue });

describe('the reliability of confidences', () => {
  it('has the mean of what was said and the share that came true, by bins', () => {
    const { bins } = reliabilityOf([said(0.92, true), said(0.98, true), said(1, false), said(0.05, false)]);
    expect(bins.at(-1)).toMatchObject({ from: 0.9, to: 1, clips: 3 });
    expect(bins.at(-1)?.predicted).toBeCloseTo(0.9667, 3);
    expect(bins.at(-1)?.observed).toBeCloseTo(2 / 3);
    expect(bins[0]).toMatchObject({ clips: 1, observed: 0 });
    expect(bins[2]).toMatchObject({ clips: 0, predicted: null, observed: null });
  });

  it('puts every confidence into one bin, the bounds too', () => {
    const all = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1].map((confidence) => said(confidence, true));
    const { bins } = reliabilityOf(all);
    expect(bins.reduce((sum, { clips }) => sum + clips, 0)).toBe(all.length);
  });

  it('scores nothing for who is always right and a quarter for who says one half', () => {
    expect(reliabilityOf([said(1, true), said(0, false)]).brier).toBe(0);
    expect(reliabilityOf([said(0.5, true), said(0.5, false)]).brier).toBe(0.25);
    expect(reliabilityOf([]).brier).toBeNull();
  });
});

describe('other thresholds', () => {
  it('flag what is as sure, and never a clip without a candidate', () => {
    const predictions = [said(0, false), said(0.4, false), said(0.6, true), said(0.8, true)];
    expect(atThresholds(predictions, [0, 0.4, 0.6, 0.95])).toEqual([
      { threshold: 0, flags: 3, precision: 2 / 3 },
      { threshold: 0.4, flags: 3, precision: 2 / 3 },
      { threshold: 0.6, flags: 2, precision: 1 },
      { threshold: 0.95, flags: 0, precision: null },
    ]);
  });
});
