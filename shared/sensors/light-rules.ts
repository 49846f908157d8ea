import { brightDaysTouching, nightsTouching } from './darkness.ts';
import type { Recent } from './history.ts';
import { darkSinceMillis } from './light-history.ts';
import type { SpanMillis } from './local-time.ts';
import { type Answer, cannotTell, clockOf, type Question, type Rule, well } from './question.ts';
import { saidSince } from './reported-history.ts';
import { type Standing, standingOf } from './standing-wrong.ts';

const minuteMillis = 60_000;

// A night's conclusion is drawn from its own readings, and at most from the night before this one.
const lookBackMillis = 36 * 60 * minuteMillis;

/**
 * The rule `dark-when-due`: a light is dark between dusk and dawn for longer than its grace, until it has been lit
 * between dusk and dawn for its settle time. Told by the power it draws, else by its dimming, else by a light meter
 * beside it, and then only while the sun is so low that what is measured is a lamp's.
 *
 * Only readings taken while the light was due are evidence. A reading holds until the next, and for at most three
 * reporting intervals: what silence hides is not told. A fault that was established so still stands in daylight
 * and silence, for nothing has shown it mended. A lamp that movement switches is none of this rule's.
 */
export const darkWhenDue: Rule = (question) => {
  const { settings, place, nowMillis, state } = question;
  const { light } = settings;
  const lamp = lampOf(question);
  if (light.switched !== 'dusk-to-dawn' || (lamp === undefined && state.light === undefined))
    return cannotTell;
  const fromMillis = Math.max(nowMillis - lookBackMillis, question.evidenceFromMillis);
  const nights = nightsTouching(place, light, fromMillis, nowMillis);
  const common = {
    knownForMillis: knownForMillis(question),
    graceMillis: light.graceMinutes * minuteMillis,
    settleMillis: light.settleMinutes * minuteMillis,
    nowMillis,
  };
  if (lamp !== undefined) {
    const isOff = (value: number): boolean => !lamp.isOn(value);
    const standing = standingOf({
      ...common,
      kept: lamp.recent.kept,
      isWrong: isOff,
      wrongSinceMillis: (index) => sinceOf(lamp.recent, isOff, index, common),
      spans: nights.map((due) => ({ evidence: unmuted(question, due), due })),
    });
    return darkAnswer(question, standing, (index) => lamp.words(lamp.recent.kept[index]?.[3] ?? 0));
  }
  const { light: history } = state;
  if (history === undefined) return cannotTell;
  const standing = standingOf({
    ...common,
    kept: history.kept,
    isWrong: (lux) => lux < light.litFromLux,
    wrongSinceMillis: (index) => darkSinceMillis(history, index, light.litFromLux, common.knownForMillis),
    spans: nights.map((due) => ({ evidence: unmuted(question, due.dark), due })),
  });
  const words = (index: number): string => {
    const [atMillis = 0, , , lux] = history.kept[index] ?? [];
    return `last measured at ${clockOf(question)(atMillis)}: ${lux} lux; from ${light.litFromLux} lux it counts as lit`;
  };
  return darkAnswer(question, standing, words);
};

function darkAnswer(question: Question, standing: Standing, measured: (index: number) => string): Answer {
  if (standing.says === 'right') return well;
  if (standing.says === 'unknown') {
    return standing.againMillis === undefined
      ? cannotTell
      : { says: 'cannot-tell', againMillis: [standing.againMillis] };
  }
  const { sinceMillis, due, lastIndex } = standing.stretch;
  const clock = clockOf(question);
  const reasons = [
    `dark since ${clock(sinceMillis)}, although it should be lit from ${clock(due.fromMillis)} (dusk) to ${clock(due.untilMillis)} (dawn)`,
    measured(lastIndex),
  ];
  return mending(question, { sinceMillis, reasons }, standing.mendedMillis);
}

function mending(
  question: Question,
  says: { sinceMillis: number; reasons: string[] },
  mendedMillis: number | undefined,
): Answer {
  if (mendedMillis === undefined) return { says };
  says.reasons.push(`as it should be again, and well if so until ${clockOf(question)(mendedMillis)}`);
  return { says, againMillis: [mendedMillis] };
}

/**
 * The rule `burning-by-day`: the luminaire is on while the sun is well up, for longer than it may, until it has been off
 * by day for its settle time; or its controller says that it burns by day. A light meter cannot tell: it sees daylight.
 */
