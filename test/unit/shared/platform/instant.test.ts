import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  earlier,
  Instant,
  instant,
  later,
  millis,
  plusSeconds,
  secondsBetween,
} from '../../../../shared/platform/instant.ts';
import { at } from '../../../support/builders.ts';

const moments = fc.date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('9999-12-31') });

describe('an instant', () => {
  it.each([
    ['2026-11-22T16:05:00Z', '2026-11-22T16:05:00.000Z'],
    ['2026-07-01T16:05:00+01:00', '2026-07-01T15:05:00.000Z'],
    ['2026-11-22T16:05:00.123456789Z', '2026-11-22T16:05:00.123Z'],
    ['2026-11-22T00:05:00.5-02:30', '2026-11-22T02:35:00.500Z'],
  ])('is read from %s as %s', (text, expected) => {
    expect(Instant.parse(text)).toBe(expected);
  });

  it.each(['2026-11-22', '2026-11-22T16:05:00', '2026-02-30T00:00:00Z', '22/11/2026 16:05', 'now', ''])(
    'is not read from %o, and the refusal shows one',
    (text) => {
      expect(Instant.safeParse(text).error?.issues[0]?.message).toBe(
        'a date and time with its offset, such as 2026-11-22T16:05:00Z',
      );
    },
  );

  it('is not made of what is no date', () => {
    expect(() => instant(Number.NaN)).toThrow(RangeError);
  });

  it('sorts as text in the order of time', () => {
    fc.assert(
      fc.property(moments, moments, (a, b) => {
        expect(instant(a) < instant(b)).toBe(a.getTime() < b.getTime());
      }),
    );
  });

  it('is as many seconds from another as were added', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('1980-01-01'), max: new Date('2100-01-01') }),
        fc.integer({ min: -1e8, max: 1e8 }),
        (date, seconds) => {
          const from = instant(date);
          expect(secondsBetween(from, plusSeconds(from, seconds))).toBe(seconds);
        },
      ),
    );
  });

  it('is the earlier or the later of two', () => {
    const [morning, noon] = [at('2026-11-22T08:00:00Z'), at('2026-11-22T12:00:00Z')];
    expect([earlier(noon, morning), later(noon, morning)]).toEqual([morning, noon]);
    expect(millis(noon) - millis(morning)).toBe(4 * 3_600_000);
  });
});
