import { beforeAll, describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { ReadingMessage } from '../../../../shared/sensors/reading-message.ts';
import { WebhookSource } from '../../../../shared/sensors/uplink.ts';
import { type Sensing, sensingOn } from '../../../support/sensing.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = '2026-11-20T12:00:00Z';
const deviceId = 'ash-court-door-sensor';
const devEui = '24e124141b000001';
const deep = `${'{"a":['.repeat(3_000)}1${']}'.repeat(3_000)}`;

let sensing: Sensing;
beforeAll(async () => {
  sensing = await sensingOn(tables.fresh());
});

/** The ways in that a message of the reading queue can have come. */
const ways: readonly (readonly [name: string, way: object])[] = [
  ['over MQTT', { way: 'mqtt', topic: `estates/riverside/devices/${deviceId}/up` }],
  ['on a network’s own topic', { way: 'mqtt', topic: 'lorawan/eu/uplink' }],
  ...WebhookSource.options.map((from) => [`by the webhook of ${from}`, { way: 'webhook', from }] as const),
];

const hear = (way: object, text: string) => {
  const body = Buffer.from(text).toString('base64');
  return sensing.hearMessage(ReadingMessage.parse({ ...way, body, receivedAtMillis: Date.parse(NOW) }), NOW);
};

describe.each(ways)('a delivery %s', (_, way) => {
  it.each([
    ['nested so deep that it fills what a delivery may weigh', `${'['.repeat(32_000)}${']'.repeat(32_000)}`],
    ['nested as deep and never closed', '['.repeat(64_000)],
    ['of nothing but nested objects', deep],
    ['of a prototype', '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'],
    ['of no number', '1e400'],
    ['of nothing', 'null'],
    ['cut off in the middle', '{"deviceId":"ash-court-do'],
    ['of bytes that are no text', '\u0000\ufffd\ufffd'],
  ])('%s is refused in words', async (__, text) => {
    const refused = hear(way, text);
    await expect(refused).rejects.toThrow(Rejected);
    await expect(refused).rejects.toSatisfy((error: Error) => error.message.length < 600);
    expect(await sensing.devices.get(deviceId)).toBeUndefined();
    expect('admin' in {}).toBe(false);
  });
});

const lorawan = { DevEui: devEui, FCnt: 1, FPort: 85 };

/** A sound delivery of the front door's sensor for every way in. */
const sound: Record<WebhookSource | 'mqtt', object> = {
  mqtt: { payload: '017564030001040000', port: 85, counter: 1 },
  'the-things-stack': {
    end_device_ids: { device_id: deviceId },
    received_at: NOW,
    uplink_message: { f_port: 85, frm_payload: 'AXVkAwABBAAA' },
  },
  chirpstack: { deviceInfo: { devEui }, fCnt: 1, fPort: 85, data: 'AXVkAwABBAAA' },
  'aws-iot-lorawan': {
    WirelessDeviceId: deviceId,
    PayloadData: 'AXVkAwABBAAA',
    WirelessMetadata: { LoRaWAN: lorawan },
  },
  onvif: { deviceId, topic: 'tns1:Door/State/DoorPhysicalState', Data: { State: 'Open' } },
  lwm2m: { deviceId, door: 'open' },
};

describe.each(Object.entries(sound))('a sound delivery of %s', (source, message) => {
  it('with hostile members that nobody asked for is applied, without them', async () => {
    sensing = await sensingOn(tables.fresh());
    const way = source === 'mqtt' ? ways[0]?.[1] : { way: 'webhook', from: source };
    const hostile = `"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"extra":${deep},"huge":1e400,`;
    await hear(way ?? {}, JSON.stringify(message).replace('{', `{${hostile}`));
    const kept = await sensing.devices.get(deviceId);
    expect(kept?.state.door?.kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toMatch(/admin|extra|huge/);
    expect('admin' in {}).toBe(false);
  });
});
