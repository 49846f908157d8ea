import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { at } from '../../../support/builders.ts';
import { type Sensing, sensingOn } from '../../../support/sensing.ts';
import { mqttOf, type Sent, webhookSaying } from '../../../support/sensor-deliveries.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const opened: Sent = { says: 'doorOpen', at: '2026-11-20T12:00:00Z', counter: 1 };

let sensing: Sensing;

beforeEach(async () => {
  sensing = await sensingOn(tables.fresh());
});

describe('deliveries of one door', () => {
  const life: readonly Sent[] = [
    opened,
    { says: 'doorClosed', at: '2026-11-20T12:20:00Z', counter: 2 },
    { says: 'doorOpen', at: '2026-11-20T12:30:00Z', counter: 3 },
    { says: 'doorOpen', at: '2026-11-20T12:50:00Z', counter: 4 },
  ];
  const orders = fc
    .array(fc.constantFrom(...life), { maxLength: 4 })
    .chain((repeats) =>
      fc.shuffledSubarray([...life, ...repeats], { minLength: life.length + repeats.length }),
    );

  it('end in the same state and the same fault, in any order and however often they come', async () => {
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const { hear, faults, devices, doorNow, doorFault } = await sensingOn(tables.fresh());
        for (const sent of order) await hear(sent, '2026-11-20T12:51:00Z');
        const awaits = (await devices.get('ash-court-door-sensor'))?.awaits;
        expect(awaits?.some((moment) => moment <= at('2026-11-20T13:30:00Z'))).toBe(true);
        await faults.lookAgain('ash-court-door-sensor', at('2026-11-20T13:31:00Z'));
        expect(await doorNow()).toMatchObject({ open: true, fromMillis: Date.parse('2026-11-20T12:30:00Z') });
        expect((await devices.get('ash-court-door-sensor'))?.standing).toEqual(['held-open']);
        expect(await doorFault()).toMatchObject({
          occurredAt: '2026-11-20T12:30:00.000Z',
          sightings: 1,
          status: 'confirmed',
        });
      }),
      { numRuns: 20 },
    );
  });

  it('that arrive at the same moment are all applied', async () => {
    await Promise.all(life.map((sent) => sensing.hear(sent, '2026-11-20T12:51:00Z')));
    const device = await sensing.devices.get('ash-court-door-sensor');
    expect(device?.state.door?.kept.map(([, counter]) => counter)).toEqual([1, 2, 3, 4]);
  });

  it('are told from repeats in the log', async () => {
    await sensing.hear(opened);
    const device = await sensing.devices.get('ash-court-door-sensor');
    await sensing.hear(opened);
    expect(await sensing.devices.get('ash-court-door-sensor')).toEqual(device);
    expect(sensing.log.lines.map(({ code }) => code)).toEqual(['UPLINK_APPLIED', 'UPLINK_NOT_NEW']);
  });
});

describe('a delivery that can never be applied', () => {
  it('names the device that the register does not know', async () => {
    const unknown = sensing.hear({ ...opened, deviceId: 'oak-court-door-sensor' });
    await expect(unknown).rejects.toThrow(
      new Rejected(
        'No sensor “oak-court-door-sensor” is in the register: enter it, with what it watches, and send this again.',
      ),
    );
  });

  it('names the estate that the sensor is on, when it was published as another’s', async () => {
    const elsewhere = { ...mqttOf(opened), topic: 'estates/hillside/devices/ash-court-door-sensor/up' };
    await expect(sensing.hearMessage(elsewhere, opened.at)).rejects.toThrow(
      new Rejected('Sensor “ash-court-door-sensor” is on estate “riverside”, not on “hillside”.'),
    );
    expect(await sensing.devices.get('ash-court-door-sensor')).toBeUndefined();
  });

  it.each(['', 'door is open', '{"end_device_ids":'])('is one whose body is %o', async (body) => {
    const refused = sensing.hearMessage(webhookSaying(body), '2026-11-20T12:00:00Z');
    await expect(refused).rejects.toThrow(new Rejected('What the device or its network sent is not JSON.'));
  });

  it.each(['[]', '{}', '{"uplink_message":{}}'])('is one of another shape: %s', async (body) => {
    const refused = sensing.hearMessage(webhookSaying(body), '2026-11-20T12:00:00Z');
    await expect(refused).rejects.toBeInstanceOf(Rejected);
  });
});

describe('a delivery', () => {
  it('is found by its DevEUI when the network calls the device something else', async () => {
    await sensing.hear({ ...opened, deviceId: 'ws301-0001', devEui: '24E124141B000001' });
    expect(await sensing.doorNow()).toMatchObject({ open: true });
  });

  it('that is the network’s talk about itself changes nothing', async () => {
    const join = { end_device_ids: { device_id: 'ash-court-door-sensor' }, join_accept: {} };
    await sensing.hearMessage(webhookSaying(JSON.stringify(join)), '2026-11-20T12:00:00Z');
    expect(await sensing.devices.get('ash-court-door-sensor')).toBeUndefined();
    expect(sensing.log.lines).toEqual([{ code: 'DELIVERY_NOT_UPLINK', about: { what: 'join_accept' } }]);
  });
});
