import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TableInMemory } from '../../../../local/simulation/table-in-memory.ts';
import { LostRace } from '../../../../shared/platform/table.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const Note = z.object({ sk: z.string(), says: z.string().optional(), version: z.number().optional() });
const note = (sk: string, says: string, version = 1) => ({ pk: 'NOTES', sk, says, version });

// What the local DynamoDB answers, the table in memory must.
describe.each([
  ['the local DynamoDB', () => tables.fresh()],
  ['a table in memory', () => new TableInMemory(() => undefined)],
] as const)('%s', (_, fresh) => {
  it('keeps a partition in the order of its sort keys, and selects by their beginning or between two', async () => {
    const table = fresh();
    await table.commit(['b', 'a2', 'a1', 'c'].map((sk) => ({ put: note(sk, sk) })));
    const found = async (selection: object) =>
      (await table.all({ pk: 'NOTES', ...selection }, Note)).map(({ sk }) => sk);
    expect(await found({})).toEqual(['a1', 'a2', 'b', 'c']);
    expect(await found({ prefix: 'a' })).toEqual(['a1', 'a2']);
    expect(await found({ between: ['a2', 'b'] })).toEqual(['a2', 'b']);
    expect(await found({ newestFirst: true })).toEqual(['c', 'b', 'a2', 'a1']);
  });

  it('files an item under an index for as long as it says so', async () => {
    const table = fresh();
    const queued = { ...note('a', 'waits'), queuePk: 'QUEUE', queueSk: '1' };
    const inQueue = () => table.all({ index: 'byQueue', pk: 'QUEUE' }, Note);
    await table.commit([{ put: queued }]);
    expect(await inQueue()).toMatchObject([{ says: 'waits' }]);
    await table.commit([{ put: note('a', 'is done', 2) }]);
    expect(await inQueue()).toEqual([]);
  });

  it('writes nothing of a commit when one of its conditions does not hold', async () => {
    const table = fresh();
    await table.commit([{ put: note('a', 'first') }]);
    const late = [{ put: note('b', 'new') }, { put: note('a', 'second', 3), when: { version: 2 } }];
    await expect(table.commit(late)).rejects.toThrow(LostRace);
    expect(await table.get({ pk: 'NOTES', sk: 'b' }, Note)).toBeUndefined();
    expect(await table.get({ pk: 'NOTES', sk: 'a' }, Note)).toMatchObject({ says: 'first' });
  });

  it('makes a thing new only once, and takes it away', async () => {
    const table = fresh();
    const isNew = [{ put: note('a', 'first'), when: 'new' }] as const;
    await table.commit(isNew);
    await expect(table.commit(isNew)).rejects.toThrow(LostRace);
    await table.commit([{ remove: { pk: 'NOTES', sk: 'a' } }]);
    await table.commit(isNew);
    expect(await table.get({ pk: 'NOTES', sk: 'a' }, Note)).toMatchObject({ says: 'first' });
  });
});
