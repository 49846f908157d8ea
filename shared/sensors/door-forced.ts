import type { DoorStretch } from './door-history.ts';
import { type Answer, cannotTell, clockOf, duration, type Question, type Rule, well } from './question.ts';
import { lastSaid } from './reported-history.ts';

const minuteMillis = 60_000;

// The controller's event of the access and the contact's of the opening may be stamped a little out of order.
const accessAfterMillis = 5_000;

/**
 * A controller that knows of nearly every opening is one whose silence about an opening means something. One that does
 * not report who leaves from inside (no exit button, or one that is not wired to it) is not.
 */
const accompanied = { leastOpenings: 10, leastShare: 0.8 };

/**
 * The rule `forced`: the door's controller says that it was, or it opened without access having been granted, where its
 * controller reports that as a rule. It stands until the alarm is off and the door has been closed for its settle time.
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
  const withAccess = openings.filter(isGranted).length;
  if (withAccess < accompanied.leastOpenings || withAccess < openings.length * accompanied.leastShare) {
    return cannotTell;
  }
  const settleMillis = settings.door.forcedSettleMinutes * minuteMillis;
  const againMillis: number[] = [];
  for (const opening of openings) {
    const { fromMillis } = opening;
    if (fromMillis < evidenceFromMillis || isGranted(opening)) continue;
    // Word of the access may still be under way.
    if (fromMillis + withinMillis > seenMillis) {
      againMillis.push(fromMillis + withinMillis);
      continue;
    }
    const closedMillis = closedAfter(question, fromMillis);
    if (closedMillis !== undefined && closedMillis + settleMillis <= seenMillis) continue;
    const reasons = [
      `opened at ${clockOf(question)(fromMillis)} without access granted in the ${duration(settings.door.accessWithinSeconds)} before`,
      ...closedWords(question, fromMillis),
    ];
    if (closedMillis !== undefined) againMillis.push(closedMillis + settleMillis);
    return { says: { sinceMillis: fromMillis, reasons }, againMillis };
  }
  return { says: 'well', againMillis };
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
