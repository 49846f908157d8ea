import { z } from 'zod';
import { Instant } from '../platform/instant.ts';
import { DoorHistory, withDoorReading } from './door-history.ts';
import { inOrder, isPlausibleMemory, Kept, keptFrom } from './history.ts';
import { LightHistory, withLightReading } from './light-history.ts';
import { type Decoded, Reading } from './reading.ts';
import { DeviceId, FrameCounter, type Uplink } from './uplink.ts';

const Heard = z.object({ session: z.string().exactOptional(), counter: FrameCounter, receivedAt: Instant });
const Latest = Kept.extend({ reading: Reading });

/**
 * What is known of a device from all its uplinks, whatever order they came in.
 *
 * `lastUplink` is the one received last, and `notes` are the decoder's about it. `door` and `light` hold the
 * readings that the rules look back on; `latest` has the newest reading of every other kind, by its `what`.
 */
export const DeviceState = z.object({
  deviceId: DeviceId,
  lastUplink: Heard,
  notes: z.array(z.string()),
  door: DoorHistory.exactOptional(),
  light: LightHistory.exactOptional(),
  latest: z.partialRecord(z.enum(Reading.options.map((option) => option.shape.what.value)), Latest),
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
  const heard = heardFrom(uplink);
  const isLast = state === undefined || isHeardAfter(heard, state.lastUplink);
  let { door, light, latest }: Pick<DeviceState, 'door' | 'light' | 'latest'> = state ?? { latest: {} };

  for (const reading of decoded.readings) {
    const rememberedAt = 'at' in reading ? reading.at : undefined;
    if (rememberedAt !== undefined && !isPlausibleMemory(rememberedAt, uplink)) continue;
    const place = keptFrom(uplink, rememberedAt);
    if (reading.what === 'door') door = withDoorReading(door, { ...place, open: reading.open });
    else if (reading.what === 'light-level') light = withLightReading(light, { ...place, lux: reading.lux });
    else latest = withLatest(latest, place, reading);
  }

  const changed = isLast || door !== state.door || light !== state.light || latest !== state.latest;
  if (!changed) return { state, changed };
  return {
    changed,
    state: {
      deviceId: uplink.deviceId,
      lastUplink: isLast ? heard : state.lastUplink,
      notes: isLast ? decoded.notes.slice(0, noteLimit) : state.notes,
      ...(door !== undefined && { door }),
      ...(light !== undefined && { light }),
      latest,
    },
  };
}

function heardFrom(uplink: Uplink): DeviceState['lastUplink'] {
  const { session, counter, receivedAt } = uplink;
  return { ...(session !== undefined && { session }), counter, receivedAt };
}

function isHeardAfter(a: DeviceState['lastUplink'], b: DeviceState['lastUplink']): boolean {
  if (a.receivedAt !== b.receivedAt) return a.receivedAt > b.receivedAt;
  if (a.counter !== b.counter) return a.counter > b.counter;
  return (a.session ?? '') > (b.session ?? '');
}

function withLatest(latest: DeviceState['latest'], place: Kept, reading: Reading): DeviceState['latest'] {
  const known = latest[reading.what];
  if (known !== undefined && inOrder(place, known) <= 0) return latest;
  return { ...latest, [reading.what]: { ...place, reading } };
}
