import { z } from 'zod';
import { type Instant, millis } from '../platform/instant.ts';
import { DaySlots, daysMarked, longestGaps, slotsBetween, withSlot } from './day-slots.ts';

const minuteMillis = 60_000;

/** The slots of `quarterHours`. */
export const quarterHourMillis = 15 * minuteMillis;
export const quarterHoursPerDay = 96;

/** How many of the newest receipts tell a device's rhythm. */
const receiptLimit = 16;

/**
 * When a device was heard: the times that its 16 newest uplinks were sent at (milliseconds since 1970, ascending),
 * and the quarter hours of the last 35 days from which there is word of it, by an uplink or by what it remembered.
 */
export const Heard = z.object({ sentMillis: z.array(z.number()), quarterHours: DaySlots.exactOptional() });
export type Heard = z.infer<typeof Heard>;

const never: Heard = { sentMillis: [] };

/** The same with one more uplink, sent at that time; the same object when that tells nothing new. */
export function withUplinkSent(heard: Heard = never, atMillis: number): Heard {
  const { sentMillis } = heard;
  const marked = withMoment(heard, atMillis);
  const last = sentMillis.at(-1) ?? Number.NEGATIVE_INFINITY;
  const oldest = sentMillis[0] ?? Number.NEGATIVE_INFINITY;
  if (atMillis <= last) {
    if (sentMillis.includes(atMillis)) return marked;
    if (sentMillis.length === receiptLimit && atMillis < oldest) return marked;
  }
  const next = sentMillis.slice(sentMillis.length === receiptLimit ? 1 : 0);
  next.push(atMillis);
  if (atMillis < last) next.sort((a, b) => a - b);
  return { ...marked, sentMillis: next };
}

/** The same with word of the device from one more moment; the same object when that tells nothing new. */
export function withMoment(heard: Heard = never, atMillis: number): Heard {
  const { quarterHours } = heard;
  const next = withSlot(quarterHours, quarterHoursPerDay, Math.floor(atMillis / quarterHourMillis));
  return next === quarterHours ? heard : { ...heard, quarterHours: next };
}

/** The days, counted from 1 January 1970 in UTC, from which there is word of a device. */
export function heardDays({ quarterHours }: Heard): Set<number> {
  return daysMarked(quarterHours, quarterHoursPerDay);
}

/** The numbers by which silence is told; see `sensor-settings.ts`. */
export interface SilenceNumbers {
  firstIntervalMinutes: number;
  lostReports: number;
  minimumMinutes: number;
}

/** Days of being heard after which a device's rhythm is its own; until then the settings say how often it reports. */
const daysToKnow = 7;

/** One report lost, and half a one more for jitter. */
const firstIntervals = 2.5;

/** Sixteen reports that are this regular are a beat, not a bout of people at a door. */
const beat = { longestToMedian: 1.5, leastMillis: 2 * 60 * minuteMillis };

const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.floor(share * (ascending.length - 1))] ?? 0;

/**
 * A device's rhythm as its newest reports tell it: the median of the times between them and the ninth of their tenths,
 * in milliseconds. `isBeat` is true when they came so regularly that they say it all.
 */
export interface Rhythm {
  medianMillis: number;
  ninthTenthMillis: number;
  isBeat: boolean;
}

/** The rhythm of a device's newest reports. */
export function rhythmOf({ sentMillis }: Heard): Rhythm {
  const gaps: number[] = [];
  for (let index = 1; index < sentMillis.length; index += 1) {
    const gap = (sentMillis[index] ?? 0) - (sentMillis[index - 1] ?? 0);
    // Put where it belongs at once: so few are sorted quicker so than by a call for each comparison.
    let place = gaps.length;
    for (; place > 0 && (gaps[place - 1] ?? 0) > gap; place -= 1) gaps[place] = gaps[place - 1] ?? 0;
    gaps[place] = gap;
  }
  const [medianMillis, ninthTenthMillis] = [quantile(gaps, 0.5), quantile(gaps, 0.9)];
  // Of the usual distance: a long silence before a bout does not make it a beat.
  const isSpread = medianMillis * gaps.length >= beat.leastMillis;
  const isRegular =
    ninthTenthMillis <= medianMillis * beat.longestToMedian &&
    quantile(gaps, 0.1) * beat.longestToMedian >= medianMillis;
  return {
    medianMillis,
    ninthTenthMillis,
    isBeat: gaps.length === receiptLimit - 1 && isSpread && isRegular,
  };
}

