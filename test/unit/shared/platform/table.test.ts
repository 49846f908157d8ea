import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { LostRace, Table } from '../../../../shared/platform/table.ts';
import { orConflict } from '../../../../shared/platform/version.ts';
import type { Item } from '../../../../shared/platform/write.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const Thing = z.object({ sk: z.string(), version: z.number() });

let table: Table;

beforeEach(() => {
  table = tables.fresh();
});

const thing = (sk: string, said: Partial<Item> = {}): Item => ({ pk: 'THINGS', sk, version: 1, ...said });
const putAll = (...sortKeys: string[]) => table.commit(sortKeys.map((sk) => ({ put: thing(sk) })));
const keysOf = (items: readonly { sk: string }[]) => items.map(({ sk }) => sk);

describe('a commit', () => {
  it('makes all of its writes', async () => {
    await putAll('a', 'b');
    await table.commit([{ put: thing('c') }, { remove: { pk: 'THINGS', sk: 'a' } }]);
    expect(keysOf(await table.all({ pk: 'THINGS' }, Thing))).toEqual(['b', 'c']);
  });

  it('makes none of them when one condition does not hold, and shows what stood in the way', async () => {
    await table.commit([{ put: thing('b', { version: 7 }) }]);
    const lost = table.commit([{ put: thing('a') }, { put: thing('b'), when: 'new' }, { put: thing('c') }]);
    await expect(lost).rejects.toBeInstanceOf(LostRace);
    await expect(lost).rejects.toMatchObject({
      key: { pk: 'THINGS', sk: 'b' },
      current: { pk: 'THINGS', sk: 'b', version: 7 },
    });
    expect(keysOf(await table.all({ pk: 'THINGS' }, Thing))).toEqual(['b']);
  });

  it.each([
    ['alone', []],
    ['with others', [{ put: thing('other') }]],
  ])('of a new thing %s is lost when it is there already', async (_, others) => {
    await table.commit([{ put: thing('a'), when: 'new' }, ...others]);
    await expect(table.commit([{ put: thing('a'), when: 'new' }, ...others])).rejects.toMatchObject({
      current: { version: 1 },
    });
  });

  it.each([
    ['alone', []],
    ['with others', [{ put: thing('other') }]],
  ])('of a next version %s is lost when the version is not the one before', async (_, others) => {
    await table.commit([{ put: thing('a', { version: 3 }) }]);
    const next = { put: thing('a', { version: 3 }), when: { version: 2 } };
    await expect(table.commit([next, ...others])).rejects.toMatchObject({ current: { version: 3 } });
    await table.commit([{ put: thing('a', { version: 4 }), when: { version: 3 } }, ...others]);
    expect(await table.get({ pk: 'THINGS', sk: 'a' }, Thing)).toEqual({ sk: 'a', version: 4 });
  });

  it('is lost when what it needs unchanged has changed, and leaves that as it is when it has not', async () => {
    await table.commit([{ put: thing('needed', { version: 3 }) }]);
    const needed = { pk: 'THINGS', sk: 'needed' };
    const stale = table.commit([{ put: thing('a') }, { unchanged: needed, since: { version: 2 } }]);
    await expect(stale).rejects.toMatchObject({ key: needed, current: { version: 3 } });
    await table.commit([{ put: thing('b') }, { unchanged: needed, since: { version: 3 } }]);
    expect(keysOf(await table.all({ pk: 'THINGS' }, Thing))).toEqual(['b', 'needed']);
    expect(await table.get(needed, Thing)).toEqual({ sk: 'needed', version: 3 });
  });

  it('of a next version is lost when there is nothing', async () => {
    const lost = table.commit([{ put: thing('a', { version: 2 }), when: { version: 1 } }]);
    await expect(lost).rejects.toMatchObject({ current: undefined });
  });

  it('leaves out what is undefined', async () => {
    await table.commit([{ put: { ...thing('a'), assignee: undefined } }]);
    const kept = await table.get({ pk: 'THINGS', sk: 'a' }, z.looseObject({}));
    expect(kept).toEqual({ pk: 'THINGS', sk: 'a', version: 1 });
  });

  it('that nothing can be asked of fails as it is, not as a lost race', async () => {
    await expect(tables.missing().commit([{ put: thing('a') }])).rejects.not.toBeInstanceOf(LostRace);
  });
});

