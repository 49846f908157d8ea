import { type Item, itemSizeBytes, sameItem } from './attribute-value.ts';
import { indexesOf, keyAttributes, keyOf, type Table, type TableIndex } from './table.ts';

/** Capacity units that one operation used on one table and its indexes. */
export interface Usage {
  table: Table;
  tableUnits: number;
  indexUnits: Map<TableIndex, number>;
}

/** How much the answer is to say of it. */
export type Detail = 'INDEXES' | 'TOTAL' | 'NONE' | undefined;

// "DynamoDB read and write operations" in Amazon's developer guide: a read unit is 4 KB read consistently, half
// a unit eventually so; a write unit is 1 KB; in a transaction both cost double.
const readUnitBytes = 4096;
const writeUnitBytes = 1024;

/** Read units for so many bytes, read together. */
export function readUnits(sizeBytes: number, isConsistent: boolean): number {
  return Math.ceil(sizeBytes / readUnitBytes) * (isConsistent ? 1 : 0.5);
}

/** Read units for one item, which cost at least one step even when there is none. */
export function itemReadUnits(item: Item | undefined, isConsistent: boolean): number {
  return readUnits(Math.max(1, itemSizeBytes(item ?? {})), isConsistent);
}

function writeUnits(...items: (Item | undefined)[]): number {
  return Math.max(1, ...items.map((item) => Math.ceil(itemSizeBytes(item ?? {}) / writeUnitBytes)));
}

/** What an index holds of an item, or undefined when it holds nothing of it. */
export function indexed(item: Item | undefined, index: TableIndex, table: Table): Item | undefined {
  if (item === undefined) return undefined;
  const { hash, range } = index.key;
  if (item[hash] === undefined || (range !== undefined && item[range] === undefined)) return undefined;
  const { ProjectionType, NonKeyAttributes } = index.projection;
  if (ProjectionType === 'ALL') return item;
  const others = (NonKeyAttributes ?? []).map((attribute) => ({ hash: attribute, range: undefined }));
  return keyOf(item, keyAttributes(table.definition.KeySchema), index.key, ...others);
}

/** Write units of a change: those of the table, and of each index whose entry it made, moved or removed. */
export function writeUsage(table: Table, before: Item | undefined, after: Item | undefined): Usage {
  const indexUnits = new Map<TableIndex, number>();
  for (const index of indexesOf(table)) {
    const [was, is] = [indexed(before, index, table), indexed(after, index, table)];
    if (was === undefined && is === undefined) continue;
    if (was !== undefined && is !== undefined) {
      if (sameItem(was, is)) continue;
      const hasMoved = !sameItem(keyOf(was, index.key), keyOf(is, index.key));
      indexUnits.set(index, hasMoved ? writeUnits(was) + writeUnits(is) : writeUnits(was, is));
    } else {
      indexUnits.set(index, writeUnits(was, is));
    }
  }
  return { table, tableUnits: writeUnits(before, after), indexUnits };
}

/** What a read of a table, or of one of its indexes, used. */
export function readUsage(table: Table, units: number, index?: TableIndex): Usage {
  if (index === undefined) return { table, tableUnits: units, indexUnits: new Map() };
  return { table, tableUnits: 0, indexUnits: new Map([[index, units]]) };
}

/** `ConsumedCapacity` of an answer about one table, or nothing if the request did not ask for it. */
export function consumed(detail: Detail, usage: Usage): { ConsumedCapacity?: object } {
  if (detail !== 'TOTAL' && detail !== 'INDEXES') return {};
  return { ConsumedCapacity: described(detail, usage) };
}

/** The same of several operations, added up by table; `transaction` is their kind when they are one. */
export function consumedTogether(
  detail: Detail,
  usages: readonly Usage[],
  transaction?: 'Read' | 'Write',
): { ConsumedCapacity?: object[] } {
  if (detail !== 'TOTAL' && detail !== 'INDEXES') return {};
  const factor = transaction === undefined ? 1 : 2;
  const byTable = new Map<Table, Usage>();
  for (const { table, tableUnits, indexUnits } of usages) {
    const sum = byTable.get(table) ?? { table, tableUnits: 0, indexUnits: new Map() };
    sum.tableUnits += tableUnits * factor;
    for (const [index, units] of indexUnits) addIndexUnits(sum.indexUnits, index, units * factor);
    byTable.set(table, sum);
  }
  return { ConsumedCapacity: [...byTable.values()].map((usage) => described(detail, usage, transaction)) };
}

function addIndexUnits(sums: Map<TableIndex, number>, index: TableIndex, units: number): void {
  const same = [...sums.keys()].find(({ name }) => name === index.name) ?? index;
  sums.set(same, (sums.get(same) ?? 0) + units);
}

function described(detail: 'INDEXES' | 'TOTAL', usage: Usage, kind?: 'Read' | 'Write'): object {
  const units = (count: number) => ({
    CapacityUnits: count,
    ...(kind === undefined ? {} : { [`${kind}CapacityUnits`]: count }),
  });
  const total = [...usage.indexUnits.values()].reduce((sum, count) => sum + count, usage.tableUnits);
  const head = { TableName: usage.table.definition.TableName, ...units(total) };
  if (detail === 'TOTAL') return head;
  const ofIndexes = (isGlobal: boolean) =>
    [...usage.indexUnits]
      .filter(([index]) => index.isGlobal === isGlobal)
      .map(([{ name }, count]) => [name, units(count)]);
  const [globals, locals] = [ofIndexes(true), ofIndexes(false)];
  return {
    ...head,
    Table: units(usage.tableUnits),
    ...(globals.length === 0 ? {} : { GlobalSecondaryIndexes: Object.fromEntries(globals) }),
    ...(locals.length === 0 ? {} : { LocalSecondaryIndexes: Object.fromEntries(locals) }),
  };
}
