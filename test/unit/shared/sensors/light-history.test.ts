import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  darkSinceMillis,
  type LightHistory,
  withLightReading,
} from '../../../../shared/sensors/light-history.ts';

const start = Date.parse('2026-11-20T16:00:00Z');
const timeOf = (index: number) => start + index * 600_000;
const placeAt = (counter: number) => ({
  atMillis: timeOf(counter),
  counter,
  session: 'a',
  sentMillis: undefined,
  remembered: false,
});

const historyOf = (levels: readonly number[]): LightHistory | undefined =>
  levels.reduce<LightHistory | undefined>(
    (history, lux, counter) => withLightReading(history, placeAt(counter), lux),
    undefined,
  );

describe('the history of a light level', () => {
  it('knows since when it is dark for any threshold, however many readings ago that was', () => {
    // Any light, and then a night so long that what was bright before it is no longer kept one by one.
    const levels = fc
      .tuple(
        fc.array(fc.constantFrom(0, 1, 2, 3, 5, 8, 13, 21, 500, 20_000), { maxLength: 200, size: 'max' }),
        fc.array(fc.constantFrom(0, 1, 2), { maxLength: 150, size: 'max' }),
      )
      .map(([before, night]) => [...before, ...night]);
    fc.assert(
      fc.property(levels, fc.constantFrom(1, 2, 2.5, 4, 8, 10, 21, 1000), (all, litFromLux) => {
        const history = historyOf([...all, 0]);
        if (history === undefined) throw new Error('no reading was kept');
        const index = history.kept.length - 1;
        const lastBright = all.findLastIndex((lux) => lux >= litFromLux);
        expect(darkSinceMillis(history, index, litFromLux, Number.POSITIVE_INFINITY)).toBe(
          timeOf(lastBright + 1),
        );
      }),
    );
  });

  it('begins darkness anew after a silence', () => {
    let history = historyOf([40, 0, 0]);
    for (const counter of [30, 31]) {
      history = withLightReading(history, placeAt(counter), 0);
    }
    if (history === undefined) throw new Error('no reading was kept');
    expect(darkSinceMillis(history, 4, 5, 3_600_000)).toBe(timeOf(30));
    expect(darkSinceMillis(history, 4, 5, 5 * 3_600_000)).toBe(timeOf(1));
  });
});
