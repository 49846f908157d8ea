import { type Answer, cannotTell, clockOf, duration, type Question, type Rule, well } from './question.ts';
import { saidSince } from './reported-history.ts';

/** The rule `tampered`: the device says that it is off its mount, until it has said otherwise for the settle time. */
export const tampered: Rule = (question) =>
  reportedAnswer(question, 'tamper', 'that it is off its mount: look before trusting what it says');

/** The rule `reported-faulty`: a door's controller reports a fault of the door, until it has said otherwise for a while. */
export const reportedFaulty: Rule = (question) =>
  reportedAnswer(question, 'door-fault', 'that the door has a fault');

function reportedAnswer(question: Question, kind: 'tamper' | 'door-fault', words: string): Answer {
  const { state, settings, seenMillis } = question;
  const history = state.reported[kind];
  if (history === undefined) return cannotTell;
  const { settleMinutes } = settings.reports;
  const said = saidSince(history, true, settleMinutes * 60_000, seenMillis);
  if (said === undefined) return well;
  const clock = clockOf(question);
  const reasons = [`it has said since ${clock(said.sinceMillis)} ${words}`];
  const says = { sinceMillis: said.sinceMillis, reasons };
  if (said.endsMillis === undefined) return { says };
  reasons.push(`it has taken that back, not yet for ${duration(settleMinutes * 60)}`);
  return { says, againMillis: [said.endsMillis] };
}
