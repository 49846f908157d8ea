import type { NextBoundary } from './schedule.ts';

type Refuse = (reason: string) => never;

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly words?: readonly string[];
  /** Whether ? may stand for "the other day field decides". */
  readonly optional?: boolean;
}

const dayMillis = 86_400_000;
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
const minutes: Field = { name: 'minutes', from: 0, to: 59 };
const hours: Field = { name: 'hours', from: 0, to: 23 };
const daysOfMonth: Field = { name: 'day of month', from: 1, to: 31, optional: true };
const monthsOfYear: Field = { name: 'month', from: 1, to: 12, words: months };
const daysOfWeek: Field = { name: 'day of week', from: 1, to: 7, words: weekdays, optional: true };
const years: Field = { name: 'year', from: 1970, to: 2199 };

/**
 * Reads the six fields of an EventBridge cron expression: values, names, lists, ranges, steps, `*` and `?`. `L`, `W`
 * and `#` are refused by name. Sunday is 1.
 */
export function readCron(expression: string, refuse: Refuse): NextBoundary {
  const texts = expression.trim().split(/\s+/);
  const [minuteText, hourText, dayText, monthText, weekdayText, yearText] = texts;
  if (
    texts.length !== 6 ||
    minuteText === undefined ||
    hourText === undefined ||
    dayText === undefined ||
    monthText === undefined ||
    weekdayText === undefined ||
    yearText === undefined
  ) {
    return refuse('cron has six fields: minutes, hours, day of month, month, day of week, year');
  }
  if ((dayText === '?') === (weekdayText === '?')) {
    return refuse('exactly one of day of month and day of week must be ?');
  }
  const minute = readField(minutes, minuteText, refuse);
  const hour = readField(hours, hourText, refuse);
  const dayOfMonth = readField(daysOfMonth, dayText, refuse);
  const month = readField(monthsOfYear, monthText, refuse);
  const weekday = readField(daysOfWeek, weekdayText, refuse);
  const year = readField(years, yearText, refuse);
  const lastYear = Math.max(...year);

  const isDue = (day: Date): boolean =>
    year.has(day.getUTCFullYear()) &&
    month.has(day.getUTCMonth() + 1) &&
    dayOfMonth.has(day.getUTCDate()) &&
    weekday.has(day.getUTCDay() + 1);
  const times = [...hour].flatMap((h) => [...minute].map((m) => (h * 60 + m) * 60_000)).sort((a, b) => a - b);

  return (afterMillis) => {
    for (let day = Math.floor(afterMillis / dayMillis) * dayMillis; ; day += dayMillis) {
      const date = new Date(day);
      if (date.getUTCFullYear() > lastYear) return undefined;
      if (!isDue(date)) continue;
      const time = times.find((millis) => day + millis > afterMillis);
      if (time !== undefined) return day + time;
    }
  };
}

function readField(field: Field, text: string, refuse: Refuse): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', step] = /^([^/]*)(?:\/(\d+))?$/.exec(part) ?? [];
    const [from, to] = bounds(field, range, step !== undefined) ?? [];
    if (from === undefined || to === undefined || step === '0') {
      return refuse(`"${part}" in the field ${field.name}`);
    }
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

function bounds(field: Field, range: string, stepped: boolean): [number, number] | undefined {
  if (range === '*' || (range === '?' && field.optional === true && !stepped)) return [field.from, field.to];
  const [first = '', last] = range.split('-', 2);
  const from = readValue(field, first);
  const to = last === undefined ? (stepped ? field.to : from) : readValue(field, last);
  return from === undefined || to === undefined || from > to ? undefined : [from, to];
}

function readValue(field: Field, text: string): number | undefined {
  const word = field.words?.indexOf(text.toUpperCase()) ?? -1;
  if (word >= 0) return field.from + word;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.from && value <= field.to ? value : undefined;
}
