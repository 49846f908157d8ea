import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Instant } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import type { Write } from '../platform/write.ts';
import { Deadline, filedUnder } from './deadline.ts';

/** Over how many partitions a minute's deadlines are spread. It may be raised: the shards there were go on being looked through. */
export const DEADLINE_SHARDS = 4;

const Progress = z.object({ lookedThrough: Instant });

/** Deadlines in the table, by minute and shard. */
export class DeadlineStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** The writes that set deadlines, to be made in one commit with the state that calls for them. */
  static writes(deadlines: readonly Deadline[], now: Instant): Write[] {
    return deadlines.map((deadline) => ({
      put: {
        ...keys.deadline(filedUnder(deadline, now), shardOf(deadline), deadline.id),
        type: 'deadline',
        ...deadline,
      },
    }));
  }

  /** Sets deadlines that nothing else is written with, each by itself. */
  async set(deadlines: readonly Deadline[], now: Instant): Promise<void> {
    const writes = DeadlineStore.writes(deadlines, now);
    await Promise.all(writes.map((write) => this.#table.commit([write])));
  }

  /** Deadlines filed under a minute in a shard. One Query. */
  async of(minute: string, shard: number): Promise<Deadline[]> {
    return this.#table.all({ pk: keys.deadline(minute, shard, '').pk }, Deadline);
  }

  /** Takes a deadline away once whoever it wakes has looked. */
  async done(minute: string, shard: number, deadline: Deadline): Promise<void> {
    await this.#table.commit([{ remove: keys.deadline(minute, shard, deadline.id) }]);
  }

  /** Puts off a deadline that could not be handled, so that it stands in nobody's way until then. */
  async putOff(minute: string, shard: number, deadline: Deadline, until: Instant): Promise<void> {
    const later = DeadlineStore.writes([{ ...deadline, at: until }], until);
    await this.#table.commit([{ remove: keys.deadline(minute, shard, deadline.id) }, ...later]);
  }

  /** Until when a shard has been looked through. One GetItem. */
  async progress(shard: number): Promise<Instant | undefined> {
    return (await this.#table.get(keys.deadlineProgress(shard), Progress))?.lookedThrough;
  }

  /** Notes until when a shard has been looked through. */
  async noteProgress(shard: number, lookedThrough: Instant): Promise<void> {
    await this.#table.commit([
      { put: { ...keys.deadlineProgress(shard), type: 'deadline-progress', lookedThrough } },
    ]);
  }
}

function shardOf(deadline: Deadline): number {
  return createHash('sha256').update(deadline.id).digest().readUInt32BE(0) % DEADLINE_SHARDS;
}
