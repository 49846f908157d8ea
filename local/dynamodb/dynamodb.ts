import { once } from 'node:events';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { instant } from '../../shared/platform/instant.ts';
import { Catalogue } from './catalogue.ts';
import { accepted, checks } from './checks.ts';
import { Database } from './database.ts';
import { deleteExpired } from './expiry.ts';
import { ItemStore } from './item-store.ts';
import { operations } from './operations.ts';
import { Reads } from './read.ts';
import { serve } from './server.ts';
import { Stream } from './stream.ts';
import { TableDefinition } from './table.ts';
import { Tables } from './tables.ts';
import { Transactions } from './transact.ts';
import { Writes } from './write.ts';

/** How the local DynamoDB is started. */
export interface LocalDynamoDbOptions {
  /** Where its one SQLite file lies; made if it is not there. */
  folder: string;
  /** 0, the default, picks a free one. */
  port?: number;
  /** The region that its ARNs and stream records name. */
  region?: string;
  /** How often expired items are looked for; Amazon takes up to two days. */
  expirySweepSeconds?: number;
}

/** Amazon DynamoDB on one machine: an HTTP endpoint for the AWS SDK, and its tables' streams. */
export interface LocalDynamoDb {
  readonly endpoint: string;
  /**
   * Creates the table, or leaves one that has the same keys and indexes. Missing global indexes are added and
   * filled, stream and time to live are set as given; any other difference throws an Error with a sentence.
   */
  ensureTable(definition: CreateTableCommandInput & { TimeToLive?: { AttributeName: string } }): void;
  /** Stream records after a sequence number ('0': from the start), oldest first, and the place to go on from. */
  readStream(tableName: string, after: string, limit: number): { records: DynamoDBRecord[]; last: string };
  /** Calls the listener after each committed write that left stream records. Answers how to stop it. */
  onStream(tableName: string, listener: () => void): () => void;
  /** Drops stream records up to a sequence number that every reader has passed. */
  trimStream(tableName: string, through: string): void;
  /** Answers what has been asked, then closes the port and the file. */
  close(): Promise<void>;
}

const account = '000000000000';

/**
 * Starts it on 127.0.0.1. The data is one SQLite file in `folder`; what a request was answered for is there
 * after a kill. Throws an Error whose message is one sentence when the file is damaged, in use, or cannot be
 * written, or the port is taken.
 */
export async function startDynamoDb(options: LocalDynamoDbOptions): Promise<LocalDynamoDb> {
  const { folder, port = 0, region = 'eu-west-2', expirySweepSeconds = 5 } = options;
  const clock = () => instant(Date.now());
  const database = new Database(folder);
  const catalogue = new Catalogue(database);
  const stream = new Stream(database, { region, account });
  const items = new ItemStore(database, stream, clock);
  const tables = new Tables(catalogue, database, items, { region, account }, clock);
  const writes = new Writes(catalogue, items);
  const transactions = new Transactions(database, items, writes, clock);
  const reads = new Reads(catalogue, items);
  const server = serve(operations({ catalogue, database, reads, writes, transactions, tables }));
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    database.close();
    throw new Error(`DynamoDB cannot listen on port ${port} of 127.0.0.1; is it in use?`, { cause: error });
  }
  const sweep = setInterval(() => {
    try {
      deleteExpired(catalogue, database, items, clock());
    } catch {
      // A full or failing disk. Nothing is lost by trying again later, and the next write will say what it is.
    }
  }, expirySweepSeconds * 1000);
  sweep.unref();
  return {
    endpoint: endpointOf(server.address()),
    ensureTable({ TimeToLive, ...wanted }) {
      // Through JSON, because Amazon's checks know absent members but not undefined ones.
      const request = accepted(checks.CreateTable, JSON.parse(JSON.stringify(wanted)));
      tables.ensure({
        definition: TableDefinition.parse(request),
        expiryAttribute: TimeToLive?.AttributeName,
      });
    },
    readStream: (tableName, after, limit) => stream.read(catalogue.table(tableName), after, limit),
    onStream: (tableName, listener) => items.onStream(tableName, listener),
    trimStream: (tableName, through) => stream.trim(catalogue.table(tableName), through),
    async close() {
      clearInterval(sweep);
      const closed = once(server, 'close');
      server.close();
      // Whoever keeps a connection open after its answer is cut off; requests under way take milliseconds.
      setTimeout(() => server.closeAllConnections(), 200).unref();
      await closed;
      database.close();
    },
  };
}

function endpointOf(address: ReturnType<import('node:net').Server['address']>): string {
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port');
  return `http://127.0.0.1:${address.port}`;
}
