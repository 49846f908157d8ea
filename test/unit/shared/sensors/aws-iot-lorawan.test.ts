import { describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { fromAwsIotLorawan } from '../../../../shared/sensors/aws-iot-lorawan.ts';
import { at } from './sensor-builders.ts';

const receivedAt = at('2026-11-20T21:14:08Z');

const message = (lorawan: object = {}, changes: object = {}) => ({
  WirelessDeviceId: '5b58245e-146c-4c30-9703-0ca942e3ff35',
  PayloadData: 'AXVkAwABBAAB',
  WirelessMetadata: {
    LoRaWAN: {
      ADR: false,
      Bandwidth: 125,
      DataRate: '0',
      DevAddr: '00b96cd4',
      DevEui: '24e124141c123456',
      FCnt: 1834,
      FPort: 85,
      Frequency: '868100000',
      Gateways: [
        { GatewayEui: '80029cfffe5cf1cc', Snr: -29, Rssi: -109.75 },
        { GatewayEui: '80029CFFFE5CF1CD', Snr: 9, Rssi: '-50' },
      ],
      MType: 'UnconfirmedDataUp',
      Timestamp: '2026-11-20T21:14:07Z',
      ...lorawan,
    },
  },
  ...changes,
});

describe('a message of AWS IoT Core for LoRaWAN', () => {
  it('becomes an uplink of AWS’s own device id, with the DevEUI beside it', () => {
    expect(fromAwsIotLorawan(message(), receivedAt)).toEqual({
      kind: 'uplink',
      uplink: {
        deviceId: '5b58245e-146c-4c30-9703-0ca942e3ff35',
        devEui: '24E124141C123456',
        session: '00b96cd4',
        counter: 1834,
        receivedAt: '2026-11-20T21:14:07.000Z',
        port: 85,
        payload: 'AXVkAwABBAAB',
        gateways: ['80029cfffe5cf1cd', '80029cfffe5cf1cc'],
        source: 'aws-iot-lorawan',
      },
    });
  });

  it('is read in the form of AWS’s documented example, whose DevEui has a digit too few', () => {
    const documented = {
      WirelessDeviceId: '5b58245e-146c-4c30-9703-0ca942e3ff35',
      PayloadData: 'Cc48AAAAAAAAAAA=',
      WirelessMetadata: {
        LoRaWAN: {
          DevAddr: '00b96cd4',
          DevEui: '58a0cb000202c99',
          FCnt: 1,
          Fport: 136,
          Gateways: [{ GatewayEui: '80029cfffe5cf1cc', Snr: -29, Rssi: 9.75 }],
          Timestamp: '2021-05-03T03:24:29Z',
        },
      },
    };
    const delivery = fromAwsIotLorawan(documented, receivedAt);
    expect(delivery).toMatchObject({
      uplink: { counter: 1, port: 136, receivedAt: '2021-05-03T03:24:29.000Z' },
    });
    expect(delivery).not.toHaveProperty('uplink.devEui');
  });

  it('may have its numbers as text', () => {
    expect(
      fromAwsIotLorawan(message({ FCnt: '7', FPort: undefined, Fport: '10' }), receivedAt),
    ).toMatchObject({
      uplink: { counter: 7, port: 10 },
    });
  });

  it('has counter 0, port 0 and no payload when they are left out, and is then a sign of life', () => {
    const bare = message({ FCnt: undefined, FPort: undefined }, { PayloadData: undefined });
    expect(fromAwsIotLorawan(bare, receivedAt)).toMatchObject({
      uplink: { counter: 0, port: 0, payload: '' },
    });
  });

  it('was received when we received it if it does not say when', () => {
    expect(fromAwsIotLorawan(message({ Timestamp: undefined }), receivedAt)).toMatchObject({
      uplink: { receivedAt },
    });
  });

  it.each([
    ['no device', message({}, { WirelessDeviceId: undefined }), /WirelessDeviceId/],
    ['no metadata', message({}, { WirelessMetadata: undefined }), /WirelessMetadata/],
    [
      'metadata of Sidewalk',
      message({}, { WirelessMetadata: { Sidewalk: {} } }),
      /WirelessMetadata\.LoRaWAN/,
    ],
    ['a counter in words', message({ FCnt: 'many' }), /LoRaWAN\.FCnt/],
    ['a counter beyond 32 bits', message({ FCnt: '99999999999' }), /LoRaWAN\.FCnt/],
    ['a port above 255', message({ FPort: 256 }), /LoRaWAN\.FPort/],
    ['a payload that is no base64', message({}, { PayloadData: '*' }), /PayloadData/],
    ['a time that is none', message({ Timestamp: 'now' }), /Timestamp/],
    ['a list', [], /the message as a whole/],
  ])('with %s is refused, and the sentence names the field', (_, body, sentence) => {
    expect(() => fromAwsIotLorawan(body, receivedAt)).toThrow(Rejected);
    expect(() => fromAwsIotLorawan(body, receivedAt)).toThrow(sentence);
  });
});
