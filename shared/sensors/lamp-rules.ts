import { nightsTouching } from './darkness.ts';
import { type Lamp, lampOf } from './light-rules.ts';
import { spanAt } from './local-time.ts';
import type { MovementHistory, MovementWord } from './movement-history.ts';
import { type Answer, cannotTell, clockOf, type Question, type Rule, well } from './question.ts';
import type { luminaireFailures } from './reading.ts';
import { saidSince } from './reported-history.ts';

const minuteMillis = 60_000;
const hourMillis = 60 * minuteMillis;
const lookBackMillis = 36 * hourMillis;

type Part = (typeof luminaireFailures)[number];

/** What a controller reports to have failed, in words. */
const partWords = {
  'lamp-failure': 'the lamp has failed',
  'control-gear-failure': 'the control gear has failed',
  'relay-failure': 'the relay has failed',
  'gear-communication-failure': 'the control gear does not answer its controller',
} as const satisfies Partial<Record<Part, string>>;

const parts = [
  'lamp-failure',
  'control-gear-failure',
  'relay-failure',
  'gear-communication-failure',
] as const;

/** The rule `lamp-failed`: a luminaire's controller reports a part failed, until it has said otherwise for a while. */
export const lampFailed: Rule = (question) => {
  const { state, settings, seenMillis } = question;
  const settleMillis = settings.reports.settleMinutes * minuteMillis;
  const reasons: string[] = [];
  const againMillis: number[] = [];
  let sinceMillis = Number.POSITIVE_INFINITY;
  let isKnown = false;
  for (const part of parts) {
    const history = state.reported[part];
    if (history === undefined) continue;
    isKnown = true;
    const failure = saidSince(history, true, settleMillis, seenMillis);
    if (failure === undefined) continue;
    sinceMillis = Math.min(sinceMillis, failure.sinceMillis);
    reasons.push(
      `its controller has said since ${clockOf(question)(failure.sinceMillis)}: ${partWords[part]}`,
    );
    if (failure.endsMillis !== undefined) againMillis.push(failure.endsMillis);
  }
  if (reasons.length > 0) return { says: { sinceMillis, reasons }, againMillis };
  return isKnown ? well : cannotTell;
};

/**
 * The rule `cycling`: a light that is due all night goes on and off again and again within an hour, until it has not for
 * an hour; or its controller says that it cycles. A lamp that movement switches does so by right.
 */
export const cycling: Rule = (question) => {
  const { settings, place, nowMillis, seenMillis, state, evidenceFromMillis } = question;
  const { light } = settings;
  const clock = clockOf(question);
  const reported = state.reported['cycling-failure'];
  const said = saidSince(reported, true, settings.reports.settleMinutes * minuteMillis, seenMillis);
  if (said !== undefined) {
    const reasons = [`its controller has said since ${clock(said.sinceMillis)} that it goes on and off`];
    const says = { sinceMillis: said.sinceMillis, reasons };
    return said.endsMillis === undefined ? { says } : { says, againMillis: [said.endsMillis] };
  }
  const lamp = lampOf(question);
  if (lamp === undefined || light.switched !== 'dusk-to-dawn')
    return reported === undefined ? cannotTell : well;
  if (switchings(lamp) < light.cyclingChanges) return well;
  const fromMillis = Math.max(nowMillis - lookBackMillis, evidenceFromMillis);
  const nights = nightsTouching(place, light, fromMillis, nowMillis);
  const changes: number[] = [];
  let wasOn: boolean | undefined;
  for (const [atMillis, , , value] of lamp.recent.kept) {
    const isOn = lamp.isOn(value);
    const isDue = spanAt(nights, atMillis) !== undefined;
    if (isDue && wasOn !== undefined && isOn !== wasOn) changes.push(atMillis);
    // At dusk it comes on for once.
    wasOn = isDue ? isOn : undefined;
  }
  const run = lastRun(changes, light.cyclingChanges);
  if (run === undefined) return well;
  // What is off by day is not thereby mended: the quiet hour is one of a night.
  const quietMillis = nights.reduce((sum, { fromMillis: dusk, untilMillis: dawn }) => {
    return sum + Math.max(0, Math.min(seenMillis, dawn) - Math.max(run.lastMillis, dusk));
  }, 0);
  if (quietMillis >= hourMillis) return well;
  const reasons = [
    `went on or off ${run.count} times between ${clock(run.sinceMillis)} and ${clock(run.lastMillis)}; ${light.cyclingChanges} times in an hour is a fault`,
  ];
  return {
    says: { sinceMillis: run.sinceMillis, reasons },
    againMillis: [seenMillis + hourMillis - quietMillis],
  };
};

