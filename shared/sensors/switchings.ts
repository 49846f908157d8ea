import { type Instant, instant, millis } from '../platform/instant.ts';
import type { DeviceState } from './device.ts';
import type { Recent } from './history.ts';
import { lampOf } from './light-rules.ts';
import type { SensorSettings } from './sensor-settings.ts';

/** A moment at which a light was told to have gone on, or off. */
export interface Switching {
  readonly at: Instant;
  readonly on: boolean;
}

/**
 * When a light went on or off between two instants, both included, as its device told: by the power that it draws, else
 * by its dimming, else by a light meter beside it. It went at the reading that first says so, which is the very moment
 * for a device that reports every change, and as late as its interval for one that does not. A first reading of all is
 * no switching. Pure.
 */
export function switchings(
  state: DeviceState,
  settings: SensorSettings,
  from: Instant,
  until: Instant,
): Switching[] {
  const lamp = lampOf({ state, settings });
  const history: Recent<number> | undefined = lamp?.recent ?? state.light;
  if (history === undefined) return [];
  const isOn = lamp?.isOn ?? ((lux: number) => lux >= settings.light.litFromLux);
  const { kept, folded } = history;
  const found: Switching[] = [];
  let wasOn = folded && isOn(folded[3]);
  for (const [atMillis, , , value] of kept) {
    const on = isOn(value);
    const isWithin = atMillis >= millis(from) && atMillis <= millis(until);
    if (wasOn !== undefined && on !== wasOn && isWithin) found.push({ at: instant(atMillis), on });
    wasOn = on;
  }
  return found;
}
