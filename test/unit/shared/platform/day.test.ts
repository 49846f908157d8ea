import { describe, expect, it } from 'vitest';
import { Day, dayOf, Quarter, quarterOf } from '../../../../shared/platform/day.ts';
import { at } from '../../../support/builders.ts';

describe('a day', () => {
  it('is one of the calendar', () => {
    expect(Day.safeParse('2028-02-29').success).toBe(true);
    for (const said of ['2026-02-29', '22/11/2026', '2026-11-22T00:00:00Z', '2026-13-01', '']) {
      expect(Day.safeParse(said).error?.issues[0]?.message, said).toContain('such as 2026-11-22');
    }
  });

  it('is that of an instant, or so many days after it or before', () => {
    expect(dayOf(at('2026-11-22T23:59:59Z'))).toBe('2026-11-22');
    expect(dayOf(at('2026-11-22T23:30:00Z'), 1 / 24)).toBe('2026-11-23');
    expect(dayOf(at('2027-01-01T00:00:00Z'), -1)).toBe('2026-12-31');
  });

  it.each([
    ['2026-01-01', '2026-Q1'],
    ['2026-03-31', '2026-Q1'],
    ['2026-04-01', '2026-Q2'],
    ['2026-09-30', '2026-Q3'],
    ['2026-12-31', '2026-Q4'],
  ])('such as %s lies in quarter %s', (day, quarter) => {
    expect(quarterOf(day)).toBe(quarter);
    expect(Quarter.parse(quarter)).toBe(quarter);
  });

  it('lies in no fifth quarter', () => {
    expect(Quarter.safeParse('2026-Q5').success).toBe(false);
  });
});