/**
 * The silence within which no device is silent, in milliseconds: so many lost reports at their median distance (and half
 * a one more, for jitter), twice the longest of the usual distances, and the settings' minimum, whichever is longest.
 */
export function surelyAllowedMillis(rhythm: Rhythm, settings: SilenceNumbers): number {
  return Math.max(
    settings.minimumMinutes * minuteMillis,
    rhythm.medianMillis * (settings.lostReports + 0.5),
    rhythm.ninthTenthMillis * 2,
  );
}

/**
 * The longest silences of the days from which there is word, in milliseconds, ascending, to the quarter hour. The first
 * and the last are left out: a part of a day has no long silence.
 */
function longestSilences({ quarterHours }: Heard): number[] {
  return longestGaps(quarterHours, quarterHoursPerDay)
    .slice(1, -1)
    .map((gap) => gap * quarterHourMillis)
    .sort((a, b) => a - b);
}

/**
 * How long a device may be silent before anybody wonders, in milliseconds: by its own rhythm once that is known, until
 * then by two and a half of the settings' intervals. Reports that come as people pass say little about the night; so, unless the newest
 * are a regular beat, the longest silence of a usual day counts as one report's distance. The lower quartile of the
 * days is a day on which none was lost.
 */
export function silenceAllowedMillis(
  heard: Heard,
  settings: SilenceNumbers,
  rhythm = rhythmOf(heard),
): number {
  const byReports = surelyAllowedMillis(rhythm, settings);
  if (rhythm.isBeat) return byReports;
  const usual = usualSilenceMillis(heard);
  if (usual === undefined)
    return Math.max(byReports, settings.firstIntervalMinutes * minuteMillis * firstIntervals);
  return Math.max(byReports, usual * (settings.lostReports + 0.5));
}

/**
 * The time between two reports of a device, in milliseconds, that is not often exceeded: by its beat where it has one,
 * else by the longest silence of its usual days, and until those are known by the settings' interval.
 */
export function reportDistanceMillis(heard: Heard, settings: SilenceNumbers): number {
  const rhythm = rhythmOf(heard);
  if (rhythm.isBeat) return rhythm.ninthTenthMillis;
  const usual = usualSilenceMillis(heard) ?? settings.firstIntervalMinutes * minuteMillis;
  return Math.max(rhythm.ninthTenthMillis, usual);
}

/**
 * The silence that a device's usual days have at most, in milliseconds, to the quarter hour; `undefined` until enough of
 * its days are known.
 */
function usualSilenceMillis(heard: Heard): number | undefined {
  const silences = longestSilences(heard);
  return silences.length < daysToKnow ? undefined : quantile(silences, 0.25);
}

/**
 * The share of a stretch of time, 0 to 1, in which a device was really observed: each quarter hour from which there is
 * word of it counts, and so does what follows it for as long as its rhythm allows silence. Times before the 35 days
 * that are kept count as not observed.
 */
export function coverage(heard: Heard, settings: SilenceNumbers, from: Instant, until: Instant): number {
  const [start, end] = [millis(from), millis(until)];
  if (end <= start) return 0;
  const allowed = silenceAllowedMillis(heard, settings);
  const first = Math.floor((start - allowed) / quarterHourMillis);
  let observed = 0;
  let covered = start;
  for (const slot of slotsBetween(
    heard.quarterHours,
    quarterHoursPerDay,
    first,
    Math.ceil(end / quarterHourMillis),
  )) {
    const since = Math.max(slot * quarterHourMillis, covered);
    const to = Math.min(slot * quarterHourMillis + Math.max(allowed, quarterHourMillis), end);
    if (to > since) observed += to - since;
    covered = Math.max(covered, to);
  }
  return observed / (end - start);
}
