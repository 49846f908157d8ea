import { describe, expect, it } from 'vitest';
import { metresBetween } from '../../../../shared/register/place.ts';

// Distances are those on the ellipsoid WGS 84.
const CARDIFF_CASTLE = { latitude: 51.4823, longitude: -3.1811 };
const LAND_S_END = { latitude: 50.066389, longitude: -5.714722 };
const JOHN_O_GROATS = { latitude: 58.643889, longitude: -3.07 };

describe('the way between two places', () => {
  it('is none between a place and itself', () => {
    expect(metresBetween(CARDIFF_CASTLE, CARDIFF_CASTLE)).toBe(0);
  });

  it.each([
    ['north', { ...CARDIFF_CASTLE, latitude: 51.4832 }, 100.1],
    ['east', { ...CARDIFF_CASTLE, longitude: -3.1801 }, 69.5],
  ])('of a few metres to the %s is right to half a per cent', (_, other, metres) => {
    expect(Math.abs(metresBetween(CARDIFF_CASTLE, other) / metres - 1)).toBeLessThan(0.005);
    expect(metresBetween(other, CARDIFF_CASTLE)).toBeCloseTo(metresBetween(CARDIFF_CASTLE, other), 6);
  });

  it('from Land’s End to John o’ Groats is right too', () => {
    expect(Math.abs(metresBetween(LAND_S_END, JOHN_O_GROATS) / 969_950 - 1)).toBeLessThan(0.005);
  });
});
