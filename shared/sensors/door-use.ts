import { hasSlot, slotsBetween } from './day-slots.ts';
import { hourMillis, hoursPerDay, openedHours } from './door-history.ts';
import { heardDays, quarterHourMillis, quarterHoursPerDay, silenceAllowedMillis } from './heard.ts';
import { offsetMillis } from './local-time.ts';
import { type Answer, cannotTell, clockOf, type Question, type Rule, well } from './question.ts';

const hoursPerWeek = 7 * 24;

/** How many of its earlier weeks tell a door's usual one, and of how many at least an hour must be known. */
const weeks = { looked: 5, least: 2 };

/** How far ahead the next time to ask is worked out; a door that is used less is asked about again then. */
const hoursAhead = 48;

/**
 * The rule `never-opens`: by its own usual week a door would long have been opened again, and its sensor is heard, so
 * the door is stuck or its sensor has fallen off. It ends when the door is seen to open.
 */
export const neverOpens: Rule = (question) => {
  const last = question.doorStretches.at(-1);
  if (last === undefined || !wasSeenOpen(question)) return cannotTell;
  if (last.open) return well;
  const since = Math.max(last.fromMillis, question.evidenceFromMillis);
  // No hour counts for more than one opening, so that before this there cannot be enough.
  const earliestMillis = since + question.settings.door.missedOpenings * hourMillis;
  if (question.nowMillis < earliestMillis) return { says: 'well', againMillis: [earliestMillis] };
  return counted(question, heardThroughoutSince(question, since));
};

/** Since when a device was never silent, from a moment on: whoever passed in a silence was not noticed. */
function heardThroughoutSince({ state, settings, rhythm }: Question, fromMillis: number): number {
  const allowedMillis = silenceAllowedMillis(state.heard, settings.silence, rhythm);
  const first = Math.floor(fromMillis / quarterHourMillis);
  let since = fromMillis;
  let heardMillis = fromMillis;
  for (const slot of slotsBetween(
    state.heard.quarterHours,
    quarterHoursPerDay,
    first,
    Number.POSITIVE_INFINITY,
  )) {
    const atMillis = slot * quarterHourMillis;
    if (atMillis - heardMillis > allowedMillis) since = atMillis;
    heardMillis = atMillis;
  }
  return since;
}

/** Its reports since may have taken the place of the last opening among the readings that are kept one by one. */
function wasSeenOpen({ doorStretches, state }: Question): boolean {
  return state.door?.openedHours !== undefined || doorStretches.some(({ open }) => open);
}

function counted(question: Question, sinceMillis: number): Answer {
  const { settings, seenMillis, state, nowMillis } = question;
  const first = Math.ceil(sinceMillis / hourMillis);
  const untilSeen = Math.floor(seenMillis / hourMillis);
  const usual = usualWeek(question, sinceMillis);
  let expected = 0;
  let hour = first;
  let knownHours = 0;
  for (; hour < untilSeen + hoursAhead && expected < settings.door.missedOpenings; hour += 1) {
    const share = usual(hour);
    if (share !== undefined) knownHours += 1;
    expected += share ?? 0;
  }
  if (knownHours === 0) return cannotTell;
  const foundMillis = hour * hourMillis;
  if (expected < settings.door.missedOpenings || foundMillis > seenMillis) {
    return { says: 'well', againMillis: [foundMillis] };
  }
  // One word of it since may have been sent as it failed.
  if (state.heard.sentMillis.filter((at) => at > sinceMillis).length < 2) return cannotTell;
  const clock = clockOf(question);
  const daysOn = Math.floor((nowMillis - sinceMillis) / hourMillis / hoursPerDay);
  const reasons = [
    `not opened since ${clock(sinceMillis)}${daysOn > 0 ? `, ${daysOn} ${daysOn === 1 ? 'day' : 'days'} ago` : ''}; by its usual week it would have been in ${settings.door.missedOpenings} of the hours since`,
    'its sensor is heard: the door is stuck, or the sensor has come off',
  ];
  return { says: { sinceMillis, reasons }, againMillis: [] };
}

/**
 * In what share of the weeks before `sinceMillis` an hour (counted from 1 January 1970 in UTC) had an opening, at the
 * same hour of the local week; one such week more is reckoned without, so that few weeks say little. `undefined` for an
 * hour of which too few weeks are known.
 */
function usualWeek({ state, settings }: Question, sinceMillis: number): (hour: number) => number | undefined {
  const opened = state.door && openedHours(state.door);
  const days = heardDays(state.heard);
  const { timeZone } = settings;
  return (hour) => {
    const offset = offsetMillis(hour * hourMillis, timeZone);
    let known = 0;
    let withOpening = 0;
    for (let week = 1; week <= weeks.looked; week += 1) {
      const before = (hour - week * hoursPerWeek) * hourMillis;
      const sameClock = before + offset - offsetMillis(before, timeZone);
      if (sameClock >= sinceMillis) continue;
      const earlier = Math.floor(sameClock / hourMillis);
      if (!days.has(Math.floor(earlier / hoursPerDay))) continue;
      known += 1;
      if (hasSlot(opened, hoursPerDay, earlier)) withOpening += 1;
    }
    return known < weeks.least ? undefined : withOpening / (known + 1);
  };
}

/** In how many hours, and on how many days in a row, a door was opened that would have been opened again today. */
const openedAgain = { hours: 3, days: 7 };

/**
 * By when a door that was closed at a moment would surely have been opened again, going by each of the seven days before:
 * on all of them it was opened in three hours and more from that time of the day on. Never on one that is used less.
 */
export function surelyOpenedAgainMillis({ state }: Question, closedMillis: number): number {
  const opened = state.door && openedHours(state.door);
  const first = Math.ceil(closedMillis / hourMillis);
  let latest = first;
  for (let day = 1; day <= openedAgain.days; day += 1) {
    let hours = 0;
    let hour = first;
    for (; hour < first + hoursPerDay && hours < openedAgain.hours; hour += 1) {
      if (hasSlot(opened, hoursPerDay, hour - day * hoursPerDay)) hours += 1;
    }
    if (hours < openedAgain.hours) return Number.POSITIVE_INFINITY;
    latest = Math.max(latest, hour);
  }
  return latest * hourMillis;
}
