import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { afterTry, type Delivery, deliveryOf } from '../../../../shared/webhooks/delivery.ts';
import { Subscription } from '../../../../shared/webhooks/subscription.ts';
import { aManager, aPerson } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { anEvent } from '../../../support/webhook-builders.ts';
import { type ApiAtWork, apiOn, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const manager = aManager();
const ASKED = {
  url: 'https://housing.landlord.example/hooks',
  description: 'The housing-management system',
  eventTypes: ['uk.estatewatch.incident.confirmed'],
  patches: ['north'],
};
const New = z.object({ subscription: Subscription, secret: z.string() });
const Secret = z.object({ secret: z.string() });

let table: Table;
let api: ApiAtWork;
let subscription: Subscription;
let secret: string;
let path: string;

const enter = (body: unknown = ASKED) => api.ask(manager, 'POST', '/webhook-subscriptions', { body });
const change = (said: object) =>
  api.ask(manager, 'PUT', path, { body: { ...ASKED, version: subscription.version, ...said } });

beforeEach(async () => {
  table = tables.fresh();
  api = apiOn(table);
  ({ subscription, secret } = New.parse((await enter()).json));
  path = `/webhook-subscriptions/${subscription.id}`;
});

describe('a subscription', () => {
  it('is entered by a manager, who is shown its secret this once', async () => {
    expect(subscription).toMatchObject({ ...ASKED, status: 'enabled', changedBy: 'manager', version: 1 });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    for (const address of [path, '/webhook-subscriptions']) {
      const { status, text } = await api.ask(manager, 'GET', address);
      expect(status).toBe(200);
      expect(text).toContain(subscription.id);
      expect(text).not.toContain('whsec_');
    }
    expect(JSON.stringify(api.logged())).not.toContain('whsec_');
  });

  it('is for managers alone', async () => {
    const officer = aPerson();
    expect(await api.ask(officer, 'GET', path)).toMatchObject({ status: 403 });
    expect(await api.ask(officer, 'POST', `${path}/rotate`)).toMatchObject({ status: 403 });
  });

  it.each([
    ['at an address of our own', { url: 'https://169.254.169.254/' }, /“url”.*public internet/],
    ['without TLS', { url: 'http://housing.landlord.example/' }, /“url”.*https/],
    ['to an event that there is not', { eventTypes: ['uk.estatewatch.incident.moved'] }, /eventTypes/],
    ['to nothing', { eventTypes: [] }, /at least one type/],
    ['of no patch', { patches: [] }, /at least one patch/],
    ['of nobody', { description: ' ' }, /say who listens/],
    ['with a secret of its own', { secret: 'whsec_AAAA' }, /secret/],
  ])('%s is refused', async (_, said, words) => {
    const answer = await enter({ ...ASKED, ...said });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.text).toMatch(words);
  });

  it('is not the twenty-sixth', async () => {
    for (let i = 2; i <= 25; i += 1) await enter({ ...ASKED, url: `${ASKED.url}/${i}` });
    expect(await enter({ ...ASKED, url: `${ASKED.url}/26` })).toMatchObject({ status: 409 });
  });

  it('is changed and paused on the version that was looked at', async () => {
    expect(await change({ status: 'paused', patches: ['south'] })).toMatchObject({
      status: 200,
      json: { status: 'paused', patches: ['south'], version: 2 },
    });
    expect(await change({ status: 'enabled' })).toMatchObject({ status: 409, json: { current: 2 } });
    expect(await change({ version: 2, url: 'https://localhost/' })).toMatchObject({ status: 400 });
  });

  it('says since when nothing could be delivered, until somebody enables it', async () => {
    await api.room.webhooks.noteFailing(subscription.id, NOW);
    expect((await api.ask(manager, 'GET', path)).json).toMatchObject({ failingSince: NOW });
    await change({ status: 'enabled' });
    expect((await api.ask(manager, 'GET', path)).json).not.toHaveProperty('failingSince');
  });

  it('has another secret after a rotation, beside the one before', async () => {
    const answer = await api.ask(manager, 'POST', `${path}/rotate`);
    const { secret: next } = Secret.parse(answer.json);
    expect(next).not.toBe(secret);
    expect((await api.room.webhooks.standing(subscription.id)).secrets).toEqual({
      current: next,
      previous: [{ secret, until: plusSeconds(NOW, 86_400) }],
      version: 2,
    });
  });

  it('that was removed is gone, and its secret', async () => {
    expect(await api.ask(manager, 'DELETE', path)).toMatchObject({ status: 204 });
    expect(await api.ask(manager, 'GET', path)).toMatchObject({ status: 404 });
    await expect(api.room.webhooks.standing(subscription.id)).rejects.toThrow('There is no subscription');
  });
});

