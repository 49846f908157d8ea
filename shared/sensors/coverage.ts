import { z } from 'zod';
import { type Instant, instant, millis } from '../platform/instant.ts';
import { Week, weekBegins, weekOf } from '../platform/week.ts';
import type { DeviceState } from './device.ts';
import { coverage, type SilenceNumbers } from './heard.ts';

const weekMillis = 7 * 86_400_000;
// 1 January 1970 was a Thursday; weeks begin on Mondays.
const mondayMillis = 3 * 86_400_000;

/** How much of a week one device really observed its asset: a share of the time, 0 to 1. */
export const WeekCoverage = z.object({
  assetId: z.string(),
  deviceId: z.string(),
  week: Week,
  share: z.number().min(0).max(1),
});
export type WeekCoverage = z.infer<typeof WeekCoverage>;

/** How many weeks have ended by a moment since the first Monday of 1970: changes when a week is to be counted. */
export function weeksEnded(now: Instant): number {
  return Math.floor((millis(now) + mondayMillis) / weekMillis);
}

// What a device remembers and sends later fills gaps, so that a week is counted once more when the next one ends; of
// those before that its state knows no more than four.
const COUNTED_AGAIN = 1;
const KNOWN_WEEKS = 4;

/**
 * The coverage of the weeks that ended since `counted` ({@link weeksEnded} as it was when they were counted last), and of
 * the one before them again. A week of which nothing was observed is left out.
 */
export function weeksToCount(
  { deviceId, heard }: DeviceState,
  assetId: string,
  settings: SilenceNumbers,
  counted: number,
  now: Instant,
): WeekCoverage[] {
  const ended = weeksEnded(now);
  const first = Math.max(counted - COUNTED_AGAIN, ended - KNOWN_WEEKS);
  return Array.from({ length: Math.max(0, ended - first) }, (_, index) => {
    const from = instant((first + index) * weekMillis - mondayMillis);
    const until = instant(millis(from) + weekMillis);
    return { assetId, deviceId, week: weekOf(from), share: coverage(heard, settings, from, until) };
  }).filter(({ share }) => share > 0);
}

/** A stretch of time in which a share of 0 to 1 was observed. */
export interface Observed {
  readonly from: Instant;
  readonly until: Instant;
  readonly share: number;
}

/** The weeks that were counted as stretches: of several devices at an asset, the one that observed it most counts. */
export function observedWeeks(weeks: readonly WeekCoverage[]): Observed[] {
  return [...Map.groupBy(weeks, ({ week }) => week)].map(([week, by]) => {
    const from = weekBegins(week);
    return {
      from,
      until: instant(millis(from) + weekMillis),
      share: Math.max(...by.map(({ share }) => share)),
    };
  });
}

/** The share, 0 to 1, of the time between two moments that was observed. What no stretch tells of was not. */
export function shareObserved(stretches: readonly Observed[], from: Instant, until: Instant): number {
  const [start, end] = [millis(from), millis(until)];
  if (end <= start) return 0;
  const observed = stretches.map((stretch) => {
    const overlap = Math.min(end, millis(stretch.until)) - Math.max(start, millis(stretch.from));
    return Math.max(0, overlap) * stretch.share;
  });
  return Math.min(1, observed.reduce((sum, each) => sum + each, 0) / (end - start));
}
