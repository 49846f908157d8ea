import { type Instant, plusSeconds } from '../platform/instant.ts';
import { EXPIRES, keys } from '../platform/keys.ts';
import { LostRace, type Page, type Table } from '../platform/table.ts';
import { orConflict } from '../platform/version.ts';
import type { Item } from '../platform/write.ts';
import { Delivery, forgottenAtSeconds, KEPT_SECONDS } from './delivery.ts';

// An id is a subscription's and an event's, and a key holds 2 KB.
const LONGEST_ID = 200;

/** Deliveries in the table, which is their log too: what there is to deliver is published as every other change is. */
export class DeliveryStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Enters a delivery. One that was entered before stays as it is. */
  async enter(delivery: Delivery): Promise<void> {
    try {
      await this.#table.commit([{ put: deliveryItem(delivery), when: 'new' }]);
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
    }
  }

  /** A delivery by id. One GetItem. */
  async get(deliveryId: string): Promise<Delivery | undefined> {
    return deliveryId.length > LONGEST_ID
      ? undefined
      : this.#table.get(keys.webhookDelivery(deliveryId), Delivery);
  }

  /** The log of a subscription: the deliveries of the last 30 days, newest event first. One Query. */
  async ofSubscription(
    subscriptionId: string,
    now: Instant,
    limit: number,
    from?: string,
  ): Promise<Page<Delivery>> {
    // The table may take days to forget what has expired.
    const span = within(plusSeconds(now, -KEPT_SECONDS), now);
    return this.#table.query({ ...span, ...ofLog(subscriptionId), newestFirst: true, limit, from }, Delivery);
  }

  /** Deliveries of a subscription whose events happened since a time, oldest first. One Query. */
  async since(subscriptionId: string, since: Instant, now: Instant, limit: number): Promise<Delivery[]> {
    const { items } = await this.#table.query(
      { ...within(since, now), ...ofLog(subscriptionId), limit },
      Delivery,
    );
    return [...items];
  }

  /** Saves what became of a delivery. Throws `Conflict` when it has changed since version `after`. */
  async save(delivery: Delivery, { after }: { after: number }): Promise<void> {
    await orConflict(`Delivery ${delivery.id}`, () =>
      this.#table.commit([{ put: deliveryItem(delivery), when: { version: after } }]),
    );
  }
}

const ofLog = (subscriptionId: string) =>
  ({ index: 'byQueue', pk: keys.webhookDeliveries(subscriptionId) }) as const;

// '~' sorts after every id, so that the last instant is included.
const within = (since: Instant, until: Instant) => ({ between: [since, `${until}~`] as const });

function deliveryItem(delivery: Delivery): Item {
  const { id, subscriptionId, at, eventId } = delivery;
  return {
    ...keys.webhookDelivery(id),
    type: 'webhook-delivery',
    queuePk: keys.webhookDeliveries(subscriptionId),
    queueSk: `${at}#${eventId}`,
    [EXPIRES]: forgottenAtSeconds(delivery),
    ...delivery,
  };
}
