import { type Instant, plusSeconds, secondsBetween } from '../platform/instant.ts';
import type { DeviceState } from './device.ts';
import { type DoorStretch, doorStretches } from './door-history.ts';
import type { Fault, Judgement, WatchedPlace } from './fault.ts';
import { clockTime, hoursBetween, isWithin } from './local-time.ts';
import type { SensorSettings } from './sensor-settings.ts';

/** An opening that outlasted its limit at `overAt`, when `limitMinutes` were allowed at that hour. */
interface HeldOpen {
  since: Instant;
  overAt: Instant;
  limitMinutes: number;
  atNight: boolean;
}

/**
 * The rule `held-open`: a door has been open longer than the hour allows, until it has then been closed for its
 * settle time. Bouncing shut for a moment does not end it; a door in use, open again and again, is none.
 */
export function judgeDoor(
  state: DeviceState | undefined,
  settings: SensorSettings,
  place: WatchedPlace,
  now: Instant,
): Judgement {
  if (state?.door === undefined) return { faults: [], cannotTell: ['held-open'], deadlines: [] };
  const stretches = doorStretches(state.door);
  const held = standing(stretches, settings, now);
  const last = stretches.at(-1);
  const deadlines: Instant[] = [];
  if (last?.open && held === undefined) deadlines.push(firstOver(last.from, settings).overAt);
  if (last?.open === false && held !== undefined) {
    deadlines.push(plusSeconds(last.from, settings.door.settleSeconds));
  }
  const faults = held === undefined ? [] : [faultOf(held, last, state, settings, place, now)];
  return { faults, cannotTell: [], deadlines };
}

/** The opening that counts as held at `now`, if one does. */
function standing(
  stretches: readonly DoorStretch[],
  settings: SensorSettings,
  now: Instant,
): HeldOpen | undefined {
  const shortestLimitSeconds = Math.min(settings.door.dayLimitMinutes, settings.door.nightLimitMinutes) * 60;
  let held: HeldOpen | undefined;
  for (const { open, from, until = now } of stretches) {
    const lastedSeconds = secondsBetween(from, until);
    if (!open && held !== undefined && lastedSeconds >= settings.door.settleSeconds) held = undefined;
    if (open && held === undefined && lastedSeconds >= shortestLimitSeconds) {
      const over = firstOver(from, settings);
      if (over.overAt <= until) held = over;
    }
  }
  return held;
}

/** When an opening outlasts what is allowed at that hour: at night that may be the very start of the night. */
function firstOver(since: Instant, settings: SensorSettings): HeldOpen {
  const { dayLimitMinutes, nightLimitMinutes, nightFrom, nightUntil } = settings.door;
  const ends = [dayLimitMinutes, nightLimitMinutes].map((limit) => plusSeconds(since, limit * 60)).sort();
  const latest = ends.at(-1) ?? since;
  const hours = { from: nightFrom, until: nightUntil, timeZone: settings.timeZone };
  const nights = hoursBetween(hours, since, latest);
  // The limit changes only where day and night meet, so it can be outlasted only there and at its own ends.
  const moments = [...ends, ...nights.flatMap(({ from, until }) => [from, until])].sort();
  for (const overAt of moments) {
    const atNight = isWithin(nights, overAt);
    const limitMinutes = atNight ? nightLimitMinutes : dayLimitMinutes;
    if (secondsBetween(since, overAt) >= limitMinutes * 60) return { since, overAt, limitMinutes, atNight };
  }
  // Not reached: at the longer of the two limits either is outlasted.
  return { since, overAt: latest, limitMinutes: dayLimitMinutes, atNight: false };
}

function faultOf(
  held: HeldOpen,
  last: DoorStretch | undefined,
  state: DeviceState,
  settings: SensorSettings,
  place: WatchedPlace,
  now: Instant,
): Fault {
  const clock = (at: Instant) => clockTime(at, now, settings.timeZone);
  const reasons = [
    `open since ${clock(held.since)}, longer than the ${held.limitMinutes} minutes allowed ${held.atNight ? 'at night' : 'by day'}`,
  ];
  if (last?.open === false)
    reasons.push(`closed at ${clock(last.from)}, not yet for ${settleWords(settings)}`);
  else if (last !== undefined && last.from !== held.since) {
    reasons.push(
      `closed in between, but for less than ${settleWords(settings)}; open again since ${clock(last.from)}`,
    );
  }
  const tamper = state.latest.tamper;
  if (tamper?.reading.what === 'tamper' && tamper.reading.tampered) {
    reasons.push(
      `the sensor has said since ${clock(tamper.at)} that it is off its mount: look before trusting it`,
    );
  }
  return { kind: 'door-fault', fault: 'held-open', since: held.since, insecure: place.outerDoor, reasons };
}

function settleWords(settings: SensorSettings): string {
  const { settleSeconds } = settings.door;
  return settleSeconds % 60 === 0 ? `${settleSeconds / 60} minutes` : `${settleSeconds} seconds`;
}
