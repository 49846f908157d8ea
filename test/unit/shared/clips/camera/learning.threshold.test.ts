import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CameraFlag } from '../../../../../shared/clips/camera/camera-flag.ts';
import { thresholdOf } from '../../../../../shared/clips/camera/learning.ts';
import { plusSeconds } from '../../../../../shared/platform/instant.ts';
import { at } from '../../../../support/builders.ts';
import { aCameraFlag, flagsOf } from '../../../../support/camera-flags.ts';

const NOW = at('2026-11-23T09:00:00Z');
const daysAgo = (days: number) => plusSeconds(NOW, -days * 86_400);

describe('the threshold of a camera', () => {
  const real = (...confidences: number[]) => flagsOf('confirmed', confidences);
  const inVain = (...confidences: number[]) => flagsOf('not-waste', confidences);

  it('is the settings’ own while nobody has judged anything', () => {
    const awaiting = flagsOf('awaiting', [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(thresholdOf(0.45, awaiting, NOW)).toEqual({
      threshold: 0.45,
      because: undefined,
      judged: 0,
      falseFlags: 0,
    });
  });

  it('goes to the lowest that would have left one false flag in five, in words', () => {
    const flags = [...real(0.7, 0.8, 0.9), ...inVain(0.46, 0.47, 0.5, 0.5, 0.55, 0.6, 0.61)];
    expect(thresholdOf(0.45, flags, NOW)).toEqual({
      threshold: 0.62,
      because: 'raised from 0.45 to 0.62: 7 of its last 10 flags were false',
      judged: 10,
      falseFlags: 7,
    });
  });

  it('stays for fewer than five judged flags, and for one false in five', () => {
    expect(thresholdOf(0.45, inVain(0.5, 0.5, 0.5, 0.5), NOW).threshold).toBe(0.45);
    expect(thresholdOf(0.45, inVain(0.5, 0.5, 0.5, 0.5, 0.5), NOW).threshold).toBe(0.51);
    const oneInFive = [...real(0.8, 0.8, 0.8, 0.8), ...inVain(0.5)];
    expect(thresholdOf(0.45, oneInFive, NOW)).toMatchObject({ threshold: 0.45, because: undefined });
  });

  it('leaves a fifth of false flags standing rather than go higher than needed', () => {
    const flags = [...real(0.8, 0.8, 0.8, 0.8), ...inVain(0.5, 0.9)];
    expect(thresholdOf(0.45, flags, NOW).threshold).toBe(0.51);
  });

  it('does not miss more than a tenth of the real ones, and says so', () => {
    const flags = [...real(0.5, 0.5, 0.9, 0.9), ...inVain(0.48, 0.6, 0.6)];
    expect(thresholdOf(0.45, flags, NOW)).toMatchObject({
      threshold: 0.49,
      because:
        'raised from 0.45 to 0.49: 3 of its last 7 flags were false; a higher one would have missed too many real ones',
    });
  });

  it('may miss one real one in ten, and not two', () => {
    const tenReal = [0.5, ...Array.from({ length: 9 }, () => 0.9)];
    const falseOnes = inVain(0.55, 0.55, 0.55, 0.55, 0.55);
    expect(thresholdOf(0.45, [...real(...tenReal), ...falseOnes], NOW).threshold).toBe(0.56);
    const twoLow = tenReal.with(1, 0.5);
    expect(thresholdOf(0.45, [...real(...twoLow), ...falseOnes], NOW).threshold).toBe(0.45);
  });

  it('stays, and says why, where it cannot be raised without missing real ones', () => {
    const flags = [...real(0.46, 0.46, 0.46), ...inVain(0.6, 0.7)];
    expect(thresholdOf(0.45, flags, NOW)).toMatchObject({
      threshold: 0.45,
      because:
        'left at 0.45 though 2 of its last 5 flags were false: a higher one would have missed too many real ones',
    });
  });

  it('misses up to half of the real ones where three in four are false', () => {
    const outnumbered = [...real(0.5, 0.9), ...inVain(0.6, 0.6, 0.6, 0.6, 0.6, 0.6)];
    expect(thresholdOf(0.45, outnumbered, NOW).threshold).toBe(0.61);
    expect(thresholdOf(0.45, outnumbered.slice(0, -1), NOW).threshold).toBe(0.45);
    const allReal = [...real(0.5, 0.5), ...inVain(0.6, 0.6, 0.6, 0.6, 0.6, 0.6)];
    expect(thresholdOf(0.45, allReal, NOW).threshold).toBe(0.45);
  });

  it('goes no higher than 0.95', () => {
    expect(thresholdOf(0.45, inVain(0.6, 0.6, 0.97, 0.98, 0.99), NOW)).toMatchObject({
      threshold: 0.61,
      because: 'raised from 0.45 to 0.61: 5 of its last 5 flags were false; it goes no higher than 0.95',
    });
    expect(thresholdOf(0.45, inVain(0.94, 0.94, 0.94, 0.94, 0.94), NOW).threshold).toBe(0.95);
    expect(thresholdOf(0.97, inVain(0.98, 0.98, 0.98, 0.98, 0.98), NOW).threshold).toBe(0.97);
  });

  it('comes back by itself as the false flags age', () => {
    const flags = inVain(0.5, 0.5, 0.5, 0.5, 0.5).map((flag) => ({ ...flag, at: daysAgo(89) }));
    expect(thresholdOf(0.45, flags, NOW).threshold).toBe(0.51);
    expect(thresholdOf(0.45, flags, plusSeconds(NOW, 2 * 86_400))).toMatchObject({
      threshold: 0.45,
      judged: 0,
    });
  });

  it('rests on the last fifty only', () => {
    const old = inVain(...Array.from({ length: 20 }, () => 0.5)).map((flag) => ({
      ...flag,
      at: daysAgo(30),
    }));
    const good = real(...Array.from({ length: 45 }, () => 0.8));
    expect(thresholdOf(0.45, [...old, ...good], NOW)).toMatchObject({
      threshold: 0.45,
      judged: 50,
      falseFlags: 5,
    });
  });

  it('counts several clips of one incident as one look, with the surest of them', () => {
    const pram = flagsOf('not-waste', [0.5, 0.52, 0.5, 0.5, 0.5], { incidentId: 'FT-1' });
    expect(thresholdOf(0.45, [...real(0.8, 0.8, 0.8, 0.8), ...pram], NOW)).toMatchObject({
      threshold: 0.45,
      judged: 5,
      falseFlags: 1,
    });
    expect(thresholdOf(0.45, [...real(0.8, 0.8, 0.8), ...pram, ...inVain(0.5)], NOW)).toMatchObject({
      threshold: 0.53,
    });
  });

  it('says nothing of flags that the settings would not make today', () => {
    expect(thresholdOf(0.6, inVain(0.5, 0.5, 0.5, 0.5, 0.5), NOW)).toMatchObject({
      threshold: 0.6,
      judged: 0,
    });
  });

  const confidence = fc.integer({ min: 0, max: 100 }).map((hundredth) => hundredth / 100);
  const outcome = fc.constantFrom<CameraFlag['outcome']>(
    'confirmed',
    'not-waste',
    'weather-or-light',
    'duplicate',
    'awaiting',
  );
  const someFlags = fc
    .array(fc.record({ confidence, outcome, hoursAgo: fc.integer({ min: 0, max: 3_000 }) }), {
      maxLength: 40,
    })
    .map((flags) =>
      flags.map(({ hoursAgo, ...flag }, index) =>
        aCameraFlag({ ...flag, sightingId: `s${index}`, at: plusSeconds(NOW, -hoursAgo * 3_600) }),
      ),
    );

  it('never falls for one more false flag', () => {
    fc.assert(
      fc.property(someFlags, confidence, confidence, (flags, settings, another) => {
        const more = aCameraFlag({ sightingId: 'more', confidence: another, outcome: 'not-waste' });
        const before = thresholdOf(settings, flags, NOW).threshold;
        expect(thresholdOf(settings, [...flags, more], NOW).threshold).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never below the settings, above 0.95 only with them, and misses no more than half of the real ones', () => {
    fc.assert(
      fc.property(someFlags, confidence, (flags, settings) => {
        const { threshold } = thresholdOf(settings, flags, NOW);
        expect(threshold).toBeGreaterThanOrEqual(settings);
        expect(threshold).toBeLessThanOrEqual(Math.max(settings, 0.95));
        const realOnes = flags.filter(
          (flag) => flag.outcome === 'confirmed' && flag.confidence >= settings && flag.at >= daysAgo(90),
        );
        const missed = realOnes.filter((flag) => flag.confidence < threshold);
        expect(missed.length).toBeLessThanOrEqual(realOnes.length / 2);
      }),
    );
  });

  it('does not depend on the order of the flags', () => {
    const shuffled = someFlags.chain((flags) =>
      fc.tuple(fc.constant(flags), fc.shuffledSubarray(flags, { minLength: flags.length })),
    );
    fc.assert(
      fc.property(shuffled, ([flags, others]) => {
        expect(thresholdOf(0.45, others, NOW)).toEqual(thresholdOf(0.45, flags, NOW));
      }),
    );
  });
});
