import type { DoorStretch } from './door-history.ts';
import { type Answer, cannotTell, clockOf, duration, type Question, type Rule, well } from './question.ts';
import { lastSaid } from './reported-history.ts';

const minuteMillis = 60_000;

// The controller's event of the access and the contact's of the opening may be stamped a little out of order.
const accessAfterMillis = 5_000;

/**
 * A controller that knows of nearly every opening is one whose silence about an opening means something. One that does
 * not report who leaves from inside (no exit button, or one that is not wired to it) is not: where every second opening
 * is known, chance makes it thirteen of fifteen once in a thousand.
 */
const accompanied = { leastOpenings: 15, leastShare: 0.85 };

/**
 * What is less likely is no chance. Of fifty words of an access one is lost; at 40 openings a day three of those come in a
 * row about once in nine years.
 */
const likelyFrom = 1e-4;

/**
 * The rule `forced`: the door's controller says that it was, or it opened again and again without access having been
 * granted, where its controller reports that as a rule. It stands until the alarm is off and the door has been closed
 * for its settle time.
 */
export const forced: Rule = (question) => {
  const { state } = question;
  if (state.reported['door-alarm'] === undefined && state.access === undefined) return cannotTell;
  const answers = [byAlarm(question), byAccess(question)];
  const says = answers.find((answer) => typeof answer.says === 'object')?.says;
  const againMillis = answers.flatMap((answer) => answer.againMillis ?? []);
  if (says !== undefined) return { says, againMillis };
  return answers.every((answer) => answer.says === 'cannot-tell')
    ? cannotTell
    : { says: 'well', againMillis };
};

function byAlarm(question: Question): Answer {
  const { state, settings, seenMillis, doorStretches } = question;
  const alarms = state.reported['door-alarm'];
  if (alarms === undefined) return cannotTell;
  const settleMillis = settings.door.forcedSettleMinutes * minuteMillis;
  const alarm = lastSaid(alarms, 'forced', settleMillis);
  if (alarm === undefined || alarm.sinceMillis < question.evidenceFromMillis) return well;
  const { sinceMillis, otherwiseMillis } = alarm;
  const closedMillis = doorStretches.length === 0 ? sinceMillis : closedAfter(question, sinceMillis);
  const isQuiet = otherwiseMillis !== undefined && otherwiseMillis + settleMillis <= seenMillis;
  if (isQuiet && closedMillis !== undefined && closedMillis + settleMillis <= seenMillis) return well;
  const againMillis =
    otherwiseMillis === undefined || closedMillis === undefined
      ? []
      : [Math.max(otherwiseMillis, closedMillis) + settleMillis];
  const reasons = [`its controller says that it was forced at ${clockOf(question)(sinceMillis)}`];
  return { says: { sinceMillis, reasons: [...reasons, ...closedWords(question, sinceMillis)] }, againMillis };
}

function byAccess(question: Question): Answer {
  const { state, settings, seenMillis, doorStretches, evidenceFromMillis } = question;
  const grants = state.access?.kept;
  const first = grants?.[0]?.[0];
  if (grants === undefined || first === undefined) return cannotTell;
  const withinMillis = settings.door.accessWithinSeconds * 1000;
  const openings = doorStretches.filter(
    ({ open, isSeen, fromMillis }) => open && isSeen && fromMillis >= first,
  );
  const isGranted = ({ fromMillis }: DoorStretch): boolean =>
    grants.some(([at]) => at >= fromMillis - withinMillis && at <= fromMillis + accessAfterMillis);
  const settleMillis = settings.door.forcedSettleMinutes * minuteMillis;
  const againMillis: number[] = [];
  const before = { granted: 0, others: 0 };
  let run: DoorStretch[] = [];
  for (const opening of openings) {
    if (isGranted(opening)) {
      before.granted += 1;
      before.others += run.length;
      run = [];
      continue;
    }
    const { fromMillis } = opening;
    if (fromMillis < evidenceFromMillis) continue;
    // Word of the access may still be under way.
    if (fromMillis + withinMillis > seenMillis) {
      againMillis.push(fromMillis + withinMillis);
      continue;
    }
    run.push(opening);
    if (!isAccompanied(before) || chanceOf(run.length, before) > likelyFrom) continue;
    const closedMillis = closedAfter(question, fromMillis);
    if (closedMillis !== undefined && closedMillis + settleMillis <= seenMillis) continue;
    const sinceMillis = run[0]?.fromMillis ?? fromMillis;
    const clock = clockOf(question);
    const reasons = [
      `opened ${run.length} times in a row from ${clock(sinceMillis)} to ${clock(fromMillis)} without access granted in the ${duration(settings.door.accessWithinSeconds)} before`,
      ...closedWords(question, fromMillis),
    ];
    if (closedMillis !== undefined) againMillis.push(closedMillis + settleMillis);
    return { says: { sinceMillis, reasons }, againMillis };
  }
  return isAccompanied(before) ? { says: 'well', againMillis } : cannotTell;
}

/** Openings with word of the access, and those without. */
interface Known {
  granted: number;
  others: number;
}

/** Whether a controller knows of nearly every opening, by those before the ones in question. */
function isAccompanied({ granted, others }: Known): boolean {
  return granted >= accompanied.leastOpenings && granted >= (granted + others) * accompanied.leastShare;
}

/**
 * How likely it is that the word of access was merely lost of so many openings in a row, going by how often it was missing
 * before; one opening more is reckoned with it and one without, so that few openings say little.
 */
function chanceOf(runLength: number, { granted, others }: Known): number {
  return ((others + 1) / (granted + others + 2)) ** runLength;
}

/** When the door was closed for as long as it settles, or when it was closed last and still is. */
function closedAfter({ doorStretches, settings }: Question, fromMillis: number): number | undefined {
  const settleMillis = settings.door.forcedSettleMinutes * minuteMillis;
  const settled = doorStretches.find(
    ({ open, fromMillis: closed, untilMillis }) =>
      !open && (untilMillis ?? Number.POSITIVE_INFINITY) - Math.max(closed, fromMillis) >= settleMillis,
  );
  return settled && Math.max(settled.fromMillis, fromMillis);
}

function closedWords(question: Question, fromMillis: number): string[] {
  const last = question.doorStretches.at(-1);
  if (last === undefined || last.fromMillis < fromMillis) return [];
  const clock = clockOf(question);
  return last.open
    ? [`open since ${clock(last.fromMillis)}`]
    : [
        `closed since ${clock(last.fromMillis)}, not yet for ${duration(question.settings.door.forcedSettleMinutes * 60)}`,
      ];
}
