import { validationError } from './amazon-error.ts';
import { type Item, itemSizeBytes } from './attribute-value.ts';
import { consumed, indexed, readUnits, readUsage } from './capacity.ts';
import { meets } from './condition.ts';
import { projected } from './read.ts';
import type { PagedRequest } from './requests.ts';
import {
  acceptedKey,
  acceptedPaths,
  indexesOf,
  type KeyAttributes,
  keyAttributes,
  keyOf,
  keyTypeOf,
  type Place,
  placeOf,
  type Table,
  type TableIndex,
} from './table.ts';

/** One page of a Query or Scan ends once it has read this much, or `Limit` items. */
const pageBytes = 1024 * 1024;

/** What is read: a table, or one of its indexes. */
export interface Source {
  table: Table;
  index: TableIndex | undefined;
  /** The key it is ordered by. */
  key: KeyAttributes;
}

/** Where to go on from: the place in the source and, within an index, that of the item it stands for. */
export interface Start {
  place: Place;
  own: Place;
}

/** What a Query or Scan reads; throws a ValidationException when it asks an index for more than that holds. */
export function sourceOf(table: Table, request: PagedRequest): Source {
  const { IndexName, Select, ConsistentRead } = request;
  acceptedSelect(request);
  acceptedPaths(request._projection, table);
  acceptedPaths(request._filter, table);
  if (IndexName === undefined) {
    return { table, index: undefined, key: keyAttributes(table.definition.KeySchema) };
  }
  const index = indexesOf(table).find(({ name }) => name === IndexName);
  if (index === undefined) {
    throw validationError(`The table does not have the specified index: ${IndexName}`);
  }
  if (index.isGlobal && ConsistentRead === true) {
    throw validationError('Consistent reads are not supported on global secondary indexes');
  }
  if (index.isGlobal && Select === 'ALL_ATTRIBUTES' && index.projection.ProjectionType !== 'ALL') {
    throw validationError(
      'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global ' +
        `secondary index ${IndexName} because its projection type is not ALL`,
    );
  }
  acceptedProjection(table, index, request);
  return { table, index, key: index.key };
}

/** The place that `ExclusiveStartKey` names; throws a ValidationException when it is none of this source. */
export function startOf({ table, index, key }: Source, startKey: Item): Start {
  const own = keyAttributes(table.definition.KeySchema);
  const wanted = new Set([own.hash, own.range, key.hash, key.range].filter((name) => name !== undefined));
  const fits = [...wanted].every((name) => {
    const value = startKey[name];
    return value !== undefined && Object.keys(value)[0] === keyTypeOf(table, name);
  });
  const place = placeOf(startKey, key);
  if (!fits || Object.keys(startKey).length !== wanted.size || place === undefined) {
    throw validationError('The provided starting key is invalid');
  }
  return { place, own: index === undefined ? place : acceptedKey(keyOf(startKey, own), table) };
}

/** The answer to a Query or Scan from the items that it comes upon, in order. */
export function page({ table, index, key }: Source, request: PagedRequest, items: Iterable<Item>): object {
  const { Limit: limit, Select, _filter } = request;
  const wantsWhole = index === undefined || (!index.isGlobal && readsBeyondIndex(request, index, table));
  const found: Item[] = [];
  let [scanned, sizeBytes, matched] = [0, 0, 0];
  let last: Item | undefined;
  let isCut = false;
  for (const item of items) {
    if (last !== undefined && sizeBytes >= pageBytes) {
      isCut = true;
      break;
    }
    const held = wantsWhole || index === undefined ? item : (indexed(item, index, table) ?? {});
    scanned += 1;
    sizeBytes += itemSizeBytes(held);
    last = item;
    if (_filter === undefined || meets(_filter.expression, held)) {
      matched += 1;
      if (Select !== 'COUNT') found.push(projected(held, request));
    }
    if (scanned === limit) {
      isCut = true;
      break;
    }
  }
  const units = readUnits(sizeBytes, request.ConsistentRead === true);
  return {
    ...(Select === 'COUNT' ? {} : { Items: found }),
    Count: matched,
    ScannedCount: scanned,
    ...(isCut && last !== undefined
      ? { LastEvaluatedKey: keyOf(last, keyAttributes(table.definition.KeySchema), key) }
      : {}),
    ...consumed(request.ReturnConsumedCapacity, readUsage(table, Math.max(0.5, units), index)),
  };
}

function acceptedSelect({ Select, ProjectionExpression, IndexName }: PagedRequest): void {
  if (Select === 'SPECIFIC_ATTRIBUTES' && ProjectionExpression === undefined) {
    throw validationError(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw validationError('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (Select !== undefined && Select !== 'SPECIFIC_ATTRIBUTES' && ProjectionExpression !== undefined) {
    const choice = Select === 'COUNT' ? 'only the Count' : Select;
    throw validationError(`Cannot specify the ProjectionExpression when choosing to get ${choice}`);
  }
}

function acceptedProjection(table: Table, index: TableIndex, request: PagedRequest): void {
  if (!index.isGlobal) return;
  const outside = attributesOutside(
    request._projection?.paths.map(([head]) => String(head)),
    index,
    table,
  );
  if (outside.length > 0) {
    throw validationError(
      `One or more parameter values were invalid: Global secondary index ${index.name} does not project ` +
        `[${outside.join(', ')}]`,
    );
  }
  const filtered = attributesOutside(Object.keys(request._filter?.pathHeads ?? {}), index, table);
  if (filtered.length > 0) {
    throw validationError(
      `One or more parameter values were invalid: Secondary index ${index.name} does not project one or more ` +
        `filter attributes: [${filtered.join(', ')}]`,
    );
  }
}

// A local index lies beside its table, so Amazon fetches from there what the index does not hold.
function readsBeyondIndex(request: PagedRequest, index: TableIndex, table: Table): boolean {
  const heads = [
    ...(request._projection?.paths.map(([head]) => String(head)) ?? []),
    ...Object.keys(request._filter?.pathHeads ?? {}),
  ];
  return request.Select === 'ALL_ATTRIBUTES' || attributesOutside(heads, index, table).length > 0;
}

function attributesOutside(names: string[] | undefined, index: TableIndex, table: Table): string[] {
  const { ProjectionType, NonKeyAttributes } = index.projection;
  if (ProjectionType === 'ALL') return [];
  const own = keyAttributes(table.definition.KeySchema);
  const held = [own.hash, own.range, index.key.hash, index.key.range, ...(NonKeyAttributes ?? [])];
  return (names ?? []).filter((name) => !held.includes(name));
}
