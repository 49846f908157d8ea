import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, vi } from 'vitest';
import { ownDynamoDb } from '../../support/local-dynamodb.ts';
import { incidentTable } from './incident-table.ts';

// Ours only: Amazon's DynamoDB Local gives no time within which it deletes.

const table = { ...incidentTable(), BillingMode: 'PAY_PER_REQUEST' as const };
const { TableName } = table;

describe('An item whose time to live is over', () => {
  it('is deleted with its index entries, and the stream says by whom', async () => {
    await using own = await ownDynamoDb({ expirySweepSeconds: 0.05 });
    own.dynamoDb.ensureTable({ ...table, TimeToLive: { AttributeName: 'expires' } });
    const now = Math.floor(Date.now() / 1000);
    const put = (id: string, expires: unknown) =>
      own.clients.documents.send(
        new PutCommand({ TableName, Item: { estate: 'alder', id, patch: 'north', due: 1, expires } }),
      );
    await put('later', now + 3600);
    await put('in words', 'yesterday');
    await put('six years ago', now - 6 * 366 * 24 * 3600);
    await put('over', now - 10);

    const left = async (IndexName?: string) => {
      const [condition, value] = IndexName === undefined ? ['estate = :v', 'alder'] : ['patch = :v', 'north'];
      const query = new QueryCommand({
        TableName,
        ...(IndexName === undefined ? {} : { IndexName }),
        KeyConditionExpression: condition,
        ExpressionAttributeValues: { ':v': value },
      });
      return (await own.clients.documents.send(query)).Items?.map(({ id }) => id).toSorted();
    };
    const kept = ['in words', 'later', 'six years ago'];
    await vi.waitFor(async () => expect(await left()).toEqual(kept), { timeout: 5000 });
    expect(await left('by-patch')).toEqual(kept);
    const removals = own.dynamoDb
      .readStream(TableName, '0', 10)
      .records.filter(({ eventName }) => eventName === 'REMOVE');
    expect(removals).toMatchObject([
      {
        userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
        dynamodb: { Keys: { id: { S: 'over' } }, OldImage: { expires: { N: String(now - 10) } } },
      },
    ]);
  });

  it('is deleted too when the table got its time to live only afterwards', async () => {
    await using own = await ownDynamoDb({ expirySweepSeconds: 0.05 });
    own.dynamoDb.ensureTable(table);
    const expires = Math.floor(Date.now() / 1000) - 10;
    await own.clients.documents.send(
      new PutCommand({ TableName, Item: { estate: 'alder', id: 'old', expires } }),
    );
    own.dynamoDb.ensureTable({ ...table, TimeToLive: { AttributeName: 'expires' } });
    await vi.waitFor(
      () => {
        const names = own.dynamoDb.readStream(TableName, '0', 10).records.map(({ eventName }) => eventName);
        expect(names).toEqual(['INSERT', 'REMOVE']);
      },
      { timeout: 5000 },
    );
  });
});
