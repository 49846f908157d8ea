import { z } from 'zod';
import { Instant, secondsBetween } from '../platform/instant.ts';
import { insert, Kept } from './history.ts';

const LightReading = Kept.extend({ lux: z.number().nonnegative() });

/** A light level, in lux, at a place in its history. */
export type LightReading = z.infer<typeof LightReading>;

/** How many peaks are kept: an evening's fall of daylight at ten-minute steps has about that many. */
const peakLimit = 24;

const Peak = z.object({ lux: z.number().nonnegative(), at: Instant, followedAt: Instant.exactOptional() });

/**
 * What is known of a light level: the newest (`lux`, measured `at`), the last readings one by one, and what has to
 * be remembered of the older ones so that "dark since" can be answered for any threshold. `before.peaks` are
 * those older readings that no later one of them outshone, brightest first, each with the time of the reading
 * that followed it; `before.from` is the oldest reading of all.
 */
export const LightHistory = z.object({
  lux: z.number().nonnegative(),
  at: Instant,
  readings: z.array(LightReading).min(1),
  before: z.object({ from: Instant, peaks: z.array(Peak), last: Kept }).exactOptional(),
});
export type LightHistory = z.infer<typeof LightHistory>;

type Before = LightHistory['before'];

/** The history with one more reading in its place; the same object when it tells nothing new. */
export function withLightReading(history: LightHistory | undefined, reading: LightReading): LightHistory {
  const merged = insert(history?.readings ?? [], history?.before?.last, reading);
  if (merged === undefined && history !== undefined) return history;
  const { readings, fallen } = merged ?? { readings: [reading], fallen: undefined };
  const before = fallen === undefined ? history?.before : fold(history?.before, fallen);
  const newest = readings.at(-1) ?? reading;
  return { lux: newest.lux, at: newest.at, readings, ...(before !== undefined && { before }) };
}

function fold(before: Before, fallen: LightReading): Before {
  const { lux, ...last } = fallen;
  const earlier = (before?.peaks ?? []).map((peak) =>
    peak.followedAt === undefined ? { ...peak, followedAt: fallen.at } : peak,
  );
  const peaks = [...earlier.filter((peak) => peak.lux > lux), { lux, at: fallen.at }].slice(-peakLimit);
  return { from: before?.from ?? fallen.at, peaks, last };
}

/**
 * When the stretch of darkness began that reaches up to the kept reading at `index` (itself below `litFromLux`):
 * the first reading after the last bright one, after a silence of more than `knownForSeconds`, or of all.
 */
export function darkSince(
  history: LightHistory,
  index: number,
  litFromLux: number,
  knownForSeconds: number,
): Instant {
  const { readings, before } = history;
  let since = readings[index]?.at ?? history.at;
  for (const reading of readings.slice(0, index).reverse()) {
    if (reading.lux >= litFromLux || secondsBetween(reading.at, since) > knownForSeconds) return since;
    since = reading.at;
  }
  if (before === undefined || secondsBetween(before.last.at, since) > knownForSeconds) return since;
  const lastBright = before.peaks.findLast((peak) => peak.lux >= litFromLux);
  return lastBright === undefined ? before.from : (lastBright.followedAt ?? since);
}
