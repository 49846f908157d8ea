import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { feedFromStream, type StreamSource } from '../../../../local/lambda/stream-source.ts';
import { ownDynamoDb } from '../../../support/local-dynamodb.ts';
import { functionOf } from '../../../support/local-function.ts';
import { tableDefinition } from '../../../support/table-definition.ts';
import { emptyFolder } from '../sqs/folders.ts';

// Prints the ids that it was given. Throws at a batch with “poison” in it; fails at “later” the first time only.
const reader = `
  let failed = false;
  const id = (record) => record.dynamodb.Keys.pk.S;
  export const handler = async ({ Records }) => {
    console.log('given ' + Records.map(id).join(' '));
    if (Records.some((record) => id(record) === 'poison')) throw new Error('cannot be read');
    const later = failed ? undefined : Records.find((record) => id(record) === 'later');
    if (later === undefined) return {};
    failed = true;
    return { batchItemFailures: [{ itemIdentifier: later.dynamodb.SequenceNumber }] };
  };`;

async function fedStream(said: Partial<StreamSource> = {}) {
  const { dynamoDb, clients, [Symbol.asyncDispose]: dispose } = await ownDynamoDb();
  onTestFinished(async () => dispose());
  const stream = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;
  dynamoDb.ensureTable({ ...tableDefinition('estatewatch'), StreamSpecification: stream });
  const { lambda, log } = functionOf(reader);
  const givenUp: { ids: (string | undefined)[]; reason: string }[] = [];
  const source: StreamSource = {
    tableName: 'estatewatch',
    batchSize: 100,
    retries: 1,
    progressFile: join(await emptyFolder(), 'progress'),
    onTrouble: (error) => {
      throw error;
    },
    onGivenUp: (records, reason) => givenUp.push({ ids: records.map(idOf), reason }),
    ...said,
  };
  return {
    /** The batches that it was given so far, each as its ids. */
    given: () => [...log().matchAll(/^given (.+)$/gm)].map(([, ids]) => ids),
    givenUp,
    start: () => feedFromStream(source, lambda, dynamoDb),
    progress: () => readFileSync(source.progressFile, 'utf8'),
    write: async (...ids: string[]) => {
      for (const pk of ids)
        await clients.documents.send(new PutCommand({ TableName: 'estatewatch', Item: { pk, sk: 'S' } }));
    },
  };
}

const idOf = (record: DynamoDBRecord) => record.dynamodb?.Keys?.pk?.S;
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 20 });

describe('a stream that feeds a function', () => {
  it('gives it what changed before and what changes meanwhile, in order', async () => {
    const { given, start, write } = await fedStream();
    await write('a', 'b');
    const stop = start();
    await until(() => expect(given()).toEqual(['a b']));
    await write('c');
    await until(() => expect(given()).toEqual(['a b', 'c']));
    await stop();
  });

  it('goes on after a restart where it was', async () => {
    const { given, start, write, progress } = await fedStream();
    await write('a', 'b');
    const stop = start();
    await until(() => expect(progress()).toMatch(/^\d+$/));
    await stop();
    await write('c');
    const stopAgain = start();
    await until(() => expect(given()).toEqual(['a b', 'c']));
    await stopAgain();
  });

  it('goes on from the record that was reported, and gives what stood before it once', async () => {
    const { given, start, write, givenUp } = await fedStream();
    await write('a', 'later', 'c');
    const stop = start();
    await until(() => expect(given()).toEqual(['a later c', 'later', 'c']));
    await stop();
    expect(givenUp).toEqual([]);
  });

  it.each([0, 2])('gives up only the record at fault, found by halving (%i retries)', async (retries) => {
    const { given, start, write, givenUp } = await fedStream({ retries });
    await write('a', 'b', 'poison', 'd');
    const stop = start();
    const handled = () => given().filter((ids) => !ids?.includes('poison'));
    await until(() => expect(handled()).toEqual(['a b', 'd']));
    await stop();
    expect(givenUp).toEqual([
      { ids: ['poison'], reason: expect.stringMatching(/^watch failed at it \d+ times$/) },
    ]);
    expect(given()).toContain('poison');
  });

  it('that is stopped while a batch fails has not passed it by', async () => {
    const { given, start, write, givenUp } = await fedStream({ retries: 1_000 });
    await write('poison');
    const stop = start();
    await until(() => expect(given()).toContain('poison'));
    await stop();
    const before = given().length;
    const stopAgain = start();
    await until(() => expect(given().length).toBeGreaterThan(before));
    await stopAgain();
    expect(givenUp).toEqual([]);
  });
});
