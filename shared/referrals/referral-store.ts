import { z } from 'zod';
import type { Deadline } from '../deadlines/deadline.ts';
import { DeadlineStore } from '../deadlines/deadline-store.ts';
import type { Instant } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { orConflict } from '../platform/version.ts';
import type { Write } from '../platform/write.ts';
import { Referral, type ReferralChange, type ReferralFile, ReferralHistory } from './referral.ts';
import { nextLook } from './referral-steps.ts';

const Filed = z.discriminatedUnion('type', [
  z.object({ type: z.literal('referral'), ...Referral.shape }),
  z.object({ type: z.literal('referral-history'), ...ReferralHistory.shape }),
]);

/** Referrals in the table, filed under their incident. */
export class ReferralStore {
  readonly #table: Table;
  readonly #pollMinutes: number;
  constructor(table: Table, { pollMinutes }: { readonly pollMinutes: number }) {
    this.#table = table;
    this.#pollMinutes = pollMinutes;
  }

  /** A referral by its ids. One GetItem. */
  async get(incidentId: string, referralId: string): Promise<Referral | undefined> {
    return this.#table.get(keys.referral(incidentId, referralId), Referral);
  }

  /** The referrals of an incident, oldest first, each with its history. One Query. */
  async ofIncident(incidentId: string): Promise<ReferralFile[]> {
    const filed = await this.#table.all({ pk: keys.referral(incidentId, '').pk }, Filed);
    const history = filed.flatMap((item) => (item.type === 'referral-history' ? [item] : []));
    return filed
      .flatMap((item) => (item.type === 'referral' ? [item] : []))
      .map((each) => ({
        referral: Referral.parse(each),
        history: history
          .filter(({ referralId }) => referralId === each.id)
          .map((line) => ReferralHistory.parse(line)),
      }))
      .sort((a, b) => (a.referral.openedAt < b.referral.openedAt ? -1 : 1));
  }

  /** Opens a referral, with the deadline at which it is sent. Throws `Conflict` when there is one of this id. */
  async open(change: ReferralChange): Promise<void> {
    await this.#commit(change, 'new');
  }

  /** Saves a step with its history and the deadline of the next. Throws `Conflict` when it has changed since `after`. */
  async save(change: ReferralChange, { after }: { after: number }): Promise<void> {
    await this.#commit(change, { version: after });
  }

  /** Has a referral looked at again after the usual time, though nothing is new of it. */
  async lookLater(referral: Referral, now: Instant): Promise<void> {
    await new DeadlineStore(this.#table).set(this.#deadlines(referral, now), now);
  }

  async #commit({ referral, history }: ReferralChange, when: 'new' | { readonly version: number }) {
    const { incidentId, id } = referral;
    const writes: Write[] = [
      { put: { ...keys.referral(incidentId, id), type: 'referral', ...referral }, when },
      {
        put: {
          ...keys.referralHistory(incidentId, id, history.version),
          type: 'referral-history',
          ...history,
        },
      },
      ...DeadlineStore.writes(this.#deadlines(referral, history.at), history.at),
    ];
    await orConflict(`Referral ${id}`, () => this.#table.commit(writes));
  }

  #deadlines(referral: Referral, now: Instant): Deadline[] {
    const at = nextLook(referral, this.#pollMinutes, now);
    const { incidentId, id: referralId } = referral;
    if (at === undefined) return [];
    return [{ id: `referral/${referralId}/${at}`, at, wakes: { what: 'referral', incidentId, referralId } }];
  }
}
