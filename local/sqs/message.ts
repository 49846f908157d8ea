import { createHash } from 'node:crypto';
import type { SQSMessageAttribute, SQSRecord, SQSRecordAttributes } from 'aws-lambda';
import { z } from 'zod';

/** A message attribute as Lambda's records carry it; `binaryValue` is base64. */
export const MessageAttribute = z.object({
  dataType: z.string(),
  stringValue: z.string().optional(),
  binaryValue: z.string().optional(),
});

/** Message attributes by name. */
export const MessageAttributes = z.record(z.string(), MessageAttribute);
export type MessageAttributes = z.infer<typeof MessageAttributes>;

/** A message as it lies in the file. Times are milliseconds since 1970. */
export const MessageRow = z.object({
  seq: z.number(),
  id: z.string(),
  queue: z.string(),
  body: z.string(),
  attributes: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(MessageAttributes),
  sentAtMillis: z.number(),
  receiveCount: z.number(),
  firstReceivedAtMillis: z.number().nullable(),
  deadLetterOf: z.string().nullable(),
});
export type MessageRow = z.infer<typeof MessageRow>;

/** What SQS takes in one message or one batch, in bytes: 1 MiB since August 2025. */
export const largestMessageBytes = 1_048_576;

/** Bytes that count towards {@link largestMessageBytes}: the body, and each attribute's name, type and value. */
export function messageBytes(body: string, attributes: MessageAttributes): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, attribute] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(attribute.dataType) + valueBytes(attribute).length;
  }
  return bytes;
}

/** Lower-case hexadecimal MD5, as SQS gives it for bodies. */
export function md5OfBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/**
 * MD5 of message attributes: by name in order, each of name, type and value behind its length (4 bytes, big-endian),
 * the value also behind 1 for text or 2 for bytes. Undefined for none. Source: SQS Developer Guide, "Calculating the
 * MD5 message digest for message attributes".
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    add(Buffer.from(name));
    add(Buffer.from(attribute.dataType));
    hash.update(Buffer.of(attribute.binaryValue === undefined ? 1 : 2));
    add(valueBytes(attribute));
  }
  return hash.digest('hex');
}

function valueBytes(attribute: SQSMessageAttribute): Buffer {
  return attribute.binaryValue === undefined
    ? Buffer.from(attribute.stringValue ?? '')
    : Buffer.from(attribute.binaryValue, 'base64');
}

/** Where the queues stand in AWS's terms; part of every ARN. */
export interface AwsPlace {
  readonly region: string;
  readonly account: string;
}

/** The ARN of a queue. */
export function queueArn(place: AwsPlace, queueName: string): string {
  return `arn:aws:sqs:${place.region}:${place.account}:${queueName}`;
}

/** A received message in the shape in which Lambda gets it. */
export function lambdaRecord(
  row: MessageRow,
  received: { receiptHandle: string; count: number; firstAtMillis: number },
  place: AwsPlace,
): SQSRecord {
  const attributes: SQSRecordAttributes = {
    ApproximateReceiveCount: String(received.count),
    SentTimestamp: String(row.sentAtMillis),
    SenderId: place.account,
    ApproximateFirstReceiveTimestamp: String(received.firstAtMillis),
  };
  if (row.deadLetterOf !== null) attributes.DeadLetterQueueSourceArn = queueArn(place, row.deadLetterOf);
  const record: SQSRecord = {
    messageId: row.id,
    receiptHandle: received.receiptHandle,
    body: row.body,
    attributes,
    messageAttributes: row.attributes,
    md5OfBody: md5OfBody(row.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn(place, row.queue),
    awsRegion: place.region,
  };
  const md5 = md5OfAttributes(row.attributes);
  if (md5 !== undefined) record.md5OfMessageAttributes = md5;
  return record;
}
