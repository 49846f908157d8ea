import { type Instant, plusSeconds } from '../../shared/platform/instant.ts';
import type { Catalogue } from './catalogue.ts';
import { type Database, text } from './database.ts';
import { type ItemStore, itemFrom, type PlacedChange, secondsOf } from './item-store.ts';
import { keyAttributes, placeOf, type Table } from './table.ts';

// "Time to Live": an item whose time lies more than five years back is left alone.
const oldestSeconds = 5 * 365 * 24 * 3600;
const sweepItems = 1000;

/** Deletes the items whose time to live was over at `now`; each deletion is in its table's stream as Amazon's are. */
export function deleteExpired(
  catalogue: Catalogue,
  database: Database,
  items: ItemStore,
  now: Instant,
): void {
  for (const table of catalogue.all()) {
    if (table.expiryAttribute === undefined) continue;
    for (let expired = expiredOf(table, database, now); expired.length > 0; ) {
      items.commit(expired);
      expired = expiredOf(table, database, now);
    }
  }
}

function expiredOf(table: Table, database: Database, now: Instant): PlacedChange[] {
  const rows = database.rows(
    `SELECT body FROM item WHERE table_number = ? AND expires_at_seconds < ? AND expires_at_seconds > ?
     ORDER BY expires_at_seconds LIMIT ?`,
    table.number,
    secondsOf(now),
    secondsOf(plusSeconds(now, -oldestSeconds)),
    sweepItems,
  );
  return [...rows].flatMap((row) => {
    const before = itemFrom(text(row, 'body'));
    const place = placeOf(before, keyAttributes(table.definition.KeySchema));
    return place === undefined ? [] : [{ table, place, before, after: undefined, isExpiry: true }];
  });
}
