import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import type { Instant } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Contact, PushSubscription } from './contact.ts';

const Kept = z.discriminatedUnion('type', [
  z.object({ type: z.literal('contact-email'), email: z.email() }),
  PushSubscription.extend({ type: z.literal('push-subscription') }),
]);

/** A person has a phone, a computer and a few that were forgotten; each message goes to all of them. */
const MOST_SUBSCRIPTIONS = 10;

/** Where people are told, in the table. */
export class ContactStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Where somebody is told. One Query. */
  async get(username: string): Promise<Contact> {
    const kept = await this.#table.all({ pk: keys.contactEmail(username).pk }, Kept);
    const email = kept.find((each) => each.type === 'contact-email')?.email;
    const subscriptions = kept.flatMap((each) =>
      each.type === 'push-subscription' ? [PushSubscription.parse(each)] : [],
    );
    return { ...(email !== undefined && { email }), subscriptions };
  }

  /** Sets where somebody is told by e-mail; undefined: nowhere. */
  async setEmail(username: string, email: string | undefined, setAt: Instant): Promise<void> {
    const key = keys.contactEmail(username);
    const write =
      email === undefined ? { remove: key } : { put: { ...key, type: 'contact-email', email, setAt } };
    await this.#table.commit([write]);
  }

  /** Adds a browser, or puts it in the place of the same one. Throws `Rejected` when there are too many. */
  async subscribe(username: string, subscription: PushSubscription): Promise<void> {
    const { subscriptions } = await this.get(username);
    const others = subscriptions.filter(({ id }) => id !== subscription.id);
    if (others.length >= MOST_SUBSCRIPTIONS)
      throw new Rejected(`You are told in ${MOST_SUBSCRIPTIONS} browsers already: take one away first.`);
    const key = keys.pushSubscription(username, subscription.id);
    await this.#table.commit([{ put: { ...key, type: 'push-subscription', ...subscription } }]);
  }

  /** Forgets a browser. One that is not there stays so. */
  async unsubscribe(username: string, subscriptionId: string): Promise<void> {
    await this.#table.commit([{ remove: keys.pushSubscription(username, subscriptionId) }]);
  }
}
