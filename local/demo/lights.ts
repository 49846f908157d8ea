import type { Instant } from '../../shared/platform/instant.ts';
import { lastDusk, lastOfNight } from './hours.ts';
import {
  type DemoDelivery,
  type DemoDevice,
  type DemoLife,
  type Frame,
  type Moment,
  messages,
} from './life.ts';
import { lightPayload, movementPayload } from './milesight-payload.ts';
import { byAwsTopic, byTheThingsStack } from './ways.ts';

const byRoof = byTheThingsStack('hilltop-roof');

/** Levels in lux from ten minutes before dusk on, so many minutes apart. */
const fromDusk = (everyMinutes: number, levels: readonly number[]): Moment<Frame>[] =>
  levels.map((lux, index) => [index * everyMinutes - 10, lightPayload(lux, index === 0 ? 100 : undefined)]);

const staysDark = fromDusk(10, [9, 3, 1, 0, 0, 0, 0]);
const lightsUp = fromDusk(10, [9, 41, 42, 42, 43, 42, 42]);
const staysDarkToo = fromDusk(20, [8, 1, 0, 0]);
const toldMinutes = 50;

/** What a light sensor sends around dusk: the last one that is 50 minutes past, so that it can be told at any time of day. */
const atDusk =
  (moments: readonly Moment<Frame>[]) =>
  (device: DemoDevice, now: Instant): DemoDelivery[] => {
    const dusk = lastDusk(device, now, toldMinutes);
    return dusk === undefined ? [] : messages(device, dusk, moments, byRoof, now);
  };

// Three times somebody passes in the dark, and a minute later it still is.
const passMinutes = [-44, -27, -10];
const passesUnlit = passMinutes.flatMap((minutes): Moment<Frame>[] => [
  [minutes, movementPayload(true, false)],
  [minutes + 1, movementPayload(false, false)],
]);
const nightMinutes = 50;

/** The last hour of the night that there was: this one's, or when it is day that before dawn. */
function unlitAtNight(device: DemoDevice, now: Instant): DemoDelivery[] {
  const night = lastOfNight(device, now, nightMinutes);
  return night === undefined ? [] : messages(device, night, passesUnlit, byAwsTopic, now);
}

/**
 * The lights of Hilltop that sensors watch: one is lit, one stays dark after dusk, all of Rowan Court do, and one does not
 * answer to who passes.
 */
export const lightLives: readonly DemoLife[] = [
  { deviceId: 'sensor-larch-car-park', endsIn: 'dark-when-due', sends: atDusk(staysDark) },
  { deviceId: 'sensor-larch-steps', sends: atDusk(lightsUp) },
  { deviceId: 'sensor-rowan-entrance', endsIn: 'dark-when-due', sends: atDusk(staysDarkToo) },
  { deviceId: 'sensor-rowan-stairs', endsIn: 'dark-when-due', sends: atDusk(staysDarkToo) },
  { deviceId: 'sensor-rowan-bins', endsIn: 'dark-when-due', sends: atDusk(staysDarkToo) },
  { deviceId: 'sensor-larch-underpass', endsIn: 'movement-unlit', sends: unlitAtNight },
];
