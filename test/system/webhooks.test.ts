import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { instant } from '../../shared/platform/instant.ts';
import { Delivery } from '../../shared/webhooks/delivery.ts';
import { Subscription } from '../../shared/webhooks/subscription.ts';
import { type Received, type Receiver, signatureOf, startReceiver } from '../support/receiver.ts';
import { eventually, RunningSystem } from '../support/running-system.ts';

const New = z.object({ subscription: Subscription, secret: z.string() });
const Log = z.object({ items: z.array(Delivery) });
const Event = z.object({
  id: z.string(),
  type: z.string(),
  data: z.object({ reference: z.string(), status: z.string() }),
});

describe('a housing-management system that listens', () => {
  const system = new RunningSystem(inject('assembly'));
  let receiver: Receiver;
  let manager: Awaited<ReturnType<RunningSystem['as']>>;
  let path: string;
  let secret: string;

  beforeAll(async () => {
    receiver = await startReceiver();
    await system.start();
    await system.register();
    manager = await system.as('manager.riverside');
    const asked = {
      url: receiver.url,
      description: 'The housing-management system',
      eventTypes: [
        'uk.estatewatch.incident.flagged',
        'uk.estatewatch.incident.confirmed',
        'uk.estatewatch.task.opened',
      ],
      patches: ['riverside'],
    };
    const entered = New.parse(await manager.send('POST', '/webhook-subscriptions', asked));
    path = `/webhook-subscriptions/${entered.subscription.id}`;
    secret = entered.secret;
  });
  afterAll(async () => {
    await system.remove();
    await receiver.close();
  });

  const verified = (received: Received) =>
    Event.parse(new Webhook(secret).verify(received.body, signatureOf(received)));
  const ofType = (name: string) =>
    receiver.received.filter(({ body }) => Event.parse(JSON.parse(body)).type.endsWith(name));
  const report = async (description: string) => {
    const form = new URLSearchParams({
      service_code: 'fly-tipping',
      description,
      lat: '51.481902',
      long: '-3.178610',
      'attribute[type_of_waste]': 'white-goods',
      'attribute[land_type]': 'council-land',
      'attribute[fly_tip_witnessed]': 'no',
    });
    const answer = await fetch(`${system.whereabouts.api}/open311/v2/requests.json`, {
      method: 'POST',
      body: form,
    });
    expect(answer.status, await answer.text()).toBe(200);
  };
  const log = async () => (await manager.get(`${path}/deliveries`, Log))?.items ?? [];

  it('hears of a flag, signed so that it can tell, and of the inspection', async () => {
    await report('A tell-tale fridge by the bins');
    const received = await eventually('the flag and its task', async () =>
      ofType('task.opened').length > 0 && ofType('incident.flagged').length > 0
        ? receiver.received
        : undefined,
    );
    const events = received.map(verified);
    const flagged = events.find(({ type }) => type === 'uk.estatewatch.incident.flagged');
    expect(flagged?.id).toBe(`${flagged?.data.reference}-v1`);
    expect(received.map(({ body }) => body).join()).not.toMatch(/tell-tale|Kestrel|bin store/i);
    await eventually('both in the log', async () => {
      const items = await log();
      return items.length === 2 && items.every(({ status }) => status === 'delivered') ? items : undefined;
    });
  });

  it('hears of a confirmation a second time when it could not take it the first time', async () => {
    receiver.answerWith((response) => response.writeHead(503).end('Back in a moment'));
    const [flag] = ofType('incident.flagged');
    const reference = flag && verified(flag).data.reference;
    const officer = await system.as('estate-officer.riverside');
    await officer.send('POST', `/incidents/${reference}/confirm`, { version: 1 });
    await eventually('the first try', async () => ofType('incident.confirmed')[0]);
    receiver.answerWith((response) => response.writeHead(204).end());
    const tries = await eventually('the second try', async () =>
      ofType('incident.confirmed').length >= 2 ? ofType('incident.confirmed') : undefined,
    );
    expect(new Set(tries.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([`${reference}-v2`]));
    const delivery = await eventually('its log', async () =>
      (await log()).find(({ eventId, status }) => eventId === `${reference}-v2` && status === 'delivered'),
    );
    expect(delivery.attempts).toMatchObject([
      { statusCode: 503, failure: '503 Back in a moment' },
      { statusCode: 204 },
    ]);
  });

  it('hears of everything since a time once more, under the same ids', async () => {
    // The flag, its inspection, the confirmation and its clearance.
    await eventually('all four delivered', async () => {
      const items = await log();
      return items.length === 4 && items.every(({ status }) => status === 'delivered') ? items : undefined;
    });
    const before = receiver.received.map(({ headers }) => headers['webhook-id']);
    receiver.received.length = 0;
    const since = instant(Date.now() - 3_600_000);
    const Replayed = z.object({ replayed: z.number() });
    const { replayed } = Replayed.parse(await manager.send('POST', `${path}/replay`, { since }));
    expect(replayed).toBe(4);
    const again = await eventually('all of them', async () =>
      receiver.received.length >= replayed ? receiver.received : undefined,
    );
    expect(
      again
        .map(verified)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([...new Set(before)].sort());
  });

  it('hears of nothing more once it has said that it is gone', async () => {
    receiver.answerWith((response) => response.writeHead(410).end());
    const since = instant(Date.now() - 3_600_000);
    await manager.send('POST', `${path}/replay`, { since });
    const File = z.object({ subscription: Subscription });
    const gone = await eventually('the subscription disabled', async () => {
      const { subscription } = (await manager.get(path, File)) ?? {};
      return subscription?.status === 'disabled' ? subscription : undefined;
    });
    expect(gone.because).toBe('The receiver answered 410 Gone: it wants nothing more.');
    await expect(manager.send('POST', `${path}/replay`, { since })).rejects.toThrow(/disabled: enable it/);
  });
});
