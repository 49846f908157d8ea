import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackened, isInside, type Polygon, runsOf } from '../../../../../shared/clips/recording/picture.ts';

const square: Polygon = [
  { x: 0.2, y: 0.2 },
  { x: 0.6, y: 0.2 },
  { x: 0.6, y: 0.6 },
  { x: 0.2, y: 0.6 },
];
/** A horseshoe, open at the top. */
const horseshoe: Polygon = [
  { x: 0.1, y: 0.1 },
  { x: 0.3, y: 0.1 },
  { x: 0.3, y: 0.6 },
  { x: 0.7, y: 0.6 },
  { x: 0.7, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.9, y: 0.9 },
  { x: 0.1, y: 0.9 },
];
const frame = { luma: new Uint8Array(100 * 50).fill(90), width: 100, height: 50, atSeconds: 3, colour: 7 };

describe('a place in a picture', () => {
  it('is inside of an area, outside of it, or on its outline, which is inside', () => {
    expect(isInside({ x: 0.4, y: 0.4 }, square)).toBe(true);
    expect(isInside({ x: 0.7, y: 0.4 }, square)).toBe(false);
    for (const edge of [
      { x: 0.2, y: 0.4 },
      { x: 0.6, y: 0.3 },
      { x: 0.5, y: 0.2 },
      { x: 0.5, y: 0.6 },
      ...square,
    ]) {
      expect(isInside(edge, square)).toBe(true);
    }
  });

  it('is outside of an area that is bent around it', () => {
    expect(isInside({ x: 0.5, y: 0.3 }, horseshoe)).toBe(false);
    expect(isInside({ x: 0.5, y: 0.8 }, horseshoe)).toBe(true);
    expect(isInside({ x: 0.2, y: 0.3 }, horseshoe)).toBe(true);
  });

  it('is in no area without corners', () => {
    expect(isInside({ x: 0.5, y: 0.5 }, [])).toBe(false);
  });
});

describe('a frame with areas to hide', () => {
  it('is black in them and as it was elsewhere', () => {
    const hidden = blackened(frame, [square]);
    expect(hidden).toMatchObject({ atSeconds: 3, colour: 7, width: 100, height: 50 });
    expect(hidden.luma.filter((level) => level === 0)).toHaveLength(40 * 20);
    expect([hidden.luma[10 * 100 + 20], hidden.luma[29 * 100 + 59]]).toEqual([0, 0]);
    expect([hidden.luma[9 * 100 + 20], hidden.luma[29 * 100 + 60]]).toEqual([90, 90]);
    expect(frame.luma.every((level) => level === 90)).toBe(true);
  });

  it('is the same frame when there is nothing to hide', () => {
    expect(blackened(frame, [])).toBe(frame);
  });

  it('keeps no pixel whose middle lies in an area, whatever its shape', () => {
    const fraction = fc.double({ min: -0.2, max: 1.2, noNaN: true });
    const polygon = fc.array(fc.record({ x: fraction, y: fraction }), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(polygon, (area) => {
        const { luma } = blackened(frame, [area]);
        for (let at = 0; at < luma.length; at++) {
          const middle = { x: ((at % 100) + 0.5) / 100, y: (Math.floor(at / 100) + 0.5) / 50 };
          if (isInside(middle, area)) expect(luma[at]).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is black to the picture’s edge and not beyond it', () => {
    const all = [
      { x: -1, y: -1 },
      { x: 2, y: -1 },
      { x: 2, y: 2 },
      { x: -1, y: 2 },
    ];
    const runs = runsOf(all, frame);
    expect(runs.every(({ row, from, to }) => row >= 0 && row < 50 && from === 0 && to === 100)).toBe(true);
    expect(blackened(frame, [all]).luma.every((level) => level === 0)).toBe(true);
  });
});
