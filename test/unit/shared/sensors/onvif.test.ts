import { describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { millis } from '../../../../shared/platform/instant.ts';
import { fromOnvif } from '../../../../shared/sensors/onvif.ts';
import { uplinkId } from '../../../../shared/sensors/uplink.ts';
import { at } from './sensor-builders.ts';

const receivedAt = at('2026-11-20T21:14:08.250Z');
const event = (changes: object = {}) => ({
  deviceId: 'door-12-front',
  topic: 'tns1:Door/State/DoorPhysicalState',
  UtcTime: '2026-11-20T21:14:07Z',
  PropertyOperation: 'Changed',
  Source: { DoorToken: 'Door_12' },
  Data: { State: 'Open' },
  ...changes,
});
const opened = {
  kind: 'uplink',
  uplink: {
    deviceId: 'door-12-front',
    counter: millis(receivedAt),
    receivedAt,
    deviceTime: '2026-11-20T21:14:07.000Z',
    port: 0,
    payload: '',
    decodedFields: { topic: 'Door/State/DoorPhysicalState', operation: 'Changed', state: 'Open' },
    source: 'onvif',
  },
};

describe('an event of ONVIF', () => {
  it('becomes an uplink of fields, with the sender’s clock as the device’s', () => {
    expect(fromOnvif(event(), receivedAt)).toEqual(opened);
  });

  it.each([
    [
      'with the standard’s Message around it',
      {
        deviceId: 'door-12-front',
        Topic: 'tns1:Door/State/DoorPhysicalState',
        Message: {
          UtcTime: '2026-11-20T21:14:07Z',
          PropertyOperation: 'Changed',
          Source: { SimpleItem: [{ Name: 'DoorToken', Value: 'Door_12' }] },
          Data: { SimpleItem: { Name: 'State', Value: 'Open' } },
        },
      },
    ],
    [
      'as Axis bridges it to MQTT, with milliseconds',
      {
        deviceId: 'door-12-front',
        topic: 'onvif:Door/onvif:State/DoorPhysicalState',
        timestamp: Date.UTC(2026, 10, 20, 21, 14, 7),
        propertyOperation: 'Changed',
        serial: 'ACCC8E000001',
        message: { source: { DoorToken: 'Door_12' }, key: {}, data: { State: 'Open' } },
      },
    ],
    ['with a time without zone, which is UTC', event({ UtcTime: '2026-11-20T21:14:07' })],
    ['with its items as a plain list', event({ Data: [{ Name: 'State', Value: 'Open' }] })],
  ])('is the same %s', (_, message) => {
    expect(fromOnvif(message, receivedAt)).toEqual(opened);
  });

  it('keeps nothing of who was let in by which card', () => {
    const granted = event({
      topic: 'tns1:AccessControl/AccessGranted/Credential',
      Source: { AccessPointToken: 'front' },
      Data: { CredentialToken: 'card-4711', CredentialHolderName: 'J. Doe' },
      PropertyOperation: undefined,
    });
    const delivery = fromOnvif(granted, receivedAt);
    expect(delivery).toMatchObject({
      uplink: { decodedFields: { topic: 'AccessControl/AccessGranted/Credential' } },
    });
    expect(JSON.stringify(delivery)).not.toMatch(/4711|Doe/);
  });

  it.each([
    ['its own device id', {}, 'door-12-front'],
    ['the door’s token', { deviceId: undefined }, 'door-12'],
    [
      'the access point’s token, written as an id of ours',
      { deviceId: undefined, Source: { AccessPointToken: 'Axis-00408c184c74:1382951520.315' } },
      'axis-00408c184c74-1382951520-315',
    ],
    [
      'the sender’s serial number',
      { deviceId: undefined, serial: 'ACCC8E000001', Source: { VideoSourceConfigurationToken: '1' } },
      'accc8e000001',
    ],
    ['the first token that it has', { deviceId: undefined, Source: { VideoSource: 'Yard_1' } }, 'yard-1'],
  ])('is of the device by %s', (_, changes, deviceId) => {
    expect(fromOnvif(event(changes), receivedAt)).toMatchObject({ uplink: { deviceId } });
  });

  it('is of the device whose topic it came on before any token, but not before its own id', () => {
    const { deviceId: _, ...nameless } = event();
    expect(fromOnvif(nameless, receivedAt, 'door-9')).toMatchObject({ uplink: { deviceId: 'door-9' } });
    expect(fromOnvif(event(), receivedAt, 'door-9')).toMatchObject({ uplink: { deviceId: 'door-12-front' } });
  });

  it('is not taken for a repeat of another that happened within the same second', () => {
    const [one, other] = [
      fromOnvif(event(), receivedAt),
      fromOnvif(event({ Data: { State: 'Closed' } }), at('2026-11-20T21:14:08.900Z')),
    ];
    if (one.kind !== 'uplink' || other.kind !== 'uplink') throw new Error('Both are uplinks.');
    expect(uplinkId(one.uplink)).not.toBe(uplinkId(other.uplink));
    expect(other.uplink.counter).toBeGreaterThan(one.uplink.counter);
  });

  it('need not say when, nor what state', () => {
    const delivery = fromOnvif(event({ UtcTime: undefined, Data: undefined }), receivedAt);
    expect(delivery).toMatchObject({ uplink: { receivedAt, decodedFields: { operation: 'Changed' } } });
    expect(delivery).not.toHaveProperty('uplink.deviceTime');
    expect(delivery).not.toHaveProperty('uplink.decodedFields.state');
  });

  it.each([
    ['no topic', event({ topic: undefined }), /topic/],
    ['a topic that is no text', event({ topic: 7 }), /topic/],
    ['an operation that is none', event({ PropertyOperation: 'Exploded' }), /propertyOperation/],
    ['a time that is none', event({ UtcTime: 'noon' }), /utcTime/],
    ['a time before there were computers', event({ UtcTime: -1 }), /utcTime/],
    ['a device id with blanks', event({ deviceId: 'door 12' }), /deviceId/],
    ['no device', event({ deviceId: undefined, Source: {} }), /send deviceId/],
    [
      'a token of nothing but signs',
      event({ deviceId: undefined, Source: { DoorToken: '::' } }),
      /send deviceId/,
    ],
    ['items that are no items', event({ Data: 'Open' }), /data/],
    ['a list', [], /the message as a whole/],
    ['nothing', null, /the message as a whole/],
  ])('with %s is refused with a sentence', (_, message, sentence) => {
    expect(() => fromOnvif(message, receivedAt)).toThrow(Rejected);
    expect(() => fromOnvif(message, receivedAt)).toThrow(sentence);
  });
});
