import { createHash } from 'node:crypto';
import { type Instant, plusSeconds } from '../../shared/platform/instant.ts';
import {
  type CancellationReason,
  ConditionalCheckFailed,
  idempotentParameterMismatch,
  transactionCancelled,
  ValidationError,
  validationError,
} from './amazon-error.ts';
import { itemSizeBytes } from './attribute-value.ts';
import { consumedTogether, itemReadUnits, readUsage, writeUsage } from './capacity.ts';
import { type Database, text } from './database.ts';
import { type ItemStore, type PlacedChange, secondsOf } from './item-store.ts';
import type { TransactWriteItem, TransactWriteItemsRequest } from './requests.ts';
import { hasDuplicate, type Target, type Writes } from './write.ts';

// "Amazon DynamoDB Transactions: How it works": a client token is remembered for ten minutes.
const tokenSeconds = 600;
const maximumTransactionBytes = 4 * 1024 * 1024;

interface Action {
  target: Target;
  plan: () => PlacedChange;
}

/** Transactions of writes. All that is decided and written happens in one turn of the event loop. */
export class Transactions {
  readonly #database: Database;
  readonly #items: ItemStore;
  readonly #writes: Writes;
  readonly #clock: () => Instant;

  constructor(database: Database, items: ItemStore, writes: Writes, clock: () => Instant) {
    this.#database = database;
    this.#items = items;
    this.#writes = writes;
    this.#clock = clock;
  }

  /** Serves TransactWriteItems. Throws TransactionCanceledException, with nothing done, when an action cannot be. */
  transactWriteItems(request: TransactWriteItemsRequest): object {
    const { TransactItems, ClientRequestToken: token, ReturnConsumedCapacity: detail } = request;
    const digest = createHash('sha256').update(JSON.stringify(TransactItems)).digest('hex');
    const isRepeat = token !== undefined && this.#wasDone(token, digest);
    const actions = orCancelled(TransactItems, (action) => this.#action(action));
    if (hasDuplicate(actions.map(({ target }) => target))) {
      throw validationError('Transaction request cannot include multiple operations on one item');
    }
    if (isRepeat) {
      const usages = actions.map(({ target }) =>
        readUsage(target.table, itemReadUnits(this.#items.get(target.table, target.place), false)),
      );
      return consumedTogether(detail, usages, 'Read');
    }
    const changes = orCancelled(actions, ({ plan }) => plan());
    const sizeBytes = changes.reduce(
      (sum, { before, after }) => sum + itemSizeBytes(after ?? before ?? {}),
      0,
    );
    if (sizeBytes > maximumTransactionBytes) {
      throw validationError(`Transaction payload size cannot exceed 4MB. Payload Size: ${sizeBytes}`);
    }
    this.#items.commit(changes, () => {
      if (token !== undefined) this.#remember(token, digest);
    });
    const usages = changes.map(({ table, before, after }) => writeUsage(table, before, after));
    return consumedTogether(detail, usages, 'Write');
  }

  #action({ Put, Delete, Update, ConditionCheck }: TransactWriteItem): Action {
    if (Put !== undefined) {
      const target = this.#writes.putTarget(Put);
      return { target, plan: () => this.#writes.planPut(target, Put) };
    }
    if (Update !== undefined) {
      const target = this.#writes.updateTarget(Update);
      return { target, plan: () => this.#writes.planUpdate(target, Update) };
    }
    if (Delete !== undefined) {
      const target = this.#writes.keyTarget(Delete);
      return { target, plan: () => this.#writes.planDelete(target, Delete) };
    }
    if (ConditionCheck !== undefined) {
      const target = this.#writes.keyTarget(ConditionCheck);
      return { target, plan: () => this.#writes.planCheck(target, ConditionCheck) };
    }
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  }

  #wasDone(token: string, digest: string): boolean {
    const row = this.#database.row(
      'SELECT request_digest FROM transaction_token WHERE token = ? AND at_seconds > ?',
      token,
      secondsOf(plusSeconds(this.#clock(), -tokenSeconds)),
    );
    if (row === undefined) return false;
    if (text(row, 'request_digest') !== digest) throw idempotentParameterMismatch();
    return true;
  }

  #remember(token: string, digest: string): void {
    const now = this.#clock();
    this.#database.run(
      'DELETE FROM transaction_token WHERE at_seconds <= ?',
      secondsOf(plusSeconds(now, -tokenSeconds)),
    );
    this.#database.run('INSERT INTO transaction_token VALUES (?, ?, ?)', token, digest, secondsOf(now));
  }
}

/** Does one step for every action; if any is refused, throws the transaction's cancellation with all reasons. */
export function orCancelled<Given, Result>(
  actions: readonly Given[],
  step: (action: Given) => Result,
): Result[] {
  const results: Result[] = [];
  const reasons = actions.map((action): CancellationReason => {
    try {
      results.push(step(action));
      return { Code: 'None' };
    } catch (error) {
      return reasonFor(error);
    }
  });
  if (reasons.some(({ Code }) => Code !== 'None')) throw transactionCancelled(reasons);
  return results;
}

function reasonFor(error: unknown): CancellationReason {
  if (error instanceof ConditionalCheckFailed) {
    const { message, item } = error;
    return {
      Code: 'ConditionalCheckFailed',
      Message: message,
      ...(item === undefined ? {} : { Item: item }),
    };
  }
  if (error instanceof ValidationError) return { Code: 'ValidationError', Message: error.message };
  throw error;
}
