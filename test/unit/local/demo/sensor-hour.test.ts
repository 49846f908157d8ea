import { describe, expect, it } from 'vitest';
import { doorPayload, lightPayload } from '../../../../local/demo/milesight-payload.ts';
import { sensorHour } from '../../../../local/demo/sensor-hour.ts';
import { type Instant, instant, plusSeconds } from '../../../../shared/platform/instant.ts';
import { decode } from '../../../../shared/sensors/decoders/decode.ts';
import { applyUplink, type DeviceState } from '../../../../shared/sensors/device.ts';
import type { Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import { fromMqtt } from '../../../../shared/sensors/mqtt-message.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { fromTheThingsStack } from '../../../../shared/sensors/the-things-stack.ts';
import { payloadBytes, uplinkId } from '../../../../shared/sensors/uplink.ts';

const leeds = { latitude: 53.8, longitude: -1.55 };
const device = (deviceId: string, model: string, coordinates = leeds) => ({
  deviceId,
  model,
  devEui: '24E124141C123456',
  estateId: 'meadow',
  coordinates,
});
const devices = [
  device('door-wedged', 'Milesight WS301'),
  device('door-used', 'Milesight WS301'),
  device('light-dark', 'Milesight EM500-LGT'),
  device('light-lit', 'Milesight EM500-LGT'),
];

/** What the rules say of a device at `now`, after everything the demo sends came in through its own way. */
function judgedAfterTheHour(deviceId: string, now: Instant): Judgement {
  const model = devices.find((one) => one.deviceId === deviceId)?.model ?? '';
  let state: DeviceState | undefined;
  const ids: string[] = [];
  for (const { way, topic, body } of sensorHour(now, devices).filter((sent) => sent.deviceId === deviceId)) {
    const sent: unknown = JSON.parse(JSON.stringify(body));
    const delivery = way === 'mqtt' ? fromMqtt(topic ?? '', sent, now) : fromTheThingsStack(sent);
    if (delivery.kind !== 'uplink') throw new Error(`${deviceId} sent ${delivery.what}`);
    const decoded = decode(model, { port: delivery.uplink.port, bytes: payloadBytes(delivery.uplink) });
    expect(decoded.notes).toEqual([]);
    expect(ids).not.toContain(uplinkId(delivery.uplink));
    ids.push(uplinkId(delivery.uplink));
    state = applyUplink(state, delivery.uplink, decoded).state;
  }
  return judge({}, state, SensorSettings.parse({}), { ...leeds, outerDoor: true }, now);
}

const hours = (day: string) =>
  Array.from({ length: 24 }, (_, hour) => plusSeconds(instant(new Date(day)), hour * 3600 + 1234));
const wholeDays = [
  '2026-11-22T00:00:00Z',
  '2026-06-21T00:00:00Z',
  '2026-10-25T00:00:00Z',
  '2026-03-29T00:00:00Z',
].flatMap(hours);

describe('the demo’s hour of sensor life', () => {
  it.each(wholeDays)(
    'ending %s shows one door held open and one light dark, and nothing of the others',
    (now) => {
      expect(judgedAfterTheHour('door-wedged', now).faults.map(({ fault }) => fault)).toEqual(['held-open']);
      expect(judgedAfterTheHour('light-dark', now).faults.map(({ fault }) => fault)).toEqual([
        'dark-when-due',
      ]);
      expect(judgedAfterTheHour('door-used', now).faults).toEqual([]);
      expect(judgedAfterTheHour('light-lit', now).faults).toEqual([]);
    },
  );

  it('is over when it is told, and lasts the doors little more than an hour and a half', () => {
    const now = instant(new Date('2026-11-22T09:00:00Z'));
    const sent = sensorHour(now, devices);
    expect(sent.every(({ sentAt }) => sentAt <= now)).toBe(true);
    expect(
      sent.filter(({ way }) => way === 'mqtt').every(({ sentAt }) => sentAt >= plusSeconds(now, -100 * 60)),
    ).toBe(true);
    expect(sent.map(({ atSeconds }) => atSeconds)).toEqual(
      sent.map(({ atSeconds }) => atSeconds).toSorted((a, b) => a - b),
    );
    expect(sent[0]?.atSeconds).toBe(0);
  });

  it('is the same for the same moment, and news at another', () => {
    const now = instant(new Date('2026-11-22T09:00:00Z'));
    expect(sensorHour(now, devices)).toEqual(sensorHour(now, devices));
    const sessions = [now, plusSeconds(now, 60)].map(
      (at) => sensorHour(at, devices).find(({ way }) => way === 'mqtt')?.body.session,
    );
    expect(sessions[0]).not.toBe(sessions[1]);
  });

  it('says nothing of lights where it does not get dark', () => {
    const unst = { latitude: 60.8, longitude: -0.85 };
    const light = device('light-unst', 'Milesight EM500-LGT', unst);
    expect(sensorHour(instant(new Date('2026-06-21T12:00:00Z')), [light])).toEqual([]);
  });

  it('is empty without devices that it knows how to play', () => {
    expect(sensorHour(instant(new Date('2026-11-22T09:00:00Z')), [device('x', 'Acme 1')])).toEqual([]);
  });
});

describe('what the demo’s devices send', () => {
  it('is what their maker’s would', () => {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    expect(hex(doorPayload(true, 100))).toBe('017564030001040000');
    expect(hex(doorPayload(false))).toBe('030000040000');
    expect(hex(lightPayload(80, 100))).toBe('017564039450000000');
  });
});
