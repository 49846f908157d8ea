import type { Chance } from './chance.ts';
import type { Injected } from './injected.ts';
import { isIn } from './said.ts';
import type { Sky } from './sky.ts';

/** Whether a lamp is lit at a moment of the day whose weather was made last. */
export type Lamp = (atMillis: number) => boolean;

/** A photocell switches at some 50 lux, half of the sky hidden from it. */
const photocellLux = 50;

/** The sun this low and less, in degrees: surely past dusk by the rules' reckoning, and surely well up. */
export const surely = { darkDegrees: -6.4, brightDegrees: 6.4 };

/** On and off every four minutes, which a luminaire near its end does when its driver is too hot. */
const cycleMillis = 4 * 60_000;

/** A lamp on a photocell, or on a clock that knows the sun; with the fault that was injected. */
export function lampUnder(sky: Sky, injected: Injected | undefined, chance: Chance): Lamp {
  const onPhotocell = chance.happens(0.6);
  const clockDegrees = chance.between(-3, 0.5);
  const works = (at: number): boolean =>
    onPhotocell ? sky.lux(at) / 2 <= photocellLux : sky.sunDegrees(at) <= clockDegrees;
  if (injected === undefined) return works;
  const { fault, stretch } = injected;
  return (at) => {
    if (!isIn(at, stretch)) return works(at);
    if (fault === 'dark-when-due' || fault === 'movement-unlit' || fault === 'lamp-failed') return false;
    if (fault === 'burning-by-day') return true;
    if (fault === 'cycling')
      return works(at) && Math.floor((at - stretch.fromMillis) / cycleMillis) % 2 === 0;
    return works(at);
  };
}
