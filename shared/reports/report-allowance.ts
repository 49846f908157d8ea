import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import { decideAgainAfterLostRaces } from '../platform/races.ts';
import { LostRace, type Table } from '../platform/table.ts';
import type { Item } from '../platform/write.ts';

// Counters are never removed, so there are only so many. Two senders share one with a chance of 1 in 4,096, and nobody
// can be told from the 12 bits that are left of them.
const PLACES = 4_096;

const HourCount = z.object({ hour: z.string(), reports: z.int(), version: z.int() });

/** How many reports each sender may still make in this hour, counted in the table. */
export class ReportAllowance {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /**
   * Counts one report of a sender, by the clock hour (UTC). False, and not counted, when `most` were made already. One
   * GetItem and one write.
   */
  async take(sender: string, most: number, now: Instant): Promise<boolean> {
    const key = keys.reportsFrom(createHash('sha256').update(sender).digest().readUInt16BE() % PLACES);
    const hour = now.slice(0, 13);
    return decideAgainAfterLostRaces(async () => {
      const last = await this.#table.get(key, HourCount);
      const item = { ...key, type: 'reports-from', hour };
      if (last?.hour === hour) return last.reports < most && this.#add(item, most);
      const version = last?.version ?? 0;
      const when = last === undefined ? 'new' : { version };
      await this.#table.commit([{ put: { ...item, reports: 1, version: version + 1 }, when }]);
      return true;
    });
  }

  /** Many may count at once: an addition waits for nobody, and is refused at the most. */
  async #add(item: Item, most: number): Promise<boolean> {
    try {
      const upTo = { amount: 'reports', most };
      await this.#table.commit([{ add: item, amounts: { reports: 1 }, upTo }]);
      return true;
    } catch (error) {
      if (error instanceof LostRace) return false;
      throw error;
    }
  }
}
