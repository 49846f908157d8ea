import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, millis } from '../../../../shared/platform/instant.ts';
import { Week, weekBegins, weekOf, weeksBefore } from '../../../../shared/platform/week.ts';
import { at } from '../../../support/builders.ts';

describe('a week', () => {
  // ISO 8601-1:2019, 4.2.2: the first week is that of the year’s first Thursday.
  it.each([
    ['2026-11-22T23:59:59.999Z', '2026-W47'],
    ['2026-11-23T00:00:00Z', '2026-W48'],
    ['2026-12-31T12:00:00Z', '2026-W53'],
    ['2027-01-03T23:59:59Z', '2026-W53'],
    ['2027-01-04T00:00:00Z', '2027-W01'],
    ['2024-12-29T23:59:59Z', '2024-W52'],
    ['2024-12-30T00:00:00Z', '2025-W01'],
    ['2022-01-01T00:00:00Z', '2021-W52'],
    ['2021-01-03T12:00:00Z', '2020-W53'],
  ])('that %s lies in is %s', (moment, week) => {
    expect(weekOf(at(moment))).toBe(week);
  });

  it('is that of the hour in Greenwich, whatever the clock at the camera says', () => {
    expect(weekOf(at('2026-06-15T00:30:00+01:00'))).toBe('2026-W24');
  });

  it('begins on the Monday whose week it is', () => {
    expect(weekBegins('2026-W47')).toBe('2026-11-16T00:00:00.000Z');
    expect(weekBegins('2025-W01')).toBe('2024-12-30T00:00:00.000Z');
    expect(weekBegins('2027-W01')).toBe('2027-01-04T00:00:00.000Z');
  });

  it('holds every instant from its beginning to the next’s', () => {
    const moment = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) }).map(instant);
    fc.assert(
      fc.property(moment, (when) => {
        const begins = millis(weekBegins(weekOf(when)));
        expect(new Date(begins).getUTCDay()).toBe(1);
        expect(millis(when) - begins).toBeGreaterThanOrEqual(0);
        expect(millis(when) - begins).toBeLessThan(7 * 86_400_000);
      }),
    );
  });

  it('is one that its year has', () => {
    expect(Week.safeParse('2026-W53').success).toBe(true);
    for (const text of ['2025-W53', '2026-W00', '2026-W54', '2026-W7', '2026-47', 'W47', '']) {
      expect(Week.safeParse(text).error?.issues[0]?.message, text).toBe(
        'a week of the year such as 2026-W47',
      );
    }
  });

  it('before another may be of the year before', () => {
    expect(weeksBefore(at('2027-01-05T00:00:00Z'), 1)).toBe('2026-W53');
    expect(weeksBefore(at('2026-11-22T00:00:00Z'), 0)).toBe('2026-W47');
  });
});
