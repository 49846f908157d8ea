import { z } from 'zod';
import { insert, type Place, recentOf } from './history.ts';
import type { Reading } from './reading.ts';

/** How many reports of a kind are kept, and so how many newer ones a late one may come after. */
const reportedLength = 16;

const Word = z.union([z.boolean(), z.enum(['none', 'forced', 'open-too-long'])]);
type Word = z.infer<typeof Word>;

/**
 * What a device says again and again of one thing, such as whether it is off its mount: the last reports, and in
 * `before` what it said at the last that is no longer kept, and since when (milliseconds since 1970).
 */
export const ReportedHistory = recentOf(Word).extend({
  before: z.object({ word: Word, sinceMillis: z.number() }).exactOptional(),
});
export type ReportedHistory = z.infer<typeof ReportedHistory>;

/** What is kept so, by the reading's `what`. */
export const reportedKinds = [
  'tamper',
  'door-fault',
  'door-alarm',
  'lamp-failure',
  'control-gear-failure',
  'relay-failure',
  'day-burner',
  'cycling-failure',
  'gear-communication-failure',
] as const satisfies readonly Reading['what'][];
export type ReportedKind = (typeof reportedKinds)[number];

/** What a reading says, if it is of a kind that is kept so. */
export function reportedWord(reading: Reading): { kind: ReportedKind; word: Word } | undefined {
  switch (reading.what) {
    case 'tamper':
      return { kind: reading.what, word: reading.tampered };
    case 'door-fault':
      return { kind: reading.what, word: reading.faulty };
    case 'door-alarm':
      return { kind: reading.what, word: reading.alarm };
    case 'lamp-failure':
    case 'control-gear-failure':
    case 'relay-failure':
    case 'day-burner':
    case 'cycling-failure':
    case 'gear-communication-failure':
      return { kind: reading.what, word: reading.failed };
    default:
      return undefined;
  }
}

/** The history with one more report in its place; the same object when it tells nothing new. */
export function withReport(
  history: ReportedHistory | undefined,
  place: Place,
  word: Word,
): ReportedHistory | undefined {
  const merged = insert(history, reportedLength, place, word);
  if (merged === undefined) return history;
  const next: ReportedHistory = merged.recent;
  const { fallen } = merged;
  const isNews = fallen !== undefined && fallen[3] !== history?.before?.word;
  const before = isNews ? { word: fallen[3], sinceMillis: fallen[0] } : history?.before;
  if (before !== undefined) next.before = before;
  return next;
}

/**
 * Since when `word` was last said (milliseconds since 1970), pauses in which something else was said for less than
 * `settleMillis` not counted; or `undefined` when it was not. `otherwiseMillis` is since when something else is said.
 */
export function lastSaid(
  { kept, before }: ReportedHistory,
  word: Word,
  settleMillis: number,
): { sinceMillis: number; otherwiseMillis: number | undefined } | undefined {
  let sinceMillis = before?.word === word ? before.sinceMillis : undefined;
  let otherwiseMillis = before !== undefined && before.word !== word ? before.sinceMillis : undefined;
  for (const reading of kept) {
    const atMillis = reading[0];
    if (reading[3] !== word) {
      otherwiseMillis ??= atMillis;
      continue;
    }
    if (otherwiseMillis !== undefined && atMillis - otherwiseMillis >= settleMillis) sinceMillis = undefined;
    sinceMillis ??= atMillis;
    otherwiseMillis = undefined;
  }
  return sinceMillis === undefined ? undefined : { sinceMillis, otherwiseMillis };
}

/**
 * Since when `word` is said (milliseconds since 1970), or `undefined` when at `atMillis` something else has been said
 * for `settleMillis`. `endsMillis` is when that will be so, set while something else is being said.
 */
export function saidSince(
  history: ReportedHistory | undefined,
  word: Word,
  settleMillis: number,
  atMillis: number,
): { sinceMillis: number; endsMillis: number | undefined } | undefined {
  const last = history && lastSaid(history, word, settleMillis);
  if (last?.otherwiseMillis === undefined) return last && { ...last, endsMillis: undefined };
  const endsMillis = last.otherwiseMillis + settleMillis;
  return atMillis < endsMillis ? { sinceMillis: last.sinceMillis, endsMillis } : undefined;
}
