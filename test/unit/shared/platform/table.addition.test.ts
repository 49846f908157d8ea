import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LostRace, type Table } from '../../../../shared/platform/table.ts';
import type { Addition } from '../../../../shared/platform/write.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const counter = { pk: 'COUNTS', sk: '2026-11' };
const other = { pk: 'THINGS', sk: 'other' };
const Count = z.object({ calls: z.number(), texts: z.number().optional(), type: z.string() });

let table: Table;

beforeEach(() => {
  table = tables.fresh();
});

describe('an addition', () => {
  const count = () => table.get(counter, Count);
  const adding = (calls: number, most?: number): Addition => ({
    add: { ...counter, type: 'count' },
    amounts: { calls },
    ...(most === undefined ? {} : { upTo: { amount: 'calls', most } }),
  });

  describe.each([
    ['alone', []],
    ['with others', [{ put: other }]],
  ])('%s', (_, others) => {
    it('begins at nothing, adds up, and sets what is no number', async () => {
      await table.commit([adding(2), ...others]);
      await table.commit([adding(3), ...others]);
      expect(await count()).toEqual({ type: 'count', calls: 5 });
    });

    it('goes up to its most and no further', async () => {
      await table.commit([adding(4, 5), ...others]);
      await table.commit([adding(1, 5), ...others]);
      await expect(table.commit([adding(1, 5), ...others])).rejects.toMatchObject({
        name: 'LostRace',
        key: counter,
        current: { calls: 5 },
      });
      expect(await count()).toMatchObject({ calls: 5 });
    });

    it('of more than its most is not made even where nothing was counted yet', async () => {
      await expect(table.commit([adding(6, 5), ...others])).rejects.toBeInstanceOf(LostRace);
      expect(await count()).toBeUndefined();
    });
  });

  it('that would pass its most takes the others of its commit down with it', async () => {
    await table.commit([adding(5)]);
    await expect(table.commit([{ put: other }, adding(1, 5)])).rejects.toMatchObject({ key: counter });
    expect(await table.get(other, z.unknown())).toBeUndefined();
  });

  it('may be of several numbers, of which one has a most', async () => {
    const both: Addition = { ...adding(1, 2), amounts: { calls: 1, texts: 7 } };
    await table.commit([both]);
    await table.commit([both]);
    await expect(table.commit([both])).rejects.toBeInstanceOf(LostRace);
    expect(await count()).toEqual({ type: 'count', calls: 2, texts: 14 });
  });

  it('by many at once loses nothing', async () => {
    await Promise.all(Array.from({ length: 20 }, () => table.commit([adding(1)])));
    expect(await count()).toMatchObject({ calls: 20 });
  });

  it('by many at once stops at its most exactly', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => table.commit([adding(1, 8)])));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    expect(await count()).toMatchObject({ calls: 8 });
  });
});
