import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Clients, itSince, type Place } from '../../support/dynamodb-place.ts';
import { incidentTable } from './incident-table.ts';

/** Puts, updates and deletes that hang on a condition, and what they give back. */
export function conditionalWrites(place: Place, clients: () => Clients): void {
  describe('a conditional write', () => {
    const table = incidentTable();
    const { TableName } = table;
    const key = (id: string) => ({ estate: 'alder', id });
    const get = async (id: string) =>
      (await clients().documents.send(new GetCommand({ TableName, Key: key(id), ConsistentRead: true })))
        .Item;
    const put = (id: string, more: object = {}) =>
      clients().documents.send(new PutCommand({ TableName, Item: { ...key(id), ...more } }));
    const putIfNew = (id: string, more: object, wanted?: 'ALL_OLD') =>
      clients().documents.send(
        new PutCommand({
          TableName,
          Item: { ...key(id), ...more },
          ConditionExpression: 'attribute_not_exists(id)',
          ReturnValuesOnConditionCheckFailure: wanted,
        }),
      );

    beforeAll(() => clients().table(table));

    it('puts an item once', async () => {
      await putIfNew('once', { version: 1 });
      await expect(putIfNew('once', { version: 2 })).rejects.toMatchObject({
        name: 'ConditionalCheckFailedException',
        message: 'The conditional request failed',
        Item: undefined,
      });
      expect(await get('once')).toEqual({ ...key('once'), version: 1 });
    });

    itSince(place, '2023-06', 'refuses a put with the item that is there', async () => {
      await put('there', { version: 7 });
      await expect(putIfNew('there', { version: 8 }, 'ALL_OLD')).rejects.toMatchObject({
        name: 'ConditionalCheckFailedException',
        Item: { ...plainKey('there'), version: { N: '7' } },
      });
    });

    itSince(
      place,
      '2023-06',
      'refuses an update with the item that is there, and changes nothing',
      async () => {
        await put('update', { version: 3 });
        const update = clients().documents.send(
          new UpdateCommand({
            TableName,
            Key: key('update'),
            UpdateExpression: 'SET version = :next',
            ConditionExpression: 'version = :seen',
            ExpressionAttributeValues: { ':next': 3, ':seen': 2 },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        await expect(update).rejects.toMatchObject({ Item: { ...plainKey('update'), version: { N: '3' } } });
        expect(await get('update')).toEqual({ ...key('update'), version: 3 });
      },
    );

    itSince(place, '2023-06', 'refuses a delete without an item when there is none', async () => {
      const remove = clients().documents.send(
        new DeleteCommand({
          TableName,
          Key: key('absent'),
          ConditionExpression: 'attribute_exists(id)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      await expect(remove).rejects.toMatchObject({
        name: 'ConditionalCheckFailedException',
        Item: undefined,
      });
    });

    it('deletes only what the condition allows, and returns it', async () => {
      await put('gone', { status: 'closed' });
      const remove = (status: string) =>
        clients().documents.send(
          new DeleteCommand({
            TableName,
            Key: key('gone'),
            ConditionExpression: '#s = :s',
            ExpressionAttributeNames: { '#s': 'status' },
            ExpressionAttributeValues: { ':s': status },
            ReturnValues: 'ALL_OLD',
          }),
        );
      await expect(remove('open')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
      expect((await remove('closed')).Attributes).toEqual({ ...key('gone'), status: 'closed' });
      expect(await get('gone')).toBeUndefined();
    });

    it('returns the item that a put replaced', async () => {
      await put('replaced', { version: 1 });
      const { Attributes } = await clients().documents.send(
        new PutCommand({ TableName, Item: key('replaced'), ReturnValues: 'ALL_OLD' }),
      );
      expect(Attributes).toEqual({ ...key('replaced'), version: 1 });
    });

    it('counts a unit of capacity for each kilobyte of the larger item, and one for each index entry', async () => {
      const write = async (more: object) =>
        (
          await clients().documents.send(
            new PutCommand({
              TableName,
              Item: { ...key('capacity'), ...more },
              ReturnConsumedCapacity: 'INDEXES',
            }),
          )
        ).ConsumedCapacity;
      expect(await write({ note: 'x'.repeat(2000) })).toMatchObject({ CapacityUnits: 2 });
      expect(await write({ patch: 'north', due: 1 })).toMatchObject({
        CapacityUnits: 4,
        Table: { CapacityUnits: 2 },
        GlobalSecondaryIndexes: { 'by-patch': { CapacityUnits: 1 } },
      });
      expect(await write({ patch: 'south', due: 1 })).toMatchObject({
        GlobalSecondaryIndexes: { 'by-patch-keys-only': { CapacityUnits: 2 } },
      });
    });

    it('refuses an item of more than 400 KB', async () => {
      await expect(put('large', { note: 'x'.repeat(410_000) })).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'Item size has exceeded the maximum allowed size',
      });
    });

    it.each([
      ['lacks its sort key', { estate: 'alder' }],
      ['has a sort key of another type', { estate: 'alder', id: 1 }],
      ['has an index key of another type', { ...key('typed'), patch: 1 }],
      ['has an empty key', { estate: '', id: 'x' }],
    ])('refuses an item that %s', async (_, Item) => {
      await expect(clients().documents.send(new PutCommand({ TableName, Item }))).rejects.toMatchObject({
        name: 'ValidationException',
      });
    });

    it('refuses a table that is not there', async () => {
      const missing = new PutCommand({ TableName: 'no-such-table', Item: key('x') });
      await expect(clients().documents.send(missing)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    });
  });
}

// Items within errors come as they travel, also through the document client.
function plainKey(id: string) {
  return { estate: { S: 'alder' }, id: { S: id } };
}
