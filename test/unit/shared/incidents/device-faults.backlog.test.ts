import { beforeEach, describe, expect, it } from 'vitest';
import { at } from '../../../support/builders.ts';
import { type Sensing, sensingOn } from '../../../support/sensing.ts';
import { aRegisterWithDoorSensorOf, type Sent, webhookSaying } from '../../../support/sensor-deliveries.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const sensorId = 'ash-court-door-sensor';
const life: readonly Sent[] = [
  { says: 'doorOpen', at: '2026-11-20T12:00:00Z', counter: 1 },
  { says: 'doorClosed', at: '2026-11-20T12:20:00Z', counter: 2 },
  { says: 'doorOpen', at: '2026-11-20T12:30:00Z', counter: 3 },
];
const nextReport: Sent = { says: 'doorOpen', at: '2026-11-20T12:50:00Z', counter: 4 };

let sensing: Sensing;
const known = () => sensing.devices.get(sensorId);
const kept = async () => (await sensing.devices.backlog(sensorId)).map(({ counter }) => counter);
const isNowOf = async (model: string) => {
  await sensing.register.import(aRegisterWithDoorSensorOf(model));
  sensing.startAnew();
};

beforeEach(async () => {
  sensing = await sensingOn(tables.fresh());
  await isNowOf('acme-door-9');
});

describe('what a device sends that nothing can read', () => {
  it('is kept, and why is told', async () => {
    for (const sent of life) await sensing.hear(sent);
    expect(await kept()).toEqual([1, 2, 3]);
    expect((await known())?.state.notes).toEqual(['no decoder for acme-door-9']);
    expect(await sensing.doorNow()).toBeUndefined();
  });

  it('is kept once, in the order of its receipt, however it comes', async () => {
    for (const sent of [...life].reverse()) await sensing.hear(sent, '2026-11-20T12:51:00Z');
    for (const sent of life) await sensing.hear(sent, '2026-11-20T12:52:00Z');
    expect(await kept()).toEqual([1, 2, 3]);
  });

  it('is not kept when its network read it', async () => {
    const uplink_message = { f_port: 1, f_cnt: 1, frm_payload: 'AQ==', decoded_payload: { door: 'open' } };
    const message = { end_device_ids: { device_id: sensorId }, received_at: nextReport.at, uplink_message };
    await sensing.hearMessage(webhookSaying(JSON.stringify(message)), nextReport.at);
    expect(await sensing.doorNow()).toMatchObject({ open: true });
    expect(await kept()).toEqual([]);
  });

  it('is kept up to the newest 90', async () => {
    for (let counter = 1; counter <= 93; counter += 1) {
      const minute = Math.floor(counter / 60);
      const time = `2026-11-20T1${minute}:${String(counter % 60).padStart(2, '0')}:00Z`;
      await sensing.hear({ says: counter % 2 ? 'doorOpen' : 'doorClosed', at: time, counter });
    }
    expect(await kept()).toEqual(Array.from({ length: 90 }, (_, index) => index + 4));
    await isNowOf('milesight-ws301');
    await sensing.faults.lookAgain(sensorId, at('2026-11-20T11:40:00Z'));
    expect(await kept()).toEqual([]);
    expect(await sensing.doorNow()).toMatchObject({
      open: true,
      fromMillis: Date.parse('2026-11-20T11:33:00Z'),
    });
  });
});

describe('a device whose model has a decoder at last', () => {
  beforeEach(async () => {
    for (const sent of life) await sensing.hear(sent);
    await isNowOf('milesight-ws301');
  });

  it('is at its next report as if its model had had one from the beginning', async () => {
    await sensing.hear(nextReport);
    const other = await sensingOn(tables.fresh());
    for (const sent of [...life, nextReport]) await other.hear(sent);
    expect((await known())?.state).toEqual((await other.devices.get(sensorId))?.state);
    expect(await known()).not.toHaveProperty('backlog');
    expect(await kept()).toEqual([]);
  });

  it('is so too when all that comes is a repeat', async () => {
    for (const sent of life.slice(-1)) await sensing.hear(sent, '2026-11-20T12:51:00Z');
    expect(await sensing.doorNow()).toMatchObject({
      open: true,
      fromMillis: Date.parse('2026-11-20T12:30:00Z'),
    });
    expect(sensing.log.lines.at(-1)).toMatchObject({ code: 'UPLINK_NOT_NEW' });
  });

  it('shows the fault that was hidden in what it sent, though nothing more comes', async () => {
    await sensing.check('2026-11-20T13:30:30Z');
    expect(await sensing.doorFault()).toMatchObject({
      status: 'confirmed',
      occurredAt: '2026-11-20T12:30:00.000Z',
      reasons: ['open since 12:30, longer than the 60 minutes allowed by day'],
    });
    expect((await known())?.state.notes).toEqual([]);
    expect(await kept()).toEqual([]);
  });
});
