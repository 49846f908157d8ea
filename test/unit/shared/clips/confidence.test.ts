import { describe, expect, it } from 'vitest';
import { confidenceFeatures, confidenceOf } from '../../../../shared/clips/confidence.ts';

const evidence = { texture: 0.1 };
const plain = { strength: 0.97, evidence };
const faint = { ...plain, strength: 0.25 };
const asked = { isLabelled: true, isStanding: false };

describe('the confidence that something was left', () => {
  it('reaches nine tenths for a plain thing and stays low for a faint one', () => {
    expect(confidenceOf(plain, asked)).toBeGreaterThan(0.9);
    expect(confidenceOf(faint, asked)).toBeLessThan(0.5);
  });

  it('is a probability whatever the strength', () => {
    for (const strength of [0, 1]) {
      const confidence = confidenceOf({ ...plain, strength }, asked);
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThan(1);
    }
  });

  it('is small for a person or vehicle that stands there, however plain', () => {
    expect(confidenceOf(plain, { ...asked, isStanding: true })).toBeLessThan(0.2);
  });

  it('is lower when nobody could be asked what it is', () => {
    const unasked = { ...asked, isLabelled: false };
    expect(confidenceOf(plain, unasked)).toBeLessThan(confidenceOf(plain, asked));
    expect(confidenceOf(plain, unasked)).toBeGreaterThan(0.5);
  });
});

describe('the confidence in what appears as a light near the camera switches', () => {
  const alike = (texture: number) => ({ ...plain, evidence: { texture } });
  const atSwitching = { ...asked, isAtSwitching: true };

  it('stays above a half for a plain thing with a texture of its own, and is lower than at another moment', () => {
    expect(confidenceOf(alike(0.1), atSwitching)).toBeGreaterThan(0.6);
    expect(confidenceOf(alike(0.1), atSwitching)).toBeLessThan(confidenceOf(alike(0.1), asked));
  });

  it('is low for what has the ground’s own texture, however plain', () => {
    expect(confidenceOf(alike(0.6), asked)).toBeGreaterThan(0.9);
    expect(confidenceOf(alike(0.6), atSwitching)).toBeLessThan(0.4);
  });

  it('is that of a person or vehicle at most where one stands there', () => {
    const standing = { ...asked, isStanding: true };
    expect(confidenceOf(alike(0.1), { ...standing, isAtSwitching: true })).toBeLessThan(
      confidenceOf(alike(0.1), standing),
    );
  });
});

describe('what it is computed from', () => {
  it('is the odds of the strength', () => expect(confidenceFeatures(0.5).strength).toBe(0));
});
