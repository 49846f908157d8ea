import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AwsPlace } from '../sqs/message.ts';

/** What someone puts on a bus. `time` is ISO 8601; the moment of putting when left out. */
export const EventEntry = z.strictObject({
  source: z.string().min(1),
  'detail-type': z.string().min(1),
  detail: z.record(z.string(), z.json()),
  resources: z.array(z.string()).optional(),
  time: z.iso.datetime({ offset: true }).optional(),
});
export type EventEntry = z.infer<typeof EventEntry>;

/** An event as EventBridge delivers it. `time` is ISO 8601 UTC in whole seconds. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, z.core.util.JSONType>>;
}

/** Puts an entry into the envelope that EventBridge makes around it. */
export function asBusEvent(entry: EventEntry, place: AwsPlace, nowMillis: number): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry['detail-type'],
    source: entry.source,
    account: place.account,
    time: wholeSeconds(entry.time === undefined ? nowMillis : Date.parse(entry.time)),
    region: place.region,
    resources: entry.resources ?? [],
    detail: entry.detail,
  };
}

function wholeSeconds(millis: number): string {
  return new Date(millis).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
