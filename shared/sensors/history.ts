import { z } from 'zod';
import { type Instant, millis } from '../platform/instant.ts';
import { quickMillis } from './quick-instant.ts';
import { clockToleranceSeconds, FrameCounter, type Uplink } from './uplink.ts';

/**
 * How many readings of a door or a light level are kept one by one, and so how late one may come and still take its
 * place: one that is older than the 64 newest is ignored. A light that reports every 10 minutes may be 10 hours late.
 */
export const historyLength = 64;

/** How far back a reading that a device remembered may lie: their memories hold about a week. */
const memoryMillis = 7 * 24 * 3600 * 1000;

/**
 * A reading at its place in a history, as an array, because a device's item holds some hundred of them: when it held
 * (milliseconds since 1970), the frame counter of the uplink that brought it, which run of the counter that was, the
 * value, and a 1 when the device told of it afterwards. A run is an index into the history's `sessions`, or one of
 * {@link withoutSession}, or else the device's own time (milliseconds since 1970), which was not to be believed.
 */
export type Kept<V> = [atMillis: number, counter: number, run: number, value: V, ...remembered: 1[]];

/** Runs of devices that know no sessions: with nothing to tell them apart, or with their own time, which is `at`. */
const withoutSession = { nameless: -1, ownTime: -2 } as const;

/**
 * The newest readings of a kind, oldest first. `folded` is the last that fell off the old end, and `sessions` are
 * those of the readings here, in alphabetical order.
 */
export interface Recent<V> {
  sessions: string[];
  kept: Kept<V>[];
  folded?: Kept<V>;
}

/** The schema of a {@link Recent} of values of this schema. */
export function recentOf<V extends z.ZodType>(value: V) {
  const kept = z.tuple([z.number(), FrameCounter, z.number(), value], z.literal(1));
  return z.object({
    sessions: z.array(z.string()),
    kept: z.array(kept).min(1),
    folded: kept.exactOptional(),
  });
}

/** Where the readings of one uplink belong. `sentMillis` is the device's own time where it knows no sessions. */
export interface Place {
  atMillis: number;
  counter: number;
  session: string | undefined;
  sentMillis: number | undefined;
  remembered: boolean;
}

/** The place of an uplink's live readings, which was received at `receivedMillis`; its time is that of `happenedAt`. */
export function placeOf({ session, counter, deviceTime }: Uplink, receivedMillis: number): Place {
  const place = { counter, session, remembered: false };
  if (deviceTime === undefined) return { ...place, atMillis: receivedMillis, sentMillis: undefined };
  const sentMillis = quickMillis(deviceTime);
  const { ahead, behind } = clockToleranceSeconds;
  const isBelieved =
    sentMillis >= receivedMillis - behind * 1000 && sentMillis <= receivedMillis + ahead * 1000;
  return {
    ...place,
    atMillis: isBelieved ? sentMillis : receivedMillis,
    sentMillis: session === undefined ? sentMillis : undefined,
  };
}

/**
 * The place of a reading that the device remembers from `at`, or `undefined` where that time cannot be true: after
 * its uplink was received, or longer ago than a device's memory reaches.
 */
export function rememberedPlace(live: Place, at: Instant, receivedMillis: number): Place | undefined {
  const atMillis = millis(at);
  if (atMillis > receivedMillis + clockToleranceSeconds.ahead * 1000) return undefined;
  if (atMillis < receivedMillis - memoryMillis) return undefined;
  return { ...live, atMillis, remembered: true };
}

/** The order in which readings happened; 0 only for the same place. */
function inOrder(a: Kept<unknown>, b: Kept<unknown>): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || (b[4] ?? 0) - (a[4] ?? 0);
}

const ownTime = (kept: Kept<unknown>): number => (kept[2] === withoutSession.ownTime ? kept[0] : kept[2]);

/** Whether two are one delivery, which may have been received at two times. */
function isRepeat(a: Kept<unknown>, b: Kept<unknown>): boolean {
  return a[1] === b[1] && ownTime(a) === ownTime(b) && a[4] === b[4] && (a[4] === undefined || a[0] === b[0]);
}

/** Whether two live readings are of one run of the counter, so that the counter tells which came first. */
const shareCounter = (a: Kept<unknown>, b: Kept<unknown>): boolean =>
  a[2] >= 0 && a[2] === b[2] && a[4] === undefined && b[4] === undefined;

const isFolded = (incoming: Kept<unknown>, folded: Kept<unknown>): boolean =>
  inOrder(incoming, folded) <= 0 || (shareCounter(incoming, folded) && incoming[1] <= folded[1]);

/**
 * The readings with one more in its place, at most `limit` of them, and the one that thereby fell off the old end, if
 * any; or `undefined` when nothing changes (a repeat, or older than all that is kept).
 *
 * The result depends only on which readings came, not on their order or repeats: a repeat counts from its earliest
 * receipt, and a reading that was received after a later one of its session (a higher counter) is dated no later
 * than that one. Beyond `limit` readings this holds for as long as none comes after `limit` newer ones.
 */
