import type { Deadline } from '../deadlines/deadline.ts';
import type { Instant } from '../platform/instant.ts';

/** The deadline that has a device looked at again. */
export function wakeUp(deviceId: string, at: Instant): Deadline {
  return { id: `device/${deviceId}/${at}`, at, wakes: { what: 'device', deviceId } };
}

/** The deadline to set for `at`: none when one that comes no later is awaited, for it is set anew then. */
export function wakeUps(deviceId: string, at: Instant | undefined, awaited: readonly Instant[]): Deadline[] {
  if (at === undefined || awaited.some((other) => other <= at)) return [];
  return [wakeUp(deviceId, at)];
}

/**
 * The deadlines that are set for a device by now. Of those in `awaits` that have come, whoever looked at it then has set
 * the next one that the rules named, `nextAfter` that moment.
 */
export function awaitedBy(
  now: Instant,
  awaits: readonly Instant[],
  nextAfter: (moment: Instant) => Instant | undefined,
): Instant[] {
  const toCome = awaits.filter((at) => at > now);
  if (toCome.length > 0) return toCome;
  let at: Instant | undefined = awaits.toSorted().at(-1);
  while (at !== undefined && at <= now) at = nextAfter(at);
  return at === undefined ? [] : [at];
}
