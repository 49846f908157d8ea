import { Conflict } from '../../shared/platform/errors.ts';
import { type Instant, secondsBetween } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import { type Answer, afterTry, type Delivery, givenUp, outcomeOf } from '../../shared/webhooks/delivery.ts';
import type { DeliveryStore } from '../../shared/webhooks/delivery-store.ts';
import type { ReceiverHttps } from '../../shared/webhooks/receiver-https.ts';
import { signedHeaders } from '../../shared/webhooks/signing-secret.ts';
import { disabledAsGone, pausedAsFailing, type Subscription } from '../../shared/webhooks/subscription.ts';
import type { WebhookSettings } from '../../shared/webhooks/webhook-settings.ts';
import type { Standing, WebhookStore } from '../../shared/webhooks/webhook-store.ts';
import type { Due, Later } from './later.ts';

// How soon it is asked again for a place among a subscription's deliveries under way, and how far apart those who ask.
const BUSY_SECONDS = 2;
const BUSY_SPREAD_SECONDS = 8;

interface Room {
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryStore;
  readonly receiver: Pick<ReceiverHttps, 'post'>;
  readonly later: Pick<Later, 'again'>;
  readonly settings: WebhookSettings;
  /** From 0 to 1. */
  readonly chance: () => number;
}

/**
 * Makes the try of a delivery that is due. Its next try is put into the queue before this one is noted, so that a
 * delivery is never forgotten; one that was tried meanwhile is left alone.
 */
export async function deliver(due: Due, room: Room, log: Log, now: Instant): Promise<void> {
  const { deliveries, webhooks, later, settings } = room;
  const delivery = await deliveries.get(due.deliveryId);
  if (delivery?.status !== 'pending' || delivery.tries > due.tries) return;
  const subscription = await webhooks.get(delivery.subscriptionId);
  if (subscription === undefined) return;
  if (subscription.status !== 'enabled') return note(givenUp(delivery, subscription.status), room);
  const waitSeconds = secondsBetween(now, delivery.nextTryAt ?? now);
  // The queue keeps whole seconds.
  if (waitSeconds >= 1) return later.again(due, waitSeconds);
  const standing = await webhooks.standing(subscription.id);
  const place = await webhooks.takePlace(subscription.id, standing.underWay, settings.deliveriesAtOnce, now);
  if (place === undefined) return later.again(due, BUSY_SECONDS + BUSY_SPREAD_SECONDS * room.chance());
  try {
    const answer = await room.receiver.post(
      subscription.url,
      headersFor(delivery, standing, now),
      delivery.body,
    );
    await conclude(delivery, answer, room, log, now);
    await followUp(subscription, standing, answer, room, log, now);
  } finally {
    await webhooks.freePlace(subscription.id, place);
  }
}

function headersFor({ eventId, body }: Delivery, { secrets }: Standing, now: Instant) {
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'Estatewatch',
    ...signedHeaders(eventId, body, secrets, now),
  };
}

async function conclude(
  delivery: Delivery,
  answer: Answer,
  room: Room,
  log: Log,
  now: Instant,
): Promise<void> {
  const next = afterTry(delivery, answer, room.chance(), now);
  if (next.nextTryAt !== undefined) {
    const due = { deliveryId: next.id, tries: next.tries };
    await room.later.again(due, secondsBetween(now, next.nextTryAt));
  }
  await note(next, room);
  const about = { delivery: next.id, tries: next.tries, status: next.status };
  if (next.status === 'delivered') log.info('WEBHOOK_DELIVERED', about);
  else log.warn('WEBHOOK_FAILED', about);
}

/** Saves a delivery, unless somebody has set it going anew or tried it at the same time: then theirs counts. */
async function note(delivery: Delivery, { deliveries }: Room): Promise<void> {
  try {
    await deliveries.save(delivery, { after: delivery.version - 1 });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
}

/** What an answer means for the subscription: it goes well, it fails since a time, it is stopped. */
async function followUp(
  subscription: Subscription,
  { failingSince }: Standing,
  answer: Answer,
  { webhooks }: Room,
  log: Log,
  now: Instant,
): Promise<void> {
  const outcome = outcomeOf(answer);
  if (outcome === 'delivered') {
    if (failingSince !== undefined) await webhooks.noteWorking(subscription.id);
    return;
  }
  if (failingSince === undefined) await webhooks.noteFailing(subscription.id, now);
  const stopped =
    outcome === 'gone'
      ? disabledAsGone(subscription, now)
      : pausedAsFailing(subscription, failingSince ?? now, now);
  if (stopped === undefined) return;
  try {
    await webhooks.save(stopped, { after: subscription.version });
    log.warn('WEBHOOK_STOPPED', { subscription: subscription.id, status: stopped.status });
  } catch (error) {
    // A manager has just decided otherwise.
    if (!(error instanceof Conflict)) throw error;
  }
}
