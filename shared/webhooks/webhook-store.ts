import { z } from 'zod';
import { NotFound } from '../platform/errors.ts';
import { Instant, plusSeconds } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import { LostRace, type Table } from '../platform/table.ts';
import { orConflict } from '../platform/version.ts';
import { SigningSecrets } from './signing-secret.ts';
import { Subscription } from './subscription.ts';

// Longer than the function that delivers may run: whoever holds a place has ended by then, or died.
const PLACE_HELD_SECONDS = 60;

const UnderWay = z.object({ place: z.int().min(0), until: Instant, version: z.int() });
type UnderWay = z.infer<typeof UnderWay>;

const Part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('webhook-secrets'), ...SigningSecrets.shape }),
  z.object({ type: z.literal('webhook-failing'), since: Instant }),
  z.object({ type: z.literal('webhook-under-way'), ...UnderWay.shape }),
]);

/** What a delivery needs to know of its subscription. */
export interface Standing {
  readonly secrets: SigningSecrets;
  /** Since when nothing could be delivered; none while all is well. */
  readonly failingSince: Instant | undefined;
  readonly underWay: readonly UnderWay[];
}

/** Subscriptions in the table: who is told of what, what it is signed with, and how it goes. */
export class WebhookStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Enters a new subscription with its secrets. */
  async enter(subscription: Subscription, secrets: SigningSecrets): Promise<void> {
    const { id } = subscription;
    await this.#table.commit([
      { put: subscriptionItem(subscription), when: 'new' },
      { put: { ...keys.webhookSecrets(id), type: 'webhook-secrets', ...secrets } },
    ]);
  }

  /** Every subscription. One Query. */
  async all(): Promise<Subscription[]> {
    return this.#table.all({ pk: keys.webhook('').pk }, Subscription);
  }

  /** A subscription by id. One GetItem. */
  async get(subscriptionId: string): Promise<Subscription | undefined> {
    return this.#table.get(keys.webhook(subscriptionId), Subscription);
  }

  /** How a subscription stands. One Query. Throws {@link NotFound} for one that was removed. */
  async standing(subscriptionId: string): Promise<Standing> {
    const parts = await this.#table.all({ pk: keys.webhookSecrets(subscriptionId).pk }, Part);
    const secrets = parts.find((part) => part.type === 'webhook-secrets');
    if (secrets === undefined) throw new NotFound(`There is no subscription “${subscriptionId}”.`);
    const failing = parts.find((part) => part.type === 'webhook-failing');
    return {
      secrets: SigningSecrets.parse(secrets),
      failingSince: failing?.since,
      underWay: parts.filter((part) => part.type === 'webhook-under-way'),
    };
  }

  /** Saves a change of a subscription. Throws `Conflict` when it has changed since version `after`. */
  async save(subscription: Subscription, { after }: { after: number }): Promise<void> {
    await orConflict(`Subscription ${subscription.id}`, () =>
      this.#table.commit([{ put: subscriptionItem(subscription), when: { version: after } }]),
    );
  }

  /** Saves secrets after a rotation. Throws `Conflict` when somebody rotated them at the same time. */
  async saveSecrets(subscriptionId: string, secrets: SigningSecrets): Promise<void> {
    const put = { ...keys.webhookSecrets(subscriptionId), type: 'webhook-secrets', ...secrets };
    await orConflict(`The secret of ${subscriptionId}`, () =>
      this.#table.commit([{ put, when: { version: secrets.version - 1 } }]),
    );
  }

  /** Removes a subscription. Its log stays until it expires, and what is on its way ends there. */
  async remove(subscriptionId: string): Promise<void> {
    await this.#table.commit([
      { remove: keys.webhook(subscriptionId) },
      { remove: keys.webhookSecrets(subscriptionId) },
      { remove: keys.webhookFailing(subscriptionId) },
    ]);
  }

  /** Notes that nothing can be delivered. Since when is what was noted first. */
  async noteFailing(subscriptionId: string, since: Instant): Promise<void> {
    const put = { ...keys.webhookFailing(subscriptionId), type: 'webhook-failing', since };
    await this.#unlessLost([{ put, when: 'new' }]);
  }

  /** Notes that it goes well again. */
  async noteWorking(subscriptionId: string): Promise<void> {
    await this.#table.commit([{ remove: keys.webhookFailing(subscriptionId) }]);
  }

  /** Takes one of so many places for a delivery under way. Undefined when none is free, or others were quicker. */
  async takePlace(
    subscriptionId: string,
    underWay: readonly UnderWay[],
    places: number,
    now: Instant,
  ): Promise<number | undefined> {
    const until = plusSeconds(now, PLACE_HELD_SECONDS);
    for (let place = 0; place < places; place += 1) {
      const held = underWay.find((each) => each.place === place);
      if (held !== undefined && held.until > now) continue;
      const version = held?.version ?? 0;
      const item = { type: 'webhook-under-way', place, until, version: version + 1 };
      const put = { ...keys.webhookUnderWay(subscriptionId, place), ...item };
      if (await this.#unlessLost([{ put, when: version === 0 ? 'new' : { version } }])) return place;
    }
    return undefined;
  }

  /** Frees a place. */
  async freePlace(subscriptionId: string, place: number): Promise<void> {
    await this.#table.commit([{ remove: keys.webhookUnderWay(subscriptionId, place) }]);
  }

  async #unlessLost(writes: Parameters<Table['commit']>[0]): Promise<boolean> {
    try {
      await this.#table.commit(writes);
      return true;
    } catch (error) {
      if (error instanceof LostRace) return false;
      throw error;
    }
  }
}

function subscriptionItem(subscription: Subscription) {
  return { ...keys.webhook(subscription.id), type: 'webhook', ...subscription };
}
