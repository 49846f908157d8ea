import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { it } from 'vitest';
import { startDynamoDb } from '../../local/dynamodb/dynamodb.ts';
import { installedAmazon, javaMajorVersion, startAmazon } from './amazon-dynamodb.ts';
import { installAmazonDynamoDb } from './install-amazon-dynamodb.ts';

/** A DynamoDB that the contract suite runs against. */
export interface Place {
  name: string;
  /** The month up to which it follows Amazon's, yyyy-mm. */
  released: string;
  start: () => Promise<{ endpoint: string; stop: () => Promise<void> }>;
}

const ours: Place = {
  name: 'the local DynamoDB',
  released: '9999-12',
  async start() {
    const folder = mkdtempSync(join(tmpdir(), 'dynamodb-'));
    const dynamoDb = await startDynamoDb({ folder });
    return {
      endpoint: dynamoDb.endpoint,
      async stop() {
        await dynamoDb.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
};

/**
 * Ours, and Amazon's where it was fetched (in CI it is fetched if there is a Java). Without it one line says so.
 */
export function placesUnderTest(): Place[] {
  const java = javaMajorVersion();
  if (process.env.CI === 'true' && java !== undefined) installAmazonDynamoDb();
  const amazon = java === undefined ? undefined : installedAmazon();
  if (amazon === undefined) {
    const reason = java === undefined ? 'there is no Java here' : '`npm run test:install` has not been run';
    console.log(`The contract suite of DynamoDB runs against ours only: ${reason}.`);
    return [ours];
  }
  return [ours, { name: amazon.name, released: amazon.released, start: () => startAmazon(amazon) }];
}

/** `it` for what DynamoDB can do since a month, which the name then tells; skipped where the place is older. */
export function itSince(place: Place, month: string, name: string, test: () => Promise<void>): void {
  it.skipIf(place.released < month)(`${name} (in DynamoDB since ${month})`, test);
}

/** Clients of one DynamoDB: plain, and with JavaScript values. */
export class Clients {
  readonly plain: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;

  constructor(endpoint: string) {
    this.plain = new DynamoDBClient({
      endpoint,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts: 1,
    });
    this.documents = DynamoDBDocumentClient.from(this.plain, {
      marshallOptions: { removeUndefinedValues: true },
    });
  }

  /** Makes a table billed on demand. */
  async table(definition: Omit<CreateTableCommandInput, 'BillingMode'>): Promise<void> {
    await this.plain.send(new CreateTableCommand({ ...definition, BillingMode: 'PAY_PER_REQUEST' }));
  }

  close(): void {
    this.plain.destroy();
  }
}
