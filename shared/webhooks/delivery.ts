import { z } from 'zod';
import { WrongState } from '../platform/errors.ts';
import { Instant, millis, plusSeconds } from '../platform/instant.ts';
import type { Subscription } from './subscription.ts';
import { type WebhookEvent, WebhookEventType } from './webhook-event.ts';

/** How long the log goes back. */
export const KEPT_SECONDS = 30 * 86_400;

// What is said of a failure, and how many tries are kept: the first ones go first.
const FAILURE_CHARACTERS = 200;
const ATTEMPTS_KEPT = 20;

/**
 * The gaps between tries, in seconds: 5 s, 5 min, 30 min, 2 h and 5 h as the example of Standard Webhooks 1.0.0 has them,
 * then 7 h and 10 h of our own, so that the last try is 24 h 35 min after the first.
 */
export const RETRY_GAPS_SECONDS: readonly number[] = [5, 300, 1_800, 7_200, 18_000, 25_200, 36_000];

// A receiver that asks for more patience than this has misread the unit.
const MOST_PATIENCE_SECONDS = 36_000;

// Up to a tenth more, so that what failed together does not come back together.
const JITTER = 0.1;

export const DeliveryStatus = z.enum(['pending', 'delivered', 'failed']);

/** One try: when, how long it took, and what came of it. */
export const Attempt = z.object({
  at: Instant,
  millis: z.int().min(0),
  /** None when there was no answer. */
  statusCode: z.int().optional(),
  /** The first 200 characters of what went wrong; none when nothing did. */
  failure: z.string().optional(),
});
export type Attempt = z.infer<typeof Attempt>;

/** That one event goes to one subscription. `tries` counts since it was set going last. */
export const Delivery = z.object({
  id: z.string(),
  subscriptionId: z.string(),
  eventId: z.string(),
  eventType: WebhookEventType,
  reference: z.string(),
  /** When the event happened. */
  at: Instant,
  body: z.string(),
  status: DeliveryStatus,
  tries: z.int().min(0),
  nextTryAt: Instant.optional(),
  attempts: z.array(Attempt),
  /** Why it was given up, in words, where no try says it. */
  because: z.string().optional(),
  version: z.int().min(1),
});
export type Delivery = z.infer<typeof Delivery>;

/**
 * What a receiver answered, and after how many seconds it would like the next try; or why it did not. `final`: another
 * try would end the same.
 */
export type Answer =
  | {
      readonly millis: number;
      readonly statusCode: number;
      readonly said: string;
      readonly retryAfterSeconds?: number | undefined;
    }
  | { readonly millis: number; readonly failure: string; readonly final: boolean };

/** The delivery of an event to a subscription: on its way, or given up at once while that is paused. Pure. */
export function deliveryOf(event: WebhookEvent, { id, status }: Subscription, now: Instant): Delivery {
  const { id: eventId, type: eventType, reference, at, body } = event;
  const common = { id: `${id}_${eventId}`, subscriptionId: id, eventId, eventType, reference, at, body };
  const fresh: Delivery = { ...common, status: 'pending', tries: 0, attempts: [], version: 1 };
  return status === 'enabled' ? { ...fresh, nextTryAt: now } : { ...fresh, ...notSent(status) };
}

/** A pending delivery whose subscription was stopped meanwhile. Pure. */
export function givenUp(delivery: Delivery, status: Subscription['status']): Delivery {
  const { nextTryAt: _, ...rest } = delivery;
  return { ...rest, ...notSent(status), version: delivery.version + 1 };
}

function notSent(status: Subscription['status']) {
  return { status: 'failed', because: `Not sent: the subscription is ${status}.` } as const;
}

/** The delivery set going anew. Pure. Throws {@link WrongState} while it is on its way. */
export function replayed(delivery: Delivery, now: Instant): Delivery {
  if (delivery.status === 'pending')
    throw new WrongState(`Delivery ${delivery.id} is on its way: wait until it was delivered or has failed.`);
  const { because: _, ...rest } = delivery;
  return { ...rest, status: 'pending', tries: 0, nextTryAt: now, version: delivery.version + 1 };
}

/** What an answer is for the delivery, and for its subscription. */
export function outcomeOf(answer: Answer): 'delivered' | 'gone' | 'again' | 'failed' {
  if ('failure' in answer) return answer.final ? 'failed' : 'again';
  const { statusCode } = answer;
  if (statusCode >= 200 && statusCode < 300) return 'delivered';
  if (statusCode === 410) return 'gone';
  // 408 is a timeout too, as the receiver saw it.
  return statusCode === 408 || statusCode === 429 || statusCode >= 500 ? 'again' : 'failed';
}

/** The delivery after a try. `chance`, from 0 to 1, is where in its spread the next one lies. Pure. */
export function afterTry(delivery: Delivery, answer: Answer, chance: number, now: Instant): Delivery {
  const { nextTryAt: _, ...rest } = delivery;
  const outcome = outcomeOf(answer);
  const next: Delivery = {
    ...rest,
    status: outcome === 'delivered' ? 'delivered' : 'failed',
    tries: delivery.tries + 1,
    attempts: [...delivery.attempts, attemptOf(answer, now)].slice(-ATTEMPTS_KEPT),
    version: delivery.version + 1,
  };
  const gap = outcome === 'again' ? RETRY_GAPS_SECONDS[delivery.tries] : undefined;
  if (gap === undefined) return next;
  const asked = 'failure' in answer ? 0 : Math.min(answer.retryAfterSeconds ?? 0, MOST_PATIENCE_SECONDS);
  const waitSeconds = Math.max(gap, asked) * (1 + JITTER * chance);
  return { ...next, status: 'pending', nextTryAt: plusSeconds(now, waitSeconds) };
}

function attemptOf(answer: Answer, at: Instant): Attempt {
  const tried = { at, millis: Math.round(answer.millis) };
  if ('failure' in answer) return { ...tried, failure: answer.failure.slice(0, FAILURE_CHARACTERS) };
  const { statusCode, said } = answer;
  if (outcomeOf(answer) === 'delivered') return { ...tried, statusCode };
  return { ...tried, statusCode, failure: `${statusCode} ${said}`.trim().slice(0, FAILURE_CHARACTERS) };
}

/** When the table may forget a delivery, in seconds since 1970 as DynamoDB takes it. Pure. */
export function forgottenAtSeconds({ at }: Delivery): number {
  return Math.floor(millis(plusSeconds(at, KEPT_SECONDS)) / 1_000);
}
