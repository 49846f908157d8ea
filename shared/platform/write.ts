import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Key } from './keys.ts';

/** An item as it is stored: its keys, its index keys, its `type` and the entity's own attributes. */
export type Item = Key & Readonly<Record<string, unknown>>;

/** One write of a {@link Table.commit}, and what must hold for it; or something that must be unchanged for the rest to be made. */
export type Write =
  | { readonly put: Item; readonly when?: 'new' | { readonly version: number } }
  | { readonly remove: Key }
  | Addition
  | { readonly unchanged: Key; readonly since: { readonly version: number } };

/**
 * Adds to the numbers of an item, which begin at 0; its other attributes are set. With `upTo`, only while that number
 * stays at or below its most: otherwise nothing is written and the race is lost.
 */
export interface Addition {
  readonly add: Item;
  readonly amounts: Readonly<Record<string, number>>;
  readonly upTo?: { readonly amount: string; readonly most: number };
}

type Operation = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type Put = Extract<Write, { put: Item }>;

/** A write as one of a DynamoDB transaction. What stands in its way comes back with the refusal. */
export function operationOf(write: Write, TableName: string): Operation {
  if ('put' in write) return { Put: putOf(write, TableName) };
  if ('add' in write) return { Update: additionOf(write, TableName) };
  if ('remove' in write) return { Delete: { TableName, Key: keyOf(write.remove) } };
  const condition = isVersion(write.since);
  return { ConditionCheck: { TableName, Key: keyOf(write.unchanged), ...condition, ...TELL_WHAT_STOOD } };
}

/** A put as DynamoDB takes it. */
export function putOf({ put, when }: Put, TableName: string) {
  const condition = when === undefined ? {} : when === 'new' ? IS_NEW : isVersion(when);
  return { TableName, Item: put, ...condition, ...TELL_WHAT_STOOD };
}

/** An addition as an update that DynamoDB takes. */
export function additionOf({ add, amounts, upTo }: Addition, TableName: string) {
  const { pk, sk, ...set } = add;
  const named = (values: object, mark: string) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${mark}${name}`, value]));
  const all = { ...set, ...amounts };
  const names = Object.fromEntries(Object.keys(all).map((name) => [`#${name}`, name]));
  const list = (of: object, sign: string) =>
    Object.keys(of)
      .map((name) => `#${name}${sign}:${name}`)
      .join(', ');
  const room = upTo && upTo.most - (amounts[upTo.amount] ?? 0);
  return {
    TableName,
    Key: { pk, sk },
    UpdateExpression: `SET ${list(set, ' = ')} ADD ${list(amounts, ' ')}`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ...named(all, ':'), ...(room !== undefined && { ':room': room }) },
    ...(upTo && { ConditionExpression: fits(upTo.amount, room) }),
    ...TELL_WHAT_STOOD,
  };
}

/** What is not there yet is at 0, which is too much already for more than the most. */
function fits(amount: string, room = 0): string {
  return room < 0 ? `#${amount} <= :room` : `attribute_not_exists(#${amount}) OR #${amount} <= :room`;
}

/** The key of what a write is about. */
export function keyWritten(write: Write): Key {
  return keyOf(
    'put' in write
      ? write.put
      : 'add' in write
        ? write.add
        : 'remove' in write
          ? write.remove
          : write.unchanged,
  );
}

const TELL_WHAT_STOOD = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
const IS_NEW = { ConditionExpression: 'attribute_not_exists(pk)' } as const;

function isVersion({ version }: { readonly version: number }) {
  return { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': version } };
}

function keyOf({ pk, sk }: Key): Key {
  return { pk, sk };
}
