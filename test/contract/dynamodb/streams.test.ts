import {
  BatchWriteCommand,
  DeleteCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { type OwnDynamoDb, ownDynamoDb } from '../../support/local-dynamodb.ts';
import { incidentTable } from './incident-table.ts';

// Ours only: Amazon's DynamoDB Local gives its streams through an API of their own, not as Lambda receives them.

const table = { ...incidentTable(), BillingMode: 'PAY_PER_REQUEST' as const };
const { TableName } = table;
const key = (id: string) => ({ estate: 'alder', id });
const plain = (id: string) => ({ estate: { S: 'alder' }, id: { S: id } });

async function withTable(): Promise<OwnDynamoDb> {
  const own = await ownDynamoDb();
  own.dynamoDb.ensureTable(table);
  return own;
}

describe("A table's stream", () => {
  it('has a record of every change, in order, with what was and what is', async () => {
    await using own = await withTable();
    const { documents } = own.clients;
    await documents.send(new PutCommand({ TableName, Item: { ...key('1'), a: 1 } }));
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: key('1'),
        UpdateExpression: 'SET a = :a',
        ExpressionAttributeValues: { ':a': 2 },
      }),
    );
    await documents.send(new DeleteCommand({ TableName, Key: key('1') }));

    const { records } = own.dynamoDb.readStream(TableName, '0', 10);
    const seconds = Math.floor(Date.now() / 1000);
    expect(records).toMatchObject([
      {
        eventName: 'INSERT',
        eventSource: 'aws:dynamodb',
        eventVersion: '1.1',
        awsRegion: 'eu-west-2',
        eventSourceARN: expect.stringContaining(`:table/${TableName}/stream/`),
        dynamodb: {
          Keys: plain('1'),
          NewImage: { ...plain('1'), a: { N: '1' } },
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
      },
      {
        eventName: 'MODIFY',
        dynamodb: {
          Keys: plain('1'),
          OldImage: { ...plain('1'), a: { N: '1' } },
          NewImage: { ...plain('1'), a: { N: '2' } },
        },
      },
      { eventName: 'REMOVE', dynamodb: { Keys: plain('1'), OldImage: { ...plain('1'), a: { N: '2' } } } },
    ]);
    expect(records[0]?.dynamodb).not.toHaveProperty('OldImage');
    expect(records[2]?.dynamodb).not.toHaveProperty('NewImage');
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(3);
    const numbers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
    expect(numbers).toEqual(numbers.toSorted());
    for (const { dynamodb } of records) {
      expect(Math.abs((dynamodb?.ApproximateCreationDateTime ?? 0) - seconds)).toBeLessThan(10);
    }
  });

  it('has no record of a write that changes nothing, is refused, or deletes what is not there', async () => {
    await using own = await withTable();
    const { documents } = own.clients;
    const Item = { ...key('1'), tags: new Set(['a', 'b']), place: { x: 1, y: 2 } };
    await documents.send(new PutCommand({ TableName, Item }));
    const same = { place: { y: 2, x: 1 }, tags: new Set(['b', 'a']), ...key('1') };
    await documents.send(new PutCommand({ TableName, Item: same }));
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: key('1'),
        UpdateExpression: 'SET place.x = :x REMOVE absent',
        ExpressionAttributeValues: { ':x': 1 },
      }),
    );
    const refused = new PutCommand({
      TableName,
      Item: key('1'),
      ConditionExpression: 'attribute_not_exists(id)',
    });
    await expect(documents.send(refused)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    await documents.send(new DeleteCommand({ TableName, Key: key('absent') }));
    expect(own.dynamoDb.readStream(TableName, '0', 10).records.map(({ eventName }) => eventName)).toEqual([
      'INSERT',
    ]);
  });

  it('has all the records of a batch or transaction, in the order of its actions', async () => {
    await using own = await withTable();
    const { documents } = own.clients;
    const ids = ['c', 'a', 'b'];
    await documents.send(
      new BatchWriteCommand({
        RequestItems: { [TableName]: ids.map((id) => ({ PutRequest: { Item: key(id) } })) },
      }),
    );
    await documents.send(
      new TransactWriteCommand({ TransactItems: ids.map((id) => ({ Delete: { TableName, Key: key(id) } })) }),
    );
    const { records } = own.dynamoDb.readStream(TableName, '0', 10);
    expect(records.map(({ eventName, dynamodb }) => [eventName, dynamodb?.Keys?.id?.S])).toEqual([
      ...ids.map((id) => ['INSERT', id]),
      ...ids.map((id) => ['REMOVE', id]),
    ]);
  });

  it('is read on from where a reader was, and trimmed up to there', async () => {
    await using own = await withTable();
    for (const id of ['1', '2', '3', '4', '5']) {
      await own.clients.documents.send(new PutCommand({ TableName, Item: key(id) }));
    }
    const ids = (read: ReturnType<typeof own.dynamoDb.readStream>) =>
      read.records.map(({ dynamodb }) => dynamodb?.Keys?.id?.S);
    const first = own.dynamoDb.readStream(TableName, '0', 2);
    const second = own.dynamoDb.readStream(TableName, first.last, 2);
    expect([ids(first), ids(second)]).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    own.dynamoDb.trimStream(TableName, first.last);
    expect(ids(own.dynamoDb.readStream(TableName, '0', 10))).toEqual(['3', '4', '5']);
    const rest = own.dynamoDb.readStream(TableName, second.last, 10);
    const none = own.dynamoDb.readStream(TableName, rest.last, 10);
    expect(none).toEqual({ records: [], last: rest.last });
  });

  it('tells its listeners of each commit that left records, until they leave', async () => {
    await using own = await withTable();
    const put = (id: string) => own.clients.documents.send(new PutCommand({ TableName, Item: key(id) }));
    let [told, seen] = [0, 0];
    const leave = own.dynamoDb.onStream(TableName, () => {
      told += 1;
      seen = own.dynamoDb.readStream(TableName, '0', 10).records.length;
    });
    await put('1');
    expect({ told, seen }).toEqual({ told: 1, seen: 1 });
    await put('1');
    expect(told).toBe(1);
    leave();
    await put('2');
    expect(told).toBe(1);
  });

  it('holds only keys when that is all it is to hold', async () => {
    await using own = await ownDynamoDb();
    own.dynamoDb.ensureTable({
      ...table,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    });
    await own.clients.documents.send(new PutCommand({ TableName, Item: { ...key('1'), a: 1 } }));
    const [record] = own.dynamoDb.readStream(TableName, '0', 10).records;
    expect(record?.dynamodb).toMatchObject({ Keys: plain('1'), StreamViewType: 'KEYS_ONLY' });
    expect(record?.dynamodb).not.toHaveProperty('NewImage');
  });
});
