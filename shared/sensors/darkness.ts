import { getTimes, type SunTimes } from 'suncalc';
import { type Instant, instant, millis, plusSeconds } from '../platform/instant.ts';
import type { Span } from './local-time.ts';
import { remembered } from './remembered.ts';
import type { SensorSettings } from './sensor-settings.ts';

const dayMillis = 24 * 3600 * 1000;

/** The sun's times at a place on the solar day whose noon is nearest to that of a day in UTC. */
const sunTimes = remembered(
  1000,
  (day: number, latitude: number, longitude: number): SunTimes =>
    getTimes(new Date((day + 0.5) * dayMillis), latitude, longitude),
);

/**
 * The nights that touch the time between two moments at a place, oldest first: from dusk to dawn, each moved by its
 * offset, is when a light is due. A day without dusk or dawn (midsummer in the far north, where it never gets dark
 * enough) gives none: no light is then due.
 */
export function nightsBetween(
  place: { latitude: number; longitude: number },
  settings: SensorSettings['light'],
  from: Instant,
  until: Instant,
): Span[] {
  const [duskName, dawnName] =
    settings.dueFrom === 'civil-dusk'
      ? (['dusk', 'dawn'] as const)
      : (['nauticalDusk', 'nauticalDawn'] as const);
  const nights: Span[] = [];
  const lastDay = Math.floor(millis(until) / dayMillis) + 1;
  for (let day = Math.floor(millis(from) / dayMillis) - 1; day <= lastDay; day += 1) {
    const dusk = sunTimes(day, place.latitude, place.longitude)[duskName];
    const dawn = sunTimes(day + 1, place.latitude, place.longitude)[dawnName];
    if (dusk === null || dawn === null) continue;
    const night = {
      from: plusSeconds(instant(dusk), settings.duskOffsetMinutes * 60),
      until: plusSeconds(instant(dawn), -settings.dawnOffsetMinutes * 60),
    };
    if (night.from < night.until && night.until > from && night.from <= until) nights.push(night);
  }
  return nights;
}
