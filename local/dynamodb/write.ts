import { ConditionalCheckFailed, validationError } from './amazon-error.ts';
import { type Item, itemSizeBytes, maximumItemBytes } from './attribute-value.ts';
import { consumed, consumedTogether, writeUsage } from './capacity.ts';
import type { Catalogue } from './catalogue.ts';
import { meets } from './condition.ts';
import { type Path, project } from './document-path.ts';
import type { ItemStore, PlacedChange } from './item-store.ts';
import type * as requests from './requests.ts';
import {
  acceptedIndexKeys,
  acceptedItem,
  acceptedKey,
  acceptedPaths,
  acceptedUpdate,
  type Place,
  type Table,
} from './table.ts';
import { updated } from './update.ts';

/** Where a write goes, checked against the table's keys, before anything is read. */
export interface Target {
  table: Table;
  place: Place;
}

/** Puts, updates and deletes, alone or in a batch. */
export class Writes {
  readonly #catalogue: Catalogue;
  readonly #items: ItemStore;

  constructor(catalogue: Catalogue, items: ItemStore) {
    this.#catalogue = catalogue;
    this.#items = items;
  }

  /** Serves PutItem. */
  putItem(request: requests.PutItemRequest): object {
    const change = this.planPut(this.putTarget(request), request);
    this.#items.commit([change]);
    return this.#answer(request, change);
  }

  /** Serves DeleteItem. */
  deleteItem(request: requests.DeleteItemRequest): object {
    const change = this.planDelete(this.keyTarget(request), request);
    this.#items.commit([change]);
    return this.#answer(request, change);
  }

  /** Serves UpdateItem. */
  updateItem(request: requests.UpdateItemRequest): object {
    const change = this.planUpdate(this.updateTarget(request), request);
    this.#items.commit([change]);
    return this.#answer(request, change);
  }

  /** Serves BatchWriteItem. Amazon may apply a part; here all of it is applied, so nothing is unprocessed. */
  batchWriteItem({ RequestItems, ReturnConsumedCapacity }: requests.BatchWriteItemRequest): object {
    const changes = Object.entries(RequestItems).flatMap(([TableName, entries]) =>
      entries.map((entry) => this.#batchChange(TableName, entry)),
    );
    if (changes.length > 25) throw validationError('Too many items requested for the BatchWriteItem call');
    if (hasDuplicate(changes)) throw validationError('Provided list of item keys contains duplicates');
    this.#items.commit(changes);
    const usages = changes.map(({ table, before, after }) => writeUsage(table, before, after));
    return { UnprocessedItems: {}, ...consumedTogether(ReturnConsumedCapacity, usages) };
  }

  /** Where a put goes; refuses an item that the table cannot hold. */
  putTarget({ TableName, Item }: requests.Put): Target {
    const table = this.#catalogue.table(TableName);
    return { table, place: acceptedItem(Item, table) };
  }

  /** Where a delete or a condition check goes. */
  keyTarget({ TableName, Key }: requests.Keyed): Target {
    const table = this.#catalogue.table(TableName);
    return { table, place: acceptedKey(Key, table) };
  }

  /** Where an update goes; refuses one that touches the key. */
  updateTarget(update: requests.Update): Target {
    const target = this.keyTarget(update);
    acceptedUpdate(update._updates, target.table);
    return target;
  }

  /** The change a put makes, its condition met. */
  planPut(target: Target, put: requests.Put): PlacedChange {
    return { ...this.#checked(target, put), after: put.Item };
  }

  /** The change a delete makes, its condition met. */
  planDelete(target: Target, request: requests.Keyed): PlacedChange {
    return { ...this.#checked(target, request), after: undefined };
  }

  /** No change, the condition met. */
  planCheck(target: Target, check: requests.Keyed): PlacedChange {
    return this.#checked(target, check);
  }

  /** The change an update makes, its condition met and its clauses applied. */
  planUpdate(target: Target, update: requests.Update): PlacedChange {
    const unchanged = this.#checked(target, update);
    const after = updated(unchanged.before ?? update.Key, update._updates?.sections ?? []);
    acceptedIndexKeys(after, target.table);
    if (itemSizeBytes(after) > maximumItemBytes) {
      throw validationError('Item size to update has exceeded the maximum allowed size');
    }
    return { ...unchanged, after };
  }

  #checked({ table, place }: Target, request: requests.Conditional): PlacedChange {
    acceptedPaths(request._condition, table);
    const before = this.#items.get(table, place);
    if (request._condition !== undefined && !meets(request._condition.expression, before ?? {})) {
      const wantsItem = request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
      throw new ConditionalCheckFailed(wantsItem ? before : undefined);
    }
    return { table, place, before, after: before, isExpiry: false };
  }

  #batchChange(TableName: string, { PutRequest, DeleteRequest }: requests.WriteRequest): PlacedChange {
    if (PutRequest !== undefined) {
      const put = { TableName, Item: PutRequest.Item };
      return this.planPut(this.putTarget(put), put);
    }
    const keyed = { TableName, Key: DeleteRequest?.Key ?? {} };
    return this.planDelete(this.keyTarget(keyed), keyed);
  }

  #answer(request: AnyWrite, { table, before, after }: PlacedChange): object {
    const attributes = returned(request, before, after);
    return {
      ...(attributes === undefined ? {} : { Attributes: attributes }),
      ...consumed(request.ReturnConsumedCapacity, writeUsage(table, before, after)),
    };
  }
}

type AnyWrite = requests.PutItemRequest | requests.DeleteItemRequest | requests.UpdateItemRequest;

function returned(request: AnyWrite, before: Item | undefined, after: Item | undefined): Item | undefined {
  const paths = '_updates' in request ? (request._updates?.paths ?? []) : [];
  switch (request.ReturnValues) {
    case 'ALL_OLD':
      return before;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_OLD':
      return partOf(paths, before);
    case 'UPDATED_NEW':
      return partOf(paths, after);
    default:
      return undefined;
  }
}

function partOf(paths: Path[], item: Item | undefined): Item | undefined {
  const part = item === undefined ? {} : project(paths, item);
  return Object.keys(part).length === 0 ? undefined : part;
}

/** Whether two of the targets are the same item. */
export function hasDuplicate(targets: readonly Target[]): boolean {
  const seen = new Set(
    targets.map(({ table, place }) =>
      [
        table.number,
        Buffer.from(place.partition).toString('hex'),
        Buffer.from(place.sort).toString('hex'),
      ].join(' '),
    ),
  );
  return seen.size < targets.length;
}