export const burningByDay: Rule = (question) => {
  const { settings, place, nowMillis, seenMillis, state } = question;
  const { light } = settings;
  const lamp = lampOf(question);
  const clock = clockOf(question);
  const settleMillis = settings.reports.settleMinutes * minuteMillis;
  const reported = saidSince(state.reported['day-burner'], true, settleMillis, seenMillis);
  if (reported !== undefined) {
    const reasons = [`its controller has said since ${clock(reported.sinceMillis)} that it burns by day`];
    return mending(question, { sinceMillis: reported.sinceMillis, reasons }, reported.endsMillis);
  }
  if (lamp === undefined) return state.reported['day-burner'] === undefined ? cannotTell : well;
  const fromMillis = Math.max(nowMillis - lookBackMillis, question.evidenceFromMillis);
  const lasting = {
    knownForMillis: knownForMillis(question),
    graceMillis: light.burningMinutes * minuteMillis,
  };
  const standing = standingOf({
    ...lasting,
    kept: lamp.recent.kept,
    isWrong: lamp.isOn,
    wrongSinceMillis: (index) => sinceOf(lamp.recent, lamp.isOn, index, lasting),
    spans: brightDaysTouching(place, fromMillis, nowMillis).map((due) => ({
      evidence: unmuted(question, due),
      due,
    })),
    settleMillis: light.settleMinutes * minuteMillis,
    nowMillis,
  });
  if (standing.says === 'right') return well;
  if (standing.says === 'unknown') {
    return standing.againMillis === undefined
      ? cannotTell
      : { says: 'cannot-tell', againMillis: [standing.againMillis] };
  }
  const { sinceMillis, due, lastIndex } = standing.stretch;
  const reasons = [
    `lit by day since ${clock(sinceMillis)}; the sun is well up from ${clock(due.fromMillis)} to ${clock(due.untilMillis)}`,
    lamp.words(lamp.recent.kept[lastIndex]?.[3] ?? 0),
  ];
  return mending(question, { sinceMillis, reasons }, standing.mendedMillis);
};

/** The part of a span after the last mute. */
function unmuted({ evidenceFromMillis }: Question, { fromMillis, untilMillis }: SpanMillis): SpanMillis {
  return { fromMillis: Math.max(fromMillis, evidenceFromMillis), untilMillis };
}

/** What a luminaire's controller tells of its lamp. */
export interface Lamp {
  recent: Recent<number>;
  isOn: (value: number) => boolean;
  words: (value: number) => string;
}

/** A luminaire's lamp by the power it draws, which cannot be argued with, else by how far it is told to light. */
export function lampOf({ state, settings }: Pick<Question, 'state' | 'settings'>): Lamp | undefined {
  const { standbyWatts } = settings.light;
  if (state.power !== undefined) {
    return {
      recent: state.power,
      isOn: (watts) => watts > standbyWatts,
      words: (watts) => `draws ${watts} W; over ${standbyWatts} W it counts as lit`,
    };
  }
  if (state.lamp === undefined) return undefined;
  return {
    recent: state.lamp,
    isOn: (percent) => percent > 0,
    words: (percent) => (percent > 0 ? `dimmed to ${percent} %` : 'switched off'),
  };
}

/** How long a reading of a light holds: so many intervals, its own where they are regular. */
function knownForMillis({ settings, rhythm }: Question): number {
  const { reportingIntervalMinutes, knownForIntervals } = settings.light;
  const intervalMillis = rhythm.isBeat ? rhythm.medianMillis : reportingIntervalMinutes * minuteMillis;
  return intervalMillis * knownForIntervals;
}

/**
 * When the run began that reaches up to the reading at an index; or long ago when all that is kept is of it and is long
 * enough to be a fault, so that it does not begin anew with every reading that is kept no longer.
 */
function sinceOf(
  { kept, folded }: Recent<number>,
  isOfRun: (value: number) => boolean,
  index: number,
  { knownForMillis, graceMillis }: { knownForMillis: number; graceMillis: number },
): number {
  const atMillis = kept[index]?.[0] ?? 0;
  let since = atMillis;
  for (let earlier = index - 1; earlier >= 0; earlier -= 1) {
    const reading = kept[earlier];
    if (reading === undefined || !isOfRun(reading[3]) || since - reading[0] > knownForMillis) return since;
    since = reading[0];
  }
  if (folded === undefined || !isOfRun(folded[3]) || since - folded[0] > knownForMillis) return since;
  return atMillis - folded[0] >= graceMillis ? Number.NEGATIVE_INFINITY : folded[0];
}
