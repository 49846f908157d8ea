import { AwsRefusal, invalidValue } from '../aws-protocol/aws-refusal.ts';
import { largestMessageBytes, type MessageAttributes, messageBytes } from './message.ts';

/** A message to be sent. Attributes given as plain text are of the data type `String`. */
export interface OutgoingMessage {
  readonly queueName: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string | MessageAttributes[string]>>;
  /** Seconds before it shows, 0 to 900; the queue's own delay when left out. */
  readonly delaySeconds?: number;
}

// Characters that SQS takes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
const refusedCharacter = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Attributes with their data types. */
export function asMessageAttributes(attributes: OutgoingMessage['attributes'] = {}): MessageAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'string' ? { dataType: 'String', stringValue: value } : value,
    ]),
  );
}

/** Throws the {@link AwsRefusal} that SQS would answer to such a message; returns when it would take it. */
export function mustBeSendable(body: string, attributes: MessageAttributes, delaySeconds: number): void {
  if (body === '') throw new AwsRefusal('MissingParameter', 'A message must have a body.');
  if (!body.isWellFormed() || refusedCharacter.test(body)) {
    throw new AwsRefusal('InvalidMessageContents', 'The body has a character that SQS does not take.');
  }
  if (messageBytes(body, attributes) > largestMessageBytes) {
    throw invalidValue(`The message is longer than the ${largestMessageBytes} bytes that SQS takes.`);
  }
  if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > 900) {
    throw invalidValue('The delay must be a whole number of seconds from 0 to 900.');
  }
}
