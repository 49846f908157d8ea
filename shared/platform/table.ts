import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import { Rejected } from './errors.ts';
import { indexes, type Key } from './keys.ts';
import { additionOf, keyWritten, operationOf, putOf, type Write } from './write.ts';

/** A condition of a commit did not hold: nothing was written. `current` is the item that stood in the way. */
export class LostRace extends Error {
  override readonly name = 'LostRace';
  readonly key: Key;
  // Kept from the log, which writes down an error's own properties: items hold what people said and did.
  readonly #current: Readonly<Record<string, unknown>> | undefined;
  constructor(key: Key, current: Readonly<Record<string, unknown>> | undefined) {
    super(`${key.pk} / ${key.sk} is not as it was when this was decided`);
    this.key = key;
    this.#current = current;
  }

  get current(): Readonly<Record<string, unknown>> | undefined {
    return this.#current;
  }
}

/** A page of a longer answer; `next` asks for the one after it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

interface Selection {
  readonly pk: string;
  readonly index?: keyof typeof indexes;
  /** Only sort keys that begin so. */
  readonly prefix?: string;
  /** Only sort keys from and to these, both included. */
  readonly between?: readonly [string, string];
  readonly newestFirst?: boolean;
  readonly limit?: number;
  /** `next` of the page before. */
  readonly from?: string | undefined;
}

// An item that another transaction holds at this instant is free again within milliseconds.
const CONFLICT_WAITS_MILLIS = [15, 40, 90, 200, 400] as const;

/**
 * The one DynamoDB table. Reads parse what they find with the caller's schema; writes go through
 * {@link Table.commit}, all or nothing.
 */
export class Table {
  readonly #client: DynamoDBDocumentClient;
  readonly #name: string;

  constructor(name: string, client: DynamoDBClient = new DynamoDBClient()) {
    this.#name = name;
    this.#client = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  }

  /** The entity at a key, or undefined. One GetItem, strongly consistent. */
  async get<T>(key: Key, schema: z.ZodType<T>): Promise<T | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#name, Key: { pk: key.pk, sk: key.sk }, ConsistentRead: true }),
    );
    return item === undefined ? undefined : schema.parse(item);
  }

  /** A page of a partition of the table or of an index. One Query. Throws {@link Rejected} for a `from` not ours. */
  async query<T>(selection: Selection, schema: z.ZodType<T>): Promise<Page<T>> {
    const { pk, index, prefix, between, newestFirst = false, limit, from } = selection;
    const names = index === undefined ? { name: undefined, pk: 'pk', sk: 'sk' } : indexes[index];
    const range =
      prefix !== undefined
        ? ' AND begins_with(#sk, :prefix)'
        : between
          ? ' AND #sk BETWEEN :from AND :to'
          : '';
    const query = new QueryCommand({
      TableName: this.#name,
      IndexName: names.name,
      KeyConditionExpression: `#pk = :pk${range}`,
      ExpressionAttributeNames: { '#pk': names.pk, ...(range === '' ? {} : { '#sk': names.sk }) },
      ExpressionAttributeValues: {
        ':pk': pk,
        ...(prefix !== undefined
          ? { ':prefix': prefix }
          : between
            ? { ':from': between[0], ':to': between[1] }
            : {}),
      },
      ConsistentRead: index === undefined,
      ScanIndexForward: !newestFirst,
      Limit: limit,
      ExclusiveStartKey: from === undefined ? undefined : readPlace(from),
    });
    const answer = await this.#client.send(query).catch((error: unknown) => {
      const foreign = from !== undefined && error instanceof Error && error.name === 'ValidationException';
      throw foreign ? noSuchPage(error) : error;
    });
    const items = (answer.Items ?? []).map((item) => schema.parse(item));
    return answer.LastEvaluatedKey === undefined
      ? { items }
      : { items, next: writePlace(answer.LastEvaluatedKey) };
  }

  /** Every item of a selection, page after page: for partitions that are known to be small. */
  async all<T>(selection: Omit<Selection, 'limit' | 'from'>, schema: z.ZodType<T>): Promise<T[]> {
    const found: T[] = [];
    let from: string | undefined;
    do {
      const page: Page<T> = await this.query({ ...selection, from }, schema);
      found.push(...page.items);
      from = page.next;
    } while (from !== undefined);
    return found;
  }

  /** Makes all the writes or none of them. Throws {@link LostRace} when a condition does not hold. */
  async commit(writes: readonly Write[]): Promise<void> {
    for (const waitMillis of [...CONFLICT_WAITS_MILLIS, undefined]) {
      try {
        return await this.#write(writes);
      } catch (error) {
        if (waitMillis === undefined || !isHeldByAnother(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, waitMillis));
      }
    }
  }

  async #write(writes: readonly Write[]): Promise<void> {
    const [first] = writes;
    try {
      // A put alone costs half of what it costs in a transaction.
      if (writes.length === 1 && first !== undefined && 'put' in first) {
        await this.#client.send(new PutCommand(putOf(first, this.#name)));
      } else if (writes.length === 1 && first !== undefined && 'add' in first) {
        await this.#client.send(new UpdateCommand(additionOf(first, this.#name)));
      } else {
        const TransactItems = writes.map((write) => operationOf(write, this.#name));
        await this.#client.send(new TransactWriteCommand({ TransactItems }));
      }
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException && first !== undefined) {
        throw lostRace(first, error.Item);
      }
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const failed = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
      const write = writes[failed];
      throw write === undefined ? error : lostRace(write, reasons[failed]?.Item);
    }
  }
}

// An item in somebody else's transaction at this very moment.
function isHeldByAnother(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  return reasons.some(({ Code }) => Code === 'TransactionConflict');
}

// DynamoDB's own error is not kept as the cause: it holds the item, and would take it into the log.
function lostRace(write: Write, found: Parameters<typeof unmarshall>[0] | undefined): LostRace {
  const key = keyWritten(write);
  return new LostRace(key, found === undefined ? undefined : unmarshall(found));
}

const Place = z.record(z.string(), z.string());

function writePlace(lastKey: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(lastKey)).toString('base64url');
}

function readPlace(from: string): Record<string, string> {
  try {
    return Place.parse(JSON.parse(Buffer.from(from, 'base64url').toString()));
  } catch (cause) {
    throw noSuchPage(cause);
  }
}

function noSuchPage(cause: unknown): Rejected {
  return new Rejected('That page does not exist: ask for the list from its beginning.', { cause });
}
