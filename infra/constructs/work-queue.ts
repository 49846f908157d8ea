import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarm, FIVE_MINUTES } from './alarm.ts';
import type { EstateFunction } from './estate-function.ts';

interface WorkQueueProps {
  /** The longest that its function may take over one batch. */
  readonly handledWithinSeconds: number;
  /** What staff or residents notice while messages wait too long, or lie rejected. */
  readonly hurts: string;
  readonly tells: ITopic;
}

// A message that failed so often will fail again: a person must look at it.
const TRIES = 5;

/** A queue with its dead-letter queue, and alarms for messages that wait or were given up. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly rejected: Queue;

  constructor(scope: Construct, id: string, { handledWithinSeconds, hurts, tells }: WorkQueueProps) {
    super(scope, id);
    const common = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    };
    this.rejected = new Queue(this, 'Rejected', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      // Lambda asks for six times the function's own time, so that its retries fit in.
      visibilityTimeout: Duration.seconds(6 * handledWithinSeconds),
      deadLetterQueue: { queue: this.rejected, maxReceiveCount: TRIES },
    });
    alarm(this, 'Given up', {
      metric: this.rejected.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES }),
      above: 0,
      hurts: `${hurts} Messages were given up.`,
      runbook: 'messages-given-up',
      tells,
    });
    alarm(this, 'Waiting', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES }),
      above: 900,
      periods: 3,
      hurts: `${hurts} The oldest message has waited for more than 15 minutes.`,
      runbook: 'messages-waiting',
      tells,
    });
  }

  /** Lets a function read the queue: part of a batch may fail, and what is rejected goes beside its reason. */
  feeds(reader: EstateFunction<never>, { batchSize, atOnce }: { batchSize: number; atOnce?: number }): void {
    reader.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        reportBatchItemFailures: true,
        ...(atOnce === undefined ? {} : { maxConcurrency: atOnce }),
      }),
    );
    reader.allow(['sqs:SendMessage'], [this.rejected.queueArn]);
  }
}
