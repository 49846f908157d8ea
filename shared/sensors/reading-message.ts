import { z } from 'zod';
import { WebhookSource } from './uplink.ts';

/** The most that a delivery may weigh, in bytes. Uplinks are some hundred; network servers add their metadata. */
export const LARGEST_DELIVERY_BYTES = 64 * 1_024;

// Bodies travel in base64, so that what is no text, or no JSON, arrives as it was sent. What is too large is refused
// before it is parsed: MQTT lets twice as much through as a webhook.
const body = z
  .base64()
  .max(Math.ceil(LARGEST_DELIVERY_BYTES / 3) * 4, 'a delivery may weigh 64 KB at most')
  .transform((text) => Buffer.from(text, 'base64').toString('utf8'));
const receivedAtMillis = z.int().positive();

/** A message of the reading queue: a delivery as it came, and which way. */
export const ReadingMessage = z.discriminatedUnion('way', [
  z.object({ way: z.literal('mqtt'), topic: z.string(), body, receivedAtMillis }),
  z.object({ way: z.literal('webhook'), from: WebhookSource, body, receivedAtMillis }),
]);
export type ReadingMessage = z.output<typeof ReadingMessage>;
