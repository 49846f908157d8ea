import type { Contact, PushSubscription } from '../../shared/notifications/contact.ts';
import type { ContactStore } from '../../shared/notifications/contact-store.ts';
import { type Message, messageOf } from '../../shared/notifications/message.ts';
import {
  afterTry,
  type Delivery,
  decide,
  ESCALATION_CONTACT,
  isOver,
  type Notification,
} from '../../shared/notifications/notification.ts';
import type { NotificationSettings } from '../../shared/notifications/notification-settings.ts';
import type { NotificationStore } from '../../shared/notifications/notification-store.ts';
import type { Sent } from '../../shared/notifications/sent.ts';
import { Rejected } from '../../shared/platform/errors.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import type { WorkingHours } from '../../shared/tasks/working-time.ts';

/** What sending works with. */
export interface SendingRoom {
  readonly notifications: NotificationStore;
  readonly contacts: ContactStore;
  readonly settings: NotificationSettings;
  readonly hours: WorkingHours;
  readonly email: (to: string, message: Message) => Promise<Sent>;
  readonly push: (to: PushSubscription, message: Message, isUrgent: boolean) => Promise<Sent>;
}

/** One way to somebody, and what sends by it. */
type Way = Pick<Delivery, 'channel' | 'subscriptionId'> & { readonly send: () => Promise<Sent> };

// The queue gives a message out five times; the last failure is told with its reason.
const LAST_ATTEMPT = 5;

/**
 * Sends a notification that is due by every way that has not been settled yet, and notes what came of each. Throws when
 * some way is to be tried again; {@link Rejected} when it has reached nobody and will not. Then, if it was urgent, the
 * escalation contact is told instead.
 */
export async function sendNotification(
  notificationId: string,
  room: SendingRoom,
  log: Log,
  now: Instant,
  attempt: number,
): Promise<void> {
  const claimed = await room.notifications.claim(notificationId, now);
  if (claimed === undefined) return;
  const all = await waysFor(claimed, room);
  const isRedriven = claimed.status === 'failed';
  const open = isRedriven ? all : all.filter((way) => !isOver(claimed, way));
  const tried = await Promise.all(open.map((way) => tryWay(way, now)));
  const next = afterTry(claimed, all, tried, attempt >= LAST_ATTEMPT, now);
  await room.notifications.save(next);
  await forgetGone(claimed.to, tried, room, log);
  if (next.status === 'sent') log.info('NOTIFICATION_SENT', { notification: next.id, ways: tried.length });
  if (next.status === 'due') throw new Error(`${next.id} could not be sent: ${reasonsOf(tried)}`);
  if (next.status === 'failed') await giveUp(next, tried, room, log, now);
}

async function tryWay({ channel, subscriptionId, send }: Way, at: Instant): Promise<Delivery> {
  return { at, channel, ...(subscriptionId !== undefined && { subscriptionId }), ...(await send()) };
}

/** What is urgent goes every way there is; a digest by e-mail, and to browsers only where there is no address. */
async function waysFor(notification: Notification, room: SendingRoom): Promise<Way[]> {
  const { to, content } = notification;
  const { settings, hours } = room;
  const { email, subscriptions }: Contact =
    to === ESCALATION_CONTACT
      ? { email: settings.escalationContact, subscriptions: [] }
      : await room.contacts.get(to);
  const { webAddress } = settings;
  const message = messageOf(content, { webAddress, timeZone: hours.timeZone });
  const isUrgent = content.tells === 'urgent';
  const browsers = isUrgent || email === undefined ? subscriptions : [];
  return [
    ...(email === undefined ? [] : [{ channel: 'email', send: () => room.email(email, message) } as const]),
    ...browsers.map((each): Way => {
      const send = () => room.push(each, message, isUrgent);
      return { channel: 'push', subscriptionId: each.id, send };
    }),
  ];
}

async function forgetGone(
  to: string,
  tried: readonly Delivery[],
  room: SendingRoom,
  log: Log,
): Promise<void> {
  for (const { outcome, subscriptionId } of tried) {
    if (outcome !== 'gone' || subscriptionId === undefined) continue;
    await room.contacts.unsubscribe(to, subscriptionId);
    log.info('SUBSCRIPTION_GONE', { subscription: subscriptionId });
  }
}

async function giveUp(
  failed: Notification,
  tried: readonly Delivery[],
  { notifications }: SendingRoom,
  log: Log,
  now: Instant,
): Promise<never> {
  const { id, to, content } = failed;
  if (content.tells === 'urgent' && to !== ESCALATION_CONTACT)
    await notifications.decide(decide(`${id} failed`, ESCALATION_CONTACT, content, 'due', now));
  log.error('NOTIFICATION_FAILED', { notification: id, tries: failed.deliveries.length });
  throw new Rejected(`Notification ${id} reached nobody: ${reasonsOf(tried)}.`);
}

function reasonsOf(tried: readonly Delivery[]): string {
  const reasons = tried.flatMap(({ channel, outcome, why = outcome }) =>
    outcome === 'delivered' ? [] : [`${channel}: ${why}`],
  );
  return reasons.join(', ') || 'the person it is for says nowhere where to be told';
}
