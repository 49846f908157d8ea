import { EstatewatchError } from '../../shared/platform/errors.ts';

/** A refusal as an AWS service words it: `code` is the error type that the SDK puts into `error.name`. */
export class AwsRefusal extends EstatewatchError {
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** SQS still sends the code of its older protocol in a header; the SDK has it as `error.Code`. */
  readonly olderCode: string | undefined;

  constructor(
    code: string,
    message: string,
    options: { status?: number; olderCode?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status ?? 400;
    this.olderCode = options.olderCode;
  }
}

/** There is no queue of that name. */
export function noSuchQueue(queueName: string): AwsRefusal {
  return new AwsRefusal('QueueDoesNotExist', `The queue "${queueName}" does not exist.`, {
    olderCode: 'AWS.SimpleQueueService.NonExistentQueue',
  });
}

/** A value that the service does not take; the message says which and why. */
export function invalidValue(message: string, cause?: unknown): AwsRefusal {
  return new AwsRefusal('InvalidParameterValue', message, { cause });
}
