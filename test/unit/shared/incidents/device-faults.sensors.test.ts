import { beforeEach, describe, expect, it } from 'vitest';
import { at } from '../../../support/builders.ts';
import { type Sensing, sensingOn } from '../../../support/sensing.ts';
import { aRegisterWithSecondDoorSensor, type Sent } from '../../../support/sensor-deliveries.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const opened: Sent = { says: 'doorOpen', at: '2026-11-20T12:00:00Z', counter: 1 };
const closed: Sent = { says: 'doorClosed', at: '2026-11-20T13:05:00Z', counter: 2 };

let sensing: Sensing;

beforeEach(async () => {
  sensing = await sensingOn(tables.fresh());
});

describe('a sensor that says it is off its mount', () => {
  it('is a fault of its door, which other faults of the door join and which outlasts them', async () => {
    await sensing.hear({ ...opened, says: 'doorOpenOffMount' });
    await sensing.check('2026-11-20T12:01:00Z');
    const fault = await sensing.doorFault();
    expect(fault).toMatchObject({ status: 'confirmed', insecure: false, sightings: 1 });
    expect(fault?.reasons.join()).toMatch(/off its mount/);
    await sensing.check('2026-11-20T13:00:30Z');
    expect(await sensing.doorFault()).toMatchObject({ id: fault?.id, insecure: true, sightings: 2 });
    await sensing.hear(closed);
    await sensing.check('2026-11-20T13:07:30Z');
    expect(await sensing.standing()).toEqual(['tampered']);
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed' });
    await sensing.check('2026-11-20T13:15:30Z');
    expect(await sensing.doorFault()).toMatchObject({ id: fault?.id, status: 'resolved' });
  });
});

describe('a sensor that falls silent', () => {
  const lookAgain = (now: string) => sensing.faults.lookAgain('ash-court-door-sensor', at(now));
  const silence = () => sensing.incidents.lastAt('ash-court-door-sensor', 'device-silent');

  it('is an incident of the sensor, not of its door, until it has been heard for its settle time', async () => {
    for (const [counter, time] of ['11:00', '11:20', '11:40', '12:00'].entries())
      await sensing.hear({ ...closed, at: `2026-11-20T${time}:00Z`, counter });
    await lookAgain('2026-11-22T09:00:00Z');
    expect(await silence()).toBeUndefined();
    await lookAgain('2026-11-22T09:00:01Z');
    expect(await silence()).toMatchObject({
      status: 'confirmed',
      assetName: 'Ash Court front door sensor',
      occurredAt: '2026-11-20T12:00:00.000Z',
      insecure: false,
    });
    await sensing.hear({ ...closed, at: '2026-11-22T12:00:00Z', counter: 4 });
    await lookAgain('2026-11-22T12:29:00Z');
    expect(await silence()).toMatchObject({ status: 'confirmed', sightings: 1 });
    await lookAgain('2026-11-22T12:31:00Z');
    expect(await silence()).toMatchObject({ status: 'resolved' });
    expect(await sensing.doorFault()).toBeUndefined();
  });
});

describe('a sensor that is heard just as a deadline of its has come', () => {
  it('is looked at again when that is due, though it says no more', async () => {
    const often = await sensingOn(tables.fresh(), { silence: { firstIntervalMinutes: 60 } });
    const silence = () => often.incidents.lastAt('ash-court-door-sensor', 'device-silent');
    const hear = (time: string, counter: number) =>
      often.hear({ ...closed, at: `2026-11-20T${time}Z`, counter });
    for (const [counter, time] of ['11:00', '11:20', '11:40', '12:00'].entries())
      await hear(`${time}:00`, counter);
    await often.check('2026-11-20T14:31:00Z');
    await hear('15:00:00', 4);
    await often.check('2026-11-20T15:01:00Z');
    // The silence is over at 15:30:00, and whoever checks the deadlines finds that out at 15:31.
    await hear('15:30:01', 5);
    await often.check('2026-11-20T15:31:00Z');
    expect(await silence()).toMatchObject({ status: 'resolved' });
    await often.check('2026-11-20T18:02:00Z');
    expect(await silence()).toMatchObject({ status: 'confirmed' });
  });
});

describe('two sensors on one door', () => {
  const second = { deviceId: 'ash-court-door-sensor-2' };
  beforeEach(() => sensing.register.import(aRegisterWithSecondDoorSensor()));

  it('keep its fault open until both say that all is well', async () => {
    await sensing.hear(opened);
    await sensing.hear({ ...opened, ...second });
    await sensing.check('2026-11-20T13:00:30Z');
    const fault = await sensing.doorFault();
    expect(fault).toMatchObject({ status: 'confirmed', sightings: 2 });
    await sensing.hear(closed);
    await sensing.check('2026-11-20T13:07:30Z');
    expect(await sensing.standing()).toEqual([]);
    expect(await sensing.doorFault()).toEqual(fault);
    await sensing.hear({ ...closed, ...second, at: '2026-11-20T13:10:00Z' });
    await sensing.check('2026-11-20T13:12:30Z');
    expect(await sensing.doorFault()).toMatchObject({ id: fault?.id, status: 'resolved' });
  });

  it('do not wait for each other when both say so in the same minute', async () => {
    for (const sensor of [{}, second]) await sensing.hear({ ...opened, ...sensor });
    await sensing.check('2026-11-20T13:00:30Z');
    for (const sensor of [{}, second]) await sensing.hear({ ...closed, ...sensor });
    for (const deviceId of ['ash-court-door-sensor', second.deviceId])
      await sensing.faults.lookAgain(deviceId, at('2026-11-20T13:07:30Z'));
    expect(await sensing.doorFault()).toMatchObject({ status: 'resolved' });
  });
});