/** How often a lamp went on or off in all that is kept of it, by night or by day. */
function switchings({ recent, isOn }: Lamp): number {
  let count = 0;
  let wasOn: boolean | undefined;
  for (const reading of recent.kept) {
    const on = isOn(reading[3]);
    if (wasOn !== undefined && on !== wasOn) count += 1;
    wasOn = on;
  }
  return count;
}

/** The last run of changes, never an hour apart, in which so many came within one hour. */
function lastRun(
  changes: readonly number[],
  least: number,
): { sinceMillis: number; lastMillis: number; count: number } | undefined {
  const last = changes.at(-1);
  if (last === undefined) return undefined;
  let first = changes.length - 1;
  while (first > 0 && (changes[first] ?? 0) - (changes[first - 1] ?? 0) < hourMillis) first -= 1;
  const run = changes.slice(first);
  const isFault = run.some(
    (at, index) => at - (run[index - least + 1] ?? Number.NEGATIVE_INFINITY) < hourMillis,
  );
  return isFault ? { sinceMillis: run[0] ?? last, lastMillis: last, count: run.length } : undefined;
}

/** How many movements in a row must be followed by light for the fault to be over. */
const litInARow = 2;

/**
 * The rule `movement-unlit`: on one night, while light is due, somebody moved in the dark and no light followed, so
 * often that it is no chance; until light followed twice in a row. Told by detectors that say in one breath whether
 * there is movement and whether it is light; the next word of it tells whether light followed.
 */
export const movementUnlit: Rule = (question) => {
  const { settings, place, nowMillis, state, evidenceFromMillis } = question;
  const { light } = settings;
  const kept = state.movement?.kept;
  if (kept === undefined) return cannotTell;
  const fromMillis = Math.max(nowMillis - lookBackMillis, evidenceFromMillis);
  const nights = nightsTouching(place, light, fromMillis, nowMillis);
  let standing: number[] = [];
  let night: (typeof nights)[number] | undefined;
  let unlit: number[] = [];
  let lit = 0;
  let isTold = false;
  for (const [index, [atMillis, , , word]] of kept.entries()) {
    const its = nights.find(({ dark }) => spanAt([dark], atMillis) !== undefined);
    if (its === undefined || !isMoving(word)) continue;
    if (its !== night) unlit = [];
    night = its;
    const isLit = litAfter(kept, index, light.followsWithinSeconds);
    if (isLit === undefined) continue;
    isTold = true;
    lit = isLit ? lit + 1 : 0;
    if (lit >= litInARow) {
      unlit = [];
      standing = [];
    }
    if (!isLit) unlit.push(atMillis);
    if (unlit.length >= light.unlitMovements) standing = unlit;
  }
  return unlitAnswer(question, standing, isTold);
};

const isMoving = (word: MovementWord): boolean => word.startsWith('moving');

/** A lamp needs a moment to come on, and after some minutes it may have gone off again unseen. */
const darkTellsAfterMillis = { from: 5_000, until: 300_000 };

/** Whether there was light with a movement or soon after it; `undefined` where there is no word of that. */
function litAfter(kept: MovementHistory['kept'], index: number, withinSeconds: number): boolean | undefined {
  const moved = kept[index];
  if (moved === undefined) return undefined;
  if (moved[3] === 'moving-light') return true;
  for (const [atMillis, , , word] of kept.slice(index + 1)) {
    const afterMillis = atMillis - moved[0];
    if (word.endsWith('light')) return afterMillis <= withinSeconds * 1000 ? true : undefined;
    if (afterMillis > darkTellsAfterMillis.until) return undefined;
    if (word.endsWith('dark') && afterMillis >= darkTellsAfterMillis.from) return false;
  }
  return undefined;
}

function unlitAnswer(question: Question, unlit: readonly number[], isTold: boolean): Answer {
  const [sinceMillis] = unlit;
  const lastMillis = unlit.at(-1);
  if (sinceMillis === undefined || lastMillis === undefined) return isTold ? well : cannotTell;
  const clock = clockOf(question);
  const reasons = [
    `${unlit.length} times between ${clock(sinceMillis)} and ${clock(lastMillis)} somebody moved in the dark and no light followed`,
  ];
  return { says: { sinceMillis, reasons } };
}
