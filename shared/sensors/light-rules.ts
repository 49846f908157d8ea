import { type Instant, plusSeconds } from '../platform/instant.ts';
import { nightsBetween } from './darkness.ts';
import type { DeviceState } from './device.ts';
import type { Judgement, WatchedPlace } from './fault.ts';
import { darkSince, type LightHistory, type LightReading } from './light-history.ts';
import { clockTime, isWithin, type Span } from './local-time.ts';
import type { SensorSettings } from './sensor-settings.ts';

// A night's conclusion is drawn from its own readings, and at most from the night before this one.
const lookBackSeconds = 36 * 3600;

const cannotTell: Judgement = { faults: [], cannotTell: ['dark-when-due'], deadlines: [] };

/**
 * The rule `dark-when-due`: a light measured dark between dusk and dawn, for longer than its grace, until it is
 * measured lit between dusk and dawn.
 *
 * Only readings taken while the light was due are evidence. A reading holds until the next, and for at most three
 * reporting intervals: what silence hides is not told. A fault that was established so still stands in daylight
 * and silence, for nothing has shown it mended.
 */
export function judgeLight(
  state: DeviceState | undefined,
  settings: SensorSettings,
  place: WatchedPlace,
  now: Instant,
): Judgement {
  const history = state?.light;
  if (history === undefined) return cannotTell;
  const { light } = settings;
  const nights = nightsBetween(place, light, plusSeconds(now, -lookBackSeconds), now);
  const evidence = newestWhenDue(history, nights);
  if (evidence === undefined) return cannotTell;

  const { reading, index, night } = evidence;
  const knownForSeconds = light.reportingIntervalMinutes * light.knownForIntervals * 60;
  const knownUntil = plusSeconds(reading.at, knownForSeconds);
  if (reading.lux >= light.litFromLux) {
    return isWithin(nights, now) && knownUntil < now
      ? cannotTell
      : { faults: [], cannotTell: [], deadlines: [] };
  }

  const since = latest(night.from, darkSince(history, index, light.litFromLux, knownForSeconds));
  const provenAt = plusSeconds(since, light.graceMinutes * 60);
  if (provenAt > earliest(knownUntil, night.until)) return cannotTell;
  if (provenAt > now) return { ...cannotTell, deadlines: [provenAt] };

  const clock = (at: Instant) => clockTime(at, now, settings.timeZone);
  const reasons = [
    `dark since ${clock(since)}, although it should be lit from ${clock(night.from)} (dusk) to ${clock(night.until)} (dawn)`,
    `last measured at ${clock(reading.at)}: ${reading.lux} lux; from ${light.litFromLux} lux it counts as lit`,
  ];
  const fault = { kind: 'lighting-fault', fault: 'dark-when-due', since, insecure: false, reasons } as const;
  return { faults: [fault], cannotTell: [], deadlines: [] };
}

function newestWhenDue(
  history: LightHistory,
  nights: readonly Span[],
): { reading: LightReading; index: number; night: Span } | undefined {
  const first = nights[0];
  for (let index = history.readings.length - 1; index >= 0 && first !== undefined; index -= 1) {
    const reading = history.readings[index];
    if (reading === undefined || reading.at < first.from) return undefined;
    const night = nights.find(({ from, until }) => from <= reading.at && reading.at < until);
    if (night !== undefined) return { reading, index, night };
  }
  return undefined;
}

const latest = (a: Instant, b: Instant): Instant => (a > b ? a : b);
const earliest = (a: Instant, b: Instant): Instant => (a < b ? a : b);
