import { OpenAPIHono, z } from '@hono/zod-openapi';
import { PushSubscription, subscriptionOf } from '../../shared/notifications/contact.ts';
import { staffRoute } from './access.ts';
import { type ApiEnv, personOf } from './caller.ts';
import { Id, json } from './contract.ts';
import { MyContact, NewSubscription, SetEmail } from './notifications-contract.ts';
import type { Room } from './room.ts';

const tags = ['You'];
const OWN = { roles: [], within: 'own' } as const;
const Shown = PushSubscription.pick({ id: true, addedAt: true });

const readRoute = staffRoute(OWN, {
  method: 'get',
  path: '/me/contact',
  operationId: 'readMyContact',
  tags,
  summary: 'Where you are told of things',
  responses: { 200: json('Your address and browsers.', MyContact) },
});

const emailRoute = staffRoute(OWN, {
  method: 'put',
  path: '/me/contact/email',
  operationId: 'setMyEmail',
  tags,
  summary: 'Say where you are told by e-mail; null: nowhere',
  request: { body: { required: true, ...json('Your address.', SetEmail) } },
  responses: { 200: json('Your address and browsers.', MyContact) },
});

const subscribeRoute = staffRoute(OWN, {
  method: 'post',
  path: '/me/contact/subscriptions',
  operationId: 'subscribe',
  tags,
  summary: 'Be told in this browser too',
  description: 'The same browser again replaces what was known of it. There are at most ten.',
  request: { body: { required: true, ...json('What the browser gave.', NewSubscription) } },
  responses: { 201: json('What it is known by.', Shown) },
});

const unsubscribeRoute = staffRoute(OWN, {
  method: 'delete',
  path: '/me/contact/subscriptions/{subscriptionId}',
  operationId: 'unsubscribe',
  tags,
  summary: 'Be told in a browser no more',
  request: { params: z.object({ subscriptionId: Id.openapi({ example: 'PS-7K2M9QX4DA' }) }) },
  responses: { 204: { description: 'It is not told any more.' } },
});

/** Where people are told: each says so for themself. */
export function contactRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  async function contactOf(username: string): Promise<z.infer<typeof MyContact>> {
    const { email, subscriptions } = await room.contacts.get(username);
    const { publicKey } = await room.pushKeys.get();
    return {
      ...(email !== undefined && { email }),
      subscriptions: subscriptions.map(({ id, addedAt }) => ({ id, addedAt })),
      pushKey: publicKey,
    };
  }

  routes.openapi(readRoute, async (c) => c.json(await contactOf(personOf(c).username), 200));

  routes.openapi(emailRoute, async (c) => {
    const { username } = personOf(c);
    const { email } = c.req.valid('json');
    await room.contacts.setEmail(username, email ?? undefined, room.clock());
    return c.json(await contactOf(username), 200);
  });

  routes.openapi(subscribeRoute, async (c) => {
    const subscription = subscriptionOf(c.req.valid('json'), room.clock());
    await room.contacts.subscribe(personOf(c).username, subscription);
    return c.json({ id: subscription.id, addedAt: subscription.addedAt }, 201);
  });

  routes.openapi(unsubscribeRoute, async (c) => {
    await room.contacts.unsubscribe(personOf(c).username, c.req.valid('param').subscriptionId);
    return c.body(null, 204);
  });

  return routes;
}
