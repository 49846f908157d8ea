import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliver } from '../../../../functions/deliver-webhooks/deliver.ts';
import { instant, plusSeconds } from '../../../../shared/platform/instant.ts';
import { deliveryOf, replayed } from '../../../../shared/webhooks/delivery.ts';
import { DeliveryStore } from '../../../../shared/webhooks/delivery-store.ts';
import { ReceiverHttps } from '../../../../shared/webhooks/receiver-https.ts';
import { firstSecrets, rotated, secretOf } from '../../../../shared/webhooks/signing-secret.ts';
import { WebhookSettings } from '../../../../shared/webhooks/webhook-settings.ts';
import { WebhookStore } from '../../../../shared/webhooks/webhook-store.ts';
import { keptLog } from '../../../support/kept-log.ts';
import { type Receiver, signatureOf, startReceiver } from '../../../support/receiver.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { anEvent, aSubscription } from '../../../support/webhook-builders.ts';

const tables = tablesForThisFile();
// Libraries refuse what was signed more than five minutes ago by their own clock.
const NOW = instant(Date.now());
const SECRET = secretOf(Buffer.alloc(32, 1));
const ID = 'WH-0000000001_FT-0000000001-v2';
const settings = WebhookSettings.parse({ allowPrivateHosts: ['127.0.0.1'], deliveriesAtOnce: 2 });

let receiver: Receiver;
let room: Parameters<typeof deliver>[1];
let queued: { due: { deliveryId: string; tries: number }; afterSeconds: number }[];
let log: ReturnType<typeof keptLog>;

beforeEach(async () => {
  receiver = await startReceiver();
  const table = tables.fresh();
  queued = [];
  log = keptLog();
  room = {
    webhooks: new WebhookStore(table),
    deliveries: new DeliveryStore(table),
    receiver: new ReceiverHttps(settings, { timeoutMillis: 500 }),
    // The queue's end of the function: what it puts in again.
    later: { again: async (due, afterSeconds) => void queued.push({ due, afterSeconds }) },
    settings,
    chance: () => 0,
  };
  await room.webhooks.enter(aSubscription({ url: receiver.url }), firstSecrets(SECRET));
  await room.deliveries.enter(deliveryOf(anEvent(), aSubscription(), NOW));
});
afterEach(() => receiver.close());

const tryOnce = (tries = 0, now = NOW) => deliver({ deliveryId: ID, tries }, room, log, now);
const answerWith = (status: number) =>
  receiver.answerWith((response) => response.writeHead(status).end('so it is'));
const kept = () => room.deliveries.get(ID);
const subscription = () => room.webhooks.get('WH-0000000001');
const standing = () => room.webhooks.standing('WH-0000000001');

describe('a delivery that is due', () => {
  it('comes signed, under the event’s id, as a CloudEvent', async () => {
    await tryOnce();
    const [received] = receiver.received;
    expect(received?.headers).toMatchObject({
      'webhook-id': 'FT-0000000001-v2',
      'content-type': 'application/cloudevents+json; charset=utf-8',
    });
    const event = received && new Webhook(SECRET).verify(received.body, signatureOf(received));
    expect(event).toEqual(JSON.parse(anEvent().body));
    expect(await kept()).toMatchObject({ status: 'delivered', attempts: [{ at: NOW, statusCode: 204 }] });
    expect(queued).toEqual([]);
  });

  it('is told of in words that name nothing but ids', async () => {
    await tryOnce();
    expect(log.lines).toEqual([
      { code: 'WEBHOOK_DELIVERED', about: { delivery: ID, tries: 1, status: 'delivered' } },
    ]);
  });

  it('is signed by both secrets after a rotation', async () => {
    const next = secretOf(Buffer.alloc(32, 2));
    const { secrets } = await standing();
    await room.webhooks.saveSecrets('WH-0000000001', rotated(secrets, next, NOW));
    await tryOnce();
    for (const secret of [SECRET, next]) {
      const [received] = receiver.received;
      const verified = received && new Webhook(secret).verify(received.body, signatureOf(received));
      expect(verified).toMatchObject({ id: 'FT-0000000001-v2' });
    }
  });

  it('is not sent twice by two messages', async () => {
    await tryOnce();
    await tryOnce();
    expect(receiver.received).toHaveLength(1);
  });

  it('comes again with the same id and body when it is replayed', async () => {
    await tryOnce();
    const delivered = await kept();
    if (delivered) await room.deliveries.save(replayed(delivered, NOW), { after: delivered.version });
    await tryOnce();
    const [first, second] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    expect((await kept())?.attempts).toHaveLength(2);
  });
});

