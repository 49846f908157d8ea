import { Temporal } from 'temporal-polyfill';
import { type Instant, instant } from '../platform/instant.ts';

/** The same local time of day so many months later; the month's last day where there is no such day. Pure. */
export function monthsLater(at: Instant, months: number, timeZone: string): Instant {
  return instant(Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).add({ months }).epochMilliseconds);
}
