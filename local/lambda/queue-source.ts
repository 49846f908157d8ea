import { z } from 'zod';
import type { Queues } from '../sqs/queues.ts';
import { keepFeeding, type OnTrouble } from './keep-feeding.ts';
import type { LambdaFunction } from './lambda-function.ts';

const BatchAnswer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

/** How a function reads a queue: an event source mapping. */
export interface QueueSource {
  readonly queueName: string;
  readonly batchSize: number;
  /** How many batches may be handled at once. */
  readonly atOnce: number;
  readonly reportsItemFailures: boolean;
  readonly onTrouble: OnTrouble;
}

/**
 * Feeds a function from a queue, as Lambda's pollers do: what it handled is deleted; what it failed at stays and is
 * seen again when its time is up. Returns how to stop, which waits for what is being handled.
 */
export function feedFromQueue(
  source: QueueSource,
  reader: LambdaFunction,
  queues: Queues,
): () => Promise<void> {
  const stopping = new AbortController();
  const poller = () =>
    keepFeeding(() => feedBatch(source, reader, queues, stopping.signal), source.onTrouble, stopping.signal);
  const pollers = Array.from({ length: source.atOnce }, poller);
  return async () => {
    stopping.abort();
    await Promise.all(pollers);
  };
}

async function feedBatch(
  source: QueueSource,
  reader: LambdaFunction,
  queues: Queues,
  stopping: AbortSignal,
): Promise<void> {
  const waiting = { waitMillis: 1_000, signal: stopping };
  const Records = await queues.receive(source.queueName, source.batchSize, waiting);
  if (Records.length === 0) return;
  const failed = await failedOf(source, reader, Records);
  for (const { messageId, receiptHandle } of Records) {
    if (!failed(messageId)) queues.delete(source.queueName, receiptHandle);
  }
}

async function failedOf(
  { reportsItemFailures }: QueueSource,
  reader: LambdaFunction,
  Records: readonly unknown[],
): Promise<(messageId: string) => boolean> {
  try {
    const answer = BatchAnswer.parse(await reader.invoke({ Records }));
    const failed = new Set(answer?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
    return (messageId) => reportsItemFailures && failed.has(messageId);
  } catch {
    // The function's own log says why.
    return () => true;
  }
}
