import { dayMillis } from './calendar.ts';
import type { Chance } from './chance.ts';
import type { Injected } from './injected.ts';

/** A battery's charge at a moment, in per cent. */
export type Battery = (atMillis: number) => number;

const hourOfDay = (atMillis: number): number => (atMillis % dayMillis) / dayMillis;

/** A battery that lasts some years and reads a little less in the cold of the night; or one that is low from then on. */
export function batteryOf(injected: Injected | undefined, fromMillis: number, chance: Chance): Battery {
  if (injected?.fault === 'battery-low') {
    const low = injected.stretch.fromMillis;
    // Shown in whole per cent, it is below 20 % from then on.
    return (atMillis) => 19.499_999_99 - (0.15 * (atMillis - low)) / dayMillis;
  }
  const fresh = chance.between(45, 100);
  const perDay = chance.between(0.02, 0.08);
  return (atMillis) => {
    const level = fresh - (perDay * (atMillis - fromMillis)) / dayMillis;
    return Math.max(0, level - 1 + Math.sin(2 * Math.PI * (hourOfDay(atMillis) - 0.4)));
  };
}
