import { z } from 'zod';
import { type Instant, instant, millis } from './instant.ts';

/** A day of the calendar, such as `2026-11-22`. */
export const Day = z.iso.date('a day of the calendar such as 2026-11-22');
export type Day = z.infer<typeof Day>;

const DAY_MILLIS = 86_400_000;

/** The day that an instant lies in, UTC; or the one so many days after it, before it when negative. */
export function dayOf(at: Instant, daysLater = 0): Day {
  return instant(millis(at) + daysLater * DAY_MILLIS).slice(0, 10);
}

/** A quarter of a calendar year, such as `2026-Q4`. */
export const Quarter = z.string().regex(/^\d{4}-Q[1-4]$/, 'a quarter of a year such as 2026-Q4');
export type Quarter = z.infer<typeof Quarter>;

/** The quarter that a day lies in. */
export function quarterOf(day: Day): Quarter {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}
