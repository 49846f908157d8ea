import { z } from 'zod';
import type { Place } from './history.ts';
import { Reading } from './reading.ts';
import { FrameCounter } from './uplink.ts';

/**
 * The newest reading of a kind, and when it held (milliseconds since 1970). `counter` and `session` (or, without sessions, the device's own time,
 * `sentMillis`) are those of the uplink that brought it; `remembered` is set when the device
 * told of it afterwards.
 */
export const Latest = z.object({
  atMillis: z.number(),
  counter: FrameCounter,
  session: z.string().exactOptional(),
  sentMillis: z.number().exactOptional(),
  remembered: z.literal(true).exactOptional(),
  reading: Reading,
});
export type Latest = z.infer<typeof Latest>;

/** The newest reading of each kind, by its `what`. */
export const LatestByKind = z.partialRecord(
  z.enum(Reading.options.map((option) => option.shape.what.value)),
  Latest,
);
export type LatestByKind = z.infer<typeof LatestByKind>;

const runOf = ({ session, sentMillis }: Pick<Latest, 'session' | 'sentMillis'>): string =>
  session ?? String(sentMillis ?? '');

function isNewer(place: Place, known: Latest): boolean {
  const { atMillis, counter, session, sentMillis, remembered } = place;
  if (atMillis !== known.atMillis) return atMillis > known.atMillis;
  if (counter !== known.counter) return counter > known.counter;
  const run = session ?? String(sentMillis ?? '');
  if (run !== runOf(known)) return run > runOf(known);
  return known.remembered === true && !remembered;
}

/** The newest readings with one more, the same object when there is a newer one. */
export function withLatest(latest: LatestByKind = {}, place: Place, reading: Reading): LatestByKind {
  const known = latest[reading.what];
  if (known !== undefined && !isNewer(place, known)) return latest;
  const { atMillis, counter, session, sentMillis, remembered } = place;
  const newest: Latest = { atMillis, counter, reading };
  if (session !== undefined) newest.session = session;
  if (sentMillis !== undefined) newest.sentMillis = sentMillis;
  if (remembered) newest.remembered = true;
  return { ...latest, [reading.what]: newest };
}
