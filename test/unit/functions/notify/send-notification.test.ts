import { beforeEach, describe, expect, it } from 'vitest';
import { PushSubscription } from '../../../../shared/notifications/contact.ts';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { NOON, notifyOn } from './notify-room.ts';

const tables = tablesForThisFile();
let room: Awaited<ReturnType<typeof notifyOn>>;
let notificationId: string;
beforeEach(async () => {
  room = await notifyOn(tables.fresh());
  for (const id of ['PS-phone', 'PS-office']) await room.contacts.subscribe('ana', aSubscription(id));
  const id = await room.insecureDoor();
  await room.hear({ thing: 'incident', id, status: 'confirmed' });
  notificationId = (await room.all())[0]?.id ?? '';
});

function aSubscription(id: string): PushSubscription {
  const keys = {
    p256dh: Buffer.alloc(65, 4).toString('base64url'),
    auth: Buffer.alloc(16).toString('base64url'),
  };
  return PushSubscription.parse({ id, endpoint: `https://push.example.com/${id}`, keys, addedAt: NOON });
}

// The queue gives a message out again three minutes after a failure.
const send = (attempt = 1) =>
  room.hear({ thing: 'notification', id: notificationId }, plusSeconds(NOON, (attempt - 1) * 180), attempt);
const notification = () => room.notifications.get(notificationId);

describe('what is urgent', () => {
  it('goes to the address and to every browser of whoever is told', async () => {
    await send();
    expect(room.mails.map(({ to }) => to)).toEqual(['ana@landlord.example']);
    expect(room.pushes.map(({ to }) => to).sort()).toEqual(['PS-office', 'PS-phone']);
    expect(await notification()).toMatchObject({ status: 'sent' });
  });

  it('is tried again by the ways that failed, and by no other', async () => {
    room.answers.push = (id) =>
      id === 'PS-phone' ? { outcome: 'failed', why: 'HTTP 503' } : { outcome: 'delivered' };
    await expect(send()).rejects.toThrow('push: HTTP 503');
    expect(await notification()).toMatchObject({ status: 'due' });
    room.answers.push = () => ({ outcome: 'delivered' });
    await send(2);
    expect(room.mails).toHaveLength(1);
    expect(room.pushes.map(({ to }) => to)).toEqual(['PS-office', 'PS-phone', 'PS-phone']);
    expect(await notification()).toMatchObject({ status: 'sent' });
  });

  it('is not sent at once again because a try was noted', async () => {
    room.answers.email = () => ({ outcome: 'failed', why: 'TooManyRequestsException' });
    await expect(send()).rejects.toThrow();
    await room.hear({ thing: 'notification', id: notificationId, status: 'due', previousStatus: 'due' });
    expect(room.mails).toHaveLength(1);
  });

  it('has arrived when one way took it, though another never did', async () => {
    room.answers.push = () => ({ outcome: 'failed', why: 'HTTP 503' });
    for (const attempt of [1, 2, 3, 4]) await expect(send(attempt)).rejects.toThrow();
    await send(5);
    expect(await notification()).toMatchObject({ status: 'sent' });
    expect(room.mails).toHaveLength(1);
  });

  it('forgets a browser that takes no messages any more', async () => {
    room.answers.push = (id) =>
      id === 'PS-phone' ? { outcome: 'gone', why: 'HTTP 410' } : { outcome: 'delivered' };
    await send();
    expect((await room.contacts.get('ana')).subscriptions.map(({ id }) => id)).toEqual(['PS-office']);
    expect(await notification()).toMatchObject({ status: 'sent' });
    expect(room.log.lines).toContainEqual({ code: 'SUBSCRIPTION_GONE', about: { subscription: 'PS-phone' } });
  });
});

describe('what reaches nobody', () => {
  beforeEach(() => {
    room.answers.email = () => ({ outcome: 'failed', why: 'TooManyRequestsException' });
    room.answers.push = () => ({ outcome: 'gone', why: 'HTTP 410' });
  });
  const giveUp = async () => {
    for (const attempt of [1, 2, 3, 4]) await expect(send(attempt)).rejects.toThrow();
    await expect(send(5)).rejects.toMatchObject({ code: 'REJECTED' });
  };

  it('is given up at the fifth try, with its reason', async () => {
    for (const attempt of [1, 2, 3, 4]) await expect(send(attempt)).rejects.toThrow();
    await expect(send(5)).rejects.toThrow(
      `${notificationId} reached nobody: email: TooManyRequestsException`,
    );
    expect(await notification()).toMatchObject({ status: 'failed' });
  });

  it('is told to the escalation contact instead', async () => {
    await giveUp();
    room.answers.email = () => ({ outcome: 'delivered' });
    await room.sendDue(plusSeconds(NOON, 900));
    expect(room.mails.at(-1)).toMatchObject({
      to: 'control-room@landlord.example',
      message: { title: 'Insecure door on North' },
    });
  });

  it('is given up at once when the provider will never take it', async () => {
    room.answers.email = () => ({ outcome: 'refused', why: 'MessageRejected' });
    await expect(send()).rejects.toThrow('email: MessageRejected, push: HTTP 410');
    expect(await notification()).toMatchObject({ status: 'failed' });
  });

  it('is sent when its message is put back by hand after the cause was mended', async () => {
    await giveUp();
    room.answers.email = () => ({ outcome: 'delivered' });
    await room.hear({ thing: 'notification', id: notificationId }, plusSeconds(NOON, 86_400));
    expect(await notification()).toMatchObject({ status: 'sent' });
  });

  it('holds no address in its log or its reason', async () => {
    await giveUp();
    expect(JSON.stringify([room.log.lines, await notification()])).not.toContain('@');
  });
});

describe('a digest', () => {
  it('goes by e-mail alone, and to browsers where there is no address', async () => {
    const digest = await room.digests.forOne('north', 'ana', NOON);
    await room.notifications.decide(digest);
    await room.hear({ thing: 'notification', id: digest.id });
    expect([room.mails.length, room.pushes.length]).toEqual([1, 0]);
    await room.contacts.setEmail('ana', undefined, NOON);
    const later = plusSeconds(NOON, 60);
    const second = await room.digests.forOne('north', 'ana', later);
    await room.notifications.decide(second);
    await room.hear({ thing: 'notification', id: second.id }, later);
    expect([room.mails.length, room.pushes.length]).toEqual([1, 2]);
  });
});
