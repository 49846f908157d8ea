import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { feedFromQueue, type QueueSource } from '../../../../local/lambda/queue-source.ts';
import { openQueues, type Queues } from '../../../../local/sqs/queues.ts';
import { functionOf } from '../../../support/local-function.ts';
import { emptyFolder } from '../sqs/folders.ts';

// Reports the messages that say “fail”, throws at one that says “throw”, and prints what it was given.
const reader = `
  export const handler = async ({ Records }) => {
    console.log('given ' + Records.map(({ body }) => body).join(' '));
    if (Records.some(({ body }) => body === 'throw')) throw new Error('not now');
    if (Records.some(({ body }) => body === 'slow')) await new Promise((resolve) => setTimeout(resolve, 500));
    const failed = Records.filter(({ body }) => body === 'fail');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`;

async function fedQueue(said: Partial<QueueSource> = {}) {
  const queues = openQueues({ folder: await emptyFolder() });
  const plain = { visibilityTimeoutSeconds: 1, retentionSeconds: 3_600, delaySeconds: 0 };
  queues.ensure({ ...plain, name: 'rejected' });
  queues.ensure({ ...plain, name: 'clips', redrive: { deadLetterQueue: 'rejected', maxReceiveCount: 2 } });
  const { lambda, log } = functionOf(reader);
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown) => troubles.push(error);
  const source = {
    queueName: 'clips',
    batchSize: 10,
    atOnce: 1,
    reportsItemFailures: true,
    onTrouble,
    ...said,
  };
  const start = () => feedFromQueue(source, lambda, queues);
  onTestFinished(() => queues.close());
  const given = () => [...log().matchAll(/^given (.+)$/gm)].map(([, bodies]) => bodies);
  return { queues, given, start, troubles };
}

const sendAll = (queues: Queues, ...bodies: string[]) =>
  queues.sendAll(bodies.map((body) => ({ queueName: 'clips', body })));
const settled = { visible: 0, inFlight: 0, delayed: 0 };
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 20 });

describe('a queue that feeds a function', () => {
  it('goes on when the disk has room again, and tells that it had none', async () => {
    const { queues, given, start, troubles } = await fedQueue();
    const full = new Error('The disk is full');
    vi.spyOn(queues, 'receive').mockRejectedValueOnce(full);
    sendAll(queues, 'a');
    const stop = start();
    await until(() => expect(given()).toEqual(['a']));
    await stop();
    expect(troubles).toEqual([full]);
  });

  it('loses what was handled', async () => {
    const { queues, given, start } = await fedQueue();
    sendAll(queues, 'a', 'b', 'c');
    const stop = start();
    await until(() => expect(queues.counts('clips')).toEqual(settled));
    await stop();
    await until(() => expect(given()).toEqual(['a b c']));
    expect(queues.counts('rejected')).toEqual(settled);
  });

  it('keeps what was reported as failed, and gives it up after its tries; the rest is done', async () => {
    const { queues, given, start } = await fedQueue();
    sendAll(queues, 'a', 'fail', 'c');
    const stop = start();
    await until(() => expect(queues.counts('rejected').visible).toBe(1));
    await stop();
    await until(() => expect(given()).toEqual(['a fail c', 'fail']));
    expect(queues.counts('clips')).toEqual(settled);
  });

  it('keeps the whole batch when the function throws', async () => {
    const { queues, start } = await fedQueue();
    sendAll(queues, 'a', 'throw');
    const stop = start();
    await until(() => expect(queues.counts('rejected').visible).toBe(2));
    await stop();
  });

  it('takes a report for nothing when the mapping does not ask for one', async () => {
    const { queues, given, start } = await fedQueue({ reportsItemFailures: false });
    sendAll(queues, 'fail');
    const stop = start();
    await until(() => expect(queues.counts('clips')).toEqual(settled));
    await stop();
    await until(() => expect(given()).toEqual(['fail']));
  });

  it('hands over no more than a batch at a time', async () => {
    const { queues, given, start } = await fedQueue({ batchSize: 2 });
    sendAll(queues, 'a', 'b', 'c');
    const stop = start();
    await until(() => expect(queues.counts('clips')).toEqual(settled));
    await stop();
    await until(() => expect(given()).toEqual(['a b', 'c']));
  });

  it('when it is stopped ends what is being handled first', async () => {
    const { queues, given, start } = await fedQueue();
    sendAll(queues, 'slow');
    const stop = start();
    await until(() => expect(given()).toEqual(['slow']));
    await stop();
    expect(queues.counts('clips')).toEqual(settled);
  });
});
