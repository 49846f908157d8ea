import { type Instant, instant, millis } from '../platform/instant.ts';
import type { DeviceState } from './device.ts';
import { reportDistanceMillis, type SilenceNumbers, silenceAllowedMillis } from './heard.ts';

/** So late that a report is missed, in its usual distance: half of one more, for jitter. */
const MISSED_AFTER = 1.5;

/**
 * That nothing comes through a gateway any more: since when, and from which devices, of those that it brought the last
 * word of. Undefined while it may well hear. Pure.
 *
 * A gateway that is out and devices that fail one by one look alike until several that should have reported since its
 * last word have not: `settings.gatewayDevices` of them, each judged by its own rhythm. A device that was overdue before
 * has a trouble of its own.
 */
export function gatewayOutage(
  gateway: string,
  states: readonly DeviceState[],
  settings: SilenceNumbers & { readonly gatewayDevices: number },
  now: Instant,
): { since: Instant; deviceIds: string[] } | undefined {
  const through = states.filter(({ lastUplink }) => lastUplink.gateways?.includes(gateway));
  const sinceMillis = Math.max(...through.map(lastHeardMillis));
  const cutOff = through.filter(
    (state) => sinceMillis - lastHeardMillis(state) <= silenceAllowedMillis(state.heard, settings),
  );
  const missing = cutOff.filter(
    ({ heard }) => millis(now) - sinceMillis > MISSED_AFTER * reportDistanceMillis(heard, settings),
  );
  if (missing.length < settings.gatewayDevices) return undefined;
  return { since: instant(sinceMillis), deviceIds: cutOff.map(({ deviceId }) => deviceId) };
}

function lastHeardMillis({ lastUplink }: DeviceState): number {
  return millis(lastUplink.receivedAt);
}
