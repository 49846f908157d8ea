import { daysLeft, type WeeklyLowest, weekMillis } from './battery-history.ts';
import { silenceAllowedMillis } from './heard.ts';
import { cannotTell, clockOf, duration, type Question, type Rule, well } from './question.ts';

const minuteMillis = 60_000;

/**
 * The rule `silent`: a device misses its report by its own rhythm, until it has been heard again for its settle time.
 */
export const silent: Rule = (question) => {
  const { settings, nowMillis, relyUntilMillis, lastHeardMillis: lastMillis } = question;
  const clock = clockOf(question);
  if (nowMillis > relyUntilMillis) {
    const allowed = duration(Math.round((relyUntilMillis - lastMillis) / minuteMillis) * 60);
    const reasons = [
      `not heard since ${clock(lastMillis)}; by its own rhythm it is silent for ${allowed} at most`,
    ];
    return { says: { sinceMillis: lastMillis, reasons } };
  }
  const returned = returnedFromSilence(question);
  if (returned === undefined) return { says: 'well', againMillis: [relyUntilMillis + 1] };
  const endsMillis = returned.atMillis + settings.silence.settleMinutes * minuteMillis;
  if (endsMillis <= nowMillis) return { says: 'well', againMillis: [relyUntilMillis + 1] };
  const reasons = [
    `was not heard from ${clock(returned.sinceMillis)} to ${clock(returned.atMillis)}, and not yet for ${duration(settings.silence.settleMinutes * 60)} since`,
  ];
  return {
    says: { sinceMillis: returned.sinceMillis, reasons },
    againMillis: [endsMillis, relyUntilMillis + 1],
  };
};

/** The last silence among the newest reports that was longer than is allowed, where one came so lately. */
function returnedFromSilence({
  state,
  settings,
  nowMillis,
  rhythm,
}: Question): { sinceMillis: number; atMillis: number } | undefined {
  const { sentMillis } = state.heard;
  const settleMillis = settings.silence.settleMinutes * minuteMillis;
  const leastMillis = settings.silence.minimumMinutes * minuteMillis;
  for (let index = sentMillis.length - 1; index > 0; index -= 1) {
    const sinceMillis = sentMillis[index - 1] ?? 0;
    const atMillis = sentMillis[index] ?? 0;
    if (atMillis + settleMillis <= nowMillis) return undefined;
    if (atMillis - sinceMillis <= leastMillis) continue;
    // Among few reports the silence itself would pass for their rhythm: what was allowed before it counts, too.
    const before = { ...state.heard, sentMillis: sentMillis.slice(0, index) };
    const allowedMillis = Math.min(
      silenceAllowedMillis(state.heard, settings.silence, rhythm),
      silenceAllowedMillis(before, settings.silence),
    );
    if (atMillis - sinceMillis > allowedMillis) return { sinceMillis, atMillis };
  }
  return undefined;
}

/**
 * The rule `battery-low`: a battery is low, or by its fall in the last weeks will be empty within the days that the
 * settings name. It ends when the battery reads clearly higher, which is when it was changed.
 */
export const batteryLow: Rule = (question) => {
  const { percent, millivolts } = question.state.battery ?? {};
  const { lowPercent, emptyPercent, lowMillivolts, emptyMillivolts } = question.settings.battery;
  if (percent !== undefined)
    return batteryAnswer(question, percent, { low: lowPercent, empty: emptyPercent, unit: '%' });
  if (millivolts === undefined) return cannotTell;
  return batteryAnswer(question, millivolts, { low: lowMillivolts, empty: emptyMillivolts, unit: 'mV' });
};

/** How far above low a value must be to end the fault, as a part of low: the next cold night is no new fault. */
const clearlyHigher = 1.1;

function batteryAnswer(
  question: Question,
  weeks: WeeklyLowest,
  { low, empty, unit }: { low: number; empty: number; unit: string },
): ReturnType<Rule> {
  const { state, settings, nowMillis } = question;
  const latest = unit === '%' ? state.latest.battery : state.latest['battery-voltage'];
  if (latest === undefined) return cannotTell;
  const value = latest.reading.what === 'battery' ? latest.reading.percent : undefined;
  const newest = value ?? (latest.reading.what === 'battery-voltage' ? latest.reading.millivolts : undefined);
  if (newest === undefined) return cannotTell;
  const clock = clockOf(question);
  const read = () => `battery ${newest} ${unit} at ${clock(latest.atMillis)}`;
  const lowWeeks = weeks.slice(weeks.findLastIndex(([, lowest]) => lowest >= low) + 1);
  const wasLow = weeks.slice(-2).some(([, lowest]) => lowest < low);
  if (newest < low || (newest < low * clearlyHigher && wasLow)) {
    const [week] = lowWeeks[0] ?? weeks.at(-1) ?? [];
    const sinceMillis = week === undefined ? latest.atMillis : week * weekMillis;
    return { says: { sinceMillis, reasons: [`${read()}; below ${low} ${unit} it is low`] } };
  }
  const { warnDays } = settings.battery;
  const days = daysLeft(weeks, empty, nowMillis);
  if (days === undefined || days > warnDays * 1.5) return well;
  // A milder week does not take back what the weeks before it foretold.
  const aWeekAgo = daysLeft(weeks.slice(0, -1), empty, nowMillis - weekMillis) ?? Number.POSITIVE_INFINITY;
  if (days > warnDays && aWeekAgo > warnDays) return well;
  const [week] = weeks[0] ?? [];
  const words = `falling as in the last weeks it is empty in about ${Math.max(0, Math.round(days))} days`;
  return { says: { sinceMillis: (week ?? 0) * weekMillis, reasons: [`${read()}; ${words}`] } };
}
