// The fault rules as conditions for json-rules-engine, over the same device state and settings. It is asked the same:
// which faults stand, and which rules cannot tell. What is no condition (how long a door has been open, how dark it was
// and for how long) are facts worked out from the state as cheaply as can be, for both to be given the same work.
import { z } from 'zod';
import { type Instant, millis } from '../shared/platform/instant.ts';
import { nightsTouching } from '../shared/sensors/darkness.ts';
import type { DeviceState } from '../shared/sensors/device.ts';
import { doorStretches } from '../shared/sensors/door-history.ts';
import type { WatchedPlace } from '../shared/sensors/fault.ts';
import { rhythmOf, surelyAllowedMillis } from '../shared/sensors/heard.ts';
import { hoursBetween, spanAt } from '../shared/sensors/local-time.ts';
import { type ReportedKind, saidSince } from '../shared/sensors/reported-history.ts';
import type { SensorSettings } from '../shared/sensors/sensor-settings.ts';

interface Condition {
  fact: string;
  operator: string;
  value: unknown;
}
interface PeerEngine {
  addRule: (rule: {
    conditions: { all: Condition[] } | { any: Condition[] };
    event: { type: string };
  }) => unknown;
  run: (facts: Record<string, unknown>) => Promise<{ events: { type: string }[] }>;
}
const PeerModule = z.object({
  Engine: z.custom<new (rules: [], options: { allowUndefinedFacts: boolean }) => PeerEngine>(
    (value) => typeof value === 'function',
  ),
});

/** Asks the peer which faults stand. */
export type AskPeer = (state: DeviceState, now: Instant) => Promise<string[]>;

/** The peer with the fault rules in it, or `undefined` where json-rules-engine is not installed. */
export async function peerOf(settings: SensorSettings, place: WatchedPlace): Promise<AskPeer | undefined> {
  const packageName: string = 'json-rules-engine';
  const loaded: unknown = await import(packageName).catch(() => undefined);
  const found = PeerModule.safeParse(loaded);
  if (!found.success) return undefined;
  const engine = new found.data.Engine([], { allowUndefinedFacts: true });
  for (const [type, conditions] of Object.entries(rulesOf(settings)))
    engine.addRule({ conditions, event: { type } });
  return async (state, now) => {
    const { events } = await engine.run(factsOf(state, settings, place, millis(now)));
    return events.map(({ type }) => type);
  };
}

const is = (fact: string, value: unknown): Condition => ({ fact, operator: 'equal', value });
const atLeast = (fact: string, value: number): Condition => ({
  fact,
  operator: 'greaterThanInclusive',
  value,
});
const below = (fact: string, value: number): Condition => ({ fact, operator: 'lessThan', value });

function rulesOf({
  door,
  light,
  battery,
}: SensorSettings): Record<string, { all: Condition[] } | { any: Condition[] }> {
  return {
    'held-open by day': {
      all: [is('isOpen', true), is('isNight', false), atLeast('openMinutes', door.dayLimitMinutes)],
    },
    'held-open at night': {
      all: [is('isOpen', true), is('isNight', true), atLeast('openMinutes', door.nightLimitMinutes)],
    },
    'open-overnight': {
      all: [is('isOpen', true), is('isNight', true), atLeast('minutesOfNight', door.lockUpGraceMinutes)],
    },
    forced: { all: [is('door-alarm', true)] },
    'not-latching': { all: [atLeast('bounces', door.bounceTimes)] },
    'never-opens': { all: [is('isOpen', false), atLeast('closedHours', door.missedOpenings)] },
    tampered: { all: [is('tamper', true)] },
    'reported-faulty': { all: [is('door-fault', true)] },
    'dark-when-due': {
      all: [is('isDue', true), below('lux', light.litFromLux), atLeast('darkMinutes', light.graceMinutes)],
    },
    'dark-when-due by power': { all: [is('isDue', true), below('watts', light.standbyWatts)] },
    'burning-by-day': {
      all: [is('isDue', false), atLeast('watts', light.standbyWatts + 1), is('isBright', true)],
    },
    cycling: { all: [is('isDue', true), atLeast('changes', light.cyclingChanges)] },
    'movement-unlit': { all: [is('isDue', true), atLeast('unlit', light.unlitMovements)] },
    'lamp-failed': {
      any: [
        is('lamp-failure', true),
        is('control-gear-failure', true),
        is('relay-failure', true),
        is('gear-communication-failure', true),
      ],
    },
    silent: { all: [is('isSilent', true)] },
    'battery-low': { all: [below('battery', battery.lowPercent)] },
  };
}

const minuteMillis = 60_000;

function factsOf(
  state: DeviceState,
  settings: SensorSettings,
  place: WatchedPlace,
  nowMillis: number,
): Record<string, unknown> {
  const { door, timeZone, light, silence } = settings;
  const settle = settings.reports.settleMinutes * minuteMillis;
  const said = (kind: ReportedKind) => saidSince(state.reported[kind], true, settle, nowMillis) !== undefined;
  const stretches = state.door === undefined ? [] : doorStretches(state.door);
  const last = stretches.at(-1);
  const sinceMillis = last?.fromMillis ?? nowMillis;
  const hours = { from: door.nightFrom, until: door.nightUntil, timeZone };
  const night = spanAt(hoursBetween(hours, nowMillis, nowMillis), nowMillis);
  const due = nightsTouching(place, light, nowMillis, nowMillis);
  const lights = state.light?.kept ?? [];
  const lit = lights.findLast(([, , , lux]) => lux >= light.litFromLux);
  const changes = (state.power?.kept ?? []).filter(([at]) => at > nowMillis - 60 * minuteMillis).length;
  const battery = state.latest.battery?.reading;
  return {
    isOpen: last?.open,
    openMinutes: (nowMillis - sinceMillis) / minuteMillis,
    closedHours: (nowMillis - sinceMillis) / minuteMillis / 60,
    isNight: night !== undefined,
    minutesOfNight: night === undefined ? 0 : (nowMillis - night.fromMillis) / minuteMillis,
    bounces:
      stretches.filter(({ open, fromMillis }) => open && fromMillis > nowMillis - minuteMillis).length - 3,
    'door-alarm': said('door-alarm'),
    'door-fault': said('door-fault'),
    tamper: said('tamper'),
    isDue: due.length > 0,
    isBright: due.length === 0,
    lux: lights.at(-1)?.[3],
    darkMinutes: (nowMillis - (lit?.[0] ?? nowMillis)) / minuteMillis,
    watts: state.power?.kept.at(-1)?.[3],
    changes,
    unlit: (state.movement?.kept ?? []).filter(([, , , word]) => word === 'moving-dark').length,
    'lamp-failure': said('lamp-failure'),
    'control-gear-failure': said('control-gear-failure'),
    'relay-failure': said('relay-failure'),
    'gear-communication-failure': said('gear-communication-failure'),
    isSilent:
      nowMillis > millis(state.lastUplink.receivedAt) + surelyAllowedMillis(rhythmOf(state.heard), silence),
    battery: battery?.what === 'battery' ? battery.percent : undefined,
  };
}
