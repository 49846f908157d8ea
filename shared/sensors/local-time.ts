import { Temporal } from 'temporal-polyfill';
import { type Instant, instant, millis } from '../platform/instant.ts';
import { remembered } from './remembered.ts';

const dayMillis = 24 * 3600 * 1000;

const local = (at: Instant, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(millis(at)).toZonedDateTimeISO(timeZone);

/** A time as an officer reads it, such as `21:14`, or `21:14 on 3 November` when that is not the day of `now`. */
export function clockTime(at: Instant, now: Instant, timeZone: string): string {
  const [then, today] = [local(at, timeZone), local(now, timeZone)];
  const time = then.toPlainTime().toString({ smallestUnit: 'minute' });
  if (then.toPlainDate().equals(today.toPlainDate())) return time;
  return `${time} on ${then.toPlainDate().toLocaleString('en-GB', { day: 'numeric', month: 'long' })}`;
}

/** A stretch of time: `from` belongs to it, `until` no longer does. */
export interface Span {
  from: Instant;
  until: Instant;
}

/** Hours of every day, local to `timeZone`; `22:00` to `07:00` go over midnight. */
export interface DailyHours {
  from: string;
  until: string;
  timeZone: string;
}

/** The daily hours that begin on the local date that is so many days after 1 January 1970. */
const hoursOfDay = remembered(1000, (day: number, from: string, until: string, timeZone: string): Span => {
  const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
  const lastDate = from < until ? date : date.add({ days: 1 });
  const moment = (on: Temporal.PlainDate, time: string): Instant =>
    instant(on.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds);
  return { from: moment(date, from), until: moment(lastDate, until) };
});

/** The daily hours that touch the time between two moments, whatever the clocks do on those days; oldest first. */
export function hoursBetween(hours: DailyHours, from: Instant, until: Instant): Span[] {
  const spans: Span[] = [];
  // A local date may be a day off the date in UTC, and hours over midnight began a day earlier.
  const lastDay = Math.floor(millis(until) / dayMillis) + 1;
  for (let day = Math.floor(millis(from) / dayMillis) - 2; day <= lastDay; day += 1) {
    const span = hoursOfDay(day, hours.from, hours.until, hours.timeZone);
    if (span.until > from && span.from <= until) spans.push(span);
  }
  return spans;
}

/** Whether a moment lies in one of some spans. */
export function isWithin(spans: readonly Span[], at: Instant): boolean {
  return spans.some(({ from, until }) => from <= at && at < until);
}
