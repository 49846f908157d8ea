import { hasSlot } from './day-slots.ts';
import { type DoorStretch, hourMillis, hoursPerDay } from './door-history.ts';
import { heardDays } from './heard.ts';
import { offsetMillis } from './local-time.ts';
import { type Answer, cannotTell, clockOf, duration, type Question, type Rule, well } from './question.ts';

const minuteMillis = 60_000;
const hoursPerWeek = 7 * 24;

/** Weeks without an opening at an hour that make it an hour at which nobody passes. */
const weeksWithout = 4;

/**
 * The rule `not-latching`: a door bounces (opens again and again within a minute, hardly closed), and does so
 * repeatedly; or it opens for moments at an hour of the week at which nobody passed in four weeks, as draught opens a
 * door that is not held. It stands until there has been none of that for its settle time.
 */
export const notLatching: Rule = (question) => {
  const { doorStretches, settings } = question;
  if (doorStretches.length === 0) return cannotTell;
  const byBouncing = repeated(question, bouncesOf(question), settings.door.bounceTimes);
  if (byBouncing !== undefined) return found(question, byBouncing, 'opened and closed again and again');
  const unusual = repeated(question, unusualOpenings(question), settings.door.unusualOpenings);
  if (unusual === undefined) return well;
  return found(question, unusual, 'opened for moments at an hour at which nobody passed in four weeks');
};

function found(question: Question, times: readonly number[], words: string): Answer {
  const { door } = question.settings;
  const [sinceMillis = 0] = times;
  const lastMillis = times.at(-1) ?? sinceMillis;
  const clock = clockOf(question);
  const reasons = [
    `${words}: ${times.length} times between ${clock(sinceMillis)} and ${clock(lastMillis)}`,
    `not yet quiet for ${duration(door.latchSettleMinutes * 60)}`,
  ];
  return {
    says: { sinceMillis, reasons },
    againMillis: [lastMillis + door.latchSettleMinutes * minuteMillis],
  };
}

/** The last run of such times with never more than the settle time between two, if it has that many and is not over. */
function repeated(
  { seenMillis, settings }: Question,
  times: readonly number[],
  least: number,
): readonly number[] | undefined {
  const settleMillis = settings.door.latchSettleMinutes * minuteMillis;
  const last = times.at(-1);
  if (times.length < least || last === undefined || seenMillis - last >= settleMillis) return undefined;
  let first = times.length - 1;
  while (first > 0 && (times[first] ?? 0) - (times[first - 1] ?? 0) < settleMillis) first -= 1;
  const run = times.slice(first);
  return run.length >= least ? run : undefined;
}

/** When bouncing began, each time. */
function bouncesOf({ doorStretches, settings, evidenceFromMillis }: Question): number[] {
  const { bounceOpenings, bounceWithinSeconds, bounceClosedSeconds } = settings.door;
  const bounces: number[] = [];
  const opened: number[] = [];
  let chainBegins = 0;
  let closedMillis = Number.NEGATIVE_INFINITY;
  for (const { open, fromMillis } of doorStretches) {
    if (!open) {
      closedMillis = fromMillis;
      continue;
    }
    if (fromMillis - closedMillis > bounceClosedSeconds * 1000) chainBegins = opened.length;
    opened.push(fromMillis);
    const first = opened[opened.length - bounceOpenings];
    if (first === undefined || opened.length - chainBegins < bounceOpenings) continue;
    if (fromMillis - first > bounceWithinSeconds * 1000) continue;
    if (first >= evidenceFromMillis) bounces.push(first);
    chainBegins = opened.length;
  }
  return bounces;
}

/** The openings for moments at hours of the week, and their neighbours, at which the door was not opened before. */
function unusualOpenings(question: Question): number[] {
  const { doorStretches, settings, state, seenMillis } = question;
  const { unusualOpenings: least, latchSettleMinutes } = settings.door;
  const last = doorStretches.findLast((stretch) => isMoment(question, stretch));
  if (last === undefined || seenMillis - last.fromMillis >= latchSettleMinutes * minuteMillis) return [];
  // Most are at hours at which somebody passed last week: found at once.
  if (!isUnusual(question, last)) return [];
  const short = doorStretches.filter((stretch) => isMoment(question, stretch));
  if (short.length < least) return [];
  const days = heardDays(state.heard);
  const lastDay = Math.floor(last.fromMillis / hourMillis / hoursPerDay);
  for (let week = 1; week <= weeksWithout; week += 1) if (!days.has(lastDay - 7 * week)) return [];
  return short.filter((opening) => isUnusual(question, opening)).map(({ fromMillis }) => fromMillis);
}

function isMoment({ settings, evidenceFromMillis }: Question, stretch: DoorStretch): boolean {
  const { open, isSeen, fromMillis, untilMillis = Number.POSITIVE_INFINITY } = stretch;
  const isShort = untilMillis - fromMillis <= settings.door.unusualOpenSeconds * 1000;
  return open && isSeen && isShort && fromMillis >= evidenceFromMillis;
}

function isUnusual({ state, settings, doorStretches }: Question, { fromMillis }: DoorStretch): boolean {
  const openedHours = state.door?.openedHours;
  const offset = offsetMillis(fromMillis, settings.timeZone);
  const hours: number[] = [];
  for (let week = 1; week <= weeksWithout; week += 1) {
    const before = fromMillis - week * hoursPerWeek * hourMillis;
    const sameClock = before + offset - offsetMillis(before, settings.timeZone);
    const hour = Math.floor(sameClock / hourMillis);
    for (let near = hour - 1; near <= hour + 1; near += 1) {
      if (hasSlot(openedHours, hoursPerDay, near)) return false;
      hours.push(near);
    }
  }
  return !doorStretches.some(
    (other) => other.open && other.isSeen && hours.includes(Math.floor(other.fromMillis / hourMillis)),
  );
}
