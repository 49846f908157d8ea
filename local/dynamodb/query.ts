import { validationError } from './amazon-error.ts';
import { type AttributeValue, compareValues, type Item } from './attribute-value.ts';
import type { Catalogue } from './catalogue.ts';
import { type Database, text } from './database.ts';
import { itemFrom } from './item-store.ts';
import { aboveEveryKey, afterPrefix, justAfter, keyBytes, leastKey } from './key-bytes.ts';
import { page, type Source, type Start, sourceOf, startOf } from './page.ts';
import type { KeyCondition, QueryRequest } from './requests.ts';
import { keyTypeOf } from './table.ts';

/** A stretch of sort keys: from the first (included) to the last (excluded). */
interface Stretch {
  from: Uint8Array;
  to: Uint8Array;
}

/** Serves Query: one partition of a table or an index, in the order of its sort key. */
export function query(catalogue: Catalogue, database: Database, request: QueryRequest): object {
  const source = sourceOf(catalogue.table(request.TableName), request);
  const { partition, stretch } = acceptedConditions(source, request);
  const start =
    request.ExclusiveStartKey === undefined ? undefined : startOf(source, request.ExclusiveStartKey);
  if (start !== undefined && !isWithin(start, partition, stretch)) {
    throw validationError(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  }
  const isForward = request.ScanIndexForward !== false;
  return page(source, request, itemsOf(database, source, { partition, stretch, start, isForward }));
}

function acceptedConditions(source: Source, request: QueryRequest) {
  const { table, key } = source;
  const conditions = request.KeyConditions ?? {};
  for (const name of [key.hash, key.range]) {
    const condition = name === undefined ? undefined : conditions[name];
    if (name !== undefined) acceptedCondition(condition, keyTypeOf(table, name), name);
    if (name !== undefined && request._filter?.pathHeads[name] !== undefined) {
      throw validationError(
        `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
      );
    }
  }
  const hash = conditions[key.hash];
  const [value] = hash?.AttributeValueList ?? [];
  const range = key.range === undefined ? undefined : conditions[key.range];
  if (hash === undefined || value === undefined) {
    throw validationError(`Query condition missed key schema element: ${key.hash}`);
  }
  if (hash.ComparisonOperator !== 'EQ') throw validationError('Query key condition not supported');
  if (Object.keys(conditions).length > (range === undefined ? 1 : 2)) {
    throw validationError(
      key.range === undefined
        ? 'Query key condition not supported'
        : `Query condition missed key schema element: ${key.range}`,
    );
  }
  return { partition: keyBytes(value), stretch: stretchOf(range) };
}

function acceptedCondition(
  condition: KeyCondition | undefined,
  type: string | undefined,
  name: string,
): void {
  for (const value of condition?.AttributeValueList ?? []) {
    if (Object.keys(value)[0] !== type) {
      throw validationError(
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      );
    }
    if (Object.values(value)[0] === '') {
      throw validationError(
        'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an ' +
          `empty ${type === 'B' ? 'binary' : 'string'} value. Key: ${name}`,
      );
    }
  }
}

function stretchOf(condition: KeyCondition | undefined): Stretch {
  const [first, second] = condition?.AttributeValueList ?? [];
  if (condition === undefined || first === undefined) return { from: leastKey, to: aboveEveryKey };
  const key = keyBytes(first);
  switch (condition.ComparisonOperator) {
    case 'EQ':
      return { from: key, to: justAfter(key) };
    case 'LT':
      return { from: leastKey, to: key };
    case 'LE':
      return { from: leastKey, to: justAfter(key) };
    case 'GT':
      return { from: justAfter(key), to: aboveEveryKey };
    case 'GE':
      return { from: key, to: aboveEveryKey };
    case 'BEGINS_WITH':
      return { from: key, to: afterPrefix(key) };
    case 'BETWEEN':
      return { from: key, to: justAfter(keyBytes(upperBound(first, second))) };
  }
}

function upperBound(lower: AttributeValue, upper: AttributeValue | undefined): AttributeValue {
  if (upper !== undefined && (compareValues(lower, upper) ?? 0) <= 0) return upper;
  throw validationError(
    'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
  );
}

function isWithin({ place }: Start, partition: Uint8Array, { from, to }: Stretch): boolean {
  return (
    Buffer.compare(place.partition, partition) === 0 &&
    Buffer.compare(place.sort, from) >= 0 &&
    Buffer.compare(place.sort, to) < 0
  );
}

interface Reading {
  partition: Uint8Array;
  stretch: Stretch;
  start: Start | undefined;
  isForward: boolean;
}

function* itemsOf(database: Database, { table, index }: Source, reading: Reading): Iterable<Item> {
  const { partition, stretch, start, isForward } = reading;
  // The bounds are moved up to the start, so that SQLite steps straight to it.
  const from = start !== undefined && isForward ? start.place.sort : stretch.from;
  const to = start !== undefined && !isForward ? justAfter(start.place.sort) : stretch.to;
  const [order, beyond] = isForward ? ['ASC', '>'] : ['DESC', '<'];
  const { number } = table;
  const rows =
    index === undefined
      ? database.rows(
          `SELECT body FROM item WHERE table_number = ? AND partition_key = ? AND sort_key >= ? AND sort_key < ?
           ${start === undefined ? '' : `AND sort_key ${beyond} ?`} ORDER BY sort_key ${order}`,
          ...[number, partition, from, to],
          ...(start === undefined ? [] : [start.place.sort]),
        )
      : database.rows(
          `SELECT item.body FROM index_entry AS entry JOIN item ON item.table_number = entry.table_number
             AND item.partition_key = entry.item_partition_key AND item.sort_key = entry.item_sort_key
           WHERE entry.table_number = ? AND entry.index_name = ? AND entry.partition_key = ?
             AND entry.sort_key >= ? AND entry.sort_key < ?
           ${start === undefined ? '' : `AND (entry.sort_key, entry.item_partition_key, entry.item_sort_key) ${beyond} (?, ?, ?)`}
           ORDER BY entry.sort_key ${order}, entry.item_partition_key ${order}, entry.item_sort_key ${order}`,
          ...[number, index.name, partition, from, to],
          ...(start === undefined ? [] : [start.place.sort, start.own.partition, start.own.sort]),
        );
  for (const row of rows) yield itemFrom(text(row, 'body'));
}