export function insert<V>(
  history: Recent<V> | undefined,
  limit: number,
  place: Place,
  value: V,
): { recent: Recent<V>; fallen: Kept<V> | undefined } | undefined {
  const before = knowing(history ?? { sessions: [], kept: [] }, place.session);
  const run = runOf(before, place);
  const incoming: Kept<V> = place.remembered
    ? [place.atMillis, place.counter, run, value, 1]
    : [place.atMillis, place.counter, run, value];

  const { kept, folded } = before;
  const after = comesNext(kept, incoming)
    ? appended(kept, incoming, limit)
    : inserted(kept, folded, incoming, limit);
  if (after === undefined) return undefined;
  const { next, fallen } = after;
  const recent: Recent<V> = { sessions: before.sessions, kept: next };
  if (fallen !== undefined) return { recent: withoutUnused({ ...recent, folded: fallen }), fallen };
  if (folded !== undefined) recent.folded = folded;
  return { recent, fallen };
}

/** The readings with one more, and the one that fell off the old end. */
interface After<V> {
  next: Kept<V>[];
  fallen: Kept<V> | undefined;
}

/** Whether a reading is surely no repeat and comes after all that are kept, as nearly all do. */
function comesNext(kept: readonly Kept<unknown>[], incoming: Kept<unknown>): boolean {
  const newest = kept.at(-1);
  if (newest === undefined) return false;
  if (shareCounter(newest, incoming)) return newest[1] < incoming[1] && newest[0] <= incoming[0];
  if (incoming[2] !== withoutSession.ownTime || newest[0] >= incoming[0]) return false;
  // The same time of its own may have come before, and not have been believed.
  for (const known of kept) if (known[2] === incoming[0]) return false;
  return true;
}

function appended<V>(kept: readonly Kept<V>[], incoming: Kept<V>, limit: number): After<V> {
  const next = kept.slice();
  // The oldest makes room first: a copy that need not grow costs half.
  const fallen = next.length < limit ? undefined : next.shift();
  next.push(incoming);
  return { next, fallen };
}

function inserted<V>(
  kept: readonly Kept<V>[],
  folded: Kept<V> | undefined,
  incoming: Kept<V>,
  limit: number,
): After<V> | undefined {
  const repeat = kept.find((known) => isRepeat(known, incoming));
  if (repeat !== undefined && repeat[0] <= incoming[0]) return undefined;
  let atMillis = incoming[0];
  for (const known of kept) {
    if (shareCounter(known, incoming) && known[1] > incoming[1]) atMillis = Math.min(atMillis, known[0]);
  }
  const placed = dated(incoming, atMillis);
  if (folded !== undefined && isFolded(placed, folded)) return undefined;
  const newest = kept.at(-1);
  // Without a session no counter dates another reading.
  if (placed[2] < 0 && newest !== undefined && inOrder(newest, placed) < 0)
    return appended(kept, placed, limit);
  const next = kept
    .filter((known) => known !== repeat)
    .map((known) =>
      shareCounter(known, placed) && known[1] < placed[1] && known[0] > atMillis
        ? dated(known, atMillis)
        : known,
    );
  next.push(placed);
  next.sort(inOrder);
  return { next, fallen: next.length > limit ? next.shift() : undefined };
}

function dated<V>([, counter, run, value, ...remembered]: Kept<V>, atMillis: number): Kept<V> {
  return [atMillis, counter, run, value, ...remembered];
}

function runOf({ sessions }: Recent<unknown>, { session, sentMillis, atMillis }: Place): number {
  if (session !== undefined) return sessions.indexOf(session);
  if (sentMillis === undefined) return withoutSession.nameless;
  return sentMillis === atMillis ? withoutSession.ownTime : sentMillis;
}

/** The same readings with a session among the `sessions`. */
function knowing<V>(history: Recent<V>, session: string | undefined): Recent<V> {
  if (session === undefined || history.sessions.includes(session)) return history;
  return underSessions(history, [...history.sessions, session].sort());
}

/** The same readings without the sessions that none of them is of. */
function withoutUnused<V>(history: Recent<V>): Recent<V> {
  const { sessions, kept, folded } = history;
  if (sessions.length === 0 || (sessions.length === 1 && kept.at(-1)?.[2] === 0)) return history;
  const used = new Set(kept.map(([, , run]) => run)).add(folded?.[2] ?? withoutSession.nameless);
  const left = sessions.filter((_, run) => used.has(run));
  return left.length === sessions.length ? history : underSessions(history, left);
}

function underSessions<V>({ sessions, kept, folded }: Recent<V>, next: string[]): Recent<V> {
  const moved = ([at, counter, run, value, ...remembered]: Kept<V>): Kept<V> => {
    const session = sessions[run];
    return [at, counter, session === undefined ? run : next.indexOf(session), value, ...remembered];
  };
  return {
    sessions: next,
    kept: kept.map(moved),
    ...(folded !== undefined && { folded: moved(folded) }),
  };
}
