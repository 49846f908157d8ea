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
