import { type Instant, instant } from '../../platform/instant.ts';

// A record from before the devices were made shows that the clock was never set.
const madeSinceSeconds = Date.UTC(2018, 0) / 1000;

/** The note about a record whose time cannot be true. */
export const clockNotSet = 'a remembered record has no true time: the clock was not set';

/** When a record in a device's memory was made, from its Unix time; `undefined` when its clock was not set. */
export function rememberedAt(unixSeconds: number): Instant | undefined {
  return unixSeconds < madeSinceSeconds ? undefined : instant(unixSeconds * 1000);
}
