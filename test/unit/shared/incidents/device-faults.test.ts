import { beforeEach, describe, expect, it, vi } from 'vitest';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import { aPerson, at } from '../../../support/builders.ts';
import { type Sensing, sensingOn } from '../../../support/sensing.ts';
import type { Sent } from '../../../support/sensor-deliveries.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const opened: Sent = { says: 'doorOpen', at: '2026-11-20T12:00:00Z', counter: 1 };
const closed: Sent = { says: 'doorClosed', at: '2026-11-20T13:05:00Z', counter: 2 };

let sensing: Sensing;

beforeEach(async () => {
  sensing = await sensingOn(tables.fresh());
});

describe('a door that opens', () => {
  it.each(['hear', 'hearMqtt'] as const)('is known to be open, and is no fault yet (%s)', async (way) => {
    await sensing[way](opened);
    expect(await sensing.doorNow()).toMatchObject({
      open: true,
      fromMillis: Date.parse('2026-11-20T12:00:00Z'),
    });
    expect(await sensing.doorFault()).toBeUndefined();
    expect(sensing.log.lines).toEqual([
      { code: 'UPLINK_APPLIED', about: { deviceId: 'ash-court-door-sensor', counter: 1 } },
    ]);
  });

  it('and is held becomes a fault without another word from it', async () => {
    await sensing.hear(opened);
    await sensing.check('2026-11-20T12:59:30Z');
    expect(await sensing.doorFault()).toBeUndefined();
    await sensing.check('2026-11-20T13:00:30Z');
    expect(await sensing.doorFault()).toMatchObject({
      status: 'confirmed',
      kind: 'door-fault',
      assetName: 'Ash Court front door',
      blockId: 'ash-court',
      occurredAt: '2026-11-20T12:00:00.000Z',
      insecure: true,
      sightings: 1,
      reasons: ['open since 12:00, longer than the 60 minutes allowed by day'],
    });
  });

  it('is a fault within a minute and a half of a late delivery that says it has been open too long', async () => {
    await sensing.hear(opened, '2026-11-20T13:30:00Z');
    expect(await sensing.doorFault()).toBeUndefined();
    await sensing.check('2026-11-20T13:31:20Z');
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed', sightings: 1 });
  });

  it('and closes in time is none', async () => {
    await sensing.hear(opened);
    await sensing.hear({ says: 'doorClosed', at: '2026-11-20T12:30:00Z', counter: 2 });
    await sensing.check('2026-11-20T12:59:00Z');
    await sensing.check('2026-11-20T13:01:00Z');
    expect(await sensing.doorFault()).toBeUndefined();
  });
});

describe('a door fault', () => {
  const faultThatStands = async () => {
    await sensing.hear(opened);
    await sensing.check('2026-11-20T13:00:30Z');
    return sensing.doorFault();
  };

  it('is one, however often the door says that it is open', async () => {
    const fault = await faultThatStands();
    await sensing.hear({ ...opened, at: '2026-11-20T13:01:00Z', counter: 2 });
    await sensing.hear({ ...opened, at: '2026-11-20T13:02:00Z', counter: 3 });
    expect(await sensing.doorFault()).toEqual(fault);
  });

  it('stands until the door has been closed for its settle time, and is resolved by then', async () => {
    const fault = await faultThatStands();
    await sensing.hear(closed);
    await sensing.check('2026-11-20T13:06:00Z');
    expect(await sensing.doorFault()).toEqual(fault);
    await sensing.check('2026-11-20T13:07:30Z');
    expect(await sensing.doorFault()).toMatchObject({
      status: 'resolved',
      resolvedAt: '2026-11-20T13:07:30.000Z',
    });
    const file = await sensing.incidents.file(fault?.id ?? '');
    expect(file?.history.at(-1)).toMatchObject({
      did: 'resolve',
      by: { who: 'rule', rule: 'held-open' },
      said: 'the device reports that all is well',
    });
  });

  it('that comes again within a week is the same incident again', async () => {
    const fault = await faultThatStands();
    await sensing.hear(closed);
    await sensing.check('2026-11-20T13:07:30Z');
    await sensing.hear({ says: 'doorOpen', at: '2026-11-20T13:10:00Z', counter: 3 });
    await sensing.check('2026-11-20T14:10:30Z');
    expect(await sensing.doorFault()).toMatchObject({
      id: fault?.id,
      status: 'confirmed',
      timesReopened: 1,
      sightings: 2,
    });
  });

  it('that an officer has resolved already is left alone when the door closes', async () => {
    const fault = await faultThatStands();
    if (fault === undefined) throw new Error('there is no fault to resolve');
    const byOfficer = byPerson(aPerson());
    const change = moveIncident(
      fault,
      'resolve',
      { reason: 'unwedged' },
      byOfficer,
      at('2026-11-20T13:04:00Z'),
    );
    await sensing.incidents.save(change, { after: fault.version });
    await sensing.hear(closed);
    await sensing.check('2026-11-20T13:07:30Z');
    expect(await sensing.doorFault()).toEqual(change.incident);
    expect(await sensing.standing()).toEqual([]);
  });
});

