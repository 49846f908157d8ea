import { z } from 'zod';
import { Instant } from '../platform/instant.ts';
import { BatteryHistory, withBattery } from './battery-history.ts';
import { DoorHistory, withDoorReading } from './door-history.ts';
import { Heard, withMoment, withUplinkSent } from './heard.ts';
import { insert, type Place, placeOf, recentOf, rememberedPlace } from './history.ts';
import { LatestByKind, withLatest } from './latest.ts';
import { LightHistory, withLightReading } from './light-history.ts';
import { MovementHistory, movementWord, withMovement } from './movement-history.ts';
import { quickMillis } from './quick-instant.ts';
import type { Decoded, Reading } from './reading.ts';
import { ReportedHistory, reportedKinds, reportedWord, withReport } from './reported-history.ts';
import { DeviceId, FrameCounter, Uplink } from './uplink.ts';

const LastUplink = z.object({
  session: z.string().exactOptional(),
  counter: FrameCounter,
  receivedAt: Instant,
  gateways: Uplink.shape.gateways,
});

/** How many of a lamp's states, and how many grants of access, are kept one by one. */
const shortLength = 32;

/** What is remembered of a device's readings; each part has a file of its own. `lamp` is in per cent, `power` in W. */
const Histories = z.object({
  heard: Heard,
  door: DoorHistory.exactOptional(),
  light: LightHistory.exactOptional(),
  lamp: recentOf(z.number()).exactOptional(),
  power: recentOf(z.number()).exactOptional(),
  movement: MovementHistory.exactOptional(),
  access: recentOf(z.literal(true)).exactOptional(),
  reported: z.partialRecord(z.enum(reportedKinds), ReportedHistory),
  battery: BatteryHistory.exactOptional(),
  latest: LatestByKind,
});
type Histories = z.infer<typeof Histories>;

/**
 * What is known of a device from all its uplinks, whatever order they came in.
 *
 * `lastUplink` is the one received last, with the gateways that brought it, and `notes` are the decoder's about it. The
 * histories hold the readings that the rules look back on; `latest` has the newest reading of every other kind, by its
 * `what`.
 */
export const DeviceState = Histories.extend({
  deviceId: DeviceId,
  lastUplink: LastUplink,
  notes: z.array(z.string()),
});
export type DeviceState = z.infer<typeof DeviceState>;

/** How many of a decoder's notes are kept. */
const noteLimit = 8;

/**
 * The state after one more uplink, and whether that differs from before (a repeat changes nothing).
 *
 * Any order of the same uplinks, with any repeats, ends in the same state: a late reading takes its place in the
 * history and never overrides a newer one. How late it may be says `history.ts`. `state` is `undefined` for a
 * device not heard before; it must be the state of the uplink's device.
 */
export function applyUplink(
  state: DeviceState | undefined,
  uplink: Uplink,
  decoded: Decoded,
): { state: DeviceState; changed: boolean } {
  if (state !== undefined && state.deviceId !== uplink.deviceId) {
    throw new RangeError(`The state of ${state.deviceId} was given for an uplink of ${uplink.deviceId}.`);
  }
  const isLast = state === undefined || isReceivedAfter(uplink, state.lastUplink);
  const histories = withReadings(state, uplink, decoded.readings);
  if (state !== undefined && !isLast && isSame(histories, state)) return { state, changed: false };
  return {
    changed: true,
    state: {
      ...histories,
      deviceId: uplink.deviceId,
      lastUplink: isLast ? lastUplinkOf(uplink) : state.lastUplink,
      notes: isLast ? decoded.notes.slice(0, noteLimit) : state.notes,
    },
  };
}

function isSame(a: Histories, b: Histories): boolean {
  return (
    a.heard === b.heard &&
    a.door === b.door &&
    a.light === b.light &&
    a.lamp === b.lamp &&
    a.power === b.power &&
    a.movement === b.movement &&
    a.access === b.access &&
    a.reported === b.reported &&
    a.battery === b.battery &&
    a.latest === b.latest
  );
}

function lastUplinkOf({ session, counter, receivedAt, gateways }: Uplink): DeviceState['lastUplink'] {
  const last: DeviceState['lastUplink'] = { counter, receivedAt };
  if (session !== undefined) last.session = session;
  if (gateways !== undefined) last.gateways = gateways;
  return last;
}

function isReceivedAfter(a: Uplink, b: DeviceState['lastUplink']): boolean {
  if (a.receivedAt !== b.receivedAt) return a.receivedAt > b.receivedAt;
  if (a.counter !== b.counter) return a.counter > b.counter;
  return (a.session ?? '') > (b.session ?? '');
}

function withReadings(
  before: Histories | undefined,
  uplink: Uplink,
  readings: readonly Reading[],
): Histories {
  const receivedMillis = quickMillis(uplink.receivedAt);
  const live = placeOf(uplink, receivedMillis);
  const known: Partial<Histories> = before ?? {};
  let heard = withUplinkSent(known.heard, live.atMillis);
  let { door, light, lamp, power, movement, access, battery, latest } = known;
  let reported: Histories['reported'] = known.reported ?? {};
  let isMoving: boolean | undefined;
  let isLight: boolean | undefined;

  for (const reading of readings) {
    const place = placeOfReading(reading, live, receivedMillis);
    if (place === undefined) continue;
    if (place.remembered) heard = withMoment(heard, place.atMillis);
    switch (reading.what) {
      case 'door':
        door = withDoorReading(door, place, reading);
        continue;
      case 'light-level':
        light = withLightReading(light, place, reading.lux);
        continue;
      case 'lamp':
        lamp = insert(lamp, shortLength, place, reading.dimmingPercent)?.recent ?? lamp;
        continue;
      case 'power':
        power = insert(power, shortLength, place, reading.watts)?.recent ?? power;
        continue;
      case 'access-granted':
        access = insert(access, shortLength, place, true as const)?.recent ?? access;
        continue;
      case 'movement':
        if (!reading.restated) isMoving = reading.moving;
        continue;
      case 'daylight':
        isLight = reading.light;
        continue;
      case 'battery':
        battery = withBattery(battery, 'percent', place.atMillis, reading.percent);
        break;
      case 'battery-voltage':
        battery = withBattery(battery, 'millivolts', place.atMillis, reading.millivolts);
        break;
      default:
        break;
    }
    const report = reportedWord(reading);
    if (report === undefined) {
      latest = withLatest(latest, place, reading);
      continue;
    }
    const history = reported[report.kind];
    const next = withReport(history, place, report.word);
    if (next === undefined || next === history) continue;
    // One uplink of a luminaire reports many parts: what was there before is copied once.
    if (reported === known.reported) reported = { ...reported };
    reported[report.kind] = next;
  }
  const word = movementWord(isMoving, isLight);
  if (word !== undefined) movement = withMovement(movement, live, word);

  const next: Histories = { heard, reported, latest: latest ?? {} };
  if (door !== undefined) next.door = door;
  if (light !== undefined) next.light = light;
  if (lamp !== undefined) next.lamp = lamp;
  if (power !== undefined) next.power = power;
  if (movement !== undefined) next.movement = movement;
  if (access !== undefined) next.access = access;
  if (battery !== undefined) next.battery = battery;
  return next;
}

function placeOfReading(reading: Reading, live: Place, receivedMillis: number): Place | undefined {
  const at = 'at' in reading ? reading.at : undefined;
  return at === undefined ? live : rememberedPlace(live, at, receivedMillis);
}
