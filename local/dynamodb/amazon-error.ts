import { z } from 'zod';
import type { Item } from './attribute-value.ts';

const dynamoDb = 'com.amazonaws.dynamodb.v20120810#';

/** A refusal in the shape Amazon gives it: HTTP status, `__type`, message and what else the type carries. */
export class AmazonError extends Error {
  readonly statusCode: number;
  readonly type: string;
  readonly details: Record<string, unknown>;

  constructor(type: string, message: string, details: Record<string, unknown> = {}, statusCode = 400) {
    super(message);
    this.type = type;
    this.details = details;
    this.statusCode = statusCode;
  }

  override get name(): string {
    return this.type.slice(this.type.indexOf('#') + 1);
  }

  /** The JSON body of the answer. */
  body(): Record<string, unknown> {
    return { __type: this.type, message: this.message, ...this.details };
  }
}

/** The request can never be accepted as it is. */
export class ValidationError extends AmazonError {
  constructor(message: string) {
    super('com.amazon.coral.validate#ValidationException', message);
  }
}

/** A {@link ValidationError} with this message. */
export function validationError(message: string): ValidationError {
  return new ValidationError(message);
}

/** The body is no JSON, or its JSON has not the shape of the operation's input. */
export function serializationError(message: string): AmazonError {
  return new AmazonError('com.amazon.coral.service#SerializationException', message);
}

/** No operation of this name is served. */
export function unknownOperation(message: string): AmazonError {
  return new AmazonError('com.amazon.coral.service#UnknownOperationException', message);
}

/** The condition of a write does not hold; `item` is what was there, if the request asked for it. */
export class ConditionalCheckFailed extends AmazonError {
  readonly item: Item | undefined;

  constructor(item: Item | undefined) {
    super(
      `${dynamoDb}ConditionalCheckFailedException`,
      'The conditional request failed',
      item === undefined ? {} : { Item: item },
    );
    this.item = item;
  }
}

/** No table of that name. */
export function tableNotFound(tableName: string): AmazonError {
  const message = `Requested resource not found: Table: ${tableName} not found`;
  return new AmazonError(`${dynamoDb}ResourceNotFoundException`, message);
}

/** A table of that name exists already. */
export function tableInUse(tableName: string): AmazonError {
  return new AmazonError(`${dynamoDb}ResourceInUseException`, `Table already exists: ${tableName}`);
}

/** A client request token that came before with another request. */
export function idempotentParameterMismatch(): AmazonError {
  return new AmazonError(
    `${dynamoDb}IdempotentParameterMismatchException`,
    'The request parameters differ from those that this client request token was first used with',
  );
}

/** Why one action of a transaction stood in its way; `None` when it did not. */
export interface CancellationReason {
  Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError';
  Message?: string;
  Item?: Item;
}

/** A transaction of which nothing was done, with one reason per action in the order of the actions. */
export function transactionCancelled(reasons: CancellationReason[]): AmazonError {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return new AmazonError(
    `${dynamoDb}TransactionCanceledException`,
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

const DynaliteError = z.object({ statusCode: z.number(), body: z.looseObject({ __type: z.string() }) });

/** Throws what one of dynalite's checks found wrong, as ours; does nothing when it found nothing. */
export function throwIfRefused(finding: unknown): void {
  if (finding === undefined || finding === null) return;
  const refusal = DynaliteError.safeParse(finding);
  if (!refusal.success) throw finding;
  const { __type, message, Message } = refusal.data.body;
  const words = String(message ?? Message ?? '');
  if (__type.endsWith('#ValidationException')) throw validationError(words);
  throw new AmazonError(__type, words, {}, refusal.data.statusCode);
}