describe('the log of a subscription', () => {
  const enterDelivery = async (eventId: string, hoursAgo: number, end?: 200 | 404): Promise<Delivery> => {
    const event = { ...anEvent(), id: eventId, at: plusSeconds(NOW, -3_600 * hoursAgo) };
    const fresh = deliveryOf(event, subscription, NOW);
    const answer = { millis: 31, statusCode: end ?? 503, said: 'no such page' };
    const delivery = end === undefined ? fresh : afterTry(fresh, answer, 0, NOW);
    await api.room.deliveries.enter(delivery);
    return delivery;
  };
  const replay = (body: unknown) => api.ask(manager, 'POST', `${path}/replay`, { body });

  it('lists deliveries, newest event first, with what came of each try', async () => {
    await enterDelivery('old', 5, 200);
    await enterDelivery('new', 1, 404);
    expect((await api.ask(manager, 'GET', `${path}/deliveries`)).json).toMatchObject({
      items: [
        {
          eventId: 'new',
          status: 'failed',
          attempts: [{ at: NOW, millis: 31, statusCode: 404, failure: '404 no such page' }],
        },
        { eventId: 'old', status: 'delivered', attempts: [{ statusCode: 200 }] },
      ],
    });
  });

  it('goes back thirty days, whatever the table still holds', async () => {
    await enterDelivery('expired', 24 * 30 + 1, 200);
    expect((await api.ask(manager, 'GET', `${path}/deliveries`)).json).toEqual({ items: [] });
  });

  it('is paged', async () => {
    await enterDelivery('one', 1, 200);
    await enterDelivery('two', 2, 200);
    const Page = z.object({ items: z.array(z.object({ eventId: z.string() })), next: z.string() });
    const first = Page.parse(
      (await api.ask(manager, 'GET', `${path}/deliveries`, { query: { limit: '1' } })).json,
    );
    const query = { limit: '1', from: first.next };
    expect((await api.ask(manager, 'GET', `${path}/deliveries`, { query })).json).toMatchObject({
      items: [{ eventId: 'two' }],
    });
  });

  it('sends one delivery once more, unless it is on its way', async () => {
    const { id } = await enterDelivery('failed', 1, 404);
    const again = () => api.ask(manager, 'POST', `${path}/deliveries/${id}/replay`);
    expect(await again()).toMatchObject({ status: 200, json: { id, status: 'pending', tries: 0 } });
    expect(await again()).toMatchObject({ status: 409 });
  });

  it('sends nothing of another subscription', async () => {
    const { id } = await enterDelivery('failed', 1, 404);
    const other = New.parse((await enter({ ...ASKED, url: `${ASKED.url}/2` })).json).subscription;
    const answer = await api.ask(
      manager,
      'POST',
      `/webhook-subscriptions/${other.id}/deliveries/${id}/replay`,
    );
    expect(answer).toMatchObject({ status: 404 });
  });

  it('sends everything since a time once more, but for what is on its way', async () => {
    const [before, delivered, failed] = [
      await enterDelivery('before', 9, 404),
      await enterDelivery('delivered', 2, 200),
      await enterDelivery('failed', 1, 404),
    ];
    await enterDelivery('pending', 1);
    const answer = await replay({ since: plusSeconds(NOW, -3 * 3_600) });
    expect(answer).toMatchObject({ status: 200, json: { replayed: 2 } });
    const statuses = [before, delivered, failed].map(
      async ({ id }) => (await api.room.deliveries.get(id))?.status,
    );
    expect(await Promise.all(statuses)).toEqual(['failed', 'pending', 'pending']);
  });

  it('leaves out what was delivered when that is asked', async () => {
    await enterDelivery('delivered', 2, 200);
    await enterDelivery('failed', 1, 404);
    const body = { since: plusSeconds(NOW, -3 * 3_600), failedOnly: true };
    expect((await replay(body)).json).toEqual({ replayed: 1 });
  });

  it('says where to go on when there is more', async () => {
    for (let i = 0; i < 201; i += 1) await enterDelivery(`event-${i}`, 100 - i * 0.1, 404);
    const Answer = z.object({ replayed: z.number(), next: z.string().optional() });
    const first = Answer.parse((await replay({ since: plusSeconds(NOW, -101 * 3_600) })).json);
    expect(first.replayed).toBe(200);
    const second = Answer.parse((await replay({ since: first.next })).json);
    expect(second).toEqual({ replayed: 1 });
  });

  it('sends nothing while the subscription is paused', async () => {
    await change({ status: 'paused' });
    expect(await replay({ since: NOW })).toMatchObject({ status: 409 });
  });
});
