import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import { Rejected } from './errors.ts';
import { type Log, openLog } from './log.ts';

/** What every function that reads a queue is told: where messages go that can never be accepted. */
export const QueueConsumerEnvironment = z.object({ REJECTED_QUEUE_URL: z.url() });

/** How often the queue has given a message out, this time included. SQS tells it as text. */
const Attempt = z.coerce.number().pipe(z.int().positive());

interface Consumer<Message, Room> {
  /** What a message's JSON must be. */
  readonly message: z.ZodType<Message>;
  /** What the use case works with; made once, when the function starts. */
  readonly room: Room;
  readonly rejectedQueueUrl: string;
}

/**
 * A function that reads a queue. Each message of a batch ends *done*, *to come again* (the use case threw) or
 * *rejected, because* (it threw {@link Rejected}, or the message is not of its shape): then it is put into the
 * dead-letter queue with the reason beside it. One message never takes another down. The use case is told which
 * `attempt` this is, from 1, as far as the queue knows: it counts approximately, and may begin anew after a redrive.
 */
export function queueConsumer<Message, Room>(
  { message, room, rejectedQueueUrl }: Consumer<Message, Room>,
  handle: (message: Message, room: Room, log: Log, attempt: number) => Promise<void>,
) {
  const log = openLog();
  const sqs = new SQSClient();

  async function take(record: SQSRecord): Promise<void> {
    try {
      const attempt = Attempt.parse(record.attributes.ApproximateReceiveCount);
      await handle(read(record.body, message), room, log, attempt);
    } catch (error) {
      if (!(error instanceof Rejected)) {
        log.error('MESSAGE_FAILED', { messageId: record.messageId }, error);
        throw error;
      }
      log.warn('MESSAGE_REJECTED', { messageId: record.messageId, reason: error.message });
      const reason = { DataType: 'String', StringValue: error.message.slice(0, 1_000) };
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: rejectedQueueUrl,
          MessageBody: record.body,
          MessageAttributes: { reason },
        }),
      );
    }
  }

  return (event: SQSEvent): Promise<SQSBatchResponse> =>
    processPartialResponse(event, take, new BatchProcessor(EventType.SQS), {
      throwOnFullBatchFailure: false,
      // One after the other: messages of a batch are often about the same thing, and would only race.
      processInParallel: false,
    });
}

function read<Message>(body: string, schema: z.ZodType<Message>): Message {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    throw new Rejected('The message is not JSON.', { cause });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success)
    throw new Rejected(`The message is not what this queue takes: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
