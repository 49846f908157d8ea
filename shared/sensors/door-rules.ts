import { type SurePart, sureParts } from './door-history.ts';
import { surelyOpenedAgainMillis } from './door-use.ts';
import { hoursBetween, type SpanMillis, spanAt } from './local-time.ts';
import { type Answer, cannotTell, clockOf, duration, type Question, type Rule, well } from './question.ts';

const minuteMillis = 60_000;

/** A limit that an opening outlasted, or will when it goes on: when, and how an officer reads it. */
interface Outlasted {
  atMillis: number;
  words: string;
}

/** An opening, both its limits, and the one that it outlasts first. */
interface Standing {
  sinceMillis: number;
  held: Outlasted;
  overnight: Outlasted | undefined;
}

/**
 * The rule `held-open`: a door has been open longer than the hour allows, until it has then been closed for its
 * settle time. Bouncing shut for a moment does not end it; a door in use, open again and again, is none.
 */
export const heldOpen: Rule = (question) => answerOf(question, 'held-open');

/**
 * The rule `open-overnight`: a door that was opened by day is still open when its grace after lock-up is over. An
 * opening is one fault, of the rule that finds it first; the other's finding is among its reasons.
 */
export const openOvernight: Rule = (question) => answerOf(question, 'open-overnight');

function answerOf(question: Question, asked: 'held-open' | 'open-overnight'): Answer {
  const { doorStretches: stretches, settings, nowMillis, state } = question;
  const last = stretches.at(-1);
  if (last === undefined) return cannotTell;
  const standing = standingOpening(question);
  if (standing === undefined) {
    // When to ask again for either is told once.
    const part = last.open && state.door !== undefined ? sureParts(state.door, last).at(-1) : undefined;
    if (part === undefined || asked === 'open-overnight') return well;
    const { held, overnight } = limitsOf(question, part.fromMillis);
    const firstMillis = Math.min(held.atMillis, overnight?.atMillis ?? held.atMillis);
    const again = nowMillis < firstMillis ? firstMillis : believedMillis(question, part);
    return { says: 'well', againMillis: [again] };
  }
  const { sinceMillis, held, overnight } = standing;
  const isOvernight = overnight !== undefined && overnight.atMillis < held.atMillis;
  if ((asked === 'open-overnight') !== isOvernight) return well;

  const outlasted = [held, overnight]
    .filter((limit) => limit !== undefined)
    .filter(({ atMillis }) => atMillis <= Math.min(nowMillis, question.seenMillis))
    .sort((a, b) => a.atMillis - b.atMillis)
    .map(({ words }) => words);
  const clock = clockOf(question);
  const settle = duration(settings.door.settleSeconds);
  const reasons = [`open since ${clock(sinceMillis)}, ${outlasted.join(', and ')}`];
  const againMillis: number[] = [];
  if (!last.open) {
    reasons.push(`closed at ${clock(last.fromMillis)}, not yet for ${settle}`);
    againMillis.push(last.fromMillis + settings.door.settleSeconds * 1000);
  } else if (last.fromMillis > sinceMillis) {
    reasons.push(
      `closed in between, but for less than ${settle}; open again since ${clock(last.fromMillis)}`,
    );
  }
  return { says: { sinceMillis, reasons }, againMillis };
}

/** The opening that counts as too long, if one does. */
function standingOpening(question: Question): Standing | undefined {
  const { doorStretches, settings, seenMillis, state } = question;
  const { dayLimitMinutes, nightLimitMinutes, lockUpGraceMinutes, settleSeconds } = settings.door;
  const shortest = Math.min(dayLimitMinutes, nightLimitMinutes, lockUpGraceMinutes) * minuteMillis;
  let standing: Standing | undefined;
  for (const stretch of doorStretches) {
    const untilMillis = Math.min(stretch.untilMillis ?? seenMillis, seenMillis);
    const lastedMillis = untilMillis - stretch.fromMillis;
    if (!stretch.open && lastedMillis >= settleSeconds * 1000) standing = undefined;
    if (!stretch.open || standing !== undefined || lastedMillis < shortest || state.door === undefined)
      continue;
    const parts = sureParts(state.door, stretch);
    for (const [index, part] of parts.entries()) {
      standing ??= outlasting(question, part, parts[index + 1]?.fromMillis ?? untilMillis);
    }
  }
  return standing;
}

