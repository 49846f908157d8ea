import { Stack, type StackProps } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue as QueueTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { Environment as DeliverWebhooks } from '../../functions/deliver-webhooks/environment.ts';
import { EstateFunction } from '../constructs/estate-function.ts';
import { allowTable } from '../constructs/table-access.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { Settings } from '../settings.ts';
import type { PipelineStack } from './pipeline-stack.ts';
import type { RecordsStack } from './records-stack.ts';

interface WebhooksProps extends StackProps {
  readonly settings: Settings;
  readonly records: RecordsStack;
  readonly pipeline: PipelineStack;
}

// A receiver has ten seconds; the rest is for the table.
const TIMEOUT_SECONDS = 25;

// Ours: two receivers that are as slow as they may be, each with its four deliveries under way, leave room for others.
const TRIES_AT_ONCE = 10;

/** What tells other systems of what happens. Holds nothing that a new deployment could lose. */
export class WebhooksStack extends Stack {
  constructor(scope: Construct, id: string, { settings, records, pipeline, ...props }: WebhooksProps) {
    super(scope, id, props);
    const hurts = 'The housing-management system and others are not told of what happens.';
    const queue = new WorkQueue(this, 'Webhooks', {
      handledWithinSeconds: TIMEOUT_SECONDS,
      hurts,
      tells: pipeline.operators,
    });
    const targets = [new QueueTarget(queue.queue, { deadLetterQueue: queue.rejected })];
    new Rule(this, 'Told to others', {
      description: 'Changes that others may have asked to be told of',
      eventBus: pipeline.changes,
      eventPattern: { source: ['estatewatch'], detailType: ['incident', 'task'] },
      targets,
    });
    new Rule(this, 'To be delivered', {
      description: 'Deliveries that are new, or set going anew',
      eventBus: pipeline.changes,
      eventPattern: {
        source: ['estatewatch'],
        detailType: ['webhook-delivery'],
        detail: {
          status: ['pending'],
          previousStatus: [...Match.doesNotExist(), ...Match.anythingBut('pending')],
        },
      },
      targets,
    });
    const deliver = new EstateFunction(this, 'deliver-webhooks', {
      schema: DeliverWebhooks,
      environment: {
        TABLE: records.table.tableName,
        WORKING_HOURS: JSON.stringify(settings.workingHours),
        RECURRENCE_DAYS: JSON.stringify(settings.recurrenceDays),
        WEBHOOKS: JSON.stringify(settings.webhooks),
        WEB_ADDRESS: settings.notifications.webAddress,
        QUEUE_URL: queue.queue.queueUrl,
        REJECTED_QUEUE_URL: queue.rejected.queueUrl,
      },
      timeoutSeconds: TIMEOUT_SECONDS,
      memoryMegabytes: 256,
      hurts,
      tells: pipeline.operators,
    });
    allowTable(deliver, records.table);
    deliver.allow(['sqs:SendMessage'], [queue.queue.queueArn]);
    // One at a time, so that nobody waits for the receiver of another's.
    queue.feeds(deliver, { batchSize: 1, atOnce: TRIES_AT_ONCE });
  }
}
