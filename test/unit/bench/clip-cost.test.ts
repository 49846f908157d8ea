import { describe, expect, it } from 'vitest';
import { type ClipCost, dollarsPerThousand, videoDollarsPerThousand } from '../../../bench/clip-cost.ts';

const cost = (labels: number, text: number): ClipCost => ({
  analysisSeconds: 1,
  peakBytes: 1,
  calls: { labels, text },
  flagged: labels > 0,
  seconds: 60,
  width: 1920,
  height: 1080,
});

describe('what Rekognition asks for a thousand clips', () => {
  it('is for the pictures of the tenth that have a candidate', () => {
    expect(dollarsPerThousand(cost(0, 0), cost(4, 1))).toBeCloseTo(0.5, 6);
  });

  it('counts pictures of clips that show nothing, should any be sent', () => {
    expect(dollarsPerThousand(cost(1, 0), cost(4, 0))).toBeCloseTo(1.3, 6);
  });

  it('would be a hundred dollars for clips of a minute as stored video', () => {
    expect(videoDollarsPerThousand(cost(0, 0))).toBeCloseTo(100, 6);
  });
});
