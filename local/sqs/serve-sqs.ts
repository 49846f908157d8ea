import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { type Action, action, type Served, serveAwsJson } from '../aws-protocol/aws-json.ts';
import { AwsRefusal } from '../aws-protocol/aws-refusal.ts';
import {
  largestMessageBytes,
  type MessageAttributes,
  md5OfAttributes,
  md5OfBody,
  messageBytes,
  queueArn,
} from './message.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import type { Queues } from './queues.ts';
import * as Input from './sqs-input.ts';

/** Serves the queues to the AWS SDK on 127.0.0.1; queue addresses are `http://127.0.0.1:PORT/ACCOUNT/NAME`. */
export function serveSqs(queues: Queues, options: { port?: number } = {}): Promise<Served> {
  return serveAwsJson(
    (endpoint) => ({
      what: 'the queues',
      target: 'AmazonSQS',
      protocolVersion: '1.0',
      errorNamespace: 'com.amazonaws.sqs',
      actions: actionsOf(queues, (name) => `${endpoint()}/${queues.account}/${name}`),
    }),
    options,
  );
}

function actionsOf(queues: Queues, urlOf: (queueName: string) => string): ReadonlyMap<string, Action> {
  return new Map([
    [
      'SendMessage',
      action(Input.SendMessage, (input) => {
        const [outgoing, sent] = sending(input.QueueUrl, input);
        return { MessageId: queues.sendAll([outgoing])[0], ...sent };
      }),
    ],
    ['SendMessageBatch', action(Input.SendMessageBatch, (input) => sendBatch(queues, input))],
    [
      'ReceiveMessage',
      action(Input.ReceiveMessage, async (input, signal) => {
        const records = await queues.receive(input.QueueUrl, input.MaxNumberOfMessages, {
          waitMillis: input.WaitTimeSeconds * 1000,
          signal,
          ...(input.VisibilityTimeout === undefined
            ? {}
            : { visibilityTimeoutSeconds: input.VisibilityTimeout }),
        });
        const systemNames = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
        return records.length === 0
          ? {}
          : { Messages: records.map((record) => received(record, systemNames, input.MessageAttributeNames)) };
      }),
    ],
    [
      'DeleteMessage',
      action(Input.DeleteMessage, (input) => queues.delete(input.QueueUrl, input.ReceiptHandle)),
    ],
    [
      'DeleteMessageBatch',
      action(Input.DeleteMessageBatch, ({ QueueUrl, Entries }) =>
        eachEntry(Entries, ({ Id, ReceiptHandle }) => {
          queues.delete(QueueUrl, ReceiptHandle);
          return { Id };
        }),
      ),
    ],
    [
      'ChangeMessageVisibility',
      action(Input.ChangeMessageVisibility, ({ QueueUrl, ReceiptHandle, VisibilityTimeout }) =>
        queues.changeVisibility(QueueUrl, ReceiptHandle, VisibilityTimeout),
      ),
    ],
    [
      'GetQueueUrl',
      action(Input.GetQueueUrl, ({ QueueName }) => ({ QueueUrl: urlOf(queues.definition(QueueName).name) })),
    ],
    [
      'GetQueueAttributes',
      action(Input.GetQueueAttributes, ({ QueueUrl, AttributeNames }) => {
        const attributes = Object.entries(attributesOf(queues, QueueUrl));
        const asked = attributes.filter(
          ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
        );
        return asked.length === 0 ? {} : { Attributes: Object.fromEntries(asked) };
      }),
    ],
    [
      'ListQueues',
      action(Input.ListQueues, ({ QueueNamePrefix, MaxResults }) => {
        // Queues of the local system's own making have names that SQS would not allow; they are nobody's to see.
        const names = queues
          .names()
          .filter((name) => /^[\w-]+$/.test(name) && name.startsWith(QueueNamePrefix));
        return { QueueUrls: names.slice(0, MaxResults).map(urlOf) };
      }),
    ],
    ['PurgeQueue', action(Input.PurgeQueue, ({ QueueUrl }) => queues.purge(QueueUrl))],
    [
      'StartMessageMoveTask',
      action(Input.StartMessageMoveTask, ({ SourceArn, DestinationArn }) => {
        queues.moveTask(nameIn(SourceArn), DestinationArn === undefined ? undefined : nameIn(DestinationArn));
        // The task is over when it is answered; the handle names no task that could still be cancelled.
        return { TaskHandle: randomUUID() };
      }),
    ],
  ]);
}

