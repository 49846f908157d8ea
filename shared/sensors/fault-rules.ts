import type { Instant } from '../platform/instant.ts';
import type { DeviceState } from './device.ts';
import { judgeDoor } from './door-rules.ts';
import type { Judgement, WatchedPlace } from './fault.ts';
import { judgeLight } from './light-rules.ts';
import { type SensorOverrides, type SensorSettings, settingsFor } from './sensor-settings.ts';

/**
 * Asks every rule about a device. `device.settings` are its own numbers where they differ from the landlord's;
 * `state` is `undefined` for one never heard. Pure: the answer follows from what was received and from `now`.
 */
export function judge(
  device: { settings?: SensorOverrides },
  state: DeviceState | undefined,
  settings: SensorSettings,
  place: WatchedPlace,
  now: Instant,
): Judgement {
  const own = settingsFor(settings, device.settings);
  const judgements = [judgeDoor(state, own, place, now), judgeLight(state, own, place, now)];
  return {
    faults: judgements.flatMap(({ faults }) => faults),
    cannotTell: judgements.flatMap(({ cannotTell }) => cannotTell),
    deadlines: judgements.flatMap(({ deadlines }) => deadlines),
  };
}
