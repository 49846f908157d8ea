import type { Instant } from '../../shared/platform/instant.ts';
import type { FieldValue } from '../../shared/sensors/uplink.ts';
import { lastOfDay, lastOfNight } from './hours.ts';
import { type DemoDelivery, type DemoDevice, type DemoLife, type Moment, messages } from './life.ts';
import { byLwm2m } from './ways.ts';

type Resources = Record<string, FieldValue>;

/** What a controller reports of its lamp, by the paths of object 3416. */
const dimming = '3416/0/3';
const lampFailure = '3416/0/5';
const lampFailureReason = '3416/0/6';
const dayBurner = '3416/0/10';
const operatingHours = '3416/0/15';
const watts = '3416/0/46';

const litWatts = 38;
const onFullPower: Resources = { [dimming]: 100, [watts]: litWatts };

// Told from the last moment at which the sun was well up. Until then it burnt for more than the hour that is allowed.
const burns: readonly Moment<Resources>[] = [
  [-85, { ...onFullPower, [dayBurner]: false }],
  [-20, { ...onFullPower, [dayBurner]: true }],
];
const dayMinutes = 90;

// Told from the last moment of a night: every four minutes the lamp is on, or is off again.
const flickers = [38, 0, 38, 0, 38, 0, 38, 0, 38].map(
  (power, index): Moment<Resources> => [index * 4 - 34, { [dimming]: 100, [watts]: power }],
);
const nightMinutes = 36;

const fails: readonly Moment<Resources>[] = [
  [-85, { [operatingHours]: 21_480, [lampFailure]: false }],
  [-25, { [operatingHours]: 21_481, [lampFailure]: true, [lampFailureReason]: 'open circuit' }],
];

const toldFrom =
  (when: (device: DemoDevice, now: Instant) => Instant | undefined, moments: readonly Moment<Resources>[]) =>
  (device: DemoDevice, now: Instant): DemoDelivery[] => {
    const from = when(device, now);
    return from === undefined ? [] : messages(device, from, moments, byLwm2m, now);
  };

/** The luminaires of Hilltop that tell of themselves: one burns by day, one goes on and off by night, one's lamp has failed. */
export const luminaireLives: readonly DemoLife[] = [
  {
    deviceId: 'luminaire-larch-garages',
    endsIn: 'burning-by-day',
    sends: toldFrom((device, now) => lastOfDay(device, now, dayMinutes), burns),
  },
  {
    deviceId: 'luminaire-larch-footpath',
    endsIn: 'cycling',
    sends: toldFrom((device, now) => lastOfNight(device, now, nightMinutes), flickers),
  },
  {
    deviceId: 'luminaire-juniper-play-area',
    endsIn: 'lamp-failed',
    sends: (device, now) => messages(device, now, fails, byLwm2m, now),
  },
];
