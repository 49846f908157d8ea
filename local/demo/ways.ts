import { plusSeconds } from '../../shared/platform/instant.ts';
import type { FieldValue } from '../../shared/sensors/uplink.ts';
import type { Frame, Way } from './life.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

// The networks' own servers took in what was sent so much later.
const takenInAfterSeconds = 0.2;

/** A device, or its gateway, that publishes by itself, and has a clock. */
export const byMqtt: Way<Frame> = ({ deviceId, estateId }, { sentAt, said, counter, session }) => ({
  sentAt,
  to: { topic: `estates/${estateId}/devices/${deviceId}/up` },
  body: { payload: base64(said.bytes), port: said.port, counter, session, time: sentAt },
});

/** The Things Stack's webhook. `gatewayId` is what the gateway that hears the device is called there. */
export const byTheThingsStack =
  (gatewayId: string): Way<Frame> =>
  ({ deviceId, devEui }, { sentAt, said, counter, session }) => ({
    sentAt,
    to: { webhook: 'the-things-stack' },
    body: {
      end_device_ids: {
        device_id: deviceId,
        application_ids: { application_id: 'estatewatch-demo' },
        ...(devEui !== undefined && { dev_eui: devEui }),
      },
      received_at: plusSeconds(sentAt, takenInAfterSeconds),
      uplink_message: {
        session_key_id: Buffer.from(session).toString('base64'),
        f_port: said.port,
        // The Things Stack leaves out what is zero.
        ...(counter > 0 && { f_cnt: counter }),
        frm_payload: base64(said.bytes),
        rx_metadata: [{ gateway_ids: { gateway_id: gatewayId }, rssi: -71, snr: 9.2 }],
        settings: { data_rate: { lora: { bandwidth: 125000, spreading_factor: 7 } }, frequency: '868100000' },
        received_at: sentAt,
      },
    },
  });

/** ChirpStack's HTTP integration. */
export const byChirpStack: Way<Frame> = ({ deviceId, devEui }, { sentAt, said, counter, session }) => ({
  sentAt,
  to: { webhook: 'chirpstack' },
  body: {
    time: plusSeconds(sentAt, takenInAfterSeconds),
    deviceInfo: { applicationName: 'estatewatch-demo', deviceName: deviceId, devEui: devEui?.toLowerCase() },
    devAddr: session,
    // Protocol Buffers leave out what is zero.
    ...(counter > 0 && { fCnt: counter }),
    fPort: said.port,
    data: base64(said.bytes),
    rxInfo: [{ gatewayId: '0016c001ff10a235', nsTime: sentAt, rssi: -83, snr: 7.5 }],
  },
});

const awsBody: (...sent: Parameters<Way<Frame>>) => Record<string, unknown> = (
  { deviceId, devEui },
  { sentAt, said, counter, session },
) => ({
  // AWS gives each device an id of its own: it is the DevEUI by which the register knows it.
  WirelessDeviceId:
    devEui === undefined ? deviceId : `8a5c1f6e-0000-4000-8000-${devEui.slice(-12).toLowerCase()}`,
  PayloadData: base64(said.bytes),
  WirelessMetadata: {
    LoRaWAN: {
      DevEui: devEui?.toLowerCase(),
      DevAddr: session,
      FCnt: counter,
      FPort: said.port,
      Timestamp: sentAt,
      Gateways: [{ GatewayEui: '80029cfffe5cf1cc', Rssi: -77, Snr: 8.5 }],
    },
  },
});

/** AWS IoT Core for LoRaWAN with a destination that publishes for all devices on one topic. */
export const byAwsTopic: Way<Frame> = (device, sent) => ({
  sentAt: sent.sentAt,
  to: { topic: 'lorawan/demo/uplink' },
  body: awsBody(device, sent),
});

/** The same with a destination that posts to the webhook. */
export const byAwsWebhook: Way<Frame> = (device, sent) => ({
  sentAt: sent.sentAt,
  to: { webhook: 'aws-iot-lorawan' },
  body: awsBody(device, sent),
});

/** An event of a door controller: the standard's topic below `Door/State`, and the state it tells of. */
export type DoorEvent = readonly [topic: string, state: string];

/** A door controller that posts ONVIF's events as JSON. Its doors' tokens are the sensors' ids in the register. */
export const byOnvif: Way<DoorEvent> = ({ deviceId }, { sentAt, said: [topic, state] }) => ({
  sentAt,
  to: { webhook: 'onvif' },
  body: {
    topic: `tns1:Door/State/${topic}`,
    UtcTime: sentAt,
    PropertyOperation: 'Changed',
    Source: { DoorToken: deviceId },
    Data: { State: state },
  },
});

/** An LwM2M server that posts what a luminaire's controller reports of object 3416, by path. */
export const byLwm2m: Way<Record<string, FieldValue>> = (
  { deviceId },
  { sentAt, said, counter, session },
) => ({
  sentAt,
  to: { webhook: 'lwm2m' },
  body: {
    endpoint: deviceId,
    time: sentAt,
    counter,
    session,
    resources: Object.entries(said).map(([path, value]) => ({ path, value })),
  },
});
