import { getPosition } from 'suncalc';
import { type Day, hourMillis, minuteMillis } from './calendar.ts';
import type { Chance } from './chance.ts';

/**
 * Daylight by the height of the sun, clear sky: degrees, and the decimal logarithm of lux. Rounded from the CIE's and the
 * United States Naval Observatory's tables of illuminance by solar altitude.
 */
const clearSky: readonly (readonly [degrees: number, logLux: number])[] = [
  [-18, -3],
  [-12, -2.1],
  [-6, 0.5],
  [-3, 1.6],
  [0, 2.7],
  [3, 3.3],
  [6, 3.8],
  [10, 4.1],
  [20, 4.5],
  [40, 4.9],
  [60, 5],
];

/** A stretch of the day under so much of the clear sky's light. */
interface Cloud {
  readonly untilMillis: number;
  readonly share: number;
}

/** The light of the sky over one estate, with its weather. */
export class Sky {
  readonly #latitude: number;
  readonly #longitude: number;
  #clouds: Cloud[] = [];

  constructor({ latitude, longitude }: { latitude: number; longitude: number }) {
    this.#latitude = latitude;
    this.#longitude = longitude;
  }

  /** Makes a day's weather: clear, changing or dull all day, and now and then a storm as dark as dusk. */
  dawn(day: Day, chance: Chance): void {
    const [least, most] = chance.oneOf([0.6, 1] as const, [0.15, 0.9] as const, [0.08, 0.2] as const);
    const clouds: Cloud[] = [];
    for (let at = day.fromMillis; at < day.untilMillis; ) {
      at += chance.between(20, 120) * minuteMillis;
      clouds.push({ untilMillis: at, share: chance.between(least, most) });
    }
    const stormFrom = day.fromMillis + chance.between(11, 17) * hourMillis;
    const stormUntil = stormFrom + chance.between(10, 40) * minuteMillis;
    const isStormy = chance.happens(0.15);
    this.#clouds = !isStormy
      ? clouds
      : [
          ...clouds.filter(({ untilMillis }) => untilMillis < stormFrom),
          { untilMillis: stormFrom, share: least },
          { untilMillis: stormUntil, share: 0.01 },
          ...clouds.filter(({ untilMillis }) => untilMillis > stormUntil),
        ];
  }

  /** The height of the sun over the horizon, in degrees. */
  sunDegrees(atMillis: number): number {
    return getPosition(new Date(atMillis), this.#latitude, this.#longitude).altitude;
  }

  /** Daylight on open ground, in lux; of a moment of the day that has dawned last. */
  lux(atMillis: number): number {
    const cloud = this.#clouds.find(({ untilMillis }) => atMillis < untilMillis);
    return 10 ** logLuxAt(this.sunDegrees(atMillis)) * (cloud?.share ?? 1);
  }
}

function logLuxAt(degrees: number): number {
  let [belowDegrees, belowLog] = [-90, -3];
  for (const [aboveDegrees, aboveLog] of clearSky) {
    if (degrees < aboveDegrees) {
      const share = (degrees - belowDegrees) / (aboveDegrees - belowDegrees);
      return belowLog + share * (aboveLog - belowLog);
    }
    [belowDegrees, belowLog] = [aboveDegrees, aboveLog];
  }
  return belowLog;
}
