import { type Instant, instant, millis, plusSeconds } from '../../shared/platform/instant.ts';
import { brightDaysTouching, nightsTouching } from '../../shared/sensors/darkness.ts';
import { hoursBetween, type SpanMillis } from '../../shared/sensors/local-time.ts';
import { SensorSettings } from '../../shared/sensors/sensor-settings.ts';
import type { DemoDevice } from './life.ts';

const minuteMillis = 60_000;
const twoDaysMillis = 48 * 60 * minuteMillis;

// What a landlord has that has set nothing, as the demo's.
const { door, light, timeZone } = SensorSettings.parse({});

/** The last dusk that is so many minutes past; `undefined` where there was none in two days, as at midsummer in Shetland. */
export function lastDusk(
  { coordinates }: DemoDevice,
  now: Instant,
  minutesPast: number,
): Instant | undefined {
  const nowMillis = millis(now);
  const dusk = nightsTouching(coordinates, light, nowMillis - twoDaysMillis, nowMillis).findLast(
    ({ fromMillis }) => fromMillis + minutesPast * minuteMillis <= nowMillis,
  );
  return dusk && instant(dusk.fromMillis);
}

/** The last moment at which it had been night for so many minutes: now, or else the last dawn. */
export function lastOfNight({ coordinates }: DemoDevice, now: Instant, minutes: number): Instant | undefined {
  const nowMillis = millis(now);
  return lastIn(nightsTouching(coordinates, light, nowMillis - twoDaysMillis, nowMillis), nowMillis, minutes);
}

/** The last moment at which the sun had been well up for so many minutes: now, or else the end of the last day. */
export function lastOfDay({ coordinates }: DemoDevice, now: Instant, minutes: number): Instant | undefined {
  const nowMillis = millis(now);
  return lastIn(brightDaysTouching(coordinates, nowMillis - twoDaysMillis, nowMillis), nowMillis, minutes);
}

function lastIn(spans: readonly SpanMillis[], nowMillis: number, minutes: number): Instant | undefined {
  const last = spans.findLast(
    ({ fromMillis, untilMillis }) => Math.min(nowMillis, untilMillis) - fromMillis >= minutes * minuteMillis,
  );
  return last && instant(Math.min(nowMillis, last.untilMillis));
}

/** The last time that blocks were locked up, of those that are so many minutes past. */
export function lastLockUp(now: Instant, minutesPast: number): Instant {
  return lastTime(door.nightFrom, plusSeconds(now, -minutesPast * 60));
}

/** The last moment, not after `now`, at which the clocks on the wall showed a time such as `18:20`. */
export function lastTime(timeOfDay: string, now: Instant): Instant {
  return timesBetween(timeOfDay, plusSeconds(now, -twoDaysMillis / 1000), now).at(-1) ?? now;
}

/** The moments from one to another at which the clocks on the wall showed a time such as `18:20`, oldest first. */
export function timesBetween(timeOfDay: string, from: Instant, until: Instant): Instant[] {
  // Hours from a time of day to the next midnight begin at it.
  const hours = { from: timeOfDay, until: '00:00', timeZone };
  return hoursBetween(hours, millis(from), millis(until))
    .map(({ fromMillis }) => instant(fromMillis))
    .filter((at) => at >= from && at <= until);
}
