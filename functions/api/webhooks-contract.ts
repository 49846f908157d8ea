import { z } from '@hono/zod-openapi';
import { Instant } from '../../shared/platform/instant.ts';
import { Delivery as SharedDelivery } from '../../shared/webhooks/delivery.ts';
import {
  Subscription as SharedSubscription,
  SubscriptionAsked as SharedSubscriptionAsked,
} from '../../shared/webhooks/subscription.ts';
import { named } from './contract.ts';

const asked = {
  url: 'https://housing.example.org/estatewatch',
  description: 'The housing-management system',
  eventTypes: ['uk.estatewatch.incident.confirmed', 'uk.estatewatch.task.breached'],
  patches: ['riverside'],
  status: 'enabled',
} as const;

/** A subscription as the API shows it: without its secret. */
export const Subscription = named(
  SharedSubscription,
  'Subscription',
  'Who is told of what by webhook. While it is paused, what happens is only put into its log.',
  {
    id: 'WH-7K2M9QX4DA',
    ...asked,
    changedBy: 'manager',
    changedAt: '2026-11-22T09:30:00.000Z',
    version: 1,
  },
);

/** A subscription as it is asked for. */
export const SubscriptionAsked = named(
  SharedSubscriptionAsked,
  'SubscriptionAsked',
  'A receiver at a public https address, and the types of event and the patches that it is told of.',
  asked,
);

/** How a subscription is changed, on which version. */
export const ChangeSubscription = z
  .strictObject({
    version: z.int().min(1).openapi({ description: 'The version that you looked at.', example: 1 }),
    ...SharedSubscriptionAsked.shape,
  })
  .openapi('ChangeSubscription');

const secret = z.string().openapi({
  description: 'What deliveries are signed with. It is shown this once.',
  example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
});

/** A new subscription with its secret. */
export const NewSubscription = z.object({ subscription: Subscription, secret }).openapi('NewSubscription', {
  description: 'The subscription, and the secret to verify its deliveries by.',
});

/** A new secret. */
export const NewSecret = z.object({ secret }).openapi('NewSecret', {
  description: 'The new secret. For a day deliveries are signed with the one before too.',
});

/** A subscription, and how it goes. */
export const SubscriptionFile = z
  .object({
    subscription: Subscription,
    failingSince: Instant.clone().optional().openapi({
      description: 'Since when nothing could be delivered. After a day the subscription is paused.',
    }),
  })
  .openapi('SubscriptionFile', { description: 'A subscription, and how it goes.' });

/** A delivery as the log shows it. */
export const Delivery = named(
  SharedDelivery,
  'Delivery',
  'That an event goes, went or could not go to a subscription, with each try. It is kept for 30 days.',
  {
    id: 'WH-7K2M9QX4DA_FT-7K2M9QX4DA-v2',
    subscriptionId: 'WH-7K2M9QX4DA',
    eventId: 'FT-7K2M9QX4DA-v2',
    eventType: 'uk.estatewatch.incident.confirmed',
    reference: 'FT-7K2M9QX4DA',
    at: '2026-11-22T09:30:00.000Z',
    body: '{"specversion":"1.0",…}',
    status: 'pending',
    tries: 1,
    nextTryAt: '2026-11-22T09:30:06.000Z',
    attempts: [
      { at: '2026-11-22T09:30:01.000Z', millis: 84, statusCode: 503, failure: '503 Back in a minute' },
    ],
    version: 2,
  },
);

/** Which deliveries are set going anew. */
export const ReplayAsked = z
  .strictObject({
    since: Instant.clone().openapi({ description: 'Those of events that happened then or later.' }),
    failedOnly: z.boolean().default(false).openapi({ description: 'Leave out what was delivered.' }),
  })
  .openapi('ReplayAsked', { example: { since: '2026-11-22T00:00:00Z', failedOnly: true } });

/** How many were. */
export const Replayed = z
  .object({
    replayed: z.int().min(0),
    next: Instant.clone()
      .optional()
      .openapi({ description: 'There are more: ask again with `since` set to it.' }),
  })
  .openapi('Replayed', { description: 'How many deliveries were set going anew.' });