describe('a commit that another transaction holds up', () => {
  const canceled = (...Codes: string[]) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: Codes.map((Code) => ({ Code })),
    });
  const held = () => {
    const client = new DynamoDBClient({ region: 'eu-west-2' });
    const amazon = mockClient(DynamoDBDocumentClient);
    onTestFinished(() => amazon.restore());
    return {
      amazon,
      commit: () => new Table('t', client).commit([{ put: thing('a') }, { put: thing('b') }]),
    };
  };

  it('tries again until it goes through', async () => {
    const { amazon, commit } = held();
    const conflict = canceled('None', 'TransactionConflict');
    amazon.on(TransactWriteCommand).rejectsOnce(conflict).rejectsOnce(conflict).resolves({});
    await commit();
    expect(amazon.commandCalls(TransactWriteCommand)).toHaveLength(3);
  });

  it('fails after its tries', async () => {
    const { amazon, commit } = held();
    amazon.on(TransactWriteCommand).rejects(canceled('TransactionConflict', 'None'));
    await expect(commit()).rejects.toBeInstanceOf(TransactionCanceledException);
    expect(amazon.commandCalls(TransactWriteCommand)).toHaveLength(6);
  });

  it('is not tried again when a condition is at fault as well', async () => {
    const { amazon, commit } = held();
    amazon.on(TransactWriteCommand).rejects(canceled('TransactionConflict', 'ConditionalCheckFailed'));
    await expect(commit()).rejects.toMatchObject({ key: { pk: 'THINGS', sk: 'b' } });
    expect(amazon.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });

  it('is not tried again for any other reason', async () => {
    const { amazon, commit } = held();
    amazon.on(TransactWriteCommand).rejects(canceled('ValidationError', 'None'));
    await expect(commit()).rejects.toBeInstanceOf(TransactionCanceledException);
    expect(amazon.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });
});

describe('a selection', () => {
  beforeEach(() => putAll('a1', 'a2', 'b1', 'b2', 'c1'));

  it('may be of keys that begin so, or lie between two, in either order', async () => {
    const found = async (selection: object) => keysOf(await table.all({ pk: 'THINGS', ...selection }, Thing));
    expect(await found({ prefix: 'a' })).toEqual(['a1', 'a2']);
    expect(await found({ between: ['a2', 'b2'] })).toEqual(['a2', 'b1', 'b2']);
    expect(await found({ newestFirst: true })).toEqual(['c1', 'b2', 'b1', 'a2', 'a1']);
    expect(await found({ pk: 'NOTHING' })).toEqual([]);
  });

  it('comes in pages, each thing once', async () => {
    const pages: string[][] = [];
    let from: string | undefined;
    do {
      const page = await table.query({ pk: 'THINGS', limit: 2, from }, Thing);
      pages.push(keysOf(page.items));
      from = page.next;
    } while (from !== undefined);
    expect(pages.filter((page) => page.length > 0)).toEqual([['a1', 'a2'], ['b1', 'b2'], ['c1']]);
  });

  it.each([
    'nonsense',
    Buffer.from('{"pk":7}').toString('base64url'),
    Buffer.from('[]').toString('base64url'),
    '',
  ])('from the forged page %o is refused in a sentence', async (from) => {
    await expect(table.query({ pk: 'THINGS', limit: 2, from }, Thing)).rejects.toThrow(
      new Rejected('That page does not exist: ask for the list from its beginning.'),
    );
  });

  it('from a page of another list is refused in the same sentence', async () => {
    const elsewhere = Buffer.from(JSON.stringify({ pk: 'SECRETS', sk: 'a' })).toString('base64url');
    await expect(table.query({ pk: 'THINGS', limit: 2, from: elsewhere }, Thing)).rejects.toThrow(
      new Rejected('That page does not exist: ask for the list from its beginning.'),
    );
  });

  it('that holds what its schema does not know is an error, not half an answer', async () => {
    await table.commit([{ put: { pk: 'THINGS', sk: 'd' } }]);
    await expect(table.all({ pk: 'THINGS' }, Thing)).rejects.toThrow();
  });
});

describe('a save', () => {
  it('that lost its race is a conflict that tells the version there is', async () => {
    await table.commit([{ put: thing('a', { version: 4 }) }]);
    const save = () => table.commit([{ put: thing('a', { version: 3 }), when: { version: 2 } }]);
    await expect(orConflict('Bid 7', save)).rejects.toMatchObject({
      current: 4,
      message: 'Bid 7 has changed since it was read (it is at version 4 now): look again.',
    });
  });
});
