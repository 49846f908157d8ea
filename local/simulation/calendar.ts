import { offsetMillis } from '../../shared/sensors/local-time.ts';

export const secondMillis = 1000;
export const minuteMillis = 60 * secondMillis;
export const hourMillis = 60 * minuteMillis;
export const dayMillis = 24 * hourMillis;

/** Where the estates are: what the landlord's settings have by default. */
const timeZone = 'Europe/London';

/** A local day, by its first moment and that of the next, in milliseconds since 1970; on most days 24 hours apart. */
export interface Day {
  /** The first day of the simulation is 0. */
  readonly index: number;
  readonly fromMillis: number;
  readonly untilMillis: number;
  readonly isWeekend: boolean;
}

/** The local days of a simulation that begins on the local date of `firstMillis`. */
export function daysFrom(firstMillis: number, count: number): Day[] {
  const first = Math.floor((firstMillis + offsetMillis(firstMillis, timeZone)) / dayMillis);
  return Array.from({ length: count }, (_, index) => {
    const weekday = new Date((first + index) * dayMillis).getUTCDay();
    return {
      index,
      fromMillis: localMillis((first + index) * dayMillis),
      untilMillis: localMillis((first + index + 1) * dayMillis),
      isWeekend: weekday === 0 || weekday === 6,
    };
  });
}

/** The moment of a local time of a day, in hours since its midnight as a clock on the wall shows them. */
export function momentOf(day: Day, hours: number): number {
  const midnight = day.fromMillis + offsetMillis(day.fromMillis, timeZone);
  return localMillis(midnight + hours * hourMillis);
}

function localMillis(wallMillis: number): number {
  return wallMillis - offsetMillis(wallMillis - offsetMillis(wallMillis, timeZone), timeZone);
}