/** What is to be sent, and what the answer says of it besides its id. */
function sending(
  queueName: string,
  input: { MessageBody: string; DelaySeconds?: number | undefined; MessageAttributes: MessageAttributes },
): [OutgoingMessage, { MD5OfMessageBody: string; MD5OfMessageAttributes?: string }] {
  const md5 = md5OfAttributes(input.MessageAttributes);
  return [
    {
      queueName,
      body: input.MessageBody,
      attributes: input.MessageAttributes,
      ...(input.DelaySeconds === undefined ? {} : { delaySeconds: input.DelaySeconds }),
    },
    {
      MD5OfMessageBody: md5OfBody(input.MessageBody),
      ...(md5 === undefined ? {} : { MD5OfMessageAttributes: md5 }),
    },
  ];
}

function sendBatch(
  queues: Queues,
  { QueueUrl, Entries }: { QueueUrl: string; Entries: (Parameters<typeof sending>[1] & { Id: string })[] },
): BatchAnswer {
  const bytes = Entries.reduce(
    (sum, entry) => sum + messageBytes(entry.MessageBody, entry.MessageAttributes),
    0,
  );
  if (bytes > largestMessageBytes) {
    throw new AwsRefusal('BatchRequestTooLong', `The batch is longer than ${largestMessageBytes} bytes.`, {
      olderCode: 'AWS.SimpleQueueService.BatchRequestTooLong',
    });
  }
  return eachEntry(Entries, (entry) => {
    const [outgoing, sent] = sending(QueueUrl, entry);
    return { Id: entry.Id, MessageId: queues.sendAll([outgoing])[0], ...sent };
  });
}

interface BatchAnswer {
  Successful: object[];
  Failed: { Id: string; SenderFault: boolean; Code: string; Message: string }[];
}

/** Does each entry by itself: one that is refused is told so and does not stop the others. */
function eachEntry<Entry extends { Id: string }>(
  entries: Entry[],
  run: (entry: Entry) => object,
): BatchAnswer {
  const batchRefusal = (code: string, message: string): AwsRefusal =>
    new AwsRefusal(code, message, { olderCode: `AWS.SimpleQueueService.${code}` });
  if (entries.length === 0) throw batchRefusal('EmptyBatchRequest', 'The batch has no entries.');
  if (entries.length > 10)
    throw batchRefusal('TooManyEntriesInBatchRequest', 'A batch has at most 10 entries.');
  if (new Set(entries.map((entry) => entry.Id)).size < entries.length) {
    throw batchRefusal('BatchEntryIdsNotDistinct', 'Two entries of the batch have the same Id.');
  }
  const answer: BatchAnswer = { Successful: [], Failed: [] };
  for (const entry of entries) {
    try {
      answer.Successful.push(run(entry));
    } catch (error) {
      if (!(error instanceof AwsRefusal) || error.code === 'QueueDoesNotExist') throw error;
      answer.Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return answer;
}

function received(record: SQSRecord, systemNames: string[], attributeNames: string[]): object {
  const system = Object.entries(record.attributes).filter(
    ([name]) => systemNames.includes('All') || systemNames.includes(name),
  );
  const asked = Object.entries(record.messageAttributes).filter(([name]) =>
    attributeNames.some((wanted) =>
      wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : wanted === 'All' || wanted === name,
    ),
  );
  const md5 = md5OfAttributes(Object.fromEntries(asked));
  return {
    MessageId: record.messageId,
    ReceiptHandle: record.receiptHandle,
    MD5OfBody: record.md5OfBody,
    Body: record.body,
    ...(system.length === 0 ? {} : { Attributes: Object.fromEntries(system) }),
    ...(md5 === undefined ? {} : { MD5OfMessageAttributes: md5, MessageAttributes: inSdkShape(asked) }),
  };
}

function inSdkShape(attributes: [string, SQSRecord['messageAttributes'][string]][]): object {
  return Object.fromEntries(
    attributes.map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue },
    ]),
  );
}

function attributesOf(queues: Queues, queueName: string): Record<string, string> {
  const { visibilityTimeoutSeconds, retentionSeconds, delaySeconds, redrive } = queues.definition(queueName);
  const { visible, inFlight, delayed } = queues.counts(queueName);
  return {
    QueueArn: queueArn(queues, queueName),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(retentionSeconds),
    DelaySeconds: String(delaySeconds),
    MaximumMessageSize: String(largestMessageBytes),
    ...(redrive === undefined
      ? {}
      : {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: queueArn(queues, redrive.deadLetterQueue),
            maxReceiveCount: redrive.maxReceiveCount,
          }),
        }),
  };
}

function nameIn(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}
