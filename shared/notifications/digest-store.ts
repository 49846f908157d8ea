import { DeadlineStore } from '../deadlines/deadline-store.ts';
import type { Instant } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import { LostRace, type Table } from '../platform/table.ts';
import { DigestTurn } from './digest.ts';
import type { Notification } from './notification.ts';
import { NotificationStore } from './notification-store.ts';

/** The turns of the patches' digests in the table, each with the deadline at which it comes. */
export class DigestStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** When a patch has its next digest; undefined before its first. One GetItem. */
  async turn(patch: string): Promise<DigestTurn | undefined> {
    return this.#table.get(keys.digestTurn(patch), DigestTurn);
  }

  /**
   * Sets a patch's next turn, with the notifications of the one that has come. When somebody else has done so, nothing is
   * written: a digest is told once.
   */
  async next(turn: DigestTurn, notifications: readonly Notification[], now: Instant): Promise<void> {
    const { patch, next, version } = turn;
    const deadline = { id: `digest/${patch}/${next}`, at: next, wakes: { what: 'digest', patch } } as const;
    const put = { ...keys.digestTurn(patch), type: 'digest-turn', ...turn };
    try {
      await this.#table.commit([
        { put, when: version === 1 ? 'new' : { version: version - 1 } },
        ...DeadlineStore.writes([deadline], now),
        ...NotificationStore.writes(notifications),
      ]);
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
    }
  }
}
