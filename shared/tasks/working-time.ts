import Holidays from 'date-holidays';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Instant, instant, plusSeconds, secondsBetween } from '../platform/instant.ts';
import type { Allowance } from './service-levels.ts';

/**
 * When a landlord works. Times are local; days are ISO weekdays, 1 for Monday. Bank holidays are those of the nation, and
 * `closedOn` are days of the landlord's own besides.
 */
export const WorkingHours = z
  .object({
    timeZone: z.string().default('Europe/London'),
    nation: z.enum(['ENG', 'WLS', 'SCT', 'NIR']).default('ENG'),
    opens: z.iso.time({ precision: -1 }).default('09:00'),
    closes: z.iso.time({ precision: -1 }).default('17:00'),
    weekdays: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]),
    closedOn: z.array(z.iso.date()).default([]),
  })
  .refine(({ opens, closes }) => opens < closes, 'the working day must close after it opens');
export type WorkingHours = z.infer<typeof WorkingHours>;

/**
 * The instant by which something begun at `from` must be done. Clock hours run through; a working day is as much
 * working time as lies between opening and closing, counted from `from` or from the next opening after it.
 * Never falls outside working hours unless the allowance is by the clock.
 */
export function dueAt(from: Instant, allowance: Allowance, hours: WorkingHours): Instant {
  if ('clockHours' in allowance) return plusSeconds(from, Math.round(allowance.clockHours * 60) * 60);
  const start = localTime(from, hours);
  let leftMinutes =
    'workingHours' in allowance ? allowance.workingHours * 60 : allowance.workingDays * minutesOfDay(hours);
  if (leftMinutes <= 0) return from;
  for (const times = workingTimes(start, hours); ; ) {
    const [opening, openMinutes] = times.next().value;
    if (leftMinutes <= openMinutes)
      return instant(opening.add({ seconds: Math.round(leftMinutes * 60) }).epochMilliseconds);
    leftMinutes -= openMinutes;
  }
}

/**
 * What is left of an allowance at `now` when it would end at `due`, in the allowance's own unit: what a paused clock goes
 * on with. Nothing is left of one that is over.
 */
export function allowanceLeft(
  now: Instant,
  due: Instant,
  allowance: Allowance,
  hours: WorkingHours,
): Allowance {
  if ('clockHours' in allowance) return { clockHours: Math.max(0, secondsBetween(now, due) / 3600) };
  const end = localTime(due, hours);
  let minutes = 0;
  for (const [opening, openMinutes] of workingTimes(localTime(now, hours), hours)) {
    const until = opening.until(end).total('minutes');
    if (until <= 0) break;
    minutes += Math.min(openMinutes, until);
  }
  return 'workingHours' in allowance
    ? { workingHours: minutes / 60 }
    : { workingDays: minutes / minutesOfDay(hours) };
}

/** A share of an allowance, in its own unit. */
export function shareOf(allowance: Allowance, share: number): Allowance {
  if ('clockHours' in allowance) return { clockHours: allowance.clockHours * share };
  if ('workingHours' in allowance) return { workingHours: allowance.workingHours * share };
  return { workingDays: allowance.workingDays * share };
}

/** The month, 1 to 12, that it is where the landlord works. */
export function localMonth(at: Instant, hours: WorkingHours): number {
  return localTime(at, hours).month;
}

/** Whether the landlord is at work at a moment: between opening and closing on a working day. */
export function isWorkingTime(at: Instant, hours: WorkingHours): boolean {
  const local = localTime(at, hours);
  const time = local.toPlainTime();
  const { compare } = Temporal.PlainTime;
  return (
    isWorkingDay(local.toPlainDate(), hours) &&
    compare(time, hours.opens) >= 0 &&
    compare(time, hours.closes) < 0
  );
}

/** The first moment after another at which it is a time of day such as `07:30` on a working day. */
export function nextWorkingDayAt(after: Instant, timeOfDay: string, hours: WorkingHours): Instant {
  const { timeZone } = hours;
  for (let day = localTime(after, hours).toPlainDate(); ; day = day.add({ days: 1 })) {
    const moment = instant(day.toZonedDateTime({ timeZone, plainTime: timeOfDay }).epochMilliseconds);
    if (moment > after && isWorkingDay(day, hours)) return moment;
  }
}

/** The date, such as `2026-11-22`, that it is where the landlord works. */
export function localDate(at: Instant, hours: WorkingHours): string {
  return localTime(at, hours).toPlainDate().toString();
}

function localTime(at: Instant, { timeZone }: WorkingHours): Temporal.ZonedDateTime {
  return Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
}

function minutesOfDay({ opens, closes }: WorkingHours): number {
  return Temporal.PlainTime.from(opens).until(Temporal.PlainTime.from(closes)).total('minutes');
}

/** The working times from a moment on, without end: when each begins, and how many minutes it lasts. */
function* workingTimes(
  start: Temporal.ZonedDateTime,
  hours: WorkingHours,
): Generator<[opening: Temporal.ZonedDateTime, openMinutes: number], never> {
  const { timeZone, opens, closes } = hours;
  for (let day = start.toPlainDate(); ; day = day.add({ days: 1 })) {
    if (!isWorkingDay(day, hours)) continue;
    const opening = later(start, day.toZonedDateTime({ timeZone, plainTime: opens }));
    const openMinutes = opening.until(day.toZonedDateTime({ timeZone, plainTime: closes })).total('minutes');
    if (openMinutes > 0) yield [opening, openMinutes];
  }
}

function later(a: Temporal.ZonedDateTime, b: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return Temporal.ZonedDateTime.compare(a, b) >= 0 ? a : b;
}

function isWorkingDay(day: Temporal.PlainDate, hours: WorkingHours): boolean {
  const date = day.toString();
  const isClosed = hours.closedOn.includes(date) || bankHolidays(hours.nation, day.year).has(date);
  return hours.weekdays.includes(day.dayOfWeek) && !isClosed;
}

// Proclaimed for once, and not in date-holidays 3.37.0: Scotland, for the men's football World Cup.
const PROCLAIMED: readonly { nation: WorkingHours['nation']; date: string }[] = [
  { nation: 'SCT', date: '2026-06-15' },
];

// Finding a year's holidays takes milliseconds and every due time asks for them.
const known = new Map<string, ReadonlySet<string>>();

function bankHolidays(nation: WorkingHours['nation'], year: number): ReadonlySet<string> {
  const wanted = `${nation} ${year}`;
  const found =
    known.get(wanted) ??
    new Set([
      ...new Holidays('GB', nation)
        .getHolidays(year)
        .filter(({ type }) => type === 'public' || type === 'bank')
        .map(({ date }) => date.slice(0, 10)),
      ...PROCLAIMED.filter((once) => once.nation === nation).map(({ date }) => date),
    ]);
  known.set(wanted, found);
  return found;
}
