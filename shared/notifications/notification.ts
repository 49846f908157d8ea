import { z } from 'zod';
import { derivedId } from '../platform/derived-id.ts';
import { Instant, plusSeconds } from '../platform/instant.ts';
import { Digest } from './digest.ts';
import { Notice } from './urgency.ts';

/** In place of a username: the settings' address for when nobody can be told. No username has a space. */
export const ESCALATION_CONTACT = 'escalation contact';

/** One try to tell somebody by one way. `why` names what went wrong, without addresses. */
export const Delivery = z.object({
  at: Instant,
  channel: z.enum(['email', 'push']),
  /** Which browser, for a push message. */
  subscriptionId: z.string().optional(),
  /** `failed` is tried again; `refused` is not; `gone` is a browser that takes no messages any more. */
  outcome: z.enum(['delivered', 'failed', 'refused', 'gone']),
  /** What the provider calls it, for asking after it there. */
  providerId: z.string().optional(),
  why: z.string().optional(),
});
export type Delivery = z.infer<typeof Delivery>;

/** What a notification tells: urgent things, the first hundred of them one by one, or a patch's morning. */
const Content = z.discriminatedUnion('tells', [
  z.object({ tells: z.literal('urgent'), notices: z.array(Notice).min(1), beyond: z.int().min(0) }),
  z.object({ tells: z.literal('digest'), digest: Digest }),
]);

/**
 * One message to one person, by every way that they have. It is `gathering` until its time, `due` until it is sent, and
 * `failed` when nobody could be reached by it.
 */
export const Notification = z.object({
  id: z.string(),
  /** A username, or {@link ESCALATION_CONTACT}. */
  to: z.string(),
  status: z.enum(['gathering', 'due', 'sent', 'failed']),
  content: Content,
  decidedAt: Instant,
  /** Since when somebody has been sending it. */
  sendingSince: Instant.optional(),
  endedAt: Instant.optional(),
  deliveries: z.array(Delivery),
  version: z.int().min(1),
});
export type Notification = z.infer<typeof Notification>;
export type NotificationContent = Notification['content'];

/** For whom what is urgent is gathered since a message went out, until when, and into which notification. */
export const GatheringWindow = z.object({
  to: z.string(),
  until: Instant,
  notificationId: z.string().optional(),
  version: z.int().min(1),
});
export type GatheringWindow = z.infer<typeof GatheringWindow>;

/** A message holds so many references one by one; the rest is a number. */
const MOST_NOTICES = 100;

/** A notification as it is decided. `from` is what its id follows from. */
export function decide(
  from: string,
  to: string,
  content: NotificationContent,
  status: 'gathering' | 'due',
  now: Instant,
): Notification {
  const id = derivedId('N', `${from} ${to}`);
  return { id, to, status, content, decidedAt: now, deliveries: [], version: 1 };
}

/** What is written when something urgent is to be told to somebody. */
export interface Told {
  readonly notification: Notification;
  readonly window: GatheringWindow;
}

/**
 * Something urgent for somebody: it goes out at once when no message has gone out for a while, otherwise it joins what
 * is gathered for the next one. `gathering` is the notification of the window. Pure.
 */
export function tellOrGather(
  notice: Notice,
  to: string,
  window: GatheringWindow | undefined,
  gathering: Notification | undefined,
  gatherMinutes: number,
  now: Instant,
): Told {
  const version = (window?.version ?? 0) + 1;
  const content: NotificationContent = { tells: 'urgent', notices: [notice], beyond: 0 };
  const isOpen = window !== undefined && now < window.until;
  if (gathering?.status === 'gathering' && window !== undefined)
    return { notification: withNotice(gathering, notice), window: { ...window, version } };
  if (isOpen) {
    const notification = decide(notice.id, to, content, 'gathering', now);
    return { notification, window: { ...window, notificationId: notification.id, version } };
  }
  const until = plusSeconds(now, gatherMinutes * 60);
  return { notification: decide(notice.id, to, content, 'due', now), window: { to, until, version } };
}

function withNotice(notification: Notification, notice: Notice): Notification {
  const { content, version } = notification;
  if (content.tells !== 'urgent') throw new TypeError(`${notification.id} is a digest: it gathers nothing.`);
  const isFull = content.notices.length >= MOST_NOTICES;
  const next = isFull
    ? { ...content, beyond: content.beyond + 1 }
    : { ...content, notices: [...content.notices, notice] };
  return { ...notification, content: next, version: version + 1 };
}

/**
 * What was gathered goes out when its window is over, and the next window begins with it; undefined while it is not
 * over, and when there is nothing. Pure.
 */
export function closeWindow(
  window: GatheringWindow | undefined,
  gathering: Notification | undefined,
  gatherMinutes: number,
  now: Instant,
): Told | undefined {
  if (window === undefined || now < window.until || gathering?.status !== 'gathering') return undefined;
  const { to, version } = window;
  return {
    notification: { ...gathering, status: 'due', version: gathering.version + 1 },
    window: { to, until: plusSeconds(now, gatherMinutes * 60), version: version + 1 },
  };
}

/** A way to tell somebody: by e-mail, or in one browser. */
export type WayKey = Pick<Delivery, 'channel' | 'subscriptionId'>;

/** Whether nothing more is to be tried by a way: it has arrived, or never will. */
export function isOver({ deliveries }: Notification, way: WayKey): boolean {
  return deliveries.some(
    ({ channel, subscriptionId, outcome }) =>
      channel === way.channel && subscriptionId === way.subscriptionId && outcome !== 'failed',
  );
}

/**
 * The notification after a try. It is sent when it has arrived by one way and no other is still to be tried, failed when
 * it has arrived by none, and stays due for the next try otherwise. Pure.
 */
export function afterTry(
  notification: Notification,
  ways: readonly WayKey[],
  tried: readonly Delivery[],
  isLast: boolean,
  now: Instant,
): Notification {
  const { sendingSince: _, endedAt: __, ...rest } = notification;
  const next: Notification = {
    ...rest,
    deliveries: [...rest.deliveries, ...tried],
    version: rest.version + 1,
  };
  if (!isLast && ways.some((way) => !isOver(next, way))) return { ...next, status: 'due' };
  const hasArrived = next.deliveries.some(({ outcome }) => outcome === 'delivered');
  return { ...next, status: hasArrived ? 'sent' : 'failed', endedAt: now };
}
