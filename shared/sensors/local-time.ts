import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../platform/instant.ts';
import { remembered } from './remembered.ts';

const minuteMillis = 60_000;
const dayMillis = 24 * 60 * minuteMillis;

// Clocks are changed at full quarters of an hour everywhere.
const quarterHourMillis = 15 * minuteMillis;

const offsets = remembered(20, (timeZone: string) =>
  remembered(
    5000,
    (quarterHour: number): number =>
      Temporal.Instant.fromEpochMilliseconds(quarterHour * quarterHourMillis).toZonedDateTimeISO(timeZone)
        .offsetNanoseconds / 1e6,
  ),
);

/** How far the clocks of a time zone are ahead of UTC at a moment, in milliseconds. */
export function offsetMillis(atMillis: number, timeZone: string): number {
  return offsets(timeZone)(Math.floor(atMillis / quarterHourMillis));
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** A time as an officer reads it, such as `21:14`, or `21:14 on 3 November` when that is not the day of `now`. */
export function clockTime(atMillis: number, nowMillis: number, timeZone: string): string {
  const then = atMillis + offsetMillis(atMillis, timeZone);
  const today = nowMillis + offsetMillis(nowMillis, timeZone);
  const date = new Date(then);
  const time = `${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}`;
  if (Math.floor(then / dayMillis) === Math.floor(today / dayMillis)) return time;
  return `${time} on ${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
}

/** A stretch of time: `from` belongs to it, `until` no longer does. */
export interface Span {
  from: Instant;
  until: Instant;
}

/** The same in milliseconds since 1970. */
export interface SpanMillis {
  fromMillis: number;
  untilMillis: number;
}

/** Hours of every day, local to `timeZone`; `22:00` to `07:00` go over midnight. */
export interface DailyHours {
  from: string;
  until: string;
  timeZone: string;
}

/** The daily hours that begin on the local date that is so many days after 1 January 1970. */
const hoursOfDay = remembered(20, (timeZone: string) =>
  remembered(20, (from: string) =>
    remembered(20, (until: string) =>
      remembered(200, (day: number): SpanMillis => {
        const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
        const lastDate = from < until ? date : date.add({ days: 1 });
        const moment = (on: Temporal.PlainDate, time: string): number =>
          on.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
        return { fromMillis: moment(date, from), untilMillis: moment(lastDate, until) };
      }),
    ),
  ),
);

/** The daily hours that touch the time between two moments, whatever the clocks do on those days; oldest first. */
export function hoursBetween(hours: DailyHours, fromMillis: number, untilMillis: number): SpanMillis[] {
  const ofDay = hoursOfDay(hours.timeZone)(hours.from)(hours.until);
  const spans: SpanMillis[] = [];
  // A local date may be a day off the date in UTC, and hours over midnight began a day earlier.
  const lastDay = Math.floor(untilMillis / dayMillis) + 1;
  for (let day = Math.floor(fromMillis / dayMillis) - 2; day <= lastDay; day += 1) {
    const span = ofDay(day);
    if (span.untilMillis > fromMillis && span.fromMillis <= untilMillis) spans.push(span);
  }
  return spans;
}

/** The one of some spans that a moment lies in. */
export function spanAt(spans: readonly SpanMillis[], atMillis: number): SpanMillis | undefined {
  for (const span of spans) if (span.fromMillis <= atMillis && atMillis < span.untilMillis) return span;
  return undefined;
}
