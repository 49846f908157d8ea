import { beforeEach, describe, expect, it } from 'vitest';
import type { Deadline } from '../../../../shared/deadlines/deadline.ts';
import { DEADLINE_SHARDS, DeadlineStore } from '../../../../shared/deadlines/deadline-store.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-20T12:00:00Z');
const MINUTE = '2026-11-20T13:00';

let table: Table;
let deadlines: DeadlineStore;

beforeEach(() => {
  table = tables.fresh();
  deadlines = new DeadlineStore(table);
});

const deadlineOf = (deviceId: string): Deadline => ({
  id: `device/${deviceId}/2026-11-20T13:00:00.000Z`,
  at: at('2026-11-20T13:00:00Z'),
  wakes: { what: 'device', deviceId },
});
const set = (...all: Deadline[]) => table.commit(DeadlineStore.writes(all, NOW));

/** What is filed under a minute, with the shard that each is in. */
async function filed(minute: string) {
  const shards = Array.from({ length: DEADLINE_SHARDS }, (_, shard) => shard);
  const all = await Promise.all(
    shards.map(async (shard) => (await deadlines.of(minute, shard)).map((deadline) => ({ shard, deadline }))),
  );
  return all.flat();
}

describe('the deadlines of a minute', () => {
  it('are each in one shard, and set twice are set once', async () => {
    await set(deadlineOf('door-1'));
    await set(deadlineOf('door-1'));
    expect((await filed(MINUTE)).map(({ deadline }) => deadline)).toEqual([deadlineOf('door-1')]);
  });

  it('are spread, so that no partition takes all of them', async () => {
    await set(...Array.from({ length: 40 }, (_, number) => deadlineOf(`door-${number}`)));
    const shards = (await filed(MINUTE)).map(({ shard }) => shard);
    expect(shards).toHaveLength(40);
    expect(new Set(shards).size).toBe(DEADLINE_SHARDS);
  });

  it('lose one that is done, and it may be done twice', async () => {
    await set(deadlineOf('door-1'), deadlineOf('door-2'));
    const [first] = await filed(MINUTE);
    if (first === undefined) throw new Error('nothing was filed');
    await deadlines.done(MINUTE, first.shard, first.deadline);
    await deadlines.done(MINUTE, first.shard, first.deadline);
    expect(await filed(MINUTE)).toHaveLength(1);
  });

  it('lose one that is put off to a later minute', async () => {
    await set(deadlineOf('door-1'));
    const [first] = await filed(MINUTE);
    if (first === undefined) throw new Error('nothing was filed');
    await deadlines.putOff(MINUTE, first.shard, first.deadline, at('2026-11-20T13:05:10Z'));
    expect(await filed(MINUTE)).toEqual([]);
    expect(await filed('2026-11-20T13:05')).toMatchObject([
      { deadline: { id: first.deadline.id, at: '2026-11-20T13:05:10.000Z' } },
    ]);
  });
});

describe('how far a shard has been looked through', () => {
  it('is unknown at first, then the last that was noted, for each shard by itself', async () => {
    expect(await deadlines.progress(0)).toBeUndefined();
    await deadlines.noteProgress(0, NOW);
    await deadlines.noteProgress(0, at('2026-11-20T12:01:00Z'));
    expect(await deadlines.progress(0)).toBe('2026-11-20T12:01:00.000Z');
    expect(await deadlines.progress(1)).toBeUndefined();
  });
});
