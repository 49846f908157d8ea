import { describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { fromChirpStack } from '../../../../shared/sensors/chirpstack.ts';
import { at } from './sensor-builders.ts';

const receivedAt = at('2026-11-20T21:14:08Z');

// In the shape of the examples in ChirpStack v4's own documentation of its events.
const deviceInfo = {
  tenantName: 'ChirpStack',
  applicationName: 'Estates',
  deviceProfileName: 'WS301',
  deviceName: 'door-12-front',
  devEui: '24e124141c123456',
  tags: { key: 'value' },
};
const uplink = (changes: object = {}) => ({
  deduplicationId: '3ac7e3c4-4401-4b8d-9386-a5c902f9202d',
  time: '2026-11-20T21:14:07.775023242+00:00',
  deviceInfo,
  devAddr: '00189440',
  dr: 1,
  fCnt: 1834,
  fPort: 85,
  data: 'AXVkAwABBAAB',
  object: { battery: 100, magnet_status: 'open', history: [{ magnet_status: 'close' }] },
  rxInfo: [
    { gatewayId: '0016c001f153a14c', uplinkId: 4217106255, rssi: -96, snr: 10.5 },
    { gatewayId: '0016c001f153a14d', rssi: -36 },
  ],
  txInfo: { frequency: 867100000 },
  ...changes,
});

describe('an uplink event of ChirpStack', () => {
  it('becomes an uplink whose session is the address that the device got when it joined', () => {
    expect(fromChirpStack(uplink(), receivedAt)).toEqual({
      kind: 'uplink',
      uplink: {
        deviceId: 'door-12-front',
        devEui: '24E124141C123456',
        session: '00189440',
        counter: 1834,
        receivedAt: '2026-11-20T21:14:07.775Z',
        port: 85,
        payload: 'AXVkAwABBAAB',
        decodedFields: { battery: 100, magnet_status: 'open' },
        gateways: ['0016c001f153a14d', '0016c001f153a14c'],
        source: 'chirpstack',
      },
    });
  });

  it('has counter 0 and port 0 when they are left out, as ChirpStack does with 0', () => {
    const { fCnt: _, fPort: __, data: ___, ...rest } = uplink();
    expect(fromChirpStack(rest, receivedAt)).toMatchObject({ uplink: { counter: 0, port: 0, payload: '' } });
  });

  it('may have its numbers as text', () => {
    expect(fromChirpStack(uplink({ fCnt: '7', fPort: '85' }), receivedAt)).toMatchObject({
      uplink: { counter: 7, port: 85 },
    });
  });

  it.each(['Front door, block 12', '', 'DOOR_12'])(
    'of a device called “%s” there is known by its DevEUI',
    (deviceName) => {
      const message = uplink({ deviceInfo: { ...deviceInfo, deviceName } });
      expect(fromChirpStack(message, receivedAt)).toMatchObject({
        uplink: { deviceId: 'eui-24e124141c123456', devEui: '24E124141C123456' },
      });
    },
  );

  it('was received when the network server says, rather than a gateway', () => {
    const rxInfo = [
      { gatewayId: 'b', nsTime: '2026-11-20T21:14:07.900Z' },
      { gatewayId: 'a', nsTime: '2026-11-20T21:14:07.800Z' },
    ];
    expect(fromChirpStack(uplink({ rxInfo }), receivedAt)).toMatchObject({
      uplink: { receivedAt: '2026-11-20T21:14:07.800Z' },
    });
  });

  it.each([
    ['of a gateway whose clock is ahead of ours', { time: '2036-02-07T06:28:15Z' }],
    ['that is not given', { time: undefined }],
  ])('was received when we received it, for a time %s', (_, changes) => {
    expect(fromChirpStack(uplink(changes), receivedAt)).toMatchObject({ uplink: { receivedAt } });
  });

  it.each([
    ['join', { devAddr: '00189440' }],
    ['status', { margin: 10, batteryLevel: 88.3 }],
    ['ack', { queueItemId: '1bbcab1d', acknowledged: true, fCntDown: 3 }],
    ['txack', { downlinkId: 3461958127, queueItemId: '42cb6459', gatewayId: '0016c001f153a14c', txInfo: {} }],
    ['log', { level: 'ERROR', code: 'UPLINK_MIC', description: 'MIC is invalid' }],
    ['location', { location: { latitude: 37.3, longitude: -8.8 } }],
    ['integration', { integrationName: 'loracloud', object: {} }],
  ])('is told from a “%s” event, which is no error', (what, content) => {
    const message = { deduplicationId: 'd', time: '2026-11-20T21:14:07Z', deviceInfo, ...content };
    expect(fromChirpStack(message, receivedAt)).toEqual({ kind: 'not-an-uplink', what });
  });

  it.each([
    ['a DevEUI that is none', uplink({ deviceInfo: { ...deviceInfo, devEui: '12' } }), /deviceInfo\.devEui/],
    ['no device', uplink({ deviceInfo: undefined }), /deviceInfo/],
    ['a counter in words', uplink({ fCnt: 'many' }), /fCnt/],
    ['a counter beyond 32 bits', uplink({ fCnt: 4_294_967_296 }), /fCnt/],
    ['such a counter as text', uplink({ fCnt: '4294967296' }), /fCnt/],
    ['a counter that is no number', uplink({ fCnt: Number.NaN }), /fCnt/],
    ['an endless counter', uplink({ fCnt: JSON.parse('1e400') }), /fCnt/],
    ['a negative counter', uplink({ fCnt: '-1' }), /fCnt/],
    ['a port above 255', uplink({ fPort: 256 }), /fPort/],
    ['a payload that is no base64', uplink({ data: '%%%' }), /data/],
    ['a payload longer than any device sends', uplink({ data: 'AAAA'.repeat(400) }), /data/],
    ['a time that is none', uplink({ time: 'yesterday' }), /time/],
    ['nothing that ChirpStack sends', { deviceInfo }, /no rxInfo/],
    ['a list', [], /the message as a whole/],
    ['nothing', null, /the message as a whole/],
  ])('with %s is refused, and the sentence names the field', (_, message, sentence) => {
    expect(() => fromChirpStack(message, receivedAt)).toThrow(Rejected);
    expect(() => fromChirpStack(message, receivedAt)).toThrow(sentence);
  });
});
