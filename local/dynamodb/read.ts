import { validationError } from './amazon-error.ts';
import { type Item, itemSizeBytes } from './attribute-value.ts';
import { consumed, consumedTogether, itemReadUnits, readUsage, type Usage } from './capacity.ts';
import type { Catalogue } from './catalogue.ts';
import { project } from './document-path.ts';
import type { ItemStore } from './item-store.ts';
import type * as requests from './requests.ts';
import { acceptedKey, acceptedPaths } from './table.ts';
import { orCancelled } from './transact.ts';
import { hasDuplicate, type Target } from './write.ts';

/** What one BatchGetItem answers at most; keys beyond it come back unprocessed. */
const batchBytes = 16 * 1024 * 1024;

/** Reads of single items, alone, in a batch or in a transaction. */
export class Reads {
  readonly #catalogue: Catalogue;
  readonly #items: ItemStore;

  constructor(catalogue: Catalogue, items: ItemStore) {
    this.#catalogue = catalogue;
    this.#items = items;
  }

  /** Serves GetItem. */
  getItem(request: requests.GetItemRequest): object {
    const target = this.#target(request.TableName, request.Key, request);
    const item = this.#items.get(target.table, target.place);
    const units = itemReadUnits(item, request.ConsistentRead === true);
    return {
      ...(item === undefined ? {} : { Item: projected(item, request) }),
      ...consumed(request.ReturnConsumedCapacity, readUsage(target.table, units)),
    };
  }

  /** Serves BatchGetItem. Items come in the order of their keys, which Amazon does not promise. */
  batchGetItem({ RequestItems, ReturnConsumedCapacity }: requests.BatchGetItemRequest): object {
    const responses: Record<string, Item[]> = {};
    const unprocessed: Record<string, object> = {};
    const usages: Usage[] = [];
    let sizeBytes = 0;
    for (const [tableName, request] of Object.entries(RequestItems)) {
      const found: Item[] = [];
      const left: Item[] = [];
      for (const key of request.Keys) {
        const { table, place } = this.#target(tableName, key, request);
        const item = this.#items.get(table, place);
        sizeBytes += itemSizeBytes(item ?? {});
        if (sizeBytes > batchBytes) {
          left.push(key);
          continue;
        }
        if (item !== undefined) found.push(projected(item, request));
        usages.push(readUsage(table, itemReadUnits(item, request.ConsistentRead === true)));
      }
      responses[tableName] = found;
      const { Keys: _keys, _projection, ...asked } = request;
      if (left.length > 0) unprocessed[tableName] = { ...asked, Keys: left };
    }
    return {
      Responses: responses,
      UnprocessedKeys: unprocessed,
      ...consumedTogether(ReturnConsumedCapacity, usages),
    };
  }

  /** Serves TransactGetItems. */
  transactGetItems({ TransactItems, ReturnConsumedCapacity }: requests.TransactGetItemsRequest): object {
    const targets = orCancelled(TransactItems, ({ Get }) => this.#target(Get.TableName, Get.Key, Get));
    if (hasDuplicate(targets)) {
      throw validationError('Transaction request cannot include multiple operations on one item');
    }
    const items = targets.map(({ table, place }) => this.#items.get(table, place));
    const responses = TransactItems.map(({ Get }, at) => {
      const item = items[at];
      return item === undefined ? {} : { Item: projected(item, Get) };
    });
    const usages = targets.map(({ table }, at) => readUsage(table, itemReadUnits(items[at], true)));
    return { Responses: responses, ...consumedTogether(ReturnConsumedCapacity, usages, 'Read') };
  }

  #target(tableName: string, key: Item, { _projection }: requests.Projected): Target {
    const table = this.#catalogue.table(tableName);
    const place = acceptedKey(key, table);
    acceptedPaths(_projection, table);
    return { table, place };
  }
}

/** The item, or what the request's projection wants of it. */
export function projected(item: Item, { _projection }: requests.Projected): Item {
  return _projection === undefined ? item : project(_projection.paths, item);
}
