import { type Instant, millis } from '../../shared/platform/instant.ts';
import { type Item, itemSizeBytes, sameItem } from './attribute-value.ts';
import { type Database, text } from './database.ts';
import type { ItemChange, Stream } from './stream.ts';
import { indexesOf, keyAttributes, type Place, placeOf, type Table, type TableIndex } from './table.ts';

/** A change with the place of its item. */
export interface PlacedChange extends ItemChange {
  place: Place;
}

/** An item from its row. Only this program writes the file, and it writes nothing but items into that column. */
export function itemFrom(body: string): Item {
  return JSON.parse(body);
}

/** The items of every table, their index entries and stream records; each commit is one SQLite transaction. */
export class ItemStore {
  readonly #database: Database;
  readonly #stream: Stream;
  readonly #clock: () => Instant;
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(database: Database, stream: Stream, clock: () => Instant) {
    this.#database = database;
    this.#stream = stream;
    this.#clock = clock;
  }

  /** The item at a place, or undefined. */
  get(table: Table, { partition, sort }: Place): Item | undefined {
    const row = this.#database.row(
      'SELECT body FROM item WHERE table_number = ? AND partition_key = ? AND sort_key = ?',
      table.number,
      partition,
      sort,
    );
    return row === undefined ? undefined : itemFrom(text(row, 'body'));
  }

  /** Makes all the changes, and what `alongside` writes, or none; then tells who listens to their streams. */
  commit(changes: readonly PlacedChange[], alongside: () => void = () => {}): void {
    const streamed = new Set<string>();
    const at = this.#clock();
    this.#database.transaction(() => {
      for (const change of changes) {
        if (this.#write(change, at)) streamed.add(change.table.definition.TableName);
      }
      alongside();
    });
    for (const tableName of streamed) {
      for (const listener of this.#listeners.get(tableName) ?? []) queueMicrotask(listener);
    }
  }

  /** Calls the listener after each commit that left records in a table's stream, until unsubscribed. */
  onStream(tableName: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(tableName) ?? new Set();
    this.#listeners.set(tableName, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Writes the entries of an index that the table has got since its items were written. */
  backfill(table: Table, index: TableIndex): void {
    for (const { place, item } of [...this.#all(table)]) {
      const entry = placeOf(item, index.key);
      if (entry !== undefined) this.#enter(table, index, entry, place);
    }
  }

  /** Notes anew when each item expires, after the table's time-to-live attribute has changed. */
  noteExpiry(table: Table): void {
    for (const { place, item } of [...this.#all(table)]) {
      this.#database.run(
        'UPDATE item SET expires_at_seconds = ? WHERE table_number = ? AND partition_key = ? AND sort_key = ?',
        expirySeconds(item, table),
        table.number,
        place.partition,
        place.sort,
      );
    }
  }

  #write(change: PlacedChange, at: Instant): boolean {
    const { table, place, before, after } = change;
    if (before === undefined && after === undefined) return false;
    // As in Amazon's: a write that changes nothing leaves no record.
    if (before !== undefined && after !== undefined && sameItem(before, after)) return false;
    if (after === undefined) {
      this.#database.run(
        'DELETE FROM item WHERE table_number = ? AND partition_key = ? AND sort_key = ?',
        table.number,
        place.partition,
        place.sort,
      );
    } else {
      this.#database.run(
        `INSERT INTO item (table_number, partition_key, sort_key, body, size_bytes, expires_at_seconds)
         VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET body = excluded.body, size_bytes = excluded.size_bytes,
           expires_at_seconds = excluded.expires_at_seconds`,
        table.number,
        place.partition,
        place.sort,
        JSON.stringify(after),
        itemSizeBytes(after),
        expirySeconds(after, table),
      );
    }
    for (const index of indexesOf(table)) {
      const was = before === undefined ? undefined : placeOf(before, index.key);
      const is = after === undefined ? undefined : placeOf(after, index.key);
      if (was !== undefined && is !== undefined && samePlace(was, is)) continue;
      if (was !== undefined) this.#leave(table, index, was, place);
      if (is !== undefined) this.#enter(table, index, is, place);
    }
    return this.#stream.append(change, at);
  }

  #enter(table: Table, index: TableIndex, place: Place, own: Place): void {
    this.#database.run(
      'INSERT OR IGNORE INTO index_entry VALUES (?, ?, ?, ?, ?, ?)',
      ...[table.number, index.name, place.partition, place.sort, own.partition, own.sort],
    );
  }

  #leave(table: Table, index: TableIndex, place: Place, own: Place): void {
    this.#database.run(
      `DELETE FROM index_entry WHERE table_number = ? AND index_name = ? AND partition_key = ?
         AND sort_key = ? AND item_partition_key = ? AND item_sort_key = ?`,
      ...[table.number, index.name, place.partition, place.sort, own.partition, own.sort],
    );
  }

  *#all(table: Table): Iterable<{ place: Place; item: Item }> {
    const key = keyAttributes(table.definition.KeySchema);
    for (const row of this.#database.rows('SELECT body FROM item WHERE table_number = ?', table.number)) {
      const item = itemFrom(text(row, 'body'));
      const place = placeOf(item, key);
      if (place !== undefined) yield { place, item };
    }
  }
}

// Amazon leaves alone what is no number, and what expired more than five years ago (see expiry.ts).
function expirySeconds(item: Item, table: Table): number | null {
  const value = table.expiryAttribute === undefined ? undefined : item[table.expiryAttribute];
  return value !== undefined && 'N' in value ? Number(value.N) : null;
}

function samePlace(one: Place, other: Place): boolean {
  return Buffer.compare(one.partition, other.partition) === 0 && Buffer.compare(one.sort, other.sort) === 0;
}

/** The time of a clock in whole seconds since 1970. */
export function secondsOf(at: Instant): number {
  return Math.floor(millis(at) / 1000);
}
