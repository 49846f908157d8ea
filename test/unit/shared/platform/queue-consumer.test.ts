import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openQueues, type Queues } from '../../../../local/sqs/queues.ts';
import { serveSqs } from '../../../../local/sqs/serve-sqs.ts';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { queueConsumer } from '../../../../shared/platform/queue-consumer.ts';
import { emptyFolder } from '../../local/sqs/folders.ts';

const Message = z.object({ door: z.string() });

let queues: Queues;
let stop: () => Promise<void>;
let endpoint: string;

beforeEach(async () => {
  queues = openQueues({ folder: await emptyFolder() });
  const plain = { visibilityTimeoutSeconds: 30, retentionSeconds: 3_600, delaySeconds: 0 };
  for (const name of ['readings', 'rejected']) queues.ensure({ ...plain, name });
  queues.ensure({ ...plain, name: 'again', visibilityTimeoutSeconds: 0 });
  const served = await serveSqs(queues);
  endpoint = served.endpoint;
  stop = async () => {
    await served.close();
    queues.close();
  };
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-2');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'any');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await stop();
});

/** What became of a batch of messages, each text a body. */
async function batchOf(...bodies: string[]) {
  queues.sendAll(bodies.map((body) => ({ queueName: 'readings', body })));
  const event: SQSEvent = { Records: await queues.receive('readings', 10) };
  const done: string[] = [];
  const consume = queueConsumer(
    {
      message: Message,
      room: { landlord: 'Northside' },
      rejectedQueueUrl: `${endpoint}/000000000000/rejected`,
    },
    async ({ door }, room) => {
      if (door === 'unknown') throw new Rejected('No such door is in the register.');
      if (door === 'throttled') throw new Error('the table is busy');
      done.push(`${room.landlord} ${door}`);
    },
  );
  const { batchItemFailures } = await consume(event);
  const failed = batchItemFailures.map(({ itemIdentifier }) =>
    event.Records.findIndex(({ messageId }) => messageId === itemIdentifier),
  );
  const rejected = (await queues.receive('rejected', 10)).map(({ body, messageAttributes }) => ({
    body,
    reason: messageAttributes.reason?.stringValue,
  }));
  return { done, failed, rejected };
}

const of = (door: string) => JSON.stringify({ door });

describe('a message', () => {
  it('that was handled is done', async () => {
    expect(await batchOf(of('front'))).toEqual({ done: ['Northside front'], failed: [], rejected: [] });
  });

  it('that could not be handled now comes again', async () => {
    expect(await batchOf(of('throttled'))).toEqual({ done: [], failed: [0], rejected: [] });
  });

  it('tells its use case how often it has come', async () => {
    const attempts: number[] = [];
    const consume = queueConsumer(
      { message: Message, room: {}, rejectedQueueUrl: `${endpoint}/000000000000/rejected` },
      async (_message, _room, _log, attempt) => {
        attempts.push(attempt);
        throw new Error('the table is busy');
      },
    );
    queues.sendAll([{ queueName: 'again', body: of('front') }]);
    for (const _time of [1, 2, 3]) await consume({ Records: await queues.receive('again', 1) });
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('that can never be accepted goes to the dead-letter queue as it came, with the reason', async () => {
    expect(await batchOf(of('unknown'))).toEqual({
      done: [],
      failed: [],
      rejected: [{ body: of('unknown'), reason: 'No such door is in the register.' }],
    });
  });

  it.each([
    ['no JSON', 'door open', 'The message is not JSON.'],
    ['of another shape', '{"light":1}', 'The message is not what this queue takes: ✖ Invalid input'],
  ])('that is %s is rejected in words', async (_, body, words) => {
    const { failed, rejected } = await batchOf(body);
    expect(failed).toEqual([]);
    expect(rejected).toEqual([{ body, reason: expect.stringContaining(words) }]);
  });

  it('never takes another one down', async () => {
    const { done, failed, rejected } = await batchOf(
      of('throttled'),
      '{',
      of('front'),
      of('unknown'),
      of('back'),
    );
    expect(done.toSorted()).toEqual(['Northside back', 'Northside front']);
    expect(failed).toEqual([0]);
    expect(rejected.map(({ body }) => body).toSorted()).toEqual(['{', of('unknown')].toSorted());
  });

  it('that cannot even be rejected comes again, so that it is not lost', async () => {
    const amazon = mockClient(SQSClient).rejects(new Error('the queue is away'));
    const { failed } = await batchOf(of('unknown'), of('front'));
    amazon.restore();
    expect(failed).toEqual([0]);
  });

  it('rejected with a long reason keeps the beginning of it', async () => {
    const { rejected } = await batchOf(JSON.stringify({ door: Array(5_000).fill(7) }));
    expect(rejected[0]?.reason?.length).toBeLessThanOrEqual(1_000);
  });
});
