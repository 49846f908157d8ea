import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { CHANGE_SOURCE, type Change, changeBetween } from '../../shared/platform/change.ts';

// EventBridge takes at most ten events in one call.
const EVENTS_AT_ONCE = 10;

/**
 * Publishes the changes that stream records tell of, in their order. Returns the sequence number of the first record
 * that could not be published, from which the stream goes on; undefined when all were.
 */
export async function publishChanges(
  records: readonly DynamoDBRecord[],
  bus: EventBridgeClient,
  busName: string,
): Promise<string | undefined> {
  const published = records.flatMap((record) => {
    const change = changeBetween(image(record.dynamodb?.OldImage), image(record.dynamodb?.NewImage));
    return change === undefined ? [] : [{ change, sequence: record.dynamodb?.SequenceNumber }];
  });
  for (let start = 0; start < published.length; start += EVENTS_AT_ONCE) {
    const some = published.slice(start, start + EVENTS_AT_ONCE);
    const Entries = some.map(({ change }) => entry(change, busName));
    const answer = await bus.send(new PutEventsCommand({ Entries }));
    const failed = answer.Entries?.findIndex(({ ErrorCode }) => ErrorCode !== undefined) ?? 0;
    if (failed >= 0) return some[failed]?.sequence;
  }
  return undefined;
}

function entry(change: Change, busName: string) {
  return {
    EventBusName: busName,
    Source: CHANGE_SOURCE,
    DetailType: change.thing,
    Detail: JSON.stringify(change),
  };
}

// Lambda's types for attribute values and the SDK's are the same JSON, but for how binary is named.
function image(attributes: unknown): unknown {
  return attributes === undefined ? undefined : unmarshall(attributes as Record<string, AttributeValue>);
}
