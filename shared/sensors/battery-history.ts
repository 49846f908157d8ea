import { z } from 'zod';

export const weekMillis = 7 * 24 * 3_600_000;

/** A quarter of a year: a slow decline shows, and last winter's cold does not. */
const weekLimit = 13;

/** Each week's lowest value, oldest first; weeks count from 1 January 1970. */
const WeeklyLowest = z.array(z.tuple([z.int(), z.number()]));
export type WeeklyLowest = z.infer<typeof WeeklyLowest>;

/** The lowest battery values of the last 13 weeks in which there was one, in per cent and in millivolts. */
export const BatteryHistory = z.object({
  percent: WeeklyLowest.exactOptional(),
  millivolts: WeeklyLowest.exactOptional(),
});
export type BatteryHistory = z.infer<typeof BatteryHistory>;

/** The history with one more value; the same object when it tells nothing new. */
export function withBattery(
  history: BatteryHistory | undefined,
  unit: keyof BatteryHistory,
  atMillis: number,
  value: number,
): BatteryHistory {
  const week = Math.floor(atMillis / weekMillis);
  const weeks = history?.[unit] ?? [];
  const known = weeks.find(([other]) => other === week);
  if (history !== undefined && known !== undefined && known[1] <= value) return history;
  const newest = Math.max(week, weeks.at(-1)?.[0] ?? week);
  if (history !== undefined && week <= newest - weekLimit) return history;
  const next = weeks.filter(([other]) => other !== week && other > newest - weekLimit);
  next.push([week, value]);
  next.sort(([a], [b]) => a - b);
  return { ...history, [unit]: next };
}

/**
 * The days from `nowMillis` until a battery that goes on falling as in the last weeks comes down to `empty`, or
 * `undefined` when it does not fall. The fall is the median of those between any two weeks since the battery was last
 * changed, of which four are needed: a cold week moves the median little.
 */
export function daysLeft(weeks: WeeklyLowest, empty: number, nowMillis: number): number | undefined {
  const changedAt = weeks.findLastIndex(
    ([, value], index) => value > (weeks[index - 1]?.[1] ?? value) * 1.15,
  );
  const since = weeks.slice(Math.max(0, changedAt));
  const last = since.at(-1);
  const first = since[0];
  if (since.length < 4 || last === undefined || first === undefined || first[1] <= last[1]) return undefined;
  const falls = since.flatMap(([week, value], index) =>
    since.slice(index + 1).map(([laterWeek, laterValue]) => (value - laterValue) / (laterWeek - week)),
  );
  falls.sort((a, b) => a - b);
  const perWeek = falls[Math.floor(falls.length / 2)] ?? 0;
  if (perWeek <= 0) return undefined;
  const weeksSince = nowMillis / weekMillis - (last[0] + 1);
  return ((last[1] - empty) / perWeek - Math.max(0, weeksSince)) * 7;
}
