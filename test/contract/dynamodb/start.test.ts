import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startDynamoDb } from '../../../local/dynamodb/dynamodb.ts';
import { Clients } from '../../support/dynamodb-place.ts';
import { newFolder, ownDynamoDb } from '../../support/local-dynamodb.ts';
import { incidentTable } from './incident-table.ts';

const table = { ...incidentTable(), BillingMode: 'PAY_PER_REQUEST' as const };
const { TableName } = table;
const item = { estate: 'alder', id: '1', patch: 'north', due: 1 };

async function ofPatch(clients: Clients, IndexName = 'by-patch') {
  const query = new QueryCommand({
    TableName,
    IndexName,
    KeyConditionExpression: 'patch = :p',
    ExpressionAttributeValues: { ':p': 'north' },
  });
  return (await clients.documents.send(query)).Items;
}

describe('Starting the local DynamoDB again', () => {
  it('finds tables, items, stream and time to live as they were', async () => {
    const folder = newFolder();
    const before = await startDynamoDb({ folder });
    before.ensureTable({ ...table, TimeToLive: { AttributeName: 'expires' } });
    const clients = new Clients(before.endpoint);
    await clients.documents.send(new PutCommand({ TableName, Item: item }));
    const stream = before.readStream(TableName, '0', 10);
    clients.close();
    await before.close();

    await using own = await ownDynamoDb({ folder });
    own.dynamoDb.ensureTable({ ...table, TimeToLive: { AttributeName: 'expires' } });
    expect(await ofPatch(own.clients)).toEqual([item]);
    expect(own.dynamoDb.readStream(TableName, '0', 10)).toEqual(stream);
    const { TimeToLiveDescription } = await own.clients.plain.send(
      new DescribeTimeToLiveCommand({ TableName }),
    );
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
  });

  it('fills an index that has become wanted since', async () => {
    await using own = await ownDynamoDb();
    const [first] = table.GlobalSecondaryIndexes ?? [];
    own.dynamoDb.ensureTable({ ...table, GlobalSecondaryIndexes: first === undefined ? [] : [first] });
    await own.clients.documents.send(new PutCommand({ TableName, Item: item }));
    own.dynamoDb.ensureTable(table);
    expect(await ofPatch(own.clients, 'by-patch-keys-only')).toEqual([item]);
  });

  it.each([
    [
      'other keys',
      {
        KeySchema: [
          { AttributeName: 'id', KeyType: 'HASH' as const },
          { AttributeName: 'estate', KeyType: 'RANGE' as const },
        ],
      },
    ],
    [
      'an index by-patch-keys-only that is no longer wanted',
      { GlobalSecondaryIndexes: table.GlobalSecondaryIndexes?.slice(0, 1) },
    ],
  ])('refuses a table that was made with %s', async (words, changed) => {
    await using own = await ownDynamoDb();
    own.dynamoDb.ensureTable(table);
    expect(() => own.dynamoDb.ensureTable({ ...table, ...changed })).toThrow(
      `The table ${TableName} in ${join(own.folder, 'dynamodb.sqlite')} was made with ${words}; ` +
        'remove the local data to start afresh.',
    );
  });
});

describe('Starting the local DynamoDB says in a sentence', () => {
  it('that its file is damaged', async () => {
    const folder = newFolder();
    writeFileSync(
      join(folder, 'dynamodb.sqlite'),
      'This is no database, whatever its name says.'.repeat(100),
    );
    await expect(startDynamoDb({ folder })).rejects.toThrow(
      `The database file ${join(folder, 'dynamodb.sqlite')} is damaged; remove it to start afresh.`,
    );
    rmSync(folder, { recursive: true });
  });

  it('that a page within its file is damaged', async () => {
    const folder = newFolder();
    const path = join(folder, 'dynamodb.sqlite');
    const before = await startDynamoDb({ folder });
    before.ensureTable(table);
    await before.close();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 4096, 8192);
    writeFileSync(path, bytes);
    await expect(startDynamoDb({ folder })).rejects.toThrow(/is damaged; remove it to start afresh/);
    rmSync(folder, { recursive: true });
  });

  it('that its file is in use', async () => {
    await using own = await ownDynamoDb();
    await expect(startDynamoDb({ folder: own.folder })).rejects.toThrow(
      /dynamodb\.sqlite is in use by another process; stop that one first\./,
    );
  });

  it('that its folder cannot be made', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'taken'), '');
    await expect(startDynamoDb({ folder: join(folder, 'taken') })).rejects.toThrow(/cannot be written/);
    await expect(startDynamoDb({ folder: join(folder, 'taken', 'deeper') })).rejects.toThrow(
      /cannot be written/,
    );
    rmSync(folder, { recursive: true });
  });

  // Root may write anywhere.
  it.skipIf(process.getuid?.() === 0)('that its folder is read-only', async () => {
    const folder = join(newFolder(), 'read-only');
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    await expect(startDynamoDb({ folder })).rejects.toThrow(/cannot be written; check the permissions/);
    chmodSync(folder, 0o700);
  });

  it('that its port is taken', async () => {
    await using own = await ownDynamoDb();
    const port = Number(new URL(own.dynamoDb.endpoint).port);
    const folder = newFolder();
    await expect(startDynamoDb({ folder, port })).rejects.toThrow(
      `DynamoDB cannot listen on port ${port} of 127.0.0.1; is it in use?`,
    );
    rmSync(folder, { recursive: true });
  });
});

const Refusal = z.object({ __type: z.string(), message: z.string() });

describe('A request that is none', () => {
  const post = async (endpoint: string, operation: string, body: string) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      body,
      headers: {
        'X-Amz-Target': `DynamoDB_20120810.${operation}`,
        'Content-Type': 'application/x-amz-json-1.0',
      },
    });
    return { status: response.status, body: Refusal.parse(await response.json()) };
  };

  it.each([
    [
      'an operation that is not served',
      'ExecuteStatement',
      '{}',
      /#UnknownOperationException$/,
      /ExecuteStatement/,
    ],
    ['no JSON', 'GetItem', 'hello', /#SerializationException$/, /not JSON/],
    ['a list', 'GetItem', '[]', /#SerializationException$/, /object/],
    ['a number for a name', 'GetItem', '{"TableName":1}', /#SerializationException$/, /String/],
    ['a superseded parameter', 'PutItem', '{"Expected":{}}', /#ValidationException$/, /Expected/],
  ])('is refused as Amazon would: %s', async (_, operation, body, type, message) => {
    await using own = await ownDynamoDb();
    const answer = await post(own.dynamoDb.endpoint, operation, body);
    expect(answer.status).toBe(400);
    expect(answer.body.__type).toMatch(type);
    expect(answer.body.message).toMatch(message);
  });
});
