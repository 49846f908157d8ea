import { describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { millis } from '../../../../shared/platform/instant.ts';
import { fromUcifi } from '../../../../shared/sensors/ucifi.ts';
import { at } from './sensor-builders.ts';

const receivedAt = at('2026-11-20T21:14:08Z');

describe('a report of a luminaire’s controller', () => {
  it('by resource numbers becomes an uplink of fields', () => {
    const message = { deviceId: 'lamp-7', time: '2026-11-20T21:14:05Z', '3416/0/3': 80, '3416/0/5': false };
    expect(fromUcifi(message, receivedAt)).toEqual({
      kind: 'uplink',
      uplink: {
        deviceId: 'lamp-7',
        counter: millis(receivedAt),
        receivedAt,
        deviceTime: '2026-11-20T21:14:05.000Z',
        port: 0,
        payload: '',
        decodedFields: { '3416/0/3': 80, '3416/0/5': false },
        source: 'lwm2m',
      },
    });
  });

  it('by names, or as a list of resources, has the same fields by their names and paths', () => {
    expect(fromUcifi({ deviceId: 'lamp-7', lampFailure: true }, receivedAt)).toMatchObject({
      uplink: { decodedFields: { lampFailure: true } },
    });
    const resources = [
      { path: '/3416/0/5', value: true },
      { path: '/3416/0/46', value: 12.5 },
      { path: '/3416/0/13', value: { deep: 1 } },
      'nonsense',
    ];
    expect(fromUcifi({ deviceId: 'lamp-7', resources }, receivedAt)).toMatchObject({
      uplink: { decodedFields: { '/3416/0/5': true, '/3416/0/46': 12.5 } },
    });
  });

  it('is known by its endpoint, written as an id of ours, when it has no device id', () => {
    const message = { endpoint: 'urn:imei:490154203237518', '3416/0/5': true };
    expect(fromUcifi(message, receivedAt)).toMatchObject({
      uplink: { deviceId: 'urn-imei-490154203237518' },
    });
    expect(fromUcifi(message, receivedAt, 'lamp-7')).toMatchObject({ uplink: { deviceId: 'lamp-7' } });
  });

  it('may count its reports, and give its time in seconds as LwM2M does', () => {
    const message = {
      deviceId: 'lamp-7',
      session: 'boot-1',
      counter: 12,
      time: 1_795_468_445.5,
      '3416/0/5': true,
    };
    expect(fromUcifi(message, receivedAt)).toMatchObject({
      uplink: { session: 'boot-1', counter: 12, deviceTime: '2026-11-23T21:14:05.500Z' },
    });
  });

  it.each([
    ['no device', { '3416/0/5': true }, /send deviceId/],
    ['no resource', { deviceId: 'lamp-7' }, /no resource of object 3416/],
    ['nothing but nested values', { deviceId: 'lamp-7', deep: { deep: 1 } }, /no resource of object 3416/],
    ['a device id that is a path', { deviceId: '../x', '3416/0/5': true }, /deviceId/],
    ['a time that is none', { deviceId: 'lamp-7', time: 'noon', '3416/0/5': true }, /time/],
    ['a list', [], /the message as a whole/],
  ])('with %s is refused with a sentence', (_, message, sentence) => {
    expect(() => fromUcifi(message, receivedAt)).toThrow(Rejected);
    expect(() => fromUcifi(message, receivedAt)).toThrow(sentence);
  });
});
