import { BatchGetCommand, BatchWriteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clients, Place } from '../../support/dynamodb-place.ts';
import { incidentTable } from './incident-table.ts';

/** BatchWriteItem and BatchGetItem. */
export function batches(_place: Place, clients: () => Clients): void {
  describe('a batch', () => {
    const [one, two] = [incidentTable(), incidentTable()];
    const key = (id: string) => ({ estate: 'alder', id });
    const write = (requests: Record<string, object[]>) =>
      clients().documents.send(new BatchWriteCommand({ RequestItems: requests }));
    const puts = (...ids: string[]) => ids.map((id) => ({ PutRequest: { Item: key(id) } }));

    beforeAll(async () => {
      await clients().table(one);
      await clients().table(two);
    });

    it('puts and deletes in several tables, with their index entries', async () => {
      const old = { ...key('old'), patch: 'north', due: 1 };
      await clients().documents.send(new PutCommand({ TableName: one.TableName, Item: old }));
      const { UnprocessedItems } = await write({
        [one.TableName]: [
          { DeleteRequest: { Key: key('old') } },
          { PutRequest: { Item: { ...key('new'), patch: 'north', due: 2 } } },
        ],
        [two.TableName]: puts('a', 'b'),
      });
      expect(UnprocessedItems).toEqual({});
      const { Items } = await clients().documents.send(
        new QueryCommand({
          TableName: one.TableName,
          IndexName: 'by-patch',
          KeyConditionExpression: 'patch = :p',
          ExpressionAttributeValues: { ':p': 'north' },
        }),
      );
      expect(Items).toEqual([{ ...key('new'), patch: 'north', due: 2 }]);
    });

    it('reads what is there, from several tables, with a projection', async () => {
      await write({ [one.TableName]: puts('r1', 'r2'), [two.TableName]: puts('r3') });
      const { Responses, UnprocessedKeys } = await clients().documents.send(
        new BatchGetCommand({
          RequestItems: {
            [one.TableName]: { Keys: [key('r1'), key('r2'), key('absent')], ConsistentRead: true },
            [two.TableName]: { Keys: [key('r3')], ProjectionExpression: 'id' },
          },
        }),
      );
      expect(UnprocessedKeys).toEqual({});
      expect(Responses?.[one.TableName]?.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
        key('r1'),
        key('r2'),
      ]);
      expect(Responses?.[two.TableName]).toEqual([{ id: 'r3' }]);
    });

    it.each([
      ['writes an item twice', () => write({ [one.TableName]: puts('x', 'x') })],
      [
        'has more than 25 writes',
        () => write({ [one.TableName]: puts(...Array.from({ length: 26 }, (_, at) => `${at}`)) }),
      ],
      ['is empty', () => write({})],
      [
        'reads an item twice',
        () =>
          clients().documents.send(
            new BatchGetCommand({ RequestItems: { [one.TableName]: { Keys: [key('x'), key('x')] } } }),
          ),
      ],
    ])('is refused when it %s', async (_, send) => {
      await expect(send()).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });
}
