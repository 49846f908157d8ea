import type { z } from 'zod';
import { indexes, type Key } from '../../shared/platform/keys.ts';
import { LostRace, type Page, Table } from '../../shared/platform/table.ts';
import { type Item, keyWritten, type Write } from '../../shared/platform/write.ts';

type Selection = Parameters<Table['query']>[0];

/** Items by partition and sort key. Of an index, the sort key is followed by the item's own key. */
type Partitions = Map<string, Map<string, Item>>;

/**
 * The one table, kept in this process: the same reads, and the same commits under the same conditions, all or none, so
 * that the stores and what is built on them run as they are. `onPut` is told of every item that a commit puts. Pages are
 * not parted: a selection ends at its limit.
 */
export class TableInMemory extends Table {
  readonly #items: Partitions = new Map();
  readonly #indexed = Object.values(indexes).map((index) => {
    const partitions: Partitions = new Map();
    return { index, partitions };
  });
  readonly #onPut: (item: Item) => void;

  constructor(onPut: (item: Item) => void) {
    super('in-memory');
    this.#onPut = onPut;
  }

  override async get<T>(key: Key, schema: z.ZodType<T>): Promise<T | undefined> {
    const item = this.#at(key);
    return item === undefined ? undefined : schema.parse(item);
  }

  override async query<T>(selection: Selection, schema: z.ZodType<T>): Promise<Page<T>> {
    const { pk, index, prefix = '', between, newestFirst = false, limit } = selection;
    const partitions =
      index === undefined ? this.#items : this.#indexed.find((each) => each.index.name === index)?.partitions;
    const found = [...(partitions?.get(pk) ?? [])]
      .filter(([sk]) => sk.startsWith(prefix))
      .filter(([sk]) => between === undefined || (between[0] <= sk && sk <= between[1]))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    if (newestFirst) found.reverse();
    return { items: found.slice(0, limit).map(([, item]) => schema.parse(item)) };
  }

  override async commit(writes: readonly Write[]): Promise<void> {
    for (const write of writes) {
      const key = keyWritten(write);
      const current = this.#at(key);
      if (!mayBeMade(write, current)) throw new LostRace(key, current);
    }
    for (const write of writes) {
      if ('unchanged' in write) continue;
      const key = keyWritten(write);
      const current = this.#at(key);
      if (current !== undefined) this.#takeOut(current);
      const next = written(write, current);
      if (next === undefined) continue;
      this.#putIn(next);
      this.#onPut(next);
    }
  }

  #at({ pk, sk }: Key): Item | undefined {
    return this.#items.get(pk)?.get(sk);
  }

  #putIn(item: Item): void {
    for (const [partitions, pk, sk] of this.#places(item)) {
      const partition = partitions.get(pk);
      if (partition === undefined) partitions.set(pk, new Map([[sk, item]]));
      else partition.set(sk, item);
    }
  }

  #takeOut(item: Item): void {
    for (const [partitions, pk, sk] of this.#places(item)) {
      const partition = partitions.get(pk);
      partition?.delete(sk);
      if (partition?.size === 0) partitions.delete(pk);
    }
  }

  #places(item: Item): [Partitions, string, string][] {
    const places: [Partitions, string, string][] = [[this.#items, item.pk, item.sk]];
    for (const { index, partitions } of this.#indexed) {
      const { [index.pk]: pk, [index.sk]: sk } = item;
      if (typeof pk === 'string' && typeof sk === 'string')
        places.push([partitions, pk, `${sk}\n${item.pk}\n${item.sk}`]);
    }
    return places;
  }
}

function mayBeMade(write: Write, current: Item | undefined): boolean {
  if ('unchanged' in write) return current?.version === write.since.version;
  if ('put' in write) {
    if (write.when === undefined) return true;
    return write.when === 'new' ? current === undefined : current?.version === write.when.version;
  }
  if (!('add' in write) || write.upTo === undefined) return true;
  const { amount, most } = write.upTo;
  return numberAt(current, amount) + (write.amounts[amount] ?? 0) <= most;
}

/** The item after a write; none after it is removed. */
function written(write: Write, current: Item | undefined): Item | undefined {
  if ('put' in write) return write.put;
  if (!('add' in write)) return undefined;
  const sums = Object.entries(write.amounts).map(([name, by]) => [name, numberAt(current, name) + by]);
  return { ...current, ...write.add, ...Object.fromEntries(sums) };
}

function numberAt(item: Item | undefined, name: string): number {
  const value = item?.[name];
  return typeof value === 'number' ? value : 0;
}
