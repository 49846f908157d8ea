import { describe, expect, it } from 'vitest';
import { type Box, type Frame, overlap } from '../../../../../shared/clips/recording/picture.ts';
import { companyMoment, vehicleMoment } from '../../../../../shared/clips/scene/company.ts';
import type { SceneFinding } from '../../../../../shared/clips/scene/scene.ts';
import {
  drawnFrames,
  exposure,
  heap,
  type Moment,
  person,
  place,
  rain,
} from '../../../../support/drawn-scene.ts';

/** What the scene finds of a heap that is there from a second on. */
function heapFrom(second: number): SceneFinding {
  return {
    kind: 'left',
    box: place,
    atSeconds: second - 0.5,
    betweenSeconds: [second - 1, second],
    dwellSeconds: 29 - second,
    clearSeconds: [2, 28],
    strength: 0.9,
    cameByItself: false,
    evidence: {
      edge: 1,
      foreign: 0.5,
      likeness: 0.1,
      difference: 80,
      texture: 0.1,
      stillness: 0.99,
      seenShare: 1,
      features: {
        direction: 1.1,
        contrast: 2,
        sameTexture: 0,
        unsteady: 0.2,
        slender: 0,
        filled: 0.6,
        late: 0,
      },
    },
  };
}

/** A yard in which a heap is put down after 11 s. */
function deposit(...moments: Moment[]): { frames: Frame[]; finding: SceneFinding } {
  return { frames: drawnFrames([heap(11), ...moments]), finding: heapFrom(11) };
}

/** A pale van that drives in from the left, stands beside the heap's place, and drives on, larger and lower. */
const standing: Box = { left: 0.26, top: 0.45, width: 0.18, height: 0.2 };
const close: Box = { left: 0.12, top: 0.5, width: 0.26, height: 0.28 };
function van(atSeconds: number): Box | undefined {
  if (atSeconds === 7) return { ...standing, left: 0 };
  if (atSeconds >= 8 && atSeconds < 13) return standing;
  if (atSeconds === 13) return close;
  return atSeconds === 14 ? { ...close, left: 0, width: 0.18 } : undefined;
}
const drives: Moment = (picture, atSeconds) => {
  const box = van(atSeconds);
  if (box !== undefined) heap(0, 99, box, 190)(picture, atSeconds);
};

describe('the moment that shows who brought a thing', () => {
  it('is the last one with somebody beside it before it lies there', () => {
    const { frames, finding } = deposit(person(6, 11, 0.44));
    expect(companyMoment(frames, finding)).toBe(10);
  });

  it('is found in another light and in rain', () => {
    const { frames, finding } = deposit(person(8, 11, 0.44), exposure(9, 1.4), rain());
    expect(companyMoment(frames, finding)).toBe(10);
  });

  it('is the drop itself when only rain falls', () => {
    const { frames, finding } = deposit(rain());
    expect(companyMoment(frames, finding)).toBe(finding.atSeconds);
  });

  it('prefers who was there at the drop to somebody larger who went by before', () => {
    const goesBy: Moment = (picture, atSeconds) => {
      if (atSeconds === 3) heap(0, 99, { left: 0.4, top: 0.3, width: 0.3, height: 0.6 }, 200)(picture, 3);
    };
    const { frames, finding } = deposit(goesBy, person(9, 11, 0.44));
    expect(companyMoment(frames, finding)).toBe(10);
  });

  it('is the drop itself when nobody was near, though somebody walks far off', () => {
    const { frames, finding } = deposit(person(5, 13, 0.05, 0.01));
    expect(companyMoment(frames, finding)).toBe(finding.atSeconds);
  });

  it('is not before the last ten seconds', () => {
    const late = drawnFrames([heap(18), person(2, 6, 0.44)]);
    expect(companyMoment(late, heapFrom(18))).toBe(17.5);
  });
});

describe('the moment with the best view of a vehicle', () => {
  it('is when it is large and low, but not when the edge of the picture cuts it off', () => {
    const { frames, finding } = deposit(drives);
    const seen = vehicleMoment(frames, finding);
    expect(seen?.atSeconds).toBe(13);
    expect(seen && overlap(seen.box, close)).toBeGreaterThan(0.6);
  });

  it('follows the vehicle that a label has seen', () => {
    const { frames, finding } = deposit(drives, person(9, 11, 0.62));
    expect(vehicleMoment(frames, finding, standing)?.atSeconds).toBe(13);
  });

  it('is the company moment for a vehicle that stands there throughout', () => {
    const parked = heap(0, 99, standing, 190);
    const { frames, finding } = deposit(parked, person(9, 11, 0.62));
    expect(vehicleMoment(frames, finding, standing)).toEqual({ atSeconds: 10, box: standing });
  });

  it('is none where only people come near', () => {
    const { frames, finding } = deposit(person(6, 11, 0.44));
    expect(vehicleMoment(frames, finding)).toBeUndefined();
  });
});
