import { z } from 'zod';
import type { Day } from '../platform/day.ts';
import { keys } from '../platform/keys.ts';
import { LostRace, type Page, type Table } from '../platform/table.ts';
import { orConflict } from '../platform/version.ts';
import type { Item, Write } from '../platform/write.ts';
import { Answer } from './answer.ts';
import { Walkabout, type WalkaboutChange, WalkaboutHistory } from './walkabout.ts';

/** A walkabout with what was found, and what was done to it, oldest first. */
export interface WalkaboutFile {
  readonly walkabout: Walkabout;
  readonly answers: readonly Answer[];
  readonly history: readonly WalkaboutHistory[];
}

const Filed = z.discriminatedUnion('type', [
  z.object({ type: z.literal('walkabout'), ...Walkabout.shape }),
  z.object({ type: z.literal('walkabout-answer'), ...Answer.shape }),
  z.object({ type: z.literal('walkabout-history'), ...WalkaboutHistory.shape }),
]);

/** Walkabouts in the table, each with its answers and its history. */
export class WalkaboutStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Enters a new walkabout. False, and nothing written, when there is one of this id. */
  async plan(change: WalkaboutChange): Promise<boolean> {
    try {
      await this.#table.commit(writesOf(change, 'new'));
      return true;
    } catch (error) {
      if (error instanceof LostRace) return false;
      throw error;
    }
  }

  /** Saves a move with its history. Throws `Conflict` when the walkabout has changed since version `after`. */
  async save(change: WalkaboutChange, { after }: { after: number }): Promise<void> {
    const writes = writesOf(change, { version: after });
    await orConflict(`Walkabout ${change.walkabout.id}`, () => this.#table.commit(writes));
  }

  /**
   * Keeps answers, 99 at most and all or none, with the walkabout at one version more: who completes it has seen them.
   * Throws {@link LostRace} when it has changed since it was read.
   */
  async keep(answers: readonly Answer[], walkabout: Walkabout): Promise<void> {
    const { version } = walkabout;
    const put = walkaboutItem({ ...walkabout, version: version + 1 });
    await this.#table.commit([
      { put, when: { version } },
      ...answers.map((answer) => ({ put: answerItem(answer) })),
    ]);
  }

  /** A walkabout by id. One GetItem. */
  async get(walkaboutId: string): Promise<Walkabout | undefined> {
    return this.#table.get(keys.walkabout(walkaboutId), Walkabout);
  }

  /** A walkabout with its answers and history. One Query. */
  async file(walkaboutId: string): Promise<WalkaboutFile | undefined> {
    const items = await this.#table.all({ pk: keys.walkabout(walkaboutId).pk }, Filed);
    const walkabout = items.find((item) => item.type === 'walkabout');
    if (walkabout === undefined) return undefined;
    return {
      walkabout: Walkabout.parse(walkabout),
      answers: items.filter((item) => item.type === 'walkabout-answer').map((item) => Answer.parse(item)),
      history: items
        .filter((item) => item.type === 'walkabout-history')
        .map((item) => WalkaboutHistory.parse(item)),
    };
  }

  /** Walkabouts of a patch from one day to another, both included, the latest first. One Query. */
  async ofPatch(
    patch: string,
    [since, until]: readonly [Day, Day],
    limit: number,
    from?: string,
  ): Promise<Page<Walkabout>> {
    const pk = keys.patchWalkabouts(patch);
    // '~' sorts after every id, so that the last day is included.
    const between = [since, `${until}~`] as const;
    return this.#table.query({ index: 'byQueue', pk, between, newestFirst: true, limit, from }, Walkabout);
  }
}

function writesOf({ walkabout, history }: WalkaboutChange, when: 'new' | { version: number }): Write[] {
  const line = {
    ...keys.walkaboutHistory(walkabout.id, history.version),
    type: 'walkabout-history',
    ...history,
  };
  return [{ put: walkaboutItem(walkabout), when }, { put: line }];
}

function walkaboutItem(walkabout: Walkabout): Item {
  const filed = {
    queuePk: keys.patchWalkabouts(walkabout.patch),
    queueSk: `${walkabout.day}#${walkabout.id}`,
  };
  return { ...keys.walkabout(walkabout.id), type: 'walkabout', ...filed, ...walkabout };
}

function answerItem(answer: Answer): Item {
  const key = keys.walkaboutAnswer(answer.walkaboutId, answer.assetId, answer.item);
  return { ...key, type: 'walkabout-answer', ...answer };
}
