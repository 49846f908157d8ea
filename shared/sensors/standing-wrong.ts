import type { Kept } from './history.ts';
import type { SpanMillis } from './local-time.ts';

/** Readings, and what is wrong about them in some spans of time. Times are milliseconds since 1970. */
export interface Watched<V> {
  kept: readonly Kept<V>[];
  isWrong: (value: V) => boolean;
  /** When the stretch of wrong readings began that reaches up to the one at an index. */
  wrongSinceMillis: (index: number) => number;
  /** When it is due to be right, oldest first, and which part of that the readings are evidence of. */
  spans: readonly { evidence: SpanMillis; due: SpanMillis }[];
  /** A reading holds until the next, and at most so long. */
  knownForMillis: number;
  /** How long it must be wrong to count, and right to be over. */
  graceMillis: number;
  settleMillis: number;
  nowMillis: number;
}

/** A stretch that was wrong for longer than its grace, the span it lies in, and the index of its last reading. */
export interface WrongStretch {
  sinceMillis: number;
  lastIndex: number;
  due: SpanMillis;
}

/**
 * Whether something wrong stands: `wrong`, with the time at which it is over if it goes on being right until then
 * (`mendedMillis`); or it is known to be `right`; or nobody can tell, and may by asking again at `againMillis`.
 *
 * What was established so still stands when readings stop or the span is over, for nothing has shown it mended.
 */
export type Standing =
  | { says: 'wrong'; stretch: WrongStretch; mendedMillis?: number }
  | { says: 'right' }
  | { says: 'unknown'; againMillis?: number };

/** Readings in a row, in one span, that are all wrong or all right; `endMillis` is until when they hold. */
interface Run extends WrongStretch {
  isWrong: boolean;
  endMillis: number;
}

/** What the newest readings in the spans say; see {@link Standing}. */
export function standingOf<V>(watched: Watched<V>): Standing {
  const { graceMillis, settleMillis, nowMillis } = watched;
  const [newest, second, third] = newestRuns(watched);
  if (newest === undefined) return { says: 'unknown' };
  const isProven = (run: Run | undefined): run is Run =>
    run?.isWrong === true && run.sinceMillis + graceMillis <= run.endMillis;
  const provenMillis = newest.sinceMillis + graceMillis;

  if (newest.isWrong) {
    if (isProven(newest) && provenMillis <= nowMillis) return { says: 'wrong', stretch: newest };
    // A pause that was too short to have settled parts nothing.
    const earlier = second && newest.sinceMillis - second.sinceMillis < settleMillis ? third : undefined;
    if (isProven(earlier)) return { says: 'wrong', stretch: earlier };
    return isProven(newest) ? { says: 'unknown', againMillis: provenMillis } : { says: 'unknown' };
  }
  const mendedMillis = newest.sinceMillis + settleMillis;
  const earlier = nowMillis < mendedMillis ? second : undefined;
  if (isProven(earlier)) return { says: 'wrong', stretch: earlier, mendedMillis };
  const isDueNow = watched.spans.some(
    ({ due }) => due.fromMillis <= nowMillis && nowMillis < due.untilMillis,
  );
  return isDueNow && newest.endMillis < nowMillis ? { says: 'unknown' } : { says: 'right' };
}

/**
 * The newest three runs of the readings that are evidence, the newest first. A wrong one begins where its caller says it
 * does: the readings that are kept, or are evidence, may be only its end. A right one is followed back no further than
 * it takes to have settled.
 */
function newestRuns<V>(watched: Watched<V>): Run[] {
  const { kept, spans, isWrong, knownForMillis, nowMillis, settleMillis } = watched;
  const runs: Run[] = [];
  let run: Run | undefined;
  let followedMillis = Number.POSITIVE_INFINITY;
  let spanIndex = spans.length - 1;
  for (let index = kept.length - 1; index >= 0; index -= 1) {
    const reading = kept[index];
    if (reading === undefined) break;
    const atMillis = reading[0];
    let span = spans[spanIndex];
    while (span !== undefined && atMillis < span.evidence.fromMillis) {
      spanIndex -= 1;
      span = spans[spanIndex];
    }
    if (span === undefined) break;
    if (atMillis >= span.evidence.untilMillis) continue;
    const wrong = isWrong(reading[3]);
    if (run !== undefined && run.isWrong === wrong && run.due === span.due) {
      if (!wrong) {
        run.sinceMillis = atMillis;
        if (nowMillis - atMillis >= settleMillis) break;
      }
    } else if (runs.length === 3) {
      break;
    } else {
      const endMillis = Math.min(followedMillis, atMillis + knownForMillis, span.due.untilMillis);
      const sinceMillis = wrong
        ? Math.max(span.evidence.fromMillis, watched.wrongSinceMillis(index))
        : atMillis;
      run = { isWrong: wrong, sinceMillis, lastIndex: index, due: span.due, endMillis };
      runs.push(run);
    }
    followedMillis = atMillis;
  }
  return runs;
}
