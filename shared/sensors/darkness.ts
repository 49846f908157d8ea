import { getTimes } from 'suncalc';
import { type Instant, instant, millis } from '../platform/instant.ts';
import type { Span, SpanMillis } from './local-time.ts';
import { remembered } from './remembered.ts';
import type { SensorSettings } from './sensor-settings.ts';

const minuteMillis = 60_000;
const dayMillis = 24 * 60 * minuteMillis;

/** Where it is dark or light, in degrees (WGS 84). */
interface Coordinates {
  latitude: number;
  longitude: number;
}

/** The sun's times at a place on the solar day whose noon is nearest to that of a day in UTC; absent where none is. */
const sunTimes = remembered(500, (latitude: number) =>
  remembered(100, (longitude: number) =>
    remembered(100, (day: number) => {
      const times = getTimes(new Date((day + 0.5) * dayMillis), latitude, longitude);
      return {
        dawn: times.dawn?.getTime(),
        dusk: times.dusk?.getTime(),
        nauticalDawn: times.nauticalDawn?.getTime(),
        nauticalDusk: times.nauticalDusk?.getTime(),
        // The sun 6 degrees above the horizon: some 1,000 lux and more even under heavy cloud.
        highFrom: times.goldenHourEnd?.getTime(),
        highUntil: times.goldenHour?.getTime(),
      };
    }),
  ),
);

/** Times at a place that fall once on each day; what depends on the day alone is worked out once. */
type ByDay<T> = (day: number) => T | null;

function touching<T extends SpanMillis>(byDay: ByDay<T>, fromMillis: number, untilMillis: number): T[] {
  const spans: T[] = [];
  const lastDay = Math.floor(untilMillis / dayMillis) + 1;
  for (let day = Math.floor(fromMillis / dayMillis) - 1; day <= lastDay; day += 1) {
    const span = byDay(day);
    if (span !== null && span.untilMillis > fromMillis && span.fromMillis <= untilMillis) spans.push(span);
  }
  return spans;
}

type Night = SpanMillis & { dark: SpanMillis };

const nightsAt = remembered(500, (latitude: number) =>
  remembered(100, (longitude: number) =>
    remembered(2, (dueFrom: SensorSettings['light']['dueFrom']) =>
      remembered(50, (duskOffsetMinutes: number) =>
        remembered(50, (dawnOffsetMinutes: number): ByDay<Night> => {
          const times = sunTimes(latitude)(longitude);
          return remembered(100, (day: number) => {
            const [evening, morning] = [times(day), times(day + 1)];
            const dusk = dueFrom === 'civil-dusk' ? evening.dusk : evening.nauticalDusk;
            const dawn = dueFrom === 'civil-dusk' ? morning.dawn : morning.nauticalDawn;
            if (dusk === undefined || dawn === undefined) return null;
            const fromMillis = dusk + duskOffsetMinutes * minuteMillis;
            const untilMillis = dawn - dawnOffsetMinutes * minuteMillis;
            if (fromMillis >= untilMillis) return null;
            const dark = {
              fromMillis: Math.max(fromMillis, evening.dusk ?? dusk),
              untilMillis: Math.min(untilMillis, morning.dawn ?? dawn),
            };
            return { fromMillis, untilMillis, dark };
          });
        }),
      ),
    ),
  ),
);

/**
 * The nights that touch the time between two moments at a place, oldest first: from dusk to dawn, each moved by its
 * offset, is when a light is due. `dark` bounds what a light meter can tell of it: then the sun is 6 degrees and more
 * below the horizon, and what it measures is a lamp's. A day without dusk or dawn (midsummer in the far north, where it
 * never gets dark enough) gives none: no light is then due.
 */
export function nightsTouching(
  { latitude, longitude }: Coordinates,
  light: SensorSettings['light'],
  fromMillis: number,
  untilMillis: number,
): Night[] {
  const byDay = nightsAt(latitude)(longitude)(light.dueFrom)(light.duskOffsetMinutes)(
    light.dawnOffsetMinutes,
  );
  return touching(byDay, fromMillis, untilMillis);
}

/** The same as {@link nightsTouching}, between instants. */
export function nightsBetween(
  place: Coordinates,
  light: SensorSettings['light'],
  from: Instant,
  until: Instant,
): Span[] {
  return nightsTouching(place, light, millis(from), millis(until)).map(({ fromMillis, untilMillis }) => ({
    from: instant(fromMillis),
    until: instant(untilMillis),
  }));
}

const brightDaysAt = remembered(500, (latitude: number) =>
  remembered(100, (longitude: number): ByDay<SpanMillis> => {
    const times = sunTimes(latitude)(longitude);
    return remembered(100, (day: number) => {
      const { highFrom, highUntil } = times(day);
      if (highFrom === undefined || highUntil === undefined || highFrom >= highUntil) return null;
      return { fromMillis: highFrom, untilMillis: highUntil };
    });
  }),
);

/**
 * The times of day between two moments at a place at which the sun is well up, 6 degrees and more above the horizon, so
 * that no lamp has cause to be lit; oldest first. A day without such hours (midwinter in Shetland) gives none.
 */
export function brightDaysTouching(
  { latitude, longitude }: Coordinates,
  fromMillis: number,
  untilMillis: number,
): SpanMillis[] {
  return touching(brightDaysAt(latitude)(longitude), fromMillis, untilMillis);
}
