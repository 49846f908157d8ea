import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { decode } from '../../../../shared/sensors/decoders/decode.ts';
import { applyUplink } from '../../../../shared/sensors/device.ts';
import { fromMqtt } from '../../../../shared/sensors/mqtt-message.ts';
import { Reading } from '../../../../shared/sensors/reading.ts';
import { DecodedFields, type Delivery, type Uplink } from '../../../../shared/sensors/uplink.ts';
import { fromWebhook } from '../../../../shared/sensors/webhook-message.ts';
import { at } from './sensor-builders.ts';

const receivedAt = at('2026-11-20T21:14:08Z');

interface Said {
  counter?: unknown;
  port?: unknown;
  rssi?: unknown;
  time?: unknown;
}

const theThingsStack = ({ counter = 7, port = 85, rssi = -70, time = '2026-11-20T21:14:07Z' }: Said) => ({
  end_device_ids: { device_id: 'door-1' },
  uplink_message: {
    f_cnt: counter,
    f_port: port,
    rx_metadata: [{ gateway_ids: { gateway_id: 'roof' }, rssi }],
    received_at: time,
  },
});
const chirpStack = ({ counter = 7, port = 85, rssi = -70, time = '2026-11-20T21:14:07Z' }: Said) => ({
  deviceInfo: { deviceName: 'door-1', devEui: '24e124141c123456' },
  fCnt: counter,
  fPort: port,
  rxInfo: [{ gatewayId: 'roof', rssi }],
  time,
});
const awsIotLorawan = ({ counter = 7, port = 85, rssi = -70, time = '2026-11-20T21:14:07Z' }: Said) => ({
  WirelessDeviceId: 'door-1',
  WirelessMetadata: {
    LoRaWAN: {
      FCnt: counter,
      FPort: port,
      Gateways: [{ GatewayEui: 'roof', Rssi: rssi }],
      Timestamp: time,
    },
  },
});

/** Every way in by which a device counts, and the most that it can count to. */
const counting: readonly [way: string, most: number, read: (said: Said) => Delivery][] = [
  [
    'The Things Stack',
    2 ** 32 - 1,
    (said) => fromWebhook['the-things-stack'](theThingsStack(said), receivedAt),
  ],
  ['ChirpStack', 2 ** 32 - 1, (said) => fromWebhook.chirpstack(chirpStack(said), receivedAt)],
  ['AWS IoT Core', 2 ** 32 - 1, (said) => fromWebhook['aws-iot-lorawan'](awsIotLorawan(said), receivedAt)],
  [
    'plain MQTT',
    Number.MAX_SAFE_INTEGER,
    ({ counter = 7, port = 85, time = '2026-11-20T21:14:07Z' }) =>
      fromMqtt('estates/meadow/devices/door-1/up', { payload: '00', counter, port, time }, receivedAt),
  ],
  [
    'a luminaire’s controller',
    Number.MAX_SAFE_INTEGER,
    ({ counter = 7, time = '2026-11-20T21:14:07Z' }) =>
      fromWebhook.lwm2m({ deviceId: 'door-1', counter, time, '3416/0/5': true }, receivedAt),
  ],
];
const withPorts = counting.filter(([way]) => way !== 'a luminaire’s controller');
const withGateways = counting.slice(0, 3);

function uplinkOf(delivery: Delivery): Uplink {
  if (delivery.kind !== 'uplink') throw new Error('It is one.');
  return delivery.uplink;
}

// As JSON has them: 1e400 is read as endless, and NaN comes as null or as text.
const noNumbers = [Number.NaN, JSON.parse('1e400'), JSON.parse('-1e400'), 'NaN', 'Infinity', [7], {}];

describe.each(counting)('a counter by %s', (_, most, read) => {
  it.each([...noNumbers, -1, 1.5, most + 1, 1e300])(
    'of %o is refused with a sentence that names it',
    (counter) => {
      expect(() => read({ counter })).toThrow(Rejected);
      expect(() => read({ counter })).toThrow(/cannot be read: .*(counter|f_?cnt)/i);
    },
  );

  it('may be as great as it can get, and the state of the device then follows the greater', () => {
    const none = { readings: [], notes: [] };
    const [late, last] = [uplinkOf(read({ counter: most - 1 })), uplinkOf(read({ counter: most }))];
    const { state } = applyUplink(undefined, last, none);
    expect(state.lastUplink.counter).toBe(most);
    expect(applyUplink(state, late, none).state.lastUplink.counter).toBe(most);
  });
});

describe.each(withPorts)('a port by %s', (_, __, read) => {
  it.each([...noNumbers, -1, 1.5, 256, 1e300])('of %o is refused with a sentence that names it', (port) => {
    expect(() => read({ port })).toThrow(Rejected);
    expect(() => read({ port })).toThrow(/cannot be read: .*port/i);
  });
});

describe.each(counting)('a time by %s', (_, __, read) => {
  it.each([Number.NaN, JSON.parse('1e400'), -1e300, '+999999-01-01T00:00:00Z', {}])(
    'of %o is refused with a sentence that names it',
    (time) => {
      expect(() => read({ time })).toThrow(Rejected);
      expect(() => read({ time })).toThrow(/cannot be read: .*(time|received_at)/i);
    },
  );
});

it.each([Number.NaN, JSON.parse('1e400'), -1e300, 'NaN'])(
  'an ONVIF event’s time of %o is refused with a sentence that names it',
  (UtcTime) => {
    const event = { deviceId: 'door-1', topic: 'Door/State/DoorAlarm', UtcTime, Data: { State: 'Normal' } };
    expect(() => fromWebhook.onvif(event, receivedAt)).toThrow(Rejected);
    expect(() => fromWebhook.onvif(event, receivedAt)).toThrow(/cannot be read: utcTime/);
  },
);

describe.each(withGateways)('a signal strength by %s', (_, __, read) => {
  it.each([...noNumbers, 1e300, -1e300])('of %o leaves the gateway known', (rssi) => {
    expect(uplinkOf(read({ rssi }))).toMatchObject({ counter: 7, gateways: ['roof'] });
  });
});

describe('a named value that is anything at all', () => {
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.double(),
    fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, -0, '9'.repeat(256), '__proto__'),
  );
  const readingsOf = (model: string, fields: Record<string, unknown>) =>
    decode(model, { port: 0, bytes: new Uint8Array(), fields: DecodedFields.parse(fields) });

  it.each([3, 5, 6, 7, 9, 10, 11, 12, 15, 46])(
    'gives only true readings of a luminaire’s resource %i',
    (number) => {
      fc.assert(
        fc.property(values, (value) => {
          const { readings, notes } = readingsOf('ucifi-3416', { [`3416/0/${number}`]: value });
          for (const reading of readings) Reading.parse(reading);
          expect(readings.length + notes.length).toBeLessThanOrEqual(1);
        }),
      );
    },
  );

  it.each([
    'Door/State/DoorPhysicalState',
    'Door/State/DoorAlarm',
    'Door/State/DoorTamper',
    'Door/State/DoorFault',
    'Door/State/DoorMode',
    'VideoSource/MotionAlarm',
    'AccessControl/AccessGranted/Credential',
  ])('gives only true readings of the event %s', (topic) => {
    fc.assert(
      fc.property(values, fc.oneof(fc.constant('Changed'), values), (state, operation) => {
        const { readings, notes } = readingsOf('ONVIF', { topic, state, operation });
        for (const reading of readings) Reading.parse(reading);
        for (const note of notes) expect(note.length).toBeLessThan(200);
      }),
    );
  });
});