function outlasting(question: Question, part: SurePart, untilMillis: number): Standing | undefined {
  const { held, overnight } = limitsOf(question, part.fromMillis);
  const overMillis = Math.min(held.atMillis, overnight?.atMillis ?? Number.POSITIVE_INFINITY);
  if (overMillis > untilMillis || believedMillis(question, part) > untilMillis) return undefined;
  return { sinceMillis: part.fromMillis, held, overnight };
}

/** Said again so long after the opening it is no report that fell into the moments in which somebody passed. */
const saidAgainMillis = 5 * minuteMillis;

/** A device that was not even heard so often is taken at its word: nothing else is known of it. */
const hardlyHeard = 4;

/**
 * From when an opening is believed. Its closing may have been lost on the air, so one word of it is not enough: the
 * device says so again and nothing was lost between, or by now somebody would have opened it again on any day.
 */
function believedMillis(question: Question, { fromMillis, saidMillis }: SurePart): number {
  if (saidMillis - fromMillis >= saidAgainMillis || question.state.heard.sentMillis.length < hardlyHeard)
    return fromMillis;
  return surelyOpenedAgainMillis(question, fromMillis);
}

/** When an opening outlasts what is allowed, counted from the end of a mute that it began in. */
function limitsOf(question: Question, openedMillis: number): Pick<Standing, 'held' | 'overnight'> {
  const { door, timeZone } = question.settings;
  const fromMillis = Math.max(openedMillis, question.evidenceFromMillis);
  const limits = [door.dayLimitMinutes, door.nightLimitMinutes].map((minutes) => minutes * minuteMillis);
  const latestMillis = fromMillis + Math.max(...limits);
  const hours = { from: door.nightFrom, until: door.nightUntil, timeZone };
  // A day on, so that the next lock-up is among them.
  const nights = hoursBetween(hours, fromMillis, latestMillis + 24 * 60 * minuteMillis);
  return { held: firstOver(question, fromMillis, nights), overnight: lockUp(question, fromMillis, nights) };
}

/** When an opening outlasts what is allowed at that hour: at night that may be the very start of the night. */
function firstOver({ settings }: Question, fromMillis: number, nights: readonly SpanMillis[]): Outlasted {
  const { dayLimitMinutes, nightLimitMinutes } = settings.door;
  const ends = [dayLimitMinutes, nightLimitMinutes].map((limit) => fromMillis + limit * minuteMillis);
  // The limit changes only where day and night meet, so it can be outlasted only there and at its own ends.
  const edges = nights.flatMap((night) => [night.fromMillis, night.untilMillis]);
  const moments = [...ends, ...edges].sort((a, b) => a - b);
  for (const atMillis of moments) {
    const atNight = spanAt(nights, atMillis) !== undefined;
    const limitMinutes = atNight ? nightLimitMinutes : dayLimitMinutes;
    if (atMillis - fromMillis >= limitMinutes * minuteMillis) {
      const words = `longer than the ${limitMinutes} minutes allowed ${atNight ? 'at night' : 'by day'}`;
      return { atMillis, words };
    }
  }
  // Not reached: at the longer of the two limits either is outlasted.
  return { atMillis: Math.max(...ends), words: `longer than the ${dayLimitMinutes} minutes allowed by day` };
}

/** When the grace after the next lock-up is over, for a door that is not opened at night. */
function lockUp(
  { settings }: Question,
  fromMillis: number,
  nights: readonly SpanMillis[],
): Outlasted | undefined {
  const night = nights.find((hours) => hours.fromMillis > fromMillis);
  if (night === undefined || spanAt(nights, fromMillis) !== undefined) return undefined;
  return {
    atMillis: night.fromMillis + settings.door.lockUpGraceMinutes * minuteMillis,
    words: `still open after lock-up at ${settings.door.nightFrom}`,
  };
}
