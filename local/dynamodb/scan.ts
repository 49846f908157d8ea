import { crc32 } from 'node:zlib';
import type { Item } from './attribute-value.ts';
import type { Catalogue } from './catalogue.ts';
import { blob, type Database, text } from './database.ts';
import { itemFrom } from './item-store.ts';
import { page, type Source, type Start, sourceOf, startOf } from './page.ts';
import type { ScanRequest } from './requests.ts';

/** Serves Scan: a whole table or index, partition by partition, or one segment of it. */
export function scan(catalogue: Catalogue, database: Database, request: ScanRequest): object {
  const source = sourceOf(catalogue.table(request.TableName), request);
  const start =
    request.ExclusiveStartKey === undefined ? undefined : startOf(source, request.ExclusiveStartKey);
  return page(source, request, itemsOf(database, source, start, request));
}

function* itemsOf(
  database: Database,
  { table, index }: Source,
  start: Start | undefined,
  { Segment: segment = 0, TotalSegments: segments = 1 }: ScanRequest,
): Iterable<Item> {
  const { number } = table;
  const rows =
    index === undefined
      ? database.rows(
          `SELECT body, partition_key FROM item WHERE table_number = ?
           ${start === undefined ? '' : 'AND (partition_key, sort_key) > (?, ?)'}
           ORDER BY partition_key, sort_key`,
          number,
          ...(start === undefined ? [] : [start.place.partition, start.place.sort]),
        )
      : database.rows(
          `SELECT item.body, entry.partition_key FROM index_entry AS entry JOIN item
             ON item.table_number = entry.table_number
             AND item.partition_key = entry.item_partition_key AND item.sort_key = entry.item_sort_key
           WHERE entry.table_number = ? AND entry.index_name = ?
           ${
             start === undefined
               ? ''
               : `AND (entry.partition_key, entry.sort_key, entry.item_partition_key, entry.item_sort_key)
                    > (?, ?, ?, ?)`
           }
           ORDER BY entry.partition_key, entry.sort_key, entry.item_partition_key, entry.item_sort_key`,
          ...[number, index.name],
          ...(start === undefined
            ? []
            : [start.place.partition, start.place.sort, start.own.partition, start.own.sort]),
        );
  for (const row of rows) {
    // Like Amazon, a segment takes whole partitions, spread by a hash of their key.
    if (crc32(blob(row, 'partition_key')) % segments === segment) yield itemFrom(text(row, 'body'));
  }
}
