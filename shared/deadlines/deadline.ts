import { z } from 'zod';
import { Instant, instant, later, millis, plusSeconds } from '../platform/instant.ts';

/**
 * A moment at which somebody must look again, though nothing arrives. It is a wake-up, not a command: whoever is
 * woken decides from the state as it is then, so a deadline that no longer matters does no harm.
 */
export const Deadline = z.object({
  /** Follows from what it is for, so that setting it twice sets it once. */
  id: z.string().min(1),
  at: Instant,
  wakes: z.discriminatedUnion('what', [
    z.object({ what: z.literal('device'), deviceId: z.string() }),
    /** Every device of a place, because what holds there has changed. */
    z.object({ what: z.literal('place'), placeId: z.string() }),
    z.object({ what: z.literal('task'), taskId: z.string() }),
    /** What was gathered for somebody goes out. */
    z.object({ what: z.literal('gathered'), to: z.string() }),
    z.object({ what: z.literal('digest'), patch: z.string() }),
    /** A target hardening order, whose follow-up is due. */
    z.object({ what: z.literal('order'), orderId: z.string() }),
    z.object({ what: z.literal('referral'), incidentId: z.string(), referralId: z.string() }),
  ]),
});
export type Deadline = z.infer<typeof Deadline>;

// So far may a writer's clock be behind the checker's; minutes within it are looked at again.
const CLOCKS_DIFFER_SECONDS = 180;

// A new system may have set deadlines before its first look succeeded.
const NEVER_LOOKED_SECONDS = 3_600;

// A system that slept catches up this much at a time, so that one run ends well within its time.
const CATCH_UP_MINUTES = 360;

/** The minute that a deadline is filed under: its own, or the present one when it is already due. */
export function filedUnder(deadline: Deadline, now: Instant): string {
  return minuteOf(later(deadline.at, now));
}

/** The minutes to look through now, oldest first, when all up to `lookedThrough` have been. */
export function minutesToCheck(lookedThrough: Instant | undefined, now: Instant): string[] {
  const from = lookedThrough ?? plusSeconds(now, -NEVER_LOOKED_SECONDS);
  const overlap = plusSeconds(from, -CLOCKS_DIFFER_SECONDS);
  const first = Math.floor(millis(overlap) / 60_000);
  const last = Math.min(Math.floor(millis(now) / 60_000), first + CATCH_UP_MINUTES);
  return Array.from({ length: last - first + 1 }, (_, i) => minuteOf(instant((first + i) * 60_000)));
}

/** Until when everything has been looked through, once these minutes are. */
export function lookedThrough(minutes: readonly string[], now: Instant): Instant {
  const last = minutes.at(-1);
  return last === undefined ? now : instant(Math.min(Date.parse(`${last}:59.999Z`), millis(now)));
}

function minuteOf(at: Instant): string {
  return at.slice(0, 16);
}
