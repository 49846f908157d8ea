import { z } from 'zod';
import { Instant, secondsBetween } from '../platform/instant.ts';
import { RegisterId } from '../register/place.ts';
import { type WebhookEvent, WebhookEventType } from './webhook-event.ts';

/** How many subscriptions there may be: every change of an incident or task looks at all of them. */
export const MOST_SUBSCRIPTIONS = 25;

// After a day in which nothing could be delivered, somebody must look.
const MAY_FAIL_SECONDS = 86_400;

/** What a manager decides about a subscription. */
export const SubscriptionAsked = z.strictObject({
  url: z.url().max(1_000),
  description: z.string().trim().min(1, 'say who listens').max(200),
  eventTypes: z
    .array(WebhookEventType)
    .min(1, 'name at least one type of event')
    .transform((types) => [...new Set(types)].sort()),
  patches: z
    .array(RegisterId)
    .min(1, 'name at least one patch')
    .max(100)
    .transform((patches) => [...new Set(patches)].sort()),
  status: z.enum(['enabled', 'paused']).default('enabled'),
});
export type SubscriptionAsked = z.infer<typeof SubscriptionAsked>;

/**
 * Who is told of what. `paused` by a manager, or because nothing could be delivered for a day: what happens meanwhile is
 * in the log, and can be replayed. `disabled` because the receiver said that it is gone: it wants nothing more.
 */
export const Subscription = z.object({
  id: z.string(),
  ...SubscriptionAsked.shape,
  status: z.enum(['enabled', 'paused', 'disabled']),
  /** Why it was paused or disabled, where no person did it. */
  because: z.string().optional(),
  changedBy: z.string(),
  changedAt: Instant,
  version: z.int().min(1),
});
export type Subscription = z.infer<typeof Subscription>;

/** Whether a subscription is told of an event, or has it in its log while it is paused. Pure. */
export function wants(
  { status, eventTypes, patches }: Subscription,
  { type, patch }: Pick<WebhookEvent, 'type' | 'patch'>,
): boolean {
  return status !== 'disabled' && eventTypes.includes(type) && patches.includes(patch);
}

/** The subscription as a manager has it now. Pure. */
export function changed(
  { id, version }: Subscription,
  asked: SubscriptionAsked,
  changedBy: string,
  changedAt: Instant,
): Subscription {
  return { id, ...asked, changedBy, changedAt, version: version + 1 };
}

/** The subscription of a receiver that answered 410 Gone. Pure. */
export function disabledAsGone(subscription: Subscription, now: Instant): Subscription {
  const because = 'The receiver answered 410 Gone: it wants nothing more.';
  return stopped(subscription, 'disabled', because, now);
}

/** The subscription paused, if nothing could be delivered for a whole day; undefined before that. Pure. */
export function pausedAsFailing(
  subscription: Subscription,
  failingSince: Instant,
  now: Instant,
): Subscription | undefined {
  if (secondsBetween(failingSince, now) < MAY_FAIL_SECONDS) return undefined;
  const because = `Nothing could be delivered since ${failingSince}: mend the receiver, enable this and replay.`;
  return stopped(subscription, 'paused', because, now);
}

function stopped(
  subscription: Subscription,
  status: 'paused' | 'disabled',
  because: string,
  changedAt: Instant,
): Subscription {
  return {
    ...subscription,
    status,
    because,
    changedBy: 'rule',
    changedAt,
    version: subscription.version + 1,
  };
}