describe('a door in use', () => {
  const awaits = async () => (await sensing.devices.get('ash-court-door-sensor'))?.awaits;

  it('waits for one deadline at a time, and no limit is missed', async () => {
    await sensing.hear(opened);
    await sensing.hear({ ...closed, at: '2026-11-20T12:20:00Z' });
    await sensing.hear({ ...opened, at: '2026-11-20T12:40:00Z', counter: 3 });
    expect(await awaits()).toEqual(['2026-11-20T13:00:00.000Z']);
    await sensing.check('2026-11-20T13:00:30Z');
    expect(await sensing.lookedAtIn('2026-11-20T13:40')).toEqual([
      'device/ash-court-door-sensor/2026-11-20T13:40:00.000Z',
    ]);
    await sensing.check('2026-11-20T13:40:30Z');
    expect(await sensing.doorFault()).toMatchObject({ occurredAt: '2026-11-20T12:40:00.000Z' });
  });
});

describe('a light that stays dark after dusk', () => {
  it('is a lighting fault once its grace is over, and is resolved once it has been lit for its settle time', async () => {
    const light = { deviceId: 'ash-court-light-sensor' };
    await sensing.hear({ ...light, says: 'dark', at: '2026-11-20T17:00:00Z', counter: 0 });
    await sensing.check('2026-11-20T17:14:30Z');
    expect(await sensing.lightFault()).toBeUndefined();
    await sensing.check('2026-11-20T17:15:30Z');
    expect(await sensing.lightFault()).toMatchObject({ status: 'confirmed', insecure: false, sightings: 1 });
    await sensing.hear({ ...light, says: 'lit', at: '2026-11-20T17:16:00Z', counter: 1 });
    await sensing.check('2026-11-20T17:25:30Z');
    expect(await sensing.lightFault()).toMatchObject({ status: 'confirmed' });
    await sensing.check('2026-11-20T17:26:30Z');
    expect(await sensing.lightFault()).toMatchObject({ status: 'resolved' });
  });
});

describe('an hour of a door’s life that comes in a second', () => {
  const now = '2026-11-20T15:00:00Z';
  const openedAgain: Sent = { says: 'doorOpen', at: '2026-11-20T13:30:00Z', counter: 3 };

  it('is no row of faults that open and end: what has passed is not told', async () => {
    for (const sent of [opened, closed]) await sensing.hear(sent, now);
    await sensing.check('2026-11-20T15:01:00Z');
    expect(await sensing.doorFault()).toBeUndefined();
  });

  it('is the one fault that stands at its end', async () => {
    for (const sent of [openedAgain, opened, closed]) await sensing.hear(sent, now);
    await sensing.check('2026-11-20T15:01:00Z');
    expect(await sensing.doorFault()).toMatchObject({
      occurredAt: '2026-11-20T13:30:00.000Z',
      sightings: 1,
      version: 1,
    });
  });

  it('asks to be looked at once', async () => {
    for (const sent of [opened, { ...opened, at: '2026-11-20T12:10:00Z', counter: 2 }])
      await sensing.hear(sent, now);
    expect((await sensing.devices.get('ash-court-door-sensor'))?.awaits).toEqual([
      '2026-11-20T15:00:20.000Z',
    ]);
  });
});

describe('a stop between noting a fault and telling it', () => {
  const late = '2026-11-20T13:01:00Z';

  it('is made up for', async () => {
    vi.spyOn(sensing.incidents, 'take').mockRejectedValueOnce(new Error('the machine stopped'));
    await sensing.hear(opened, late);
    await expect(sensing.check('2026-11-20T13:02:00Z')).rejects.toThrow();
    expect(await sensing.doorFault()).toBeUndefined();
    await sensing.check('2026-11-20T13:07:00Z');
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed', sightings: 1, version: 1 });
  });

  it('is made up for at the fault’s end too', async () => {
    await sensing.hear(opened, late);
    await sensing.check('2026-11-20T13:02:00Z');
    vi.spyOn(sensing.incidents, 'save').mockRejectedValueOnce(new Error('the machine stopped'));
    await sensing.hear(closed);
    await expect(sensing.check('2026-11-20T13:07:30Z')).rejects.toThrow();
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed' });
    await sensing.check('2026-11-20T13:12:30Z');
    expect(await sensing.doorFault()).toMatchObject({ status: 'resolved', version: 2 });
    expect(await sensing.standing()).toEqual([]);
  });
});
