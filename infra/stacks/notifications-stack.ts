import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue as QueueTarget } from 'aws-cdk-lib/aws-events-targets';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { Environment as Notify } from '../../functions/notify/environment.ts';
import type { LogCode } from '../../shared/platform/log-codes.ts';
import { alarm, FIVE_MINUTES } from '../constructs/alarm.ts';
import { EstateFunction } from '../constructs/estate-function.ts';
import { allowTable } from '../constructs/table-access.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { Settings } from '../settings.ts';
import type { PipelineStack } from './pipeline-stack.ts';
import type { RecordsStack } from './records-stack.ts';

interface NotificationsProps extends StackProps {
  readonly settings: Settings;
  readonly records: RecordsStack;
  readonly pipeline: PipelineStack;
}

const HURTS = 'Staff are not told of insecure doors, dark blocks and other urgent things.';
const NOBODY: LogCode = 'NOBODY_ON_DUTY';

/** What tells people: a queue of its own off the changes, its function, and the domain that mail is sent from. */
export class NotificationsStack extends Stack {
  readonly #props: NotificationsProps;

  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id, props);
    this.#props = props;
    const notify = this.#notify(this.#sender());
    this.#alarmWhenNobodyIsOnDuty(notify);
  }

  /** Mail is signed for the sender's domain, once the landlord has put three records into its DNS. */
  #sender(): EmailIdentity {
    const { sender } = this.#props.settings.notifications;
    const domain = sender.slice(sender.lastIndexOf('@') + 1);
    const identity = new EmailIdentity(this, 'Sender', { identity: Identity.domain(domain) });
    for (const [index, { name, value }] of identity.dkimRecords.entries()) {
      new CfnOutput(this, `SenderRecord${index + 1}`, { value: `${name} CNAME ${value}` });
    }
    return identity;
  }

  #notify(sender: EmailIdentity): EstateFunction<typeof Notify> {
    const { settings, records, pipeline } = this.#props;
    const timeoutSeconds = 30;
    const queue = new WorkQueue(this, 'Notices', {
      handledWithinSeconds: timeoutSeconds,
      hurts: HURTS,
      tells: pipeline.operators,
    });
    const targets = [new QueueTarget(queue.queue, { deadLetterQueue: queue.rejected })];
    new Rule(this, 'Something to tell', {
      description: 'Changes that somebody may have to be told of',
      eventBus: pipeline.changes,
      eventPattern: { source: ['estatewatch'], detailType: ['incident', 'task'] },
      targets,
    });
    new Rule(this, 'Something to send', {
      description: 'Notifications that have become due',
      eventBus: pipeline.changes,
      eventPattern: {
        source: ['estatewatch'],
        detailType: ['notification'],
        detail: { status: ['due'], previousStatus: [{ exists: false }, 'gathering'] },
      },
      targets,
    });
    const notify = new EstateFunction(this, 'notify', {
      schema: Notify,
      environment: {
        TABLE: records.table.tableName,
        NOTIFICATIONS: JSON.stringify(settings.notifications),
        WORKING_HOURS: JSON.stringify(settings.workingHours),
        RECURRENCE_DAYS: JSON.stringify(settings.recurrenceDays),
        PUSH_SECRET_ID: records.pushSecret.secretArn,
        REJECTED_QUEUE_URL: queue.rejected.queueUrl,
      },
      timeoutSeconds,
      memoryMegabytes: 512,
      hurts: HURTS,
      tells: pipeline.operators,
    });
    allowTable(notify, records.table);
    notify.allow(['ses:SendEmail'], [sender.emailIdentityArn]);
    notify.allow(['secretsmanager:GetSecretValue'], [records.pushSecret.secretArn]);
    // Few at a time: each may wait for a push service.
    queue.feeds(notify, { batchSize: 3 });
    return notify;
  }

  #alarmWhenNobodyIsOnDuty(notify: EstateFunction<typeof Notify>): void {
    const { settings, pipeline } = this.#props;
    const metricNamespace = `Estatewatch/${settings.environment}`;
    const metricName = 'NobodyOnDuty';
    new MetricFilter(this, 'Nobody on duty', {
      logGroup: notify.log,
      filterPattern: FilterPattern.stringValue('$.code', '=', NOBODY),
      metricNamespace,
      metricName,
    });
    alarm(this, 'Nobody told', {
      metric: new Metric({
        namespace: metricNamespace,
        metricName,
        period: FIVE_MINUTES,
        statistic: 'Sum',
      }),
      above: 0,
      hurts: 'Something urgent was told to the escalation contact, as the rota names nobody who can be told.',
      runbook: 'nobody-on-duty',
      tells: pipeline.operators,
    });
  }
}