describe('a delivery that fails', () => {
  it('is put into the queue for its next try before the failure is noted', async () => {
    answerWith(503);
    const save = room.deliveries.save.bind(room.deliveries);
    room.deliveries.save = async () => Promise.reject(new Error('the table is away'));
    await expect(tryOnce()).rejects.toThrow('the table is away');
    expect(queued).toEqual([{ due: { deliveryId: ID, tries: 1 }, afterSeconds: 5 }]);
    room.deliveries.save = save;
    await tryOnce();
    expect(await kept()).toMatchObject({
      status: 'pending',
      tries: 1,
      attempts: [{ statusCode: 503, failure: '503 so it is' }],
    });
  });

  it('waits for its time, though the queue brings it sooner', async () => {
    answerWith(503);
    await tryOnce();
    queued.length = 0;
    await tryOnce(1, plusSeconds(NOW, 2));
    expect(queued).toEqual([{ due: { deliveryId: ID, tries: 1 }, afterSeconds: 3 }]);
    expect(receiver.received).toHaveLength(1);
    await tryOnce(1, plusSeconds(NOW, 5));
    expect(receiver.received).toHaveLength(2);
  });

  it('is not tried by a message that has been overtaken', async () => {
    answerWith(503);
    await tryOnce();
    await tryOnce(0, plusSeconds(NOW, 6));
    expect(receiver.received).toHaveLength(1);
  });

  it('for want of an answer is tried again too', async () => {
    receiver.answerWith(() => undefined);
    await tryOnce();
    expect(await kept()).toMatchObject({
      status: 'pending',
      attempts: [{ failure: 'No answer within 0.5 s.' }],
    });
  });

  it('that another try cannot mend is given up', async () => {
    answerWith(404);
    await tryOnce();
    expect(await kept()).toMatchObject({ status: 'failed' });
    expect(queued).toEqual([]);
  });

  it('at 410 disables the subscription, and nothing more is sent', async () => {
    answerWith(410);
    await tryOnce();
    expect(await kept()).toMatchObject({ status: 'failed' });
    expect(await subscription()).toMatchObject({ status: 'disabled', because: expect.stringMatching(/410/) });
    const other = { ...deliveryOf(anEvent(), aSubscription(), NOW), id: 'other' };
    await room.deliveries.enter(other);
    await deliver({ deliveryId: 'other', tries: 0 }, room, log, NOW);
    expect(receiver.received).toHaveLength(1);
    expect(await room.deliveries.get('other')).toMatchObject({
      status: 'failed',
      because: 'Not sent: the subscription is disabled.',
    });
  });

  it('for a whole day pauses the subscription', async () => {
    answerWith(500);
    await room.webhooks.noteFailing('WH-0000000001', plusSeconds(NOW, -86_400));
    await tryOnce();
    expect(await subscription()).toMatchObject({ status: 'paused', version: 2 });
    expect(log.lines.map(({ code }) => code)).toEqual(['WEBHOOK_FAILED', 'WEBHOOK_STOPPED']);
  });

  it('is forgotten as trouble as soon as something is delivered', async () => {
    answerWith(500);
    await tryOnce();
    expect((await standing()).failingSince).toBe(NOW);
    answerWith(200);
    await tryOnce(1, plusSeconds(NOW, 6));
    expect((await standing()).failingSince).toBeUndefined();
  });

  it('leaves a decision of a manager’s alone', async () => {
    receiver.answerWith(async (response) => {
      await room.webhooks.save(aSubscription({ url: receiver.url, version: 2 }), { after: 1 });
      response.writeHead(410).end();
    });
    await tryOnce();
    expect(await subscription()).toMatchObject({ status: 'enabled', version: 2 });
  });
});

describe('deliveries of one subscription', () => {
  const enter = async (id: string) => {
    await room.deliveries.enter({ ...deliveryOf(anEvent(), aSubscription(), NOW), id });
  };

  it('are under way no more than so many at once; the others come again in seconds', async () => {
    receiver.answerWith((response) => void setTimeout(() => response.writeHead(204).end(), 250));
    const ids = ['one', 'two', 'three', 'four'];
    for (const id of ids) await enter(id);
    await Promise.all(ids.map((deliveryId) => deliver({ deliveryId, tries: 0 }, room, log, NOW)));
    const states = await Promise.all(ids.map(async (id) => (await room.deliveries.get(id))?.status));
    const count = (status: string) => states.filter((each) => each === status).length;
    expect(count('delivered') + count('pending')).toBe(4);
    expect(count('delivered')).toBeLessThanOrEqual(2);
    expect(count('delivered')).toBeGreaterThan(0);
    expect(queued).toHaveLength(count('pending'));
    expect(queued.every(({ afterSeconds }) => afterSeconds === 2)).toBe(true);
    for (const { due } of [...queued]) await deliver(due, room, log, NOW);
    const after = await Promise.all(ids.map(async (id) => (await room.deliveries.get(id))?.status));
    expect(after).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);
  });

  it('take the place of one that died', async () => {
    for (const _ of [1, 2]) {
      const { underWay } = await standing();
      await room.webhooks.takePlace('WH-0000000001', underWay, 2, NOW);
    }
    await tryOnce();
    expect(receiver.received).toHaveLength(0);
    await tryOnce(0, plusSeconds(NOW, 61));
    expect(receiver.received).toHaveLength(1);
  });
});
