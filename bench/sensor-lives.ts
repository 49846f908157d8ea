import type { z } from 'zod';
import { type Instant, instant } from '../shared/platform/instant.ts';
import { fromTheThingsStack, TheThingsStackMessage } from '../shared/sensors/the-things-stack.ts';
import { fromUcifi, UcifiReport } from '../shared/sensors/ucifi.ts';
import type { Delivery } from '../shared/sensors/uplink.ts';

/** What a device's network posts, and when. */
export interface Body {
  readonly text: string;
  readonly receivedAt: Instant;
}

/** A device and what it sends: `bodies` in the order of their times. A body is what `schema` says, read by `read`. */
export interface DeviceLife {
  readonly name: string;
  readonly deviceId: string;
  readonly model: string;
  readonly watches: 'door' | 'light';
  readonly bodies: readonly Body[];
  readonly schema: z.ZodType;
  readonly read: (message: unknown, receivedAt: Instant) => Delivery;
}

const begins = Date.UTC(2026, 9, 1);
const minuteMillis = 60_000;

function lifeOf(
  about: Omit<DeviceLife, 'bodies'>,
  timesMillis: readonly number[],
  body: (at: Instant, index: number) => object,
): DeviceLife {
  const bodies = timesMillis.map((time, index) => {
    const receivedAt = instant(begins + Math.round(time));
    return { text: JSON.stringify(body(receivedAt, index)), receivedAt };
  });
  return { ...about, bodies };
}

/** The Things Stack's webhook call of an uplink with these bytes, as long as they are in the wild. */
const theThingsStack = (deviceId: string, bytes: Buffer, receivedAt: Instant, counter: number): object => ({
  end_device_ids: {
    device_id: deviceId,
    application_ids: { application_id: 'estatewatch' },
    dev_eui: '24E124136B502217',
    join_eui: '24E124C0002A0001',
    dev_addr: '260B1234',
  },
  correlation_ids: ['gs:uplink:01HF8Y7Q0Y3V1J5B7S9W0C2D4E'],
  received_at: receivedAt,
  uplink_message: {
    session_key_id: 'AYfX2p3Jq1Y=',
    f_port: 85,
    f_cnt: counter,
    frm_payload: bytes.toString('base64'),
    rx_metadata: ['ash-court-roof', 'elm-house-roof', 'depot'].map((gateway, index) => ({
      gateway_ids: { gateway_id: gateway, eui: `00800000A000${1000 + index}` },
      time: receivedAt,
      timestamp: 3_463_457_452 + counter,
      rssi: -71 - 12 * index,
      channel_rssi: -71 - 12 * index,
      snr: 9.2 - index,
    })),
    settings: {
      data_rate: { lora: { bandwidth: 125_000, spreading_factor: 7, coding_rate: '4/5' } },
      frequency: '868100000',
      timestamp: 3_463_457_452 + counter,
    },
    received_at: receivedAt,
    consumed_airtime: '0.056576s',
    network_ids: { net_id: '000013', tenant_id: 'ttn', cluster_id: 'eu1' },
  },
});

/** The times of 36 days, so many minutes apart. */
const everyMinutes = (minutes: number): number[] =>
  Array.from({ length: Math.floor((36 * 24 * 60) / minutes) }, (_, index) => index * minutes * minuteMillis);

/** A busy front door: people pass at every hour of the day, most of all in the morning and the evening. */
function doorTimes(): number[] {
  const passesAtHour = (hour: number): number =>
    hour < 6 ? 0 : hour < 9 ? 12 : hour < 16 ? 6 : hour < 21 ? 14 : 3;
  return Array.from({ length: 36 * 24 }, (_, hour) => hour).flatMap((hour) =>
    Array.from({ length: passesAtHour(hour % 24) }, (_, pass) => {
      // Not on the minute: a golden-ratio walk spreads them without chance.
      const spread = (((hour * 17 + pass) * 0.618_034) % 1) * 0.9;
      const opens = (hour + (pass + spread) / passesAtHour(hour % 24)) * 60 * minuteMillis;
      return [opens, opens + 7_000];
    }).flat(),
  );
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

function luxBytes(lux: number): Buffer {
  const bytes = hex('017564039400000000');
  bytes.writeUInt32LE(lux, 5);
  return bytes;
}

/** Whether a lamp is lit at an hour of the day in early November, when the lives end: all is well with them. */
const isDark = (at: Instant): boolean => {
  const hour = new Date(at).getUTCHours();
  return hour >= 16 || hour < 8;
};

const byTheThingsStack = {
  schema: TheThingsStackMessage,
  read: (message: unknown) => fromTheThingsStack(message),
};
const frontDoor = {
  ...byTheThingsStack,
  deviceId: 'door-12-front',
  model: 'Milesight WS301',
  watches: 'door',
} as const;
const contactBytes = (open: boolean): Buffer => hex(`0175640300${open ? '01' : '00'}040000`);

/** The lives that are measured: what a landlord has most of. */
export const deviceLives: readonly DeviceLife[] = [
  lifeOf({ ...frontDoor, name: 'busy door (WS301)' }, doorTimes(), (at, index) =>
    theThingsStack(frontDoor.deviceId, contactBytes(index % 2 === 0), at, index),
  ),
  lifeOf(
    {
      ...byTheThingsStack,
      name: 'light meter (EM500-LGT)',
      deviceId: 'light-12-path',
      model: 'Milesight EM500-LGT',
      watches: 'light',
    },
    everyMinutes(10),
    (at, index) =>
      theThingsStack('light-12-path', luxBytes(isDark(at) ? 40 + (index % 7) : 4000 + index), at, index),
  ),
  lifeOf(
    {
      name: 'luminaire (uCIFI 3416)',
      deviceId: 'luminaire-12-path',
      model: 'ucifi-3416',
      watches: 'light',
      schema: UcifiReport,
      read: fromUcifi,
    },
    everyMinutes(15),
    (at, index) => ({
      deviceId: 'luminaire-12-path',
      time: at,
      counter: index,
      resources: [
        { path: '3416/0/3', value: isDark(at) ? 80 : 0 },
        { path: '3416/0/5', value: false },
        { path: '3416/0/7', value: false },
        { path: '3416/0/9', value: false },
        { path: '3416/0/15', value: 9120 + index / 4 },
        { path: '3416/0/46', value: isDark(at) ? 18.4 : 0.3 },
      ],
    }),
  ),
];

/** What a door says that nobody uses: every hour that it is closed. */
export const quietDoor: DeviceLife = lifeOf(
  { ...frontDoor, name: 'quiet door (WS301)' },
  everyMinutes(60),
  (at, index) => theThingsStack(frontDoor.deviceId, contactBytes(false), at, index),
);
