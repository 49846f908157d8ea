import { Instant, plusSeconds, secondsBetween } from '../../shared/platform/instant.ts';
import type { Span } from '../../shared/reports/report-store.ts';
import { Refusal } from './refusal.ts';

const MOST_DAYS = 90;
const MOST_SECONDS = MOST_DAYS * 86_400;

/**
 * The span that `start_date` and `end_date` ask for: 90 days from or until the one that is given, the last 90 days when
 * neither is. Throws {@link Refusal} for what is no date and time, and for more than 90 days, as the standard has it.
 */
export function spanAsked(start: string | undefined, end: string | undefined, now: Instant): Span {
  const since = dateIn('start_date', start);
  const until = dateIn('end_date', end) ?? (since === undefined ? now : plusSeconds(since, MOST_SECONDS));
  const span = { since: since ?? plusSeconds(until, -MOST_SECONDS), until };
  const seconds = secondsBetween(span.since, span.until);
  if (seconds < 0) throw new Refusal(400, ['“end_date” lies before “start_date”.']);
  if (seconds > MOST_SECONDS)
    throw new Refusal(400, [
      `From start_date to end_date are more than ${MOST_DAYS} days: ask for less at once.`,
    ]);
  return span;
}

function dateIn(field: string, text: string | undefined): Instant | undefined {
  if (text === undefined || text === '') return undefined;
  const read = Instant.safeParse(text);
  if (read.success) return read.data;
  throw new Refusal(400, [
    `“${field}” is “${text.slice(0, 60)}”: write a date and time with its offset, such as 2026-11-22T16:05:00Z.`,
  ]);
}
