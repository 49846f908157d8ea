import { describe, expect, it } from 'vitest';
import { FrameSample } from '../../../../../shared/clips/recording/sample.ts';

const frame = (atSeconds: number) => ({ atSeconds, luma: new Uint8Array(1), width: 1, height: 1, colour: 0 });

function sampled(count: number, most: number): number[] {
  const sample = new FrameSample(most);
  for (let index = 0; index < count; index++) sample.add(frame(index));
  return sample.frames.map(({ atSeconds }) => atSeconds);
}

describe('a sample of frames', () => {
  it('is all of them while they are few', () => {
    expect(sampled(8, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('thins out evenly when they become too many', () => {
    expect(sampled(9, 8)).toEqual([0, 2, 4, 6, 8]);
    expect(sampled(33, 8)).toEqual([0, 8, 16, 24, 32]);
  });

  it('never holds more than it may, and reaches to the end', () => {
    for (const count of [100, 1000, 7200]) {
      const times = sampled(count, 240);
      expect(times.length).toBeLessThanOrEqual(240);
      expect(times.length).toBeGreaterThanOrEqual(Math.min(count, 120));
      const gaps = new Set(times.slice(1).map((time, index) => time - (times[index] ?? 0)));
      expect(gaps.size).toBe(1);
      expect(count - (times.at(-1) ?? 0)).toBeLessThanOrEqual([...gaps][0] ?? 0);
    }
  });
});
