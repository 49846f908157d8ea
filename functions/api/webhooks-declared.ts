import { z } from '@hono/zod-openapi';
import { type Access, staffRoute } from './access.ts';
import { Id, json, listOf, PageAsked, pageOf } from './contract.ts';
import { Problem } from './problem.ts';
import {
  ChangeSubscription,
  Delivery,
  NewSecret,
  NewSubscription,
  ReplayAsked,
  Replayed,
  Subscription,
  SubscriptionAsked,
  SubscriptionFile,
} from './webhooks-contract.ts';

const tags = ['Webhooks'];
const forManagers: Access = { roles: ['manager'], within: 'landlord' };
const params = z.object({ subscriptionId: Id.openapi({ example: 'WH-7K2M9QX4DA' }) });
const path = '/webhook-subscriptions/{subscriptionId}';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});
const none = { 404: problem('There is no such thing.') };

/** All subscriptions. */
export const listRoute = staffRoute(forManagers, {
  method: 'get',
  path: '/webhook-subscriptions',
  operationId: 'listSubscriptions',
  tags,
  summary: 'Who is told of what by webhook',
  responses: { 200: json('Every subscription.', listOf(Subscription, 'SubscriptionList')) },
});

/** A new one. */
export const enterRoute = staffRoute(forManagers, {
  method: 'post',
  path: '/webhook-subscriptions',
  operationId: 'enterSubscription',
  tags,
  summary: 'Have a receiver told of what happens',
  description: 'The answer shows the secret, this once. Events that happen from now on are delivered.',
  request: { body: { required: true, ...json('Who is told of what.', SubscriptionAsked) } },
  responses: {
    201: json('The subscription with its secret.', NewSubscription),
    409: problem('There are too many.'),
  },
});

/** One of them. */
export const readRoute = staffRoute(forManagers, {
  method: 'get',
  path,
  operationId: 'readSubscription',
  tags,
  summary: 'A subscription, and how it goes',
  request: { params },
  responses: { 200: json('The subscription.', SubscriptionFile), ...none },
});

/** Changes one, pauses it or enables it. */
export const changeRoute = staffRoute(forManagers, {
  method: 'put',
  path,
  operationId: 'changeSubscription',
  tags,
  summary: 'Change, pause or enable a subscription',
  description: 'What happened while it was paused is in its log, and goes out when it is replayed.',
  request: {
    params,
    body: { required: true, ...json('What it is from now on, and on which version.', ChangeSubscription) },
  },
  responses: {
    200: json('The subscription as it is now.', Subscription),
    ...none,
    409: problem('Somebody changed it since you looked.'),
  },
});

/** Removes one. */
export const removeRoute = staffRoute(forManagers, {
  method: 'delete',
  path,
  operationId: 'removeSubscription',
  tags,
  summary: 'Remove a subscription',
  request: { params },
  responses: { 204: { description: 'It is gone, and its secret with it.' }, ...none },
});

/** Rotates its secret. */
export const rotateRoute = staffRoute(forManagers, {
  method: 'post',
  path: `${path}/rotate`,
  operationId: 'rotateSecret',
  tags,
  summary: 'Have a new secret',
  description: 'For a day every delivery carries two signatures, by the new secret and by the one before.',
  request: { params },
  responses: {
    200: json('The new secret.', NewSecret),
    ...none,
    409: problem('Somebody rotated it at the same moment.'),
  },
});

/** Its log. */
export const logRoute = staffRoute(forManagers, {
  method: 'get',
  path: `${path}/deliveries`,
  operationId: 'listDeliveries',
  tags,
  summary: 'What was delivered to a subscription in the last 30 days, newest first',
  request: { params, query: PageAsked },
  responses: { 200: json('A page of deliveries.', pageOf(Delivery, 'DeliveryPage')), ...none },
});

/** Replays one delivery. */
export const replayOneRoute = staffRoute(forManagers, {
  method: 'post',
  path: `${path}/deliveries/{deliveryId}/replay`,
  operationId: 'replayDelivery',
  tags,
  summary: 'Send one delivery once more',
  description: 'Under the same id, with the same body.',
  request: {
    params: params.extend({ deliveryId: Id.openapi({ example: 'WH-7K2M9QX4DA_FT-7K2M9QX4DA-v2' }) }),
  },
  responses: {
    200: json('The delivery, on its way.', Delivery),
    ...none,
    409: problem('It is on its way, or the subscription is not enabled.'),
  },
});

/** Replays all since a time. */
export const replayRoute = staffRoute(forManagers, {
  method: 'post',
  path: `${path}/replay`,
  operationId: 'replayDeliveries',
  tags,
  summary: 'Send everything since a time once more',
  description: 'What is on its way is left alone. At most 200 at once; `next` says how to go on.',
  request: { params, body: { required: true, ...json('Since when.', ReplayAsked) } },
  responses: {
    200: json('How many were set going.', Replayed),
    ...none,
    409: problem('The subscription is not enabled.'),
  },
});
