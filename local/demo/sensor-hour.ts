import { type Instant, plusSeconds, secondsBetween } from '../../shared/platform/instant.ts';
import { nightsBetween } from '../../shared/sensors/darkness.ts';
import { SensorSettings } from '../../shared/sensors/sensor-settings.ts';
import { doorPayload, lightPayload } from './milesight-payload.ts';

/** A device of the demo register, as far as its life is played from it. */
export interface DemoDevice {
  deviceId: string;
  model: string;
  devEui?: string | undefined;
  estateId: string;
  coordinates: { latitude: number; longitude: number };
}

/**
 * One message of a device. `sentAt` is when it was sent, `atSeconds` the seconds of that after the earliest message;
 * `way` says where it is to be put: published on `topic`, or posted to the webhook. `body` is its JSON.
 */
export interface DemoDelivery {
  sentAt: Instant;
  atSeconds: number;
  deviceId: string;
  way: 'mqtt' | 'webhook';
  topic?: string;
  body: Record<string, unknown>;
}

/** What a device sent, and how many minutes after (negative: before) the moment that its hour is told from. */
type Moment = readonly [minutes: number, payload: Uint8Array];

const open = doorPayload(true);
const closed = doorPayload(false);

// People come and go, then somebody wedges the door: 66 minutes before the end, which is over the limit by day and
// by night. It still reports that it is open.
const heldOpen: readonly Moment[] = [
  [-96, doorPayload(false, 97)],
  [-91, open],
  [-90.6, closed],
  [-84, open],
  [-83.7, closed],
  [-79.5, open],
  [-79, closed],
  [-73, open],
  [-72.4, closed],
  [-66, open],
  [-6, doorPayload(true, 97)],
];

const livedIn: readonly Moment[] = [
  [-60, doorPayload(false, 88)],
  [-52, open],
  [-51.6, closed],
  [-44, open],
  [-41, closed],
  [-33, open],
  [-32.5, closed],
  [-20, open],
  [-19.7, closed],
  [-8, open],
  [-7.6, closed],
];

/** How many minutes before and after dusk the lights' part of the hour lasts. */
const dusk = { before: 10, after: 50 };

const everyTenMinutes = (levels: readonly number[]): Moment[] =>
  levels.map((lux, index) => [index * 10 - dusk.before, lightPayload(lux, index === 0 ? 100 : undefined)]);

const staysDark = everyTenMinutes([9, 3, 1, 0, 0, 0, 0]);
const lightsUp = everyTenMinutes([9, 41, 42, 42, 43, 42, 42]);

/**
 * An hour of the sensors' life that ends about `now`: the first WS301 is on a door that is wedged open over its
 * limit, the second on one that people use; the first EM500-LGT is beside a light that stays dark after dusk, the
 * second beside one that comes on. The lights' hour is that of the last dusk that is 50 minutes past, so that it
 * can be told at any time of day; where there was none in two days, as at midsummer in Shetland, they say nothing.
 * Each kind's first device publishes by MQTT (the doors) or comes by webhook (the lights); each second one by
 * webhook. Deterministic: the same `now` and devices give the same messages, in the order of their times.
 */
export function sensorHour(now: Instant, devices: readonly DemoDevice[]): DemoDelivery[] {
  const [wedged, used] = devices.filter(({ model }) => /ws301$/i.test(model));
  const [dark, lit] = devices.filter(({ model }) => /em500-lgt$/i.test(model));
  const deliveries = [
    ...lifeOf(wedged, heldOpen, () => now, byMqtt, now),
    ...lifeOf(used, livedIn, () => now, byWebhook, now),
    ...lifeOf(dark, staysDark, (device) => lastDusk(device, now), byWebhook, now),
    ...lifeOf(lit, lightsUp, (device) => lastDusk(device, now), byWebhook, now),
  ].sort((a, b) => (a.sentAt < b.sentAt ? -1 : 1));
  const first = deliveries[0]?.sentAt ?? now;
  return deliveries.map((delivery) => ({ ...delivery, atSeconds: secondsBetween(first, delivery.sentAt) }));
}

type Message = Omit<DemoDelivery, 'atSeconds'>;
type Way = (
  device: DemoDevice,
  uplink: { sentAt: Instant; payload: string; counter: number; session: string },
) => Message;

function lifeOf(
  device: DemoDevice | undefined,
  moments: readonly Moment[],
  toldFrom: (device: DemoDevice) => Instant | undefined,
  way: Way,
  now: Instant,
): Message[] {
  const from = device && toldFrom(device);
  if (device === undefined || from === undefined) return [];
  return moments.map(([minutes, bytes], counter) =>
    way(device, {
      sentAt: plusSeconds(from, minutes * 60),
      payload: Buffer.from(bytes).toString('base64'),
      counter,
      // Of this start of the demo alone: the next one is news again, and no repeat of this.
      session: Buffer.from(`demo ${now}`).toString('base64'),
    }),
  );
}

function lastDusk({ coordinates }: DemoDevice, now: Instant): Instant | undefined {
  const { light } = SensorSettings.parse({});
  const nights = nightsBetween(coordinates, light, plusSeconds(now, -48 * 3600), now);
  return nights.findLast(({ from }) => plusSeconds(from, dusk.after * 60) <= now)?.from;
}

const byMqtt: Way = ({ deviceId, estateId }, { sentAt, payload, counter, session }) => ({
  sentAt,
  deviceId,
  way: 'mqtt',
  topic: `estates/${estateId}/devices/${deviceId}/up`,
  body: { payload, port: 85, counter, session, time: sentAt },
});

const byWebhook: Way = ({ deviceId, devEui }, { sentAt, payload, counter, session }) => ({
  sentAt,
  deviceId,
  way: 'webhook',
  body: {
    end_device_ids: {
      device_id: deviceId,
      application_ids: { application_id: 'estatewatch-demo' },
      ...(devEui !== undefined && { dev_eui: devEui }),
    },
    received_at: plusSeconds(sentAt, 0.2),
    uplink_message: {
      session_key_id: session,
      f_port: 85,
      // The Things Stack leaves out what is zero.
      ...(counter > 0 && { f_cnt: counter }),
      frm_payload: payload,
      rx_metadata: [{ gateway_ids: { gateway_id: 'demo-roof' }, rssi: -71, snr: 9.2 }],
      settings: { data_rate: { lora: { bandwidth: 125000, spreading_factor: 7 } }, frequency: '868100000' },
      received_at: sentAt,
    },
  },
});
