import { z } from 'zod';
import { EstatewatchError, NotFound } from '../../shared/platform/errors.ts';
import { action, type Served, serveAwsJson } from '../aws-protocol/aws-json.ts';
import { AwsRefusal } from '../aws-protocol/aws-refusal.ts';
import type { EventBus } from './bus.ts';

// PutEvents takes at most 10 entries of 256 KiB in all:
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
const largestPutBytes = 262_144;

const Detail = z.record(z.string(), z.json());

const Entry = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().default('default'),
  Resources: z.array(z.string()).optional(),
  /** Seconds since 1970, as the JSON protocol writes times. */
  Time: z.number().optional(),
});
type Entry = z.infer<typeof Entry>;

const PutEvents = z.strictObject({ Entries: z.array(Entry).min(1).max(10) });

/** Serves the buses to the AWS SDK (`PutEvents`) on 127.0.0.1. */
export function serveEvents(bus: EventBus, options: { port?: number } = {}): Promise<Served> {
  const actions = new Map([
    [
      'PutEvents',
      action(PutEvents, ({ Entries }) => {
        const bytes = Entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
        if (bytes > largestPutBytes) {
          throw new AwsRefusal(
            'ValidationException',
            `Total size of the entries in the request is over the limit.`,
          );
        }
        const answers = Entries.map((entry) => putOne(bus, entry));
        return {
          FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length,
          Entries: answers,
        };
      }),
    ],
  ]);
  return serveAwsJson(
    () => ({
      what: 'the event bus',
      target: 'AWSEvents',
      protocolVersion: '1.1',
      errorNamespace: 'com.amazonaws.events',
      actions,
    }),
    options,
  );
}

function entryBytes(entry: Entry): number {
  const texts = [entry.Source ?? '', entry.DetailType ?? '', entry.Detail ?? '', ...(entry.Resources ?? [])];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), entry.Time === undefined ? 0 : 14);
}

type EntryAnswer = { EventId: string | undefined } | { ErrorCode: string; ErrorMessage: string };

function putOne(bus: EventBus, entry: Entry): EntryAnswer {
  const { Source, DetailType, Detail: detailText, EventBusName, Resources, Time } = entry;
  for (const [name, value] of Object.entries({ Source, DetailType, Detail: detailText })) {
    if (!value)
      return failed(
        'InvalidArgument',
        `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      );
  }
  if (Source?.startsWith('aws.')) return failed('NotAuthorizedForSource', 'Not authorized for the source.');
  const detail = readDetail(detailText ?? '');
  if (detail === undefined) return failed('MalformedDetail', 'Detail is malformed.');
  try {
    const [id] = bus.put(EventBusName.split('/').at(-1) ?? '', [
      {
        source: Source ?? '',
        'detail-type': DetailType ?? '',
        detail,
        ...(Resources === undefined ? {} : { resources: Resources }),
        ...(Time === undefined ? {} : { time: new Date(Time * 1000).toISOString() }),
      },
    ]);
    return { EventId: id };
  } catch (error) {
    // Told for each entry, so that a misspelt bus is seen and the other entries still go out.
    if (error instanceof NotFound) return failed('ResourceNotFoundException', error.message);
    if (error instanceof EstatewatchError) return failed('InternalFailure', error.message);
    throw error;
  }
}

function failed(ErrorCode: string, ErrorMessage: string): EntryAnswer {
  return { ErrorCode, ErrorMessage };
}

function readDetail(text: string): z.infer<typeof Detail> | undefined {
  try {
    return Detail.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
