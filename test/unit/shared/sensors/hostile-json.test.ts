import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { decode } from '../../../../shared/sensors/decoders/decode.ts';
import { fromMqtt } from '../../../../shared/sensors/mqtt-message.ts';
import { Reading } from '../../../../shared/sensors/reading.ts';
import { LARGEST_DELIVERY_BYTES, ReadingMessage } from '../../../../shared/sensors/reading-message.ts';
import { type Delivery, Uplink, WebhookSource } from '../../../../shared/sensors/uplink.ts';
import { fromWebhook } from '../../../../shared/sensors/webhook-message.ts';
import { at } from './sensor-builders.ts';

const receivedAt = at('2026-11-20T21:14:08Z');
const lorawan = { DevEui: '24e124141c123456', FCnt: 1, FPort: 85 };

/** A message of every source that is read as it is, with room for more members where decoded values stand. */
const messages: Record<WebhookSource, (more: object) => object> = {
  'the-things-stack': (more) => ({
    end_device_ids: { device_id: 'door-1' },
    received_at: '2026-11-20T21:14:07Z',
    uplink_message: { f_cnt: 1, f_port: 85, decoded_payload: { battery: 90, ...more } },
  }),
  chirpstack: (more) => ({
    deviceInfo: { deviceName: 'door-1', devEui: '24e124141c123456' },
    fCnt: 1,
    object: { battery: 90, ...more },
    rxInfo: [],
  }),
  'aws-iot-lorawan': (more) => ({
    WirelessDeviceId: 'door-1',
    WirelessMetadata: { LoRaWAN: { ...lorawan, ...more } },
  }),
  onvif: (more) => ({
    deviceId: 'door-1',
    topic: 'tns1:Door/State/DoorAlarm',
    Data: { State: 'Normal', ...more },
  }),
  lwm2m: (more) => ({ deviceId: 'door-1', '3416/0/5': true, ...more }),
};
const sources = WebhookSource.options;

/** What comes of a message must be an uplink, or a refusal in words. */
function mustBeSane(read: () => Delivery): void {
  let delivery: Delivery;
  try {
    delivery = read();
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    expect(error.message.length).toBeLessThan(600);
    return;
  }
  if (delivery.kind !== 'uplink') return;
  const { decodedFields } = Uplink.parse(delivery.uplink);
  const bytes = new Uint8Array();
  for (const reading of decode('WS301', { port: 85, bytes, fields: decodedFields }).readings) {
    Reading.parse(reading);
  }
}

describe.each(sources)('a message of %s', (source) => {
  const read = (message: unknown) => fromWebhook[source](message, receivedAt);

  it('is read, as a measure for what follows', () => {
    expect(read(messages[source]({}))).toMatchObject({ kind: 'uplink', uplink: { deviceId: 'door-1' } });
  });

  it('cannot reach our objects through __proto__ or constructor', () => {
    const hostile = JSON.parse(
      JSON.stringify(messages[source]({ marker: 1 })).replaceAll(
        '"marker":1',
        '"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}',
      ),
    );
    const delivery = read(hostile);
    expect(delivery).toMatchObject({ kind: 'uplink' });
    expect('admin' in {}).toBe(false);
    if (delivery.kind === 'uplink') expect(delivery.uplink.decodedFields ?? {}).not.toHaveProperty('admin');
  });

  it('may be nested 10,000 deep without harm', () => {
    const deep: unknown = JSON.parse(`${'{"a":['.repeat(5_000)}1${']}'.repeat(5_000)}`);
    mustBeSane(() => read(messages[source]({ deep })));
    mustBeSane(() => read(deep));
    expect(read({ ...messages[source]({ deep }) })).toMatchObject({ kind: 'uplink' });
  });

  it('may have 10,000 members, of which few are kept', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field${index}`, index]));
    const delivery = read(messages[source](many));
    if (delivery.kind !== 'uplink') throw new Error('It is one.');
    expect(Object.keys(delivery.uplink.decodedFields ?? {}).length).toBeLessThanOrEqual(64);
  });

  it('of any JSON at all is an uplink or refused in words', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        mustBeSane(() => read(json));
        mustBeSane(() => fromMqtt('estates/meadow/devices/door-1/up', json, receivedAt));
      }),
      { numRuns: 100 },
    );
  });

  it('with any JSON in place of any one member is an uplink or refused in words', () => {
    const sound = messages[source]({});
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(sound)), fc.jsonValue({ maxDepth: 3 }), (member, json) => {
        mustBeSane(() => read({ ...sound, [member]: json }));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a number that is none', () => {
  it.each(['1e400', '-1e400', '"NaN"', '"Infinity"', '"1e999"'])(
    '(%s) is a note and no reading',
    (number) => {
      const delivery = fromWebhook.lwm2m(
        JSON.parse(`{"deviceId":"lamp-7","3416/0/46":${number}}`),
        receivedAt,
      );
      if (delivery.kind !== 'uplink') throw new Error('It is one.');
      const bytes = new Uint8Array();
      const { readings, notes } = decode('ucifi-3416', {
        port: 0,
        bytes,
        fields: delivery.uplink.decodedFields,
      });
      expect(readings).toEqual([]);
      expect(notes).toEqual([expect.stringMatching(/active power “.*” is no number/)]);
    },
  );
});

describe('what is too large', () => {
  const inBase64 = (bytes: number) => Buffer.alloc(bytes, '[').toString('base64');
  const mqtt = (bytes: number) => ({
    way: 'mqtt',
    topic: 'estates/meadow/devices/door-1/up',
    body: inBase64(bytes),
    receivedAtMillis: 1,
  });
  const webhook = (bytes: number) => ({
    way: 'webhook',
    from: 'onvif',
    body: inBase64(bytes),
    receivedAtMillis: 1,
  });

  it.each([
    ['over MQTT', mqtt],
    ['by webhook', webhook],
  ])('%s is refused before anybody parses it, and 64 KB is not', (_, of) => {
    expect(ReadingMessage.safeParse(of(LARGEST_DELIVERY_BYTES)).success).toBe(true);
    const refused = ReadingMessage.safeParse(of(10 * 1024 * 1024));
    expect(refused.error?.issues).toEqual([
      expect.objectContaining({ path: ['body'], message: 'a delivery may weigh 64 KB at most' }),
    ]);
  });
});
