import type { Sensor } from '../register/asset.ts';
import { decode, hasDecoder } from './decoders/decode.ts';
import { applyUplink, type DeviceState } from './device.ts';
import type { DeviceStore, KeptDevice } from './device-store.ts';
import type { Decoded } from './reading.ts';
import { payloadBytes, type Uplink } from './uplink.ts';

/** What is known of a device. `backlog` is `read` when that includes what was kept of it unread until now. */
export interface CaughtUp {
  readonly state: DeviceState;
  readonly backlog?: 'read';
}

/** What is known of a device with what was kept of it unread, where its model has a decoder by now. */
export async function caughtUp(
  devices: DeviceStore,
  sensor: Sensor,
  kept: KeptDevice | undefined,
): Promise<CaughtUp | undefined> {
  if (kept?.backlog === undefined || !hasDecoder(sensor.model)) return kept && { state: kept.state };
  let { state } = kept;
  for (const uplink of await devices.backlog(sensor.id)) {
    const decoded = decodedBy(sensor, uplink);
    state = applyUplink(state, uplink, decoded).state;
    // Of the newest it was said that nothing could read it.
    const { counter, receivedAt } = state.lastUplink;
    if (uplink.counter === counter && uplink.receivedAt === receivedAt)
      state = { ...state, notes: decoded.notes };
  }
  return { state, backlog: 'read' };
}

/** An uplink as its sensor's model reads it. */
export function decodedBy(sensor: Sensor, uplink: Uplink): Decoded {
  const { port, decodedFields: fields } = uplink;
  return decode(sensor.model, { port, bytes: payloadBytes(uplink), fields });
}
