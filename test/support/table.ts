import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { type LocalDynamoDb, startDynamoDb } from '../../local/dynamodb/dynamodb.ts';
import { Table } from '../../shared/platform/table.ts';
import { tableDefinition } from './table-definition.ts';

/** Tables for the tests of one file. */
export interface TestTables {
  /** A new empty table. */
  fresh(): Table;
  /** A table that is not there: whatever is asked of it fails. */
  missing(): Table;
}

/** Runs a local DynamoDB, in a folder of its own, from before the first test of the file until after the last. */
export function tablesForThisFile(): TestTables {
  let folder: string;
  let dynamoDb: LocalDynamoDb;
  let client: DynamoDBClient;
  let made = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estatewatch-table-'));
    dynamoDb = await startDynamoDb({ folder, port: 0 });
    client = new DynamoDBClient({
      endpoint: dynamoDb.endpoint,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  });
  afterAll(async () => {
    client.destroy();
    await dynamoDb.close();
    await rm(folder, { recursive: true, force: true });
  });

  return {
    fresh() {
      made += 1;
      const name = `estatewatch-${made}`;
      dynamoDb.ensureTable(tableDefinition(name));
      return new Table(name, client);
    },
    missing: () => new Table('not-there', client),
  };
}
