import { randomBytes } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import { derivedId } from '../../shared/platform/derived-id.ts';
import { Conflict, NotFound, WrongState } from '../../shared/platform/errors.ts';
import { type Delivery as DeliveryOnRecord, replayed } from '../../shared/webhooks/delivery.ts';
import { whyNotDeliverable } from '../../shared/webhooks/receiver-address.ts';
import { firstSecrets, rotated, SECRET_BYTES, secretOf } from '../../shared/webhooks/signing-secret.ts';
import { changed, MOST_SUBSCRIPTIONS, type Subscription } from '../../shared/webhooks/subscription.ts';
import { type ApiContext, type ApiEnv, personOf } from './caller.ts';
import { requireVersion } from './moves.ts';
import { Invalid } from './problem.ts';
import type { Room } from './room.ts';
import {
  changeRoute,
  enterRoute,
  listRoute,
  logRoute,
  readRoute,
  removeRoute,
  replayOneRoute,
  replayRoute,
  rotateRoute,
} from './webhooks-declared.ts';

// So many are set going anew well within a request's time.
const REPLAYED_AT_ONCE = 200;

const newSecret = () => secretOf(randomBytes(SECRET_BYTES));

/** Outgoing webhooks: who is told of what, the secrets, the log, and what is sent once more. */
export function webhooksRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  async function subscriptionOf(c: ApiContext, subscriptionId: string): Promise<Subscription> {
    const subscription = await room.webhooks.get(subscriptionId);
    if (subscription === undefined) throw new NotFound(`There is no subscription “${subscriptionId}”.`);
    c.set('version', subscription.version);
    return subscription;
  }

  function requireDeliverable(url: string): void {
    const why = whyNotDeliverable(url, room.webhookSettings);
    if (why !== undefined) throw new Invalid([{ field: 'url', message: why }]);
  }

  routes.openapi(listRoute, async (c) => c.json({ items: await room.webhooks.all() }, 200));

  routes.openapi(enterRoute, async (c) => {
    const asked = c.req.valid('json');
    requireDeliverable(asked.url);
    if ((await room.webhooks.all()).length >= MOST_SUBSCRIPTIONS)
      throw new WrongState(`There are ${MOST_SUBSCRIPTIONS} subscriptions: remove one that nobody needs.`);
    const [changedBy, changedAt] = [personOf(c).username, room.clock()];
    const id = derivedId('WH', `${asked.url} ${changedBy} ${changedAt}`);
    const subscription: Subscription = { id, ...asked, changedBy, changedAt, version: 1 };
    const secret = newSecret();
    await room.webhooks.enter(subscription, firstSecrets(secret));
    room.log.info('WEBHOOK_CHANGED', { subscription: id, did: 'entered' });
    return c.json({ subscription, secret }, 201);
  });

  routes.openapi(readRoute, async (c) => {
    const subscription = await subscriptionOf(c, c.req.valid('param').subscriptionId);
    const { failingSince } = await room.webhooks.standing(subscription.id);
    return c.json({ subscription, ...(failingSince !== undefined && { failingSince }) }, 200);
  });

  routes.openapi(changeRoute, async (c) => {
    const before = await subscriptionOf(c, c.req.valid('param').subscriptionId);
    const { version, ...asked } = c.req.valid('json');
    requireVersion(`Subscription ${before.id}`, before.version, version);
    requireDeliverable(asked.url);
    const subscription = changed(before, asked, personOf(c).username, room.clock());
    await room.webhooks.save(subscription, { after: version });
    // Whoever enables it again has mended it: its day begins anew.
    if (asked.status === 'enabled') await room.webhooks.noteWorking(before.id);
    room.log.info('WEBHOOK_CHANGED', { subscription: before.id, did: asked.status });
    return c.json(subscription, 200);
  });

  routes.openapi(removeRoute, async (c) => {
    const { id } = await subscriptionOf(c, c.req.valid('param').subscriptionId);
    await room.webhooks.remove(id);
    room.log.info('WEBHOOK_CHANGED', { subscription: id, did: 'removed' });
    return c.body(null, 204);
  });

  routes.openapi(rotateRoute, async (c) => {
    const { id } = await subscriptionOf(c, c.req.valid('param').subscriptionId);
    const { secrets } = await room.webhooks.standing(id);
    const secret = newSecret();
    await room.webhooks.saveSecrets(id, rotated(secrets, secret, room.clock()));
    room.log.info('WEBHOOK_CHANGED', { subscription: id, did: 'rotated' });
    return c.json({ secret }, 200);
  });

  routes.openapi(logRoute, async (c) => {
    const { id } = await subscriptionOf(c, c.req.valid('param').subscriptionId);
    const { limit, from } = c.req.valid('query');
    return c.json(await room.deliveries.ofSubscription(id, room.clock(), limit, from), 200);
  });

  async function enabledOf(c: ApiContext, subscriptionId: string): Promise<Subscription> {
    const subscription = await subscriptionOf(c, subscriptionId);
    if (subscription.status === 'enabled') return subscription;
    throw new WrongState(`Subscription ${subscription.id} is ${subscription.status}: enable it first.`);
  }

  async function replay(delivery: DeliveryOnRecord): Promise<DeliveryOnRecord> {
    const again = replayed(delivery, room.clock());
    await room.deliveries.save(again, { after: delivery.version });
    return again;
  }

  routes.openapi(replayOneRoute, async (c) => {
    const { subscriptionId, deliveryId } = c.req.valid('param');
    const { id } = await enabledOf(c, subscriptionId);
    const delivery = await room.deliveries.get(deliveryId);
    if (delivery?.subscriptionId !== id)
      throw new NotFound(`There is no delivery “${deliveryId}” in the log of ${id}.`);
    c.set('version', delivery.version);
    return c.json(await replay(delivery), 200);
  });

  routes.openapi(replayRoute, async (c) => {
    const { id } = await enabledOf(c, c.req.valid('param').subscriptionId);
    const { since, failedOnly } = c.req.valid('json');
    const found = await room.deliveries.since(id, since, room.clock(), REPLAYED_AT_ONCE);
    const wanted = failedOnly ? ['failed'] : ['failed', 'delivered'];
    let count = 0;
    for (const delivery of found.filter(({ status }) => wanted.includes(status))) {
      try {
        await replay(delivery);
        count += 1;
      } catch (error) {
        // The list may be a moment old, and somebody else was quicker.
        if (!(error instanceof Conflict)) throw error;
      }
    }
    room.log.info('WEBHOOK_CHANGED', { subscription: id, did: 'replayed', deliveries: count });
    const next = found.length < REPLAYED_AT_ONCE ? undefined : found.at(-1)?.at;
    return c.json({ replayed: count, ...(next !== undefined && { next }) }, 200);
  });

  return routes;
}
