import { describe, expect, it } from 'vitest';
import { readSchedule } from '../../../../local/events/schedule.ts';

function next(expression: string, after: string): string | undefined {
  const millis = readSchedule(expression, 'r')(Date.parse(after));
  return millis === undefined ? undefined : new Date(millis).toISOString();
}

describe('a schedule', () => {
  it.each([
    ['rate(1 minute)', '2026-11-22T08:00:00.000Z', '2026-11-22T08:01:00.000Z'],
    ['rate(5 minutes)', '2026-11-22T08:03:12.345Z', '2026-11-22T08:05:00.000Z'],
    ['rate(5 minutes)', '2026-11-22T08:05:00.000Z', '2026-11-22T08:10:00.000Z'],
    ['rate(5 minutes)', '2026-11-22T08:04:59.999Z', '2026-11-22T08:05:00.000Z'],
    ['rate(1 hour)', '2026-11-22T08:59:59.999Z', '2026-11-22T09:00:00.000Z'],
    ['rate(1 day)', '2026-11-22T08:00:00Z', '2026-11-23T00:00:00.000Z'],
    ['cron(* * * * ? *)', '2026-11-22T08:00:30Z', '2026-11-22T08:01:00.000Z'],
    ['cron(0/15 * * * ? *)', '2026-11-22T08:15:00Z', '2026-11-22T08:30:00.000Z'],
    ['cron(5/15 * * * ? *)', '2026-11-22T08:51:00Z', '2026-11-22T09:05:00.000Z'],
    ['cron(0 22 * * ? *)', '2026-11-22T22:00:00Z', '2026-11-23T22:00:00.000Z'],
    ['cron(0 22 ? * MON-FRI *)', '2026-11-20T22:00:00Z', '2026-11-23T22:00:00.000Z'],
    ['cron(0 9 ? * 1 *)', '2026-11-16T00:00:00Z', '2026-11-22T09:00:00.000Z'],
    ['cron(30 6,18 1 JAN,jul ? *)', '2026-11-22T00:00:00Z', '2027-01-01T06:30:00.000Z'],
    ['cron(0 0 29 2 ? *)', '2026-11-22T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['cron(0 0 1 1 ? 2030/2)', '2030-01-01T00:00:00Z', '2032-01-01T00:00:00.000Z'],
  ])('%s after %s fires at %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('has no boundary left when its last year has passed', () => {
    expect(next('cron(0 0 1 1 ? 2026)', '2026-01-01T00:00:00Z')).toBeUndefined();
  });

  it.each([
    ['rate(0 minutes)', 'at least 1'],
    ['rate(1 minutes)', 'singular after 1'],
    ['rate(5 minute)', 'singular after 1'],
    ['rate(5 weeks)', 'neither'],
    ['at(2026-11-22T08:00:00)', 'neither'],
    ['cron(0 22 * * *)', 'six fields'],
    ['cron(0 22 * * * *)', 'exactly one of day of month and day of week must be ?'],
    ['cron(0 22 ? * ? *)', 'exactly one'],
    ['cron(0 22 L * ? *)', '"L" in the field day of month'],
    ['cron(0 22 15W * ? *)', '"15W" in the field day of month'],
    ['cron(0 22 ? * 2#1 *)', '"2#1" in the field day of week'],
    ['cron(60 22 * * ? *)', '"60" in the field minutes'],
    ['cron(0 22-20 * * ? *)', '"22-20" in the field hours'],
    ['cron(0/0 22 * * ? *)', '"0/0" in the field minutes'],
    ['cron(? 22 * * ? *)', '"?" in the field minutes'],
  ])('refuses %s by name', (expression, reason) => {
    expect(() => readSchedule(expression, 'nightly')).toThrow(
      `The schedule "${expression}" of rule "nightly"`,
    );
    expect(() => readSchedule(expression, 'nightly')).toThrow(reason);
  });
});
