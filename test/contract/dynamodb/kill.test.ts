import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, paginateQuery, paginateScan, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Clients } from '../../support/dynamodb-place.ts';
import { newFolder, type OwnDynamoDb, ownDynamoDb } from '../../support/local-dynamodb.ts';
import { incidentTable } from './incident-table.ts';

const table = { ...incidentTable(), BillingMode: 'PAY_PER_REQUEST' as const };
const { TableName } = table;

interface Written {
  estate: string;
  id: string;
}

describe('A local DynamoDB that is killed while it writes', () => {
  it.each([200, 700])('has, after %i ms of it, all that it had acknowledged and no half', async (millis) => {
    const { child, clients, folder } = await started();
    const acknowledged: Written[] = [];
    const writers = [0, 1, 2, 3].map((writer) => writeUntilRefused(clients, writer, acknowledged));
    await pause(millis);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    await Promise.all(writers);
    clients.close();
    expect(acknowledged.length).toBeGreaterThan(20);
    await expectWhole(folder, acknowledged);
  });

  // A table is made with one statement, a put with four (item, two index entries, stream record), a transaction
  // of two puts with ten (its token too); so these are all the instants within the second put and transaction.
  const statementsBefore = 1 + 4 + 10;
  it.each(Array.from({ length: 14 }, (_, at) => statementsBefore + 1 + at))(
    'has all that it had acknowledged and no half when it ends before its SQL statement number %i',
    async (statement) => {
      const { child, clients, folder } = await started({ fatalStatement: statement });
      const exited = once(child, 'exit');
      const acknowledged: Written[] = [];
      await writeUntilRefused(clients, 0, acknowledged);
      expect(await exited).toEqual([null, 'SIGKILL']);
      clients.close();
      expect(acknowledged).toHaveLength(statement <= statementsBefore + 4 ? 3 : 4);
      await expectWhole(folder, acknowledged);
    },
  );
});

describe('A local DynamoDB whose disk takes no more', () => {
  it('says so, serves on, and keeps all that it had acknowledged', async () => {
    const { child, clients, folder } = await started({ fileBlocks: 2000 });
    const acknowledged: Written[] = [];
    const refusal = await writeUntilRefused(clients, 0, acknowledged, 'x'.repeat(20_000));
    expect(refusal).toMatchObject({
      name: 'InternalServerError',
      message: expect.stringMatching(/^The disk .*dynamodb\.sqlite/),
    });
    expect(await clients.plain.send(new ListTablesCommand())).toMatchObject({ TableNames: [TableName] });
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    clients.close();
    expect(acknowledged.length).toBeGreaterThan(2);
    await expectWhole(folder, acknowledged);
  });
});

interface Limits {
  /** Before which SQL statement that writes it is to end. */
  fatalStatement?: number;
  /** How many blocks of 512 bytes a file of it may have. */
  fileBlocks?: number;
}

async function started({ fatalStatement, fileBlocks }: Limits = {}) {
  const folder = newFolder();
  const script = fileURLToPath(new URL('../../support/dynamodb-process.ts', import.meta.url));
  const limit = fileBlocks === undefined ? '' : `ulimit -f ${fileBlocks};`;
  const more = fatalStatement === undefined ? [] : [String(fatalStatement)];
  const child = spawn('sh', ['-c', `${limit} exec "$0" "$@"`, process.execPath, script, folder, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A test that fails half-way must not leave it running.
  onTestFinished(() => void child.kill('SIGKILL'));
  const clients = new Clients(await endpointOf(child));
  await clients.table(table);
  return { child, clients, folder };
}

/** That the folder holds what was acknowledged, every item with its index entry and stream record, no half pair. */
async function expectWhole(folder: string, acknowledged: Written[]): Promise<void> {
  await using own = await ownDynamoDb({ folder });
  const items = await allItems(own);
  const names = (written: Written[]) => written.map(({ estate, id }) => `${estate}/${id}`).toSorted();
  expect(names(items)).toEqual(expect.arrayContaining(names(acknowledged)));
  expect(names(await allOfIndex(own))).toEqual(names(items));
  expect(names(streamed(own))).toEqual(names(items));
  expect(pairs(items).filter((size) => size !== 2)).toEqual([]);
}

async function endpointOf(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.endsWith('\n')) return said.trim();
  }
  throw new Error('The process ended before it named its endpoint.');
}

/** Alternates single puts and transactions of two until one is refused; notes what was answered, returns why. */
async function writeUntilRefused(
  clients: Clients,
  writer: number,
  acknowledged: Written[],
  note = '',
): Promise<unknown> {
  for (let at = 0; ; at += 1) {
    const item = (kind: string) => ({
      estate: `writer ${writer}`,
      id: `${at} ${kind}`,
      patch: 'north',
      due: at,
      note,
    });
    const written = at % 2 === 0 ? [item('alone')] : [item('pair a'), item('pair b')];
    try {
      if (written.length === 1) {
        await clients.documents.send(new PutCommand({ TableName, Item: item('alone') }));
      } else {
        const TransactItems = written.map((Item) => ({ Put: { TableName, Item } }));
        await clients.documents.send(new TransactWriteCommand({ TransactItems }));
      }
    } catch (error) {
      return error;
    }
    acknowledged.push(...written);
  }
}

async function allItems({ clients }: OwnDynamoDb): Promise<Written[]> {
  const items: Written[] = [];
  for await (const page of paginateScan({ client: clients.documents }, { TableName })) {
    items.push(...(page.Items ?? []).map(({ estate, id }) => ({ estate, id })));
  }
  return items;
}

async function allOfIndex({ clients }: OwnDynamoDb): Promise<Written[]> {
  const items: Written[] = [];
  const query = {
    TableName,
    IndexName: 'by-patch',
    KeyConditionExpression: 'patch = :p',
    ExpressionAttributeValues: { ':p': 'north' },
  };
  for await (const page of paginateQuery({ client: clients.documents }, query)) {
    items.push(...(page.Items ?? []).map(({ estate, id }) => ({ estate, id })));
  }
  return items;
}

function streamed({ dynamoDb }: OwnDynamoDb): Written[] {
  return dynamoDb.readStream(TableName, '0', 1_000_000).records.map(({ dynamodb }) => ({
    estate: dynamodb?.Keys?.estate?.S ?? '',
    id: dynamodb?.Keys?.id?.S ?? '',
  }));
}

/** How many items of each transaction there are. */
function pairs(items: Written[]): number[] {
  const pairs = Map.groupBy(
    items.filter(({ id }) => id.includes('pair')),
    ({ estate, id }) => `${estate} ${Number.parseInt(id, 10)}`,
  );
  return [...pairs.values()].map((members) => members.length);
}
