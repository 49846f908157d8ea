import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Deadline } from '../../../../shared/deadlines/deadline.ts';
import { DEADLINE_SHARDS, DeadlineStore } from '../../../../shared/deadlines/deadline-store.ts';
import { type Instant, plusSeconds } from '../../../../shared/platform/instant.ts';
import type { Table } from '../../../../shared/platform/table.ts';
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

const waking = (deviceId: string, moment: Instant): Deadline => ({
  id: `device/${deviceId}/${moment}`,
  at: moment,
  wakes: { what: 'device', deviceId },
});

/** The ids of the deadlines that wait within a minute. */
async function waiting(minute: string): Promise<string[]> {
  const shards = Array.from({ length: DEADLINE_SHARDS }, (_, shard) => sensing.deadlines.of(minute, shard));
  return (await Promise.all(shards)).flat().map(({ id }) => id);
}

describe('a deadline that has come', () => {
  it('is gone once whoever set it has looked', async () => {
    const limit = 'device/ash-court-door-sensor/2026-11-20T13:00:00.000Z';
    await sensing.hear(opened);
    expect(await waiting('2026-11-20T13:00')).toEqual([limit]);
    await sensing.check('2026-11-20T13:00:00Z');
    expect(await waiting('2026-11-20T13:00')).not.toContain(limit);
    expect(sensing.log.lines.at(-1)).toMatchObject({ code: 'DEADLINES_CHECKED', about: { woken: 1 } });
  });

  it('later in this very minute waits for the next check', async () => {
    await sensing.hear({ ...opened, at: '2026-11-20T12:00:40Z' });
    await sensing.check('2026-11-20T13:00:10Z');
    expect(await waiting('2026-11-20T13:00')).toHaveLength(1);
    await sensing.check('2026-11-20T13:01:10Z');
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed' });
  });

  it('of a writer whose clock was two minutes behind is not passed by', async () => {
    await sensing.check('2026-11-20T13:02:00Z');
    const late = waking('ash-court-door-sensor', at('2026-11-20T13:00:00Z'));
    await sensing.hear(opened);
    await table.commit(DeadlineStore.writes([late], at('2026-11-20T13:00:00Z')));
    await sensing.check('2026-11-20T13:03:00Z');
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed' });
  });

  it('wakes once, though two checkers run at the same moment', async () => {
    await sensing.hear(opened);
    await Promise.all([sensing.check('2026-11-20T13:00:30Z'), sensing.check('2026-11-20T13:00:30Z')]);
    const fault = await sensing.doorFault();
    expect(fault).toMatchObject({ sightings: 1, version: 1 });
    expect(await waiting('2026-11-20T13:00')).toEqual([]);
    expect(await sensing.devices.get('ash-court-door-sensor')).toMatchObject({ standing: ['held-open'] });
  });
});

describe('a deadline that cannot be handled', () => {
  const NOW = at('2026-11-20T13:00:30Z');
  const lost = waking('lost-sensor', at('2026-11-20T13:00:00Z'));

  /** The table cannot be asked about the lost sensor; everything else goes on. */
  const loseSensor = () => {
    const look = sensing.faults.lookAgain.bind(sensing.faults);
    vi.spyOn(sensing.faults, 'lookAgain').mockImplementation((deviceId, now) =>
      deviceId === 'lost-sensor' ? Promise.reject(new Error('throttled')) : look(deviceId, now),
    );
  };

  beforeEach(async () => {
    await table.commit(DeadlineStore.writes([lost], at('2026-11-20T12:00:00Z')));
    await sensing.hear(opened);
    loseSensor();
  });

  it('does not stop the others, and counts as a failure', async () => {
    await expect(sensing.check(NOW)).rejects.toThrow('1 deadlines could not be handled');
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed' });
  });

  it('is named in the log', async () => {
    await expect(sensing.check(NOW)).rejects.toThrow();
    expect(sensing.log.lines).toContainEqual({ code: 'DEADLINE_FAILED', about: { deadline: lost.id } });
  });

  it('is put off for five minutes, and disturbs no check until then', async () => {
    await expect(sensing.check(NOW)).rejects.toBeInstanceOf(AggregateError);
    expect(await waiting('2026-11-20T13:00')).toEqual([]);
    expect(await waiting('2026-11-20T13:05')).toEqual([lost.id]);
    await sensing.check(plusSeconds(NOW, 60));
    await sensing.check(plusSeconds(NOW, 299));
    await expect(sensing.check(plusSeconds(NOW, 300))).rejects.toThrow('1 deadlines could not be handled');
  });

  it('is handled at the next try when what was wrong has passed', async () => {
    const take = vi.spyOn(sensing.incidents, 'take').mockRejectedValueOnce(new Error('throttled'));
    await expect(sensing.check(NOW)).rejects.toThrow('2 deadlines could not be handled');
    expect(await sensing.doorFault()).toBeUndefined();
    take.mockRestore();
    await expect(sensing.check(plusSeconds(NOW, 300))).rejects.toThrow('1 deadlines could not be handled');
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed', sightings: 1 });
  });

  it('keeps its shard from being taken as looked through when it cannot even be put off', async () => {
    await sensing.check('2026-11-20T12:59:30Z');
    vi.spyOn(sensing.deadlines, 'putOff').mockRejectedValue(new Error('the table is away'));
    await expect(sensing.check(NOW)).rejects.toThrow('the table is away');
    expect(await waiting('2026-11-20T13:00')).toContain(lost.id);
    vi.restoreAllMocks();
    loseSensor();
    await expect(sensing.check(plusSeconds(NOW, 240))).rejects.toThrow('1 deadlines could not be handled');
  });
});

describe('a deadline of a sensor that was taken out of the register', () => {
  it('is done with', async () => {
    const lost = waking('lost-sensor', at('2026-11-20T13:00:00Z'));
    await table.commit(DeadlineStore.writes([lost], at('2026-11-20T12:00:00Z')));
    await sensing.check('2026-11-20T13:00:30Z');
    expect(await waiting('2026-11-20T13:00')).toEqual([]);
  });
});

describe('a system that slept for a night', () => {
  it('catches up within two checks and has missed nothing', async () => {
    const door = { dayLimitMinutes: 450, nightLimitMinutes: 450 };
    sensing = await sensingOn(table, { door, silence: { minimumMinutes: 600 } });
    await sensing.check('2026-11-20T11:59:30Z');
    await sensing.hear(opened);
    // The door’s time was over at 19:30.
    const woken = at('2026-11-20T20:00:00Z');
    await sensing.check(woken);
    expect(await sensing.doorFault()).toBeUndefined();
    await sensing.check(plusSeconds(woken, 60));
    expect(await sensing.doorFault()).toMatchObject({ status: 'confirmed', sightings: 1 });
    for (let shard = 0; shard < DEADLINE_SHARDS; shard += 1) {
      expect(await sensing.deadlines.progress(shard)).toBe(plusSeconds(woken, 60));
    }
  });
});
