import { randomUUID } from 'node:crypto';
import { PutCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clients, Place } from '../../support/dynamodb-place.ts';

/** The order of sort keys of each type, and the ranges of them that a query may ask for. */
export function sortKeys(_place: Place, clients: () => Clients): void {
  describe.each([
    {
      type: 'S' as const,
      kind: 'text',
      values: ['', 'B', 'a', 'a!', 'ab', 'b', 'é', '\uffff', '😀'].slice(1),
    },
    { type: 'N' as const, kind: 'numbers', values: [-1000, -1.52, -1.5, -0.001, 0, 0.5, 2, 10, 1e15] },
    {
      type: 'B' as const,
      kind: 'bytes',
      values: [[0], [0, 0], [1, 255], [2], [254, 255], [255], [255, 255]],
    },
  ])('a query by a sort key of $kind', ({ type, values }) => {
    const TableName = `ordered-${randomUUID()}`;
    const keys: (string | number | Uint8Array)[] = values.map((value) =>
      Array.isArray(value) ? Uint8Array.from(value) : value,
    );
    const find = async (condition: string, given: object = {}, more: Partial<QueryCommandInput> = {}) => {
      const query = new QueryCommand({
        TableName,
        KeyConditionExpression: `p = :p${condition}`,
        ExpressionAttributeValues: { ':p': 'one', ...given },
        ...more,
      });
      const { Items = [] } = await clients().documents.send(query);
      return Items.map(({ s }) => s);
    };
    beforeAll(async () => {
      await clients().table({
        TableName,
        AttributeDefinitions: [
          { AttributeName: 'p', AttributeType: 'S' },
          { AttributeName: 's', AttributeType: type },
        ],
        KeySchema: [
          { AttributeName: 'p', KeyType: 'HASH' },
          { AttributeName: 's', KeyType: 'RANGE' },
        ],
      });
      for (const s of [...keys].reverse()) {
        await clients().documents.send(new PutCommand({ TableName, Item: { p: 'one', s } }));
        await clients().documents.send(new PutCommand({ TableName, Item: { p: 'other', s } }));
      }
    });

    it('answers in order, or in reverse', async () => {
      expect(await find('')).toEqual(keys);
      expect(await find('', {}, { ScanIndexForward: false })).toEqual([...keys].reverse());
    });

    it('keeps to either side of a key, with and without it', async () => {
      const given = { ':s': keys[3] };
      expect(await find(' AND s < :s', given)).toEqual(keys.slice(0, 3));
      expect(await find(' AND s <= :s', given)).toEqual(keys.slice(0, 4));
      expect(await find(' AND s > :s', given)).toEqual(keys.slice(4));
      expect(await find(' AND s >= :s', given)).toEqual(keys.slice(3));
      expect(await find(' AND s = :s', given)).toEqual([keys[3]]);
      expect(await find(' AND s >= :s', given, { ScanIndexForward: false })).toEqual(keys.slice(3).reverse());
    });

    it('keeps between two keys, both included', async () => {
      expect(await find(' AND s BETWEEN :a AND :b', { ':a': keys[2], ':b': keys[5] })).toEqual(
        keys.slice(2, 6),
      );
    });

    it('goes on from any key, in both directions', async () => {
      const at = (s: unknown) => ({ ExclusiveStartKey: { p: 'one', s } });
      expect(await find('', {}, at(keys[2]))).toEqual(keys.slice(3));
      expect(await find('', {}, { ...at(keys[2]), ScanIndexForward: false })).toEqual(
        keys.slice(0, 2).reverse(),
      );
    });
  });
}
