import rules from 'dynalite/db/index.js';
import { z } from 'zod';
import { Instant } from '../../shared/platform/instant.ts';
import { throwIfRefused, validationError } from './amazon-error.ts';
import { type AttributeValue, bytesOf, type Item, type KeyType } from './attribute-value.ts';
import { keyBytes, leastKey } from './key-bytes.ts';
import type { ParsedUpdate } from './requests.ts';

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

/** An index as CreateTable names it. */
export const IndexDefinition = z.object({
  IndexName: z.string(),
  KeySchema,
  Projection: z.object({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.exactOptional(z.array(z.string())),
  }),
});
export type IndexDefinition = z.infer<typeof IndexDefinition>;

/** Input of CreateTable, without what means nothing on one machine (throughput, encryption, tags). */
export const TableDefinition = z.object({
  TableName: z.string(),
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema,
  LocalSecondaryIndexes: z.exactOptional(z.array(IndexDefinition)),
  GlobalSecondaryIndexes: z.exactOptional(z.array(IndexDefinition)),
  BillingMode: z.exactOptional(z.enum(['PROVISIONED', 'PAY_PER_REQUEST'])),
  StreamSpecification: z.exactOptional(
    z.object({
      StreamEnabled: z.boolean(),
      StreamViewType: z.exactOptional(z.enum(['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'])),
    }),
  ),
});
export type TableDefinition = z.infer<typeof TableDefinition>;

/** What is kept of a table beside its items. `id` is a UUID that outlives nothing but this table. */
export const TableDescription = z.object({
  id: z.string(),
  createdAt: Instant,
  definition: TableDefinition,
  expiryAttribute: z.exactOptional(z.string()),
});
export type TableDescription = z.infer<typeof TableDescription>;

/** A table in the file: its description and the number that its rows carry. */
export interface Table extends TableDescription {
  readonly number: number;
}

/** The key attributes of a table or an index. */
export interface KeyAttributes {
  hash: string;
  range: string | undefined;
}

/** An index of a table with its key attributes. */
export interface TableIndex {
  name: string;
  isGlobal: boolean;
  key: KeyAttributes;
  projection: IndexDefinition['Projection'];
}

/** Where an item or an index entry stands: the bytes of its hash key and of its range key. */
export interface Place {
  partition: Uint8Array;
  sort: Uint8Array;
}

/** The key attributes that a key schema names. */
export function keyAttributes(schema: TableDefinition['KeySchema']): KeyAttributes {
  const [hash, range] = schema;
  if (hash === undefined) throw new TypeError('A key schema names a hash key');
  return { hash: hash.AttributeName, range: range?.AttributeName };
}

/** The indexes of a table. */
export function indexesOf({ definition }: TableDescription): TableIndex[] {
  const indexes = (definitions: IndexDefinition[] | undefined, isGlobal: boolean) =>
    (definitions ?? []).map((index) => ({
      name: index.IndexName,
      isGlobal,
      key: keyAttributes(index.KeySchema),
      projection: index.Projection,
    }));
  return [
    ...indexes(definition.GlobalSecondaryIndexes, true),
    ...indexes(definition.LocalSecondaryIndexes, false),
  ];
}

/** The declared type of a key attribute. */
export function keyTypeOf({ definition }: TableDescription, attribute: string): KeyType | undefined {
  return definition.AttributeDefinitions.find(({ AttributeName }) => AttributeName === attribute)
    ?.AttributeType;
}

/** Where an item stands under a key, or undefined when it lacks an attribute of it (a sparse index). */
export function placeOf(item: Item, { hash, range }: KeyAttributes): Place | undefined {
  const partition = item[hash];
  const sort = range === undefined ? undefined : item[range];
  if (partition === undefined || (range !== undefined && sort === undefined)) return undefined;
  return { partition: keyBytes(partition), sort: sort === undefined ? leastKey : keyBytes(sort) };
}

/** The key attributes of an item under the table's own key and any others, for a key or a place to go on from. */
export function keyOf(item: Item, ...keys: KeyAttributes[]): Item {
  const names = new Set(keys.flatMap(({ hash, range }) => (range === undefined ? [hash] : [hash, range])));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const value = item[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Throws a ValidationException unless the key is exactly one of the table's; answers where it stands. */
export function acceptedKey(key: Item, table: TableDescription): Place {
  throwIfRefused(rules.validateKey(key, table.definition));
  return placed(key, table);
}

/** Throws a ValidationException unless the item can be an item of the table; answers where it stands. */
export function acceptedItem(item: Item, table: TableDescription): Place {
  throwIfRefused(rules.validateItem(item, table.definition));
  for (const { name, key } of indexesOf(table)) {
    const empty = emptyKey(item, key);
    if (empty === undefined) continue;
    throw validationError(
      'One or more parameter values are not valid. A value specified for a secondary index key is not ' +
        'supported. The AttributeValue for a key attribute cannot contain an empty string value. ' +
        `IndexName: ${name}, IndexKey: ${empty}`,
    );
  }
  return placed(item, table);
}

/** Throws a ValidationException when an update touches a key or gives an index key the wrong type. */
export function acceptedUpdate(updates: ParsedUpdate | undefined, table: TableDescription): void {
  throwIfRefused(rules.validateUpdates(undefined, updates, table.definition));
}

/** Throws a ValidationException when paths lead into key attributes, which are scalars. */
export function acceptedPaths(
  parsed: { nestedPaths: Record<string, boolean> } | undefined,
  table: TableDescription,
): void {
  throwIfRefused(rules.validateKeyPaths(parsed?.nestedPaths, table.definition));
}

/** Throws a ValidationException when an update made an index key something that cannot be one. */
export function acceptedIndexKeys(updated: Item, table: TableDescription): void {
  for (const { key } of indexesOf(table)) {
    if (emptyKey(updated, key) !== undefined) {
      throw validationError(
        'One or more parameter values are not valid. The update expression attempted to update a secondary ' +
          'index key to a value that is not supported. The AttributeValue for a key attribute cannot contain ' +
          'an empty string value.',
      );
    }
    for (const attribute of [key.hash, key.range]) {
      const value = attribute === undefined ? undefined : updated[attribute];
      if (attribute === undefined || value === undefined) continue;
      if (keyTypeOf(table, attribute) !== Object.keys(value)[0]) {
        throw validationError(
          'The update expression attempted to update the secondary index key to unsupported type',
        );
      }
    }
  }
}

function emptyKey(item: Item, { hash, range }: KeyAttributes): string | undefined {
  return [hash, range].find((name) => name !== undefined && isEmpty(item[name]));
}

function isEmpty(value: AttributeValue | undefined): boolean {
  if (value === undefined) return false;
  return ('S' in value && value.S === '') || ('B' in value && bytesOf(value.B).length === 0);
}

function placed(item: Item, table: TableDescription): Place {
  const place = placeOf(item, keyAttributes(table.definition.KeySchema));
  if (place === undefined) throw validationError('The provided key element does not match the schema');
  // dynalite measures text in UTF-16 units; Amazon's limits are bytes.
  if (place.partition.length > 2048) {
    throw validationError(
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    );
  }
  if (place.sort.length > 1024) {
    throw validationError(
      'One or more parameter values were invalid: ' +
        'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    );
  }
  return place;
}
