import { z } from 'zod';
import { Rejected, WrongState } from '../platform/errors.ts';
import { earlier, Instant, later, secondsBetween } from '../platform/instant.ts';
import { RegisterId } from '../register/place.ts';

const DAY_SECONDS = 86_400;

// Our own: a mute that is forgotten hides faults, so a longer one is asked for again.
const LONGEST_DAYS = 31;

// Whoever unloads a van says so when they have begun.
const BEGUN_AT_MOST_DAYS = 1;

/**
 * A time of which no fault of a place is told: planned maintenance, a removal van, a polling station. It holds for all
 * that the place has: an estate's for every device on it. `by` is who asked for it.
 */
export const Mute = z.object({
  id: z.string(),
  placeId: RegisterId,
  from: Instant,
  until: Instant,
  because: z.string(),
  by: z.string(),
  askedAt: Instant,
  /** Who ended it before its time; `until` is when. */
  endedBy: z.string().optional(),
});
export type Mute = z.infer<typeof Mute>;

/** What somebody asks for. Without `from` it begins at once. */
export const MuteAsked = z.strictObject({
  from: Instant.optional(),
  until: Instant,
  because: z.string().trim().min(3, 'say what goes on there').max(500),
});
export type MuteAsked = z.infer<typeof MuteAsked>;

/** The mute that was asked for. Pure. Throws {@link Rejected} when its times are not ones that can be asked for. */
export function muteOf(
  asked: MuteAsked,
  about: { id: string; placeId: string; by: string },
  now: Instant,
): Mute {
  const { from = now, until, because } = asked;
  if (until <= later(from, now)) throw new Rejected('A mute must end after it begins, and after now.');
  if (secondsBetween(from, now) > BEGUN_AT_MOST_DAYS * DAY_SECONDS)
    throw new Rejected('A mute cannot begin more than a day ago: what was told since then was told.');
  if (secondsBetween(later(from, now), until) > LONGEST_DAYS * DAY_SECONDS)
    throw new Rejected(
      `A mute lasts ${LONGEST_DAYS} days at most: ask again then, so that none is forgotten.`,
    );
  return { ...about, from, until, because, askedAt: now };
}

/** A mute ended before its time. Pure. Throws {@link WrongState} for one that is over. */
export function endedEarly(mute: Mute, by: string, now: Instant): Mute {
  if (mute.until <= now) throw new WrongState('This mute is over.');
  return { ...mute, from: earlier(mute.from, now), until: now, endedBy: by };
}

/**
 * Until when a place is muted: the end of the mutes that hold now, else of the last one that is over; undefined when
 * there was none. One that has yet to begin does not count.
 */
export function mutedUntil(mutes: readonly Mute[], now: Instant): Instant | undefined {
  const ends = mutes
    .filter(({ from }) => from <= now)
    .map(({ until }) => until)
    .sort();
  return ends.at(-1);
}
