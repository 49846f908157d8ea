import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Instant, instant, millis } from './instant.ts';

const WEEK = /^(\d{4})-W(\d\d)$/;

/** A week of ISO 8601, Monday to Sunday in UTC, such as `2026-W47`. */
export const Week = z.string().refine((text) => WEEK.test(text) && beginsAndIs(text), {
  error: 'a week of the year such as 2026-W47',
});

/** The week that an instant lies in. */
export function weekOf(at: Instant): string {
  const { yearOfWeek = 0, weekOfYear = 0 } = utcDate(at);
  return `${String(yearOfWeek).padStart(4, '0')}-W${String(weekOfYear).padStart(2, '0')}`;
}

/** When a week begins. Expects a {@link Week}. */
export function weekBegins(week: string): Instant {
  const [, year, number] = WEEK.exec(week) ?? [];
  // The fourth of January is always in the first week.
  const fourth = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 });
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: Number(number) - 1 });
  return instant(monday.toZonedDateTime('UTC').epochMilliseconds);
}

/** The week so many weeks before the one that an instant lies in. */
export function weeksBefore(at: Instant, weeks: number): string {
  return weekOf(instant(millis(at) - weeks * 7 * 86_400_000));
}

function beginsAndIs(text: string): boolean {
  return weekOf(weekBegins(text)) === text;
}

function utcDate(at: Instant): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(millis(at)).toZonedDateTimeISO('UTC');
}
