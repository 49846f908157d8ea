import { decode } from '../shared/sensors/decoders/decode.ts';
import { applyUplink, type DeviceState } from '../shared/sensors/device.ts';
import { payloadBytes, type Uplink } from '../shared/sensors/uplink.ts';
import type { Body, DeviceLife } from './sensor-lives.ts';

/** The uplink in a body of a life; all of them have one. */
export function uplinkIn(life: DeviceLife, { text, receivedAt }: Body): Uplink {
  const delivery = life.read(JSON.parse(text), receivedAt);
  if (delivery.kind !== 'uplink') throw new Error(`${life.name} sent ${delivery.what}, which is no uplink.`);
  return delivery.uplink;
}

/** What is known of a device after one more body. */
export function applied(life: DeviceLife, state: DeviceState | undefined, body: Body): DeviceState {
  const uplink = uplinkIn(life, body);
  const { port, decodedFields } = uplink;
  const decoded = decode(life.model, { port, bytes: payloadBytes(uplink), fields: decodedFields });
  return applyUplink(state, uplink, decoded).state;
}
