import type { Deadline } from '../deadlines/deadline.ts';
import type { Instant } from '../platform/instant.ts';

/** The deadline that has a device looked at again. */
export function wakeUp(deviceId: string, at: Instant): Deadline {
  return { id: `device/${deviceId}/${at}`, at, wakes: { what: 'device', deviceId } };
}

/** The deadline to set for `at`: none when one that comes no later is awaited, for it is set anew then. */
export function wakeUps(
  deviceId: string,
  at: Instant | undefined,
  awaits: readonly Instant[] = [],
  now: Instant,
): Deadline[] {
  if (at === undefined || awaits.some((awaited) => awaited > now && awaited <= at)) return [];
  return [wakeUp(deviceId, at)];
}
