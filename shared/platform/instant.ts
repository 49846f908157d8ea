import { z } from 'zod';

/** A moment, as ISO 8601 in UTC with exactly three decimals, so that text order is time order. */
export type Instant = string & z.$brand<'Instant'>;

/** The instant of a `Date` or of milliseconds since 1970. Throws `RangeError` when that is no date. */
export function instant(moment: Date | number): Instant {
  return new Date(moment).toISOString() as Instant;
}

/** Any ISO 8601 date-time with an offset or `Z`, read into an {@link Instant}. */
export const Instant = z.iso
  .datetime({ offset: true, error: 'a date and time with its offset, such as 2026-11-22T16:05:00Z' })
  .transform((text): Instant => instant(new Date(text)))
  .pipe(z.custom<Instant>());

/** Milliseconds since 1970. */
export function millis(at: Instant): number {
  return Date.parse(at);
}

/** The instant so many seconds after (negative: before) another. */
export function plusSeconds(at: Instant, seconds: number): Instant {
  return instant(millis(at) + Math.round(seconds * 1000));
}

/** Seconds from one instant to another; negative when `to` is earlier. */
export function secondsBetween(from: Instant, to: Instant): number {
  return (millis(to) - millis(from)) / 1000;
}

/** The earlier of two instants. */
export function earlier(a: Instant, b: Instant): Instant {
  return millis(a) <= millis(b) ? a : b;
}

/** The later of two instants. */
export function later(a: Instant, b: Instant): Instant {
  return millis(a) >= millis(b) ? a : b;
}
