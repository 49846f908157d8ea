import { type Instant, instant } from '../../shared/platform/instant.ts';
import type { WebhookSource } from '../../shared/sensors/uplink.ts';
import type { Telling } from './said.ts';

/** What a network or a controller knows of a telling besides itself. */
export interface Sending {
  readonly deviceId: string;
  readonly devEui: string;
  readonly counter: number;
  readonly session: string;
  readonly gateways: readonly string[];
  /** When the network's server took it in. */
  readonly takenIn: Instant;
  /** The device's own clock at that moment. */
  readonly ownTime: Instant;
}

type Bytes = Extract<Telling, { bytes: unknown }>;

const base64 = ({ bytes }: Bytes): string => Buffer.from(bytes).toString('base64');

/** The networks of the radio, each with the message that its webhook posts. */
const ofNetwork = {
  // The Things Stack leaves out what is zero.
  'the-things-stack': (told: Bytes, { deviceId, devEui, counter, session, gateways, takenIn }: Sending) => ({
    end_device_ids: { device_id: deviceId, dev_eui: devEui, application_ids: { application_id: 'estates' } },
    received_at: takenIn,
    uplink_message: {
      session_key_id: session,
      f_port: told.port,
      ...(counter > 0 && { f_cnt: counter }),
      frm_payload: base64(told),
      rx_metadata: gateways.map((gateway_id, index) => ({
        gateway_ids: { gateway_id },
        rssi: -80 - 15 * index,
      })),
      received_at: takenIn,
    },
  }),
  chirpstack: (told: Bytes, { deviceId, devEui, counter, session, gateways, takenIn }: Sending) => ({
    deviceInfo: { devEui, deviceName: deviceId },
    time: takenIn,
    devAddr: session,
    ...(counter > 0 && { fCnt: counter }),
    fPort: told.port,
    data: base64(told),
    rxInfo: gateways.map((gatewayId, index) => ({ gatewayId, rssi: -80 - 15 * index, nsTime: takenIn })),
  }),
  'aws-iot-lorawan': (told: Bytes, { deviceId, devEui, counter, session, gateways, takenIn }: Sending) => ({
    WirelessDeviceId: deviceId,
    PayloadData: base64(told),
    WirelessMetadata: {
      LoRaWAN: {
        DevEui: devEui,
        DevAddr: session,
        FCnt: counter,
        FPort: `${told.port}`,
        Timestamp: takenIn,
        Gateways: gateways.map((GatewayEui, index) => ({ GatewayEui, Rssi: -80 - 15 * index })),
      },
    },
  }),
} as const satisfies Partial<Record<WebhookSource, unknown>>;

/** A network of the radio. */
export type Network = keyof typeof ofNetwork;

/** A telling as a webhook posts it, and whose webhook that is. A device on the radio is on one network. */
export function messageOf(
  telling: Telling,
  sending: Sending,
  network: Network,
): { source: WebhookSource; message: object } {
  if ('bytes' in telling) return { source: network, message: ofNetwork[network](telling, sending) };
  const { deviceId, ownTime } = sending;
  if ('resources' in telling) {
    const resources = Object.entries(telling.resources).map(([id, value]) => ({
      path: `3416/0/${id}`,
      value,
    }));
    return { source: 'lwm2m', message: { deviceId, time: ownTime, resources } };
  }
  const { topic, state, again = false } = telling.onvif;
  return {
    source: 'onvif',
    message: {
      deviceId,
      topic,
      UtcTime: ownTime,
      PropertyOperation: again ? 'Initialized' : 'Changed',
      Source: { DoorToken: deviceId },
      Data: { State: state },
    },
  };
}

/** A device's own clock: a little off, a little more every day; or plainly wrong. */
export function ownTime(
  atMillis: number,
  clock: { aheadMillis: number; driftPerMillis: number },
  sinceMillis: number,
): Instant {
  return instant(Math.round(atMillis + clock.aheadMillis + (atMillis - sinceMillis) * clock.driftPerMillis));
}
