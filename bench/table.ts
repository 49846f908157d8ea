// How many requests a second one client gets answered, on the local DynamoDB and on dynalite, each in a process
// of its own with its data on disk: npm run bench:table -- [--seconds 2] [--json FILE]
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { type Column, report } from './report.ts';

const TableName = 'incidents';
const partitions = 50;
const itemsEach = 40;
const rounds = 3;

interface Figures {
  readonly operation: string;
  readonly localPerSecond: number;
  /** None where dynalite does not know the operation. */
  readonly dynalitePerSecond: number | null;
  readonly ratio: number | null;
}

interface Contender {
  readonly client: DynamoDBDocumentClient;
  readonly stop: () => Promise<void>;
}

type Operation = (client: DynamoDBDocumentClient, at: number) => Promise<unknown>;

/** An incident of about half a kilobyte. */
function incident(estate: number, id: string) {
  return {
    estate: `estate ${estate}`,
    id,
    patch: `patch ${estate % 5}`,
    due: Number.parseInt(id, 10),
    kind: 'fly-tipping',
    status: 'flagged',
    reasons: ['appeared at 00:13', 'stayed 26 s', 'a person beside it just before'],
    note: 'Black bags beside the bin store, left by two people from a van. '.repeat(4),
  };
}

const operations: Record<string, Operation> = {
  PutItem: (client, at) =>
    client.send(new PutCommand({ TableName, Item: incident(at % partitions, `${at} put`) })),
  GetItem: (client, at) =>
    client.send(
      new GetCommand({
        TableName,
        Key: { estate: `estate ${at % partitions}`, id: `${at % itemsEach} given` },
      }),
    ),
  'Query of 20': (client, at) =>
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'estate = :e',
        ExpressionAttributeValues: { ':e': `estate ${at % partitions}` },
        Limit: 20,
      }),
    ),
  'TransactWrite of 3': (client, at) =>
    client.send(
      new TransactWriteCommand({
        TransactItems: [0, 1, 2].map((part) => ({
          Put: {
            TableName,
            Item: incident(at % partitions, `${at} transaction ${part}`),
            ConditionExpression: 'attribute_not_exists(id)',
          },
        })),
      }),
    ),
};

async function contender(server: 'local' | 'dynalite'): Promise<Contender> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-table-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'table-server.ts'), server, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const plain = new DynamoDBClient({
    endpoint: await firstLine(child),
    region: 'eu-west-2',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  const client = DynamoDBDocumentClient.from(plain);
  await fill(client);
  return {
    client,
    async stop() {
      plain.destroy();
      const exited = once(child, 'exit');
      child.kill();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout ?? []) return String(chunk).trim();
  throw new Error('The server ended before it named its endpoint.');
}

async function fill(client: DynamoDBDocumentClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'estate', AttributeType: 'S' },
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'patch', AttributeType: 'S' },
        { AttributeName: 'due', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'estate', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-patch',
          KeySchema: [
            { AttributeName: 'patch', KeyType: 'HASH' },
            { AttributeName: 'due', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  for (let estate = 0; estate < partitions; estate += 1) {
    for (let from = 0; from < itemsEach; from += 20) {
      const ids = Array.from({ length: 20 }, (_, at) => `${from + at} given`);
      const puts = ids.map((id) => ({ PutRequest: { Item: incident(estate, id) } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
    }
  }
}

let counter = 0;

async function perSecond({ client }: Contender, operation: Operation, seconds: number): Promise<number> {
  const began = performance.now();
  let answered = 0;
  while (performance.now() - began < seconds * 1000) {
    counter += 1;
    await operation(client, counter);
    answered += 1;
  }
  return answered / ((performance.now() - began) / 1000);
}

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '2' }, json: { type: 'string' } },
});
const roundSeconds = Number(values.seconds) / rounds;
const [local, dynalite] = await Promise.all([contender('local'), contender('dynalite')]);
const rows: Figures[] = [];
for (const [name, operation] of Object.entries(operations)) {
  const isKnown = !name.startsWith('Transact');
  const best = { local: 0, dynalite: 0 };
  await perSecond(local, operation, roundSeconds);
  if (isKnown) await perSecond(dynalite, operation, roundSeconds);
  // By turns, so that what else the machine does weighs on both; the best of the rounds is the least disturbed.
  for (let round = 0; round < rounds; round += 1) {
    best.local = Math.max(best.local, await perSecond(local, operation, roundSeconds));
    if (isKnown) best.dynalite = Math.max(best.dynalite, await perSecond(dynalite, operation, roundSeconds));
  }
  rows.push({
    operation: name,
    localPerSecond: best.local,
    dynalitePerSecond: isKnown ? best.dynalite : null,
    ratio: isKnown ? best.local / best.dynalite : null,
  });
}
await Promise.all([local.stop(), dynalite.stop()]);

const columns: Column<Figures>[] = [
  { title: 'operation', of: ({ operation }) => operation },
  { title: 'local, a second', of: ({ localPerSecond }) => localPerSecond, decimals: 0 },
  { title: 'dynalite, a second', of: ({ dynalitePerSecond }) => dynalitePerSecond, decimals: 0 },
  { title: 'local / dynalite', of: ({ ratio }) => ratio },
];
await report(
  'One client, one request after another, items of 0.5 KB with an index and a stream',
  columns,
  rows,
  {
    jsonFile: values.json,
  },
);
