import type { Word } from './air.ts';
import { type Day, minuteMillis, momentOf } from './calendar.ts';

/**
 * When the rules promise to have found a kind of fault: `afterStartMinutes` after it began; or `afterWordMinutes` after so
 * many `words` of it have arrived; or, of an opening, so many minutes after the first word of it after which none was
 * lost, or after lock-up where that was said before, but not before it was said again; or by the device's own rhythm.
 */
export type Limit =
  | { readonly afterStartMinutes: number }
  | { readonly words: number; readonly afterWordMinutes?: number }
  | { readonly openMinutes: number; readonly afterLockUp?: boolean }
  | 'own-rhythm';

/** What a limit is counted from: when the fault began and on which day, and how often its device reports. */
export interface Began {
  readonly fromMillis: number;
  readonly day: Day;
  readonly reportMinutes: number;
}

/** When a fault is due, given the words of it that arrived, in order; `undefined` while those are too few. */
export function dueMillis(limit: Limit, began: Began, words: readonly Word[]): number | undefined {
  const { fromMillis, reportMinutes } = began;
  if (limit === 'own-rhythm') return fromMillis + silenceMinutes(reportMinutes) * minuteMillis;
  if ('afterStartMinutes' in limit) return fromMillis + limit.afterStartMinutes * minuteMillis;
  if ('openMinutes' in limit) return openingDueMillis(limit, began, words);
  const word = words[limit.words - 1];
  return word && word.arrivedMillis + (limit.afterWordMinutes ?? 0) * minuteMillis;
}

// What is said again sooner may be a report that fell into the moments in which somebody passed.
const saidAgainMillis = 5 * minuteMillis;

/** When blocks lock up by the landlord's settings, and until when whoever is just coming in has the time for it. */
const lockUp = { atHours: 22, graceMinutes: 15 };

function openingDueMillis(
  { openMinutes, afterLockUp = false }: Extract<Limit, { openMinutes: number }>,
  { day }: Began,
  words: readonly Word[],
): number | undefined {
  let first: Word | undefined;
  let last: Word | undefined;
  for (const word of words) {
    if (first === undefined || word.ordinal !== (last?.ordinal ?? 0) + 1) first = word;
    last = word;
    if (word.saidMillis - first.saidMillis < saidAgainMillis) continue;
    const overMillis = first.saidMillis + openMinutes * minuteMillis;
    const isByLockUp = afterLockUp && first.saidMillis < momentOf(day, lockUp.atHours);
    const graceOverMillis = momentOf(day, lockUp.atHours) + lockUp.graceMinutes * minuteMillis;
    return Math.max(word.arrivedMillis, isByLockUp ? Math.min(overMillis, graceOverMillis) : overMillis);
  }
  return undefined;
}

/** Lost reports that the landlord's settings allow, half of one for jitter, and their least silence. */
const silence = { reports: 4.5, leastMinutes: 60 };

/** How long at most a device that reports so often may be silent; its rhythm is known to the quarter hour. */
export const silenceMinutes = (reportMinutes: number): number =>
  Math.max(silence.leastMinutes, silence.reports * (reportMinutes + 15));
