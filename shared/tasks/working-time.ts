import Holidays from 'date-holidays';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Instant, instant } from '../platform/instant.ts';
import type { Allowance } from './service-levels.ts';

/** When a landlord works. Times are local; days are ISO weekdays, 1 for Monday. Bank holidays are those of the nation. */
export const WorkingHours = z
  .object({
    timeZone: z.string().default('Europe/London'),
    nation: z.enum(['ENG', 'WLS', 'SCT', 'NIR']).default('ENG'),
    opens: z.iso.time({ precision: -1 }).default('09:00'),
    closes: z.iso.time({ precision: -1 }).default('17:00'),
    weekdays: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]),
  })
  .refine(({ opens, closes }) => opens < closes, 'the working day must close after it opens');
export type WorkingHours = z.infer<typeof WorkingHours>;

/**
 * The instant by which something begun at `from` must be done. Clock hours run through; a working day is as much
 * working time as lies between opening and closing, counted from `from` or from the next opening after it.
 * Never falls outside working hours unless the allowance is by the clock.
 */
export function dueAt(from: Instant, allowance: Allowance, hours: WorkingHours): Instant {
  const start = Temporal.Instant.from(from).toZonedDateTimeISO(hours.timeZone);
  if ('clockHours' in allowance) {
    return instant(start.add({ minutes: Math.round(allowance.clockHours * 60) }).epochMilliseconds);
  }
  const [opens, closes] = [Temporal.PlainTime.from(hours.opens), Temporal.PlainTime.from(hours.closes)];
  let leftMinutes = allowance.workingDays * opens.until(closes).total('minutes');
  for (let day = start.toPlainDate(); ; day = day.add({ days: 1 })) {
    if (!isWorkingDay(day, hours)) continue;
    const opening = later(start, day.toZonedDateTime({ timeZone: hours.timeZone, plainTime: opens }));
    const closing = day.toZonedDateTime({ timeZone: hours.timeZone, plainTime: closes });
    const openMinutes = opening.until(closing).total('minutes');
    if (openMinutes <= 0) continue;
    if (leftMinutes <= openMinutes)
      return instant(opening.add({ seconds: Math.round(leftMinutes * 60) }).epochMilliseconds);
    leftMinutes -= openMinutes;
  }
}

function later(a: Temporal.ZonedDateTime, b: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return Temporal.ZonedDateTime.compare(a, b) >= 0 ? a : b;
}

function isWorkingDay(day: Temporal.PlainDate, hours: WorkingHours): boolean {
  return hours.weekdays.includes(day.dayOfWeek) && !bankHolidays(hours.nation, day.year).has(day.toString());
}

// Finding a year's holidays takes milliseconds and every due time asks for them.
const known = new Map<string, ReadonlySet<string>>();

function bankHolidays(nation: WorkingHours['nation'], year: number): ReadonlySet<string> {
  const wanted = `${nation} ${year}`;
  const found =
    known.get(wanted) ??
    new Set(
      new Holidays('GB', nation)
        .getHolidays(year)
        .filter(({ type }) => type === 'public' || type === 'bank')
        .map(({ date }) => date.slice(0, 10)),
    );
  known.set(wanted, found);
  return found;
}
