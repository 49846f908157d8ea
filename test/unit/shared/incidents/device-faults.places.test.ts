import { beforeEach, describe, expect, it, vi } from 'vitest';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { muteOf } from '../../../../shared/sensors/mute.ts';
import type { SensorOverrides } from '../../../../shared/sensors/sensor-settings.ts';
import { at } from '../../../support/builders.ts';
import { type Sensing, sensingOn } from '../../../support/sensing.ts';
import type { Sent } from '../../../support/sensor-deliveries.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const opened: Sent = { says: 'doorOpen', at: '2026-11-20T12:00:00Z', counter: 1 };

let table: Table;
let sensing: Sensing;

beforeEach(async () => {
  table = tables.fresh();
  sensing = await sensingOn(table);
});

const set = (placeId: string, overrides: SensorOverrides, now = opened.at) =>
  sensing.places.save(
    { placeId, overrides, setBy: 'manager', setAt: at(now), version: 1 },
    { after: 0 },
    at(now),
  );

describe('a place with settings of its own', () => {
  it('has its faults found by them', async () => {
    await set('ash-court-door', { door: { dayLimitMinutes: 15 } });
    await sensing.hear(opened);
    await sensing.check('2026-11-20T12:15:30Z');
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed' });
  });

  it.each([
    ['its block', 'ash-court', 'riverside'],
    ['itself', 'ash-court-door', 'ash-court'],
    ['its sensor', 'ash-court-door-sensor', 'ash-court-door'],
  ])('follows %s rather than what is wider', async (_, narrow, wide) => {
    await set(narrow, { door: { dayLimitMinutes: 30 } });
    await set(wide, { door: { dayLimitMinutes: 5 } });
    await sensing.hear(opened);
    await sensing.check('2026-11-20T12:10:00Z');
    expect(await sensing.doorFault()).toBeUndefined();
    await sensing.check('2026-11-20T12:31:00Z');
    expect(await sensing.doorFault()).toBeDefined();
  });

  it('is judged by new ones within two minutes, though nothing is heard', async () => {
    await sensing.hear(opened);
    await set('riverside', { door: { dayLimitMinutes: 10 } }, '2026-11-20T12:20:00Z');
    await sensing.check('2026-11-20T12:21:00Z');
    await sensing.check('2026-11-20T12:22:00Z');
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed' });
  });
});

describe('a place that is muted', () => {
  const mute = (until: string, placeId = 'ash-court') => {
    const asked = { from: at('2026-11-20T11:55:00Z'), until: at(until), because: 'A removal van' };
    const now = at('2026-11-20T11:55:00Z');
    const muted = muteOf(asked, { id: 'MU-1', placeId, by: 'officer-north' }, now);
    return sensing.places.mute(muted, now);
  };

  it('has no fault told while it is, and its whole limit afterwards', async () => {
    await mute('2026-11-20T14:00:00Z');
    await sensing.hear(opened);
    for (const now of ['12:01', '13:01', '14:01', '14:59']) await sensing.check(`2026-11-20T${now}:00Z`);
    expect(await sensing.doorFault()).toBeUndefined();
    await sensing.check('2026-11-20T15:01:00Z');
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed' });
  });

  it('is told of again within two minutes once that is ended early', async () => {
    await mute('2026-11-20T18:00:00Z');
    await sensing.hear(opened);
    const now = at('2026-11-20T12:30:00Z');
    const { mutes } = await sensing.places.of('ash-court', now);
    const [standing] = mutes;
    if (standing === undefined) throw new Error('no mute was kept');
    await sensing.places.change(standing, { ...standing, until: now, endedBy: 'officer-north' }, now);
    for (const minute of ['12:31', '12:32', '13:31']) await sensing.check(`2026-11-20T${minute}:00Z`);
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed' });
  });

  it('leaves the faults of other places alone', async () => {
    await mute('2026-11-20T14:00:00Z', 'elm-house');
    await sensing.hear(opened);
    await sensing.check('2026-11-20T13:01:00Z');
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed' });
  });
});

describe('a device that was heard before', () => {
  it('is heard again with one write and no read', async () => {
    await sensing.hear({ ...opened, says: 'doorClosed' });
    await sensing.hear({ ...opened, says: 'doorClosed', counter: 2, at: '2026-11-20T12:20:00Z' });
    const [get, all, commit] = [vi.spyOn(table, 'get'), vi.spyOn(table, 'all'), vi.spyOn(table, 'commit')];
    await sensing.hear({ ...opened, says: 'doorClosed', counter: 3, at: '2026-11-20T12:40:00Z' });
    expect(get).not.toHaveBeenCalled();
    expect(all).not.toHaveBeenCalled();
    expect(commit).toHaveBeenCalledTimes(1);
  });

  it('has a repeat told without reading or writing anything', async () => {
    await sensing.hear(opened);
    const [get, all, commit] = [vi.spyOn(table, 'get'), vi.spyOn(table, 'all'), vi.spyOn(table, 'commit')];
    await sensing.hear(opened);
    expect(get).not.toHaveBeenCalled();
    expect(all).not.toHaveBeenCalled();
    expect(commit).not.toHaveBeenCalled();
  });

  it('is judged by what holds now, though another function remembers it from before that', async () => {
    await sensing.hear({ ...opened, says: 'doorClosed' });
    await set('riverside', { door: { dayLimitMinutes: 10 } }, '2026-11-20T12:05:00Z');
    await sensing.check('2026-11-20T12:06:00Z');
    await sensing.hear({ ...opened, counter: 2, at: '2026-11-20T12:10:00Z' });
    const awaits = (await sensing.devices.get('ash-court-door-sensor'))?.awaits;
    expect(awaits).toContain(plusSeconds(at('2026-11-20T12:20:00Z'), 0));
  });
});
