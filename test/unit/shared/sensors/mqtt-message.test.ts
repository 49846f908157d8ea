import { describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { fromMqtt, readTopic } from '../../../../shared/sensors/mqtt-message.ts';
import { at } from './sensor-builders.ts';

const topic = 'estates/meadow/devices/door-1/up';
const receivedAt = at('2026-11-20T21:14:07Z');
const body = (changes: object = {}) => ({ payload: '017564030001040001', port: 85, counter: 7, ...changes });

describe('a plain MQTT message', () => {
  it('becomes an uplink of the device that its topic names', () => {
    const time = '2026-11-20T21:14:05+00:00';
    expect(fromMqtt(topic, body({ session: 'boot-3', time, firmware: '1.2' }), receivedAt)).toEqual({
      kind: 'uplink',
      uplink: {
        deviceId: 'door-1',
        session: 'boot-3',
        counter: 7,
        receivedAt,
        deviceTime: '2026-11-20T21:14:05.000Z',
        port: 85,
        payload: 'AXVkAwABBAAB',
        source: 'mqtt',
      },
    });
  });

  it('carries the same bytes in hex and in base64', () => {
    const hex = fromMqtt(topic, body(), receivedAt);
    expect(fromMqtt(topic, body({ payload: 'AXVkAwABBAAB' }), receivedAt)).toEqual(hex);
    expect(fromMqtt(topic, body({ payload: '017564030001040001', encoding: 'hex' }), receivedAt)).toEqual(
      hex,
    );
  });

  it('may say that what looks like hex is base64', () => {
    const delivery = fromMqtt(topic, body({ payload: 'abcdabcd', encoding: 'base64' }), receivedAt);
    expect(delivery).toMatchObject({ uplink: { payload: 'abcdabcd' } });
  });

  it('names its device in lower case, however the topic writes it', () => {
    expect(readTopic('estates/meadow/devices/DOOR-1/up')).toEqual({ estateId: 'meadow', deviceId: 'door-1' });
  });

  it.each([
    ['a topic of another form', 'estates/meadow/door-1/up', body(), /is not of the form/],
    ['a wildcard in its topic', 'estates/+/devices/door-1/up', body(), /is not of the form/],
    ['a device id with blanks', 'estates/meadow/devices/door 1/up', body(), /device id/],
    ['no payload', topic, { port: 85, counter: 1 }, /payload/],
    ['no counter', topic, { payload: '00', port: 85 }, /counter/],
    ['no port', topic, { payload: '00', counter: 1 }, /port/],
    ['a payload that is neither base64 nor hex', topic, body({ payload: 'AXV*' }), /payload/],
    ['hex that is not', topic, body({ payload: 'zz', encoding: 'hex' }), /payload/],
    ['a counter that no longer is exact', topic, body({ counter: 2 ** 53 }), /counter/],
    ['a counter that is no number', topic, body({ counter: Number.NaN }), /counter/],
    ['an endless counter', topic, body({ counter: Number.POSITIVE_INFINITY }), /counter/],
    ['a time without its offset', topic, body({ time: '2026-11-20T21:14:05' }), /time/],
    ['a list', topic, [], /the message as a whole/],
    ['nothing', topic, null, /the message as a whole/],
  ])('with %s is refused with a sentence', (_, onTopic, message, sentence) => {
    expect(() => fromMqtt(onTopic, message, receivedAt)).toThrow(Rejected);
    expect(() => fromMqtt(onTopic, message, receivedAt)).toThrow(sentence);
  });
});

describe('a message of another shape on a device’s topic', () => {
  const lorawan = { DevEui: '24e124141c123456', FCnt: 3, FPort: 85, Timestamp: '2026-11-20T21:14:00Z' };
  const shapes = {
    chirpstack: {
      deviceInfo: { deviceName: 'door-1', devEui: '24e124141c123456' },
      fCnt: 3,
      rxInfo: [],
    },
    onvif: {
      topic: 'tns1:Door/State/DoorPhysicalState',
      Source: { DoorToken: 'Door_7' },
      Data: { State: 'Open' },
      UtcTime: '2026-11-20T21:14:05Z',
    },
    lwm2m: { '3416/0/5': true },
  };

  it.each(Object.entries(shapes))('is known for %s by its own fields', (source, message) => {
    expect(fromMqtt(topic, message, receivedAt)).toMatchObject({
      kind: 'uplink',
      uplink: { deviceId: 'door-1', source },
    });
  });

  it('is known for AWS IoT Core for LoRaWAN, on the topic of its DevEUI', () => {
    const message = {
      WirelessDeviceId: '5b58245e-146c-4c30-9703-0ca942e3ff35',
      PayloadData: 'AXVk',
      WirelessMetadata: { LoRaWAN: lorawan },
    };
    const own = 'estates/meadow/devices/24E124141C123456/up';
    expect(fromMqtt(own, message, receivedAt)).toMatchObject({
      uplink: { source: 'aws-iot-lorawan', devEui: '24E124141C123456', counter: 3 },
    });
    expect(() => fromMqtt(topic, message, receivedAt)).toThrow(/5b58245e.*topic of door-1/);
  });

  it.each([
    { ...shapes.onvif, deviceId: 'door-2' },
    { ...shapes.lwm2m, deviceId: 'door-2' },
    { ...shapes.chirpstack, deviceInfo: { deviceName: 'door-2', devEui: '24e124141c123456' } },
  ])('is refused when it says that it is of another device', (message) => {
    expect(() => fromMqtt(topic, message, receivedAt)).toThrow(/door-2.*topic of door-1/);
  });

  it('with a payload of its own is a plain one, whatever else it has', () => {
    expect(fromMqtt(topic, body({ topic: 'x', data: {} }), receivedAt)).toMatchObject({
      uplink: { source: 'mqtt' },
    });
  });
});

describe('the topic of a network', () => {
  const network = 'lorawan/eu/uplink';
  const message = {
    WirelessDeviceId: '5b58245e-146c-4c30-9703-0ca942e3ff35',
    PayloadData: 'AXVk',
    WirelessMetadata: { LoRaWAN: { DevEui: '24e124141c123456', FCnt: 3, FPort: 85 } },
  };

  it('names neither estate nor device, so the message’s own device counts', () => {
    expect(readTopic(network)).toEqual({});
    expect(fromMqtt(network, message, receivedAt)).toMatchObject({
      uplink: { deviceId: '5b58245e-146c-4c30-9703-0ca942e3ff35', devEui: '24E124141C123456' },
    });
  });

  it('does not take what names no device', () => {
    expect(() => fromMqtt(network, body(), receivedAt)).toThrow(/does not say which device it is from/);
    expect(() => fromMqtt(network, { '3416/0/5': true }, receivedAt)).toThrow(/send deviceId/);
  });

  it.each(['lorawan/uplink', 'lorawan/a/b/uplink', 'lorawan/+/uplink', 'x/lorawan/a/uplink'])(
    'is not %s',
    (other) => {
      expect(() => fromMqtt(other, message, receivedAt)).toThrow(/is not of the form/);
    },
  );
});

describe('a message of The Things Stack on MQTT', () => {
  const stack = (deviceId: string) => ({
    end_device_ids: { device_id: deviceId },
    received_at: '2026-11-20T21:14:00Z',
    uplink_message: { f_port: 85, f_cnt: 3, frm_payload: 'AXVk' },
  });

  it('is read like the webhook’s', () => {
    expect(fromMqtt(topic, stack('door-1'), receivedAt)).toMatchObject({
      kind: 'uplink',
      uplink: { deviceId: 'door-1', counter: 3, receivedAt: '2026-11-20T21:14:00.000Z' },
    });
  });

  it('is refused when it is about another device than its topic', () => {
    expect(() => fromMqtt(topic, stack('door-2'), receivedAt)).toThrow(/door-2.*topic of door-1/);
  });
});
