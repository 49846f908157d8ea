import { z } from 'zod';
import type { MessageAttributes } from './message.ts';

// Inputs of SQS's operations as the SDK writes them. Strict: what is not listed is refused by its name, never ignored.

/** The queue's name out of its address; the host and port in it do not matter here. */
const QueueUrl = z
  .url()
  .transform((url) => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? ''));

const Attributes = z
  .record(
    z.string().max(256),
    z.strictObject({
      DataType: z.string().regex(/^(String|Number|Binary)(\..+)?$/, 'String, Number or Binary'),
      StringValue: z.string().optional(),
      BinaryValue: z.base64().optional(),
    }),
  )
  .transform(
    (attributes): MessageAttributes =>
      Object.fromEntries(
        Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
          name,
          { dataType: DataType, stringValue: StringValue, binaryValue: BinaryValue },
        ]),
      ),
  )
  .default({});

const message = {
  MessageBody: z.string(),
  DelaySeconds: z.int().optional(),
  MessageAttributes: Attributes,
};

const entryId = z.string().regex(/^[\w-]{1,80}$/, '1 to 80 letters, digits, hyphens or underscores');

/** One message for one queue. */
export const SendMessage = z.strictObject({ QueueUrl, ...message });

/** Up to ten messages for one queue, each known by its `Id`. */
export const SendMessageBatch = z.strictObject({
  QueueUrl,
  Entries: z.array(z.strictObject({ Id: entryId, ...message })),
});

/** How many messages, and how long (seconds) to wait for and to hide them. */
export const ReceiveMessage = z.strictObject({
  QueueUrl,
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  WaitTimeSeconds: z.int().min(0).max(20).default(0),
  VisibilityTimeout: z.int().min(0).max(43_200).optional(),
  /** The older name of MessageSystemAttributeNames. */
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
});

/** A received message that is done. */
export const DeleteMessage = z.strictObject({ QueueUrl, ReceiptHandle: z.string() });

/** Up to ten received messages that are done. */
export const DeleteMessageBatch = z.strictObject({
  QueueUrl,
  Entries: z.array(z.strictObject({ Id: entryId, ReceiptHandle: z.string() })),
});

/** For how many seconds from now a received message stays hidden. */
export const ChangeMessageVisibility = z.strictObject({
  QueueUrl,
  ReceiptHandle: z.string(),
  VisibilityTimeout: z.int(),
});

/** The name of a queue whose address is asked for. */
export const GetQueueUrl = z.strictObject({
  QueueName: z.string(),
  QueueOwnerAWSAccountId: z.string().optional(),
});

/** Which attributes of a queue are asked for; `All` for all. */
export const GetQueueAttributes = z.strictObject({
  QueueUrl,
  AttributeNames: z.array(z.string()).default([]),
});

/** How the names of the queues asked for begin, and how many at most. */
export const ListQueues = z.strictObject({
  QueueNamePrefix: z.string().default(''),
  MaxResults: z.int().min(1).max(1000).optional(),
});

/** The queue to be emptied. */
export const PurgeQueue = z.strictObject({ QueueUrl });

/** The dead-letter queue to be moved from, and where to unless back where each message came from. */
export const StartMessageMoveTask = z.strictObject({
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
});
