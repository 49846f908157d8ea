import { z } from 'zod';
import { historyLength, insert, type Kept, type Place, recentOf } from './history.ts';

const Lux = z.number().nonnegative();

/** How many peaks are kept: an evening's fall of daylight at ten-minute steps has about that many. */
const peakLimit = 24;

/** A level in lux, when it was measured and when the reading after it was, in milliseconds since 1970. */
const Peak = z.tuple([Lux, z.number()], z.number());

/**
 * What is known of a light level: the last readings one by one, and what has to be remembered of the older ones so that
 * "dark since" can be answered for any threshold. `before.peaks` are those older readings that no later one of them
 * outshone, brightest first, each with the time of the reading that followed it; `before.fromMillis` is the oldest
 * reading of all.
 */
export const LightHistory = recentOf(Lux).extend({
  before: z.object({ fromMillis: z.number(), peaks: z.array(Peak) }).exactOptional(),
});
export type LightHistory = z.infer<typeof LightHistory>;

type Before = LightHistory['before'];

/** The history with one more reading in its place; the same object when it tells nothing new. */
export function withLightReading(
  history: LightHistory | undefined,
  place: Place,
  lux: number,
): LightHistory | undefined {
  const merged = insert(history, historyLength, place, lux);
  if (merged === undefined) return history;
  const { recent, fallen } = merged;
  const before = fallen === undefined ? history?.before : fold(history?.before, fallen);
  return { ...recent, ...(before !== undefined && { before }) };
}

function fold(before: Before, [atMillis, , , lux]: Kept<number>): Before {
  const peaks = (before?.peaks ?? [])
    .filter(([peak]) => peak > lux)
    .map((peak): z.infer<typeof Peak> => (peak.length > 2 ? peak : [peak[0], peak[1], atMillis]));
  peaks.push([lux, atMillis]);
  return { fromMillis: before?.fromMillis ?? atMillis, peaks: peaks.slice(-peakLimit) };
}

/**
 * When the stretch of darkness began that reaches up to the kept reading at `index` (itself below `litFromLux`):
 * the first reading after the last bright one, after a silence of more than `knownForMillis`, or of all.
 */
export function darkSinceMillis(
  { kept, before, folded }: LightHistory,
  index: number,
  litFromLux: number,
  knownForMillis: number,
): number {
  let since = kept[index]?.[0] ?? 0;
  for (let earlier = index - 1; earlier >= 0; earlier -= 1) {
    const [atMillis = since, , , lux = 0] = kept[earlier] ?? [];
    if (lux >= litFromLux || since - atMillis > knownForMillis) return since;
    since = atMillis;
  }
  if (before === undefined || folded === undefined || since - folded[0] > knownForMillis) return since;
  const lastBright = before.peaks.findLast(([lux]) => lux >= litFromLux);
  return lastBright === undefined ? before.fromMillis : (lastBright[2] ?? since);
}
