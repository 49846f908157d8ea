import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type LocalDynamoDb,
  type LocalDynamoDbOptions,
  startDynamoDb,
} from '../../local/dynamodb/dynamodb.ts';
import { Clients } from './dynamodb-place.ts';

/** A local DynamoDB in a folder of its own, with clients; all of it goes when it is disposed of. */
export interface OwnDynamoDb extends AsyncDisposable {
  dynamoDb: LocalDynamoDb;
  clients: Clients;
  folder: string;
}

/** A folder that is nobody else's. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'dynamodb-'));
}

/** Starts one in a new folder, or in one that another has left. */
export async function ownDynamoDb(options: Partial<LocalDynamoDbOptions> = {}): Promise<OwnDynamoDb> {
  const folder = options.folder ?? newFolder();
  const dynamoDb = await startDynamoDb({ ...options, folder });
  const clients = new Clients(dynamoDb.endpoint);
  return {
    dynamoDb,
    clients,
    folder,
    async [Symbol.asyncDispose]() {
      clients.close();
      await dynamoDb.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
