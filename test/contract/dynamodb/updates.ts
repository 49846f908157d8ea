import { GetCommand, PutCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clients, Place } from '../../support/dynamodb-place.ts';
import { incidentTable } from './incident-table.ts';

/** Update expressions, and what an update gives back. */
export function updates(_place: Place, clients: () => Clients): void {
  describe('an update', () => {
    const table = incidentTable();
    const { TableName } = table;
    beforeAll(() => clients().table(table));

    const update = async (id: string, UpdateExpression: string, more: Partial<UpdateCommandInput> = {}) =>
      clients().documents.send(
        new UpdateCommand({ TableName, Key: { estate: 'alder', id }, UpdateExpression, ...more }),
      );
    const put = (id: string, more: object) =>
      clients().documents.send(new PutCommand({ TableName, Item: { estate: 'alder', id, ...more } }));
    /** The item, without its key, after an update of it. */
    const updatedBy = async (before: object, expression: string, values?: Record<string, unknown>) => {
      await put('item', before);
      const more = values === undefined ? {} : { ExpressionAttributeValues: values };
      await update('item', expression, more);
      const { Item } = await clients().documents.send(
        new GetCommand({ TableName, Key: { estate: 'alder', id: 'item' }, ConsistentRead: true }),
      );
      const { estate: _estate, id: _id, ...rest } = Item ?? {};
      return rest;
    };

    it('makes an item that was not there', async () => {
      const { Attributes } = await update('new', 'SET a = if_not_exists(a, :zero) + :one', {
        ExpressionAttributeValues: { ':zero': 0, ':one': 1 },
        ReturnValues: 'ALL_NEW',
      });
      expect(Attributes).toEqual({ estate: 'alder', id: 'new', a: 1 });
    });

    it('adds and subtracts', async () => {
      expect(await updatedBy({ a: 5, b: 2 }, 'SET c = a + b, d = a - :x', { ':x': 7.5 })).toEqual({
        a: 5,
        b: 2,
        c: 7,
        d: -2.5,
      });
    });

    it('reads every operand as it was before', async () => {
      expect(await updatedBy({ a: 1, b: 2 }, 'SET a = b, b = a')).toEqual({ a: 2, b: 1 });
    });

    it('keeps what is there with if_not_exists', async () => {
      expect(
        await updatedBy({ a: 1 }, 'SET a = if_not_exists(a, :x), b = if_not_exists(b, a)', { ':x': 9 }),
      ).toEqual({
        a: 1,
        b: 1,
      });
    });

    it('appends to lists at either end', async () => {
      const appended = await updatedBy(
        { l: ['b'] },
        'SET m = list_append(l, :c), n = list_append(:c, l), o = list_append(if_not_exists(o, :none), :c)',
        { ':c': ['c'], ':none': [] },
      );
      expect(appended).toEqual({ l: ['b'], m: ['b', 'c'], n: ['c', 'b'], o: ['c'] });
    });

    it('sets within maps and lists, and appends beyond the end of a list', async () => {
      expect(
        await updatedBy({ m: { a: 1, l: ['x', 'y'] } }, 'SET m.a = :v, m.l[1] = :v, m.l[9] = :w, m.b = :w', {
          ':v': 'v',
          ':w': 'w',
        }),
      ).toEqual({ m: { a: 'v', b: 'w', l: ['x', 'v', 'w'] } });
    });

    it('removes attributes, and list elements by the places they had', async () => {
      expect(await updatedBy({ a: 1, b: 2, l: ['0', '1', '2', '3'] }, 'REMOVE a, c, l[0], l[2]')).toEqual({
        b: 2,
        l: ['1', '3'],
      });
    });

    it('adds to numbers and sets, and takes from sets', async () => {
      const before = { n: 5, s: new Set(['a', 'b']), t: new Set([1, 2]), u: new Set(['last']) };
      const values = {
        ':n': -2,
        ':s': new Set(['b', 'c']),
        ':t': new Set([2, 3]),
        ':u': new Set(['last', 'other']),
      };
      expect(await updatedBy(before, 'ADD n :n, m :n, s :s DELETE t :t, u :u, v :u', values)).toEqual({
        n: 3,
        m: -2,
        s: new Set(['a', 'b', 'c']),
        t: new Set([1]),
      });
    });

    it('does all four kinds of clause in one expression', async () => {
      expect(
        await updatedBy({ a: 1, b: 2, s: new Set(['x', 'y']) }, 'SET c = :v REMOVE a ADD b :v DELETE s :x', {
          ':v': 1,
          ':x': new Set(['x']),
        }),
      ).toEqual({ b: 3, c: 1, s: new Set(['y']) });
    });

    it('returns what it changed, before and after', async () => {
      await put('returned', { a: 1, b: 2 });
      const set = (ReturnValues: 'UPDATED_OLD' | 'UPDATED_NEW' | 'ALL_OLD', a: number) =>
        update('returned', 'SET a = :a', { ExpressionAttributeValues: { ':a': a }, ReturnValues });
      expect((await set('UPDATED_OLD', 2)).Attributes).toEqual({ a: 1 });
      expect((await set('UPDATED_NEW', 3)).Attributes).toEqual({ a: 3 });
      expect((await set('ALL_OLD', 4)).Attributes).toEqual({ estate: 'alder', id: 'returned', a: 3, b: 2 });
    });

    it('keeps 38 digits of a number', async () => {
      const long = '12345678901234567890123456789012345678';
      await clients().plain.send(
        new UpdateCommand({
          TableName,
          Key: { estate: 'alder', id: 'long' },
          UpdateExpression: 'SET a = :a',
          ExpressionAttributeValues: { ':a': BigInt(long) },
        }),
      );
      const { Attributes } = await update('long', 'SET a = a - :one', {
        ExpressionAttributeValues: { ':one': 1 },
        ReturnValues: 'ALL_NEW',
      });
      expect(Attributes?.a).toBe(BigInt(long) - 1n);
    });

    it.each([
      ['sets a part of the key', 'SET estate = :v'],
      ['reads an attribute that is not there', 'SET a = absent + :v'],
      ['adds to text', 'SET a = words + :v'],
      ['adds a number to text', 'ADD words :v'],
      ['appends to what is no list', 'SET a = list_append(words, :v)'],
      ['leads into a map that is not there', 'SET absent.a = :v'],
      ['leads into what is no map', 'SET words.a = :v'],
      ['names overlapping paths', 'SET a.b = :v, a = :v'],
      ['has a section twice', 'SET a = :v SET b = :v'],
      ['is no expression', 'SET a ='],
    ])('is refused when it %s', async (_, expression) => {
      await put('refused', { words: 'text' });
      const refused = update('refused', expression, { ExpressionAttributeValues: { ':v': 1 } });
      await expect(refused).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('is refused when the item grows beyond 400 KB', async () => {
      await put('growing', { a: 'x'.repeat(400_000) });
      const grow = update('growing', 'SET b = :b', {
        ExpressionAttributeValues: { ':b': 'x'.repeat(20_000) },
      });
      await expect(grow).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'Item size to update has exceeded the maximum allowed size',
      });
    });
  });
}
