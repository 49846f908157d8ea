import { beforeEach, describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { ReadingMessage } from '../../../../shared/sensors/reading-message.ts';
import { type Sensing, sensingOn } from '../../../support/sensing.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = '2026-11-20T12:00:00Z';
const doorSensor = { deviceId: 'ash-court-door-sensor', devEui: '24e124141b000001' };

let sensing: Sensing;
beforeEach(async () => {
  sensing = await sensingOn(tables.fresh());
});

const inBase64 = (message: object) => Buffer.from(JSON.stringify(message)).toString('base64');
const hear = (message: object) =>
  sensing.hearMessage(ReadingMessage.parse({ receivedAtMillis: Date.parse(NOW), ...message }), NOW);
const applied = (deviceId: string, counter: number) => [
  { code: 'UPLINK_APPLIED', about: { deviceId, counter } },
];

describe('a delivery of the door sensor', () => {
  it('by ChirpStack’s webhook is applied to it by its DevEUI', async () => {
    const deviceInfo = { deviceName: 'Front door', devEui: doorSensor.devEui };
    const body = { deviceInfo, devAddr: '00189440', fCnt: 7, fPort: 85, data: 'AXVkAwABBAAA', rxInfo: [] };
    await hear({ way: 'webhook', from: 'chirpstack', body: inBase64(body) });
    expect(sensing.log.lines).toEqual(applied('eui-24e124141b000001', 7));
    expect(await sensing.devices.get(doorSensor.deviceId)).toBeDefined();
  });

  it('on AWS IoT Core for LoRaWAN’s topic is applied to it by its DevEUI, whatever its estate', async () => {
    const body = {
      WirelessDeviceId: '5b58245e-146c-4c30-9703-0ca942e3ff35',
      PayloadData: 'AXVkAwABBAAA',
      WirelessMetadata: { LoRaWAN: { DevEui: doorSensor.devEui, FCnt: 7, FPort: 85 } },
    };
    await hear({ way: 'mqtt', topic: 'lorawan/eu/uplink', body: inBase64(body) });
    expect(sensing.log.lines).toEqual(applied('5b58245e-146c-4c30-9703-0ca942e3ff35', 7));
    expect(await sensing.devices.get(doorSensor.deviceId)).toBeDefined();
  });

  it.each([
    ['onvif', { topic: 'tns1:Door/State/DoorPhysicalState', Data: { State: 'Open' } }],
    ['lwm2m', { '3416/0/5': true }],
  ])('by the webhook of %s is applied to it by its id', async (from, content) => {
    await hear({ way: 'webhook', from, body: inBase64({ deviceId: doorSensor.deviceId, ...content }) });
    expect(sensing.log.lines).toEqual(applied(doorSensor.deviceId, Date.parse(NOW)));
  });
});

it('a body that came to the wrong webhook is refused with the name of what was expected', async () => {
  const body = inBase64({ end_device_ids: { device_id: doorSensor.deviceId } });
  const refused = hear({ way: 'webhook', from: 'chirpstack', body });
  await expect(refused).rejects.toThrow(Rejected);
  await expect(refused).rejects.toThrow(/ChirpStack cannot be read: deviceInfo/);
});
