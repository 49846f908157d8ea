import { millis } from '../../shared/platform/instant.ts';
import type { Asset, Sensor } from '../../shared/register/asset.ts';
import { ReadingMessage } from '../../shared/sensors/reading-message.ts';
import { aRegister, at } from './builders.ts';

/** What a sensor sends, in the hexadecimal that its maker prints (domain.md section 5). */
export const payloads = {
  doorOpen: '017564030001040000',
  doorClosed: '017564030000040000',
  doorOpenOffMount: '017564030001040001',
  lit: '017564039450000000',
  dark: '017564039400000000',
} as const;

/** A delivery: what was sent, when it was received (UTC), and the frame counter. */
export interface Sent {
  readonly says: keyof typeof payloads;
  readonly at: string;
  readonly counter: number;
  readonly deviceId?: string;
  readonly devEui?: string;
  readonly gateways?: readonly string[];
}

const inBase64 = (text: string) => Buffer.from(text).toString('base64');

/** Any text as a message of the reading queue that came by webhook. */
export function webhookSaying(text: string, receivedAt = '2026-11-20T12:00:00Z'): ReadingMessage {
  const receivedAtMillis = millis(at(receivedAt));
  return ReadingMessage.parse({
    way: 'webhook',
    from: 'the-things-stack',
    body: inBase64(text),
    receivedAtMillis,
  });
}

/** The webhook call that The Things Stack makes of an uplink; of the front door's sensor unless said otherwise. */
export function webhookOf({ says, at: receivedAt, counter, gateways = [], ...device }: Sent): ReadingMessage {
  const { deviceId = 'ash-court-door-sensor', devEui } = device;
  const message = {
    end_device_ids: { device_id: deviceId, ...(devEui === undefined ? {} : { dev_eui: devEui }) },
    received_at: receivedAt,
    uplink_message: {
      session_key_id: 'AYfX2p3Jq1Y=',
      f_port: 85,
      // The Things Stack leaves out a counter of 0.
      ...(counter === 0 ? {} : { f_cnt: counter }),
      frm_payload: Buffer.from(payloads[says], 'hex').toString('base64'),
      rx_metadata: gateways.map((gateway_id) => ({ gateway_ids: { gateway_id } })),
    },
  };
  return webhookSaying(JSON.stringify(message), receivedAt);
}

/** The same uplink as a gateway publishes it over MQTT. */
export function mqttOf({
  says,
  at: receivedAt,
  counter,
  deviceId = 'ash-court-door-sensor',
}: Sent): ReadingMessage {
  return ReadingMessage.parse({
    way: 'mqtt',
    topic: `estates/riverside/devices/${deviceId}/up`,
    body: inBase64(JSON.stringify({ payload: payloads[says], port: 85, counter })),
    receivedAtMillis: millis(at(receivedAt)),
  });
}

const onAshCourt = {
  patch: 'north',
  estateId: 'riverside',
  coordinates: { latitude: 51.4812, longitude: -0.0521 },
};

/** The register with a light sensor on Ash Court's path light besides the door sensor. */
export function aRegisterWithLightSensor() {
  return aRegisterWith({
    kind: 'sensor',
    id: 'ash-court-light-sensor',
    name: 'Ash Court path light sensor',
    ...onAshCourt,
    model: 'milesight-em500-lgt',
    watches: 'ash-court-light',
  });
}

/** The register with so many more lights on Ash Court, each with a light sensor: `stair-1` and `stair-1-sensor`. */
export function aRegisterWithStairLights(count: number) {
  const stairs = Array.from({ length: count }, (_, index) => `stair-${index + 1}`);
  const onBlock = { ...onAshCourt, blockId: 'ash-court' };
  return aRegister({
    assets: [
      ...aRegister().assets,
      ...stairs.flatMap((id): Asset[] => [
        { kind: 'light', id, name: `Light ${id}`, ...onBlock },
        {
          kind: 'sensor',
          id: `${id}-sensor`,
          name: `Sensor of ${id}`,
          ...onBlock,
          model: 'milesight-em500-lgt',
          watches: id,
        },
      ]),
    ],
  });
}

/** The register with a second sensor on Ash Court's front door. */
export function aRegisterWithSecondDoorSensor() {
  return aRegisterWith({
    kind: 'sensor',
    id: 'ash-court-door-sensor-2',
    name: 'Ash Court front door, second sensor',
    ...onAshCourt,
    model: 'milesight-ws301',
    watches: 'ash-court-door',
  });
}

/** The register with the front door's sensor of another model. */
export function aRegisterWithDoorSensorOf(model: string) {
  const assets = aRegister().assets.map((asset) => (asset.kind === 'sensor' ? { ...asset, model } : asset));
  return aRegister({ assets });
}

function aRegisterWith(sensor: Sensor) {
  return aRegister({ assets: [...aRegister().assets, sensor] });
}
