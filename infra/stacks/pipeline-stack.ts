import { Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget, SqsQueue as QueueTarget } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Environment as AnalyseClip } from '../../functions/analyse-clip/environment.ts';
import { Environment as ApplyReading } from '../../functions/apply-reading/environment.ts';
import { Environment as CheckDeadlines } from '../../functions/check-deadlines/environment.ts';
import { Environment as FollowChanges } from '../../functions/follow-changes/environment.ts';
import { Environment as RecordChanges } from '../../functions/record-changes/environment.ts';
import { TEST_IMAGES } from '../../shared/clips/stills-bucket.ts';
import { alarm, FIVE_MINUTES } from '../constructs/alarm.ts';
import { EstateFunction } from '../constructs/estate-function.ts';
import { mqttRules } from '../constructs/mqtt-rules.ts';
import { referralQueue } from '../constructs/referral-queue.ts';
import { allowTable } from '../constructs/table-access.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { Settings } from '../settings.ts';
import type { RecordsStack } from './records-stack.ts';

interface PipelineProps extends StackProps {
  readonly settings: Settings;
  readonly records: RecordsStack;
}

/** What turns clips and readings into incidents, tasks and links. Holds nothing that a new deployment could lose. */
export class PipelineStack extends Stack {
  readonly readings: WorkQueue;
  readonly operators: ITopic;
  /** Where changes of the table are published. */
  readonly changes: EventBus;
  readonly #settings: Settings;
  readonly #records: RecordsStack;

  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id, props);
    this.#settings = props.settings;
    this.#records = props.records;
    this.operators = new Topic(this, 'Operators', { enforceSSL: true, displayName: 'Estatewatch alarms' });
    // The policy that asks for TLS replaces the one that lets an account's own alarms in.
    this.operators.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
    this.readings = this.#readings();
    this.#clips();
    this.#deadlines();
    this.changes = this.#changes();
  }

  #clips(): void {
    const { table, clips, stills } = this.#records;
    const timeoutSeconds = 300;
    const hurts = 'New clips are not analysed: fly-tipping that cameras see goes unnoticed.';
    const queue = new WorkQueue(this, 'Clips', {
      handledWithinSeconds: timeoutSeconds,
      hurts,
      tells: this.operators,
    });
    new Rule(this, 'Clip arrived', {
      description: 'A camera, recorder or officer put a clip into the clips bucket',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [clips.bucketName] }, object: { key: [{ prefix: 'cameras/' }] } },
      },
      targets: [new QueueTarget(queue.queue, { deadLetterQueue: queue.rejected })],
    });
    const analyse = new EstateFunction(this, 'analyse-clip', {
      schema: AnalyseClip,
      environment: {
        TABLE: table.tableName,
        STILLS_BUCKET: stills.bucketName,
        RECURRENCE_DAYS: JSON.stringify(this.#settings.recurrenceDays),
        DETECTION: JSON.stringify(this.#settings.detection),
        SENSOR_SETTINGS: JSON.stringify(this.#settings.sensors),
        NEARBY: JSON.stringify(this.#settings.nearby),
        MALLOC_ARENA_MAX: '1',
        REJECTED_QUEUE_URL: queue.rejected.queueUrl,
      },
      nativePackages: ['@napi-rs/webcodecs', 'sharp'],
      timeoutSeconds,
      // One whole processor: below that, Lambda gives decoding only a share of one.
      memoryMegabytes: 1_769,
      hurts,
      tells: this.operators,
    });
    allowTable(analyse, table);
    analyse.allowObjects(['s3:GetObject', 's3:PutObjectTagging'], clips, 'cameras/');
    // Without it S3 answers “forbidden” for a clip that was removed, and nobody could tell.
    analyse.allow(['s3:ListBucket'], [clips.bucketArn]);
    analyse.allowObjects(['s3:PutObject'], stills, 'cameras/');
    analyse.allowObjects(['s3:PutObject'], stills, TEST_IMAGES);
    analyse.allowAnywhere(
      ['rekognition:DetectLabels', 'rekognition:DetectText'],
      'Neither has a resource to name.',
    );
    queue.feeds(analyse, { batchSize: 1, atOnce: this.#settings.clipsAtOnce });
  }

  #readings(): WorkQueue {
    const timeoutSeconds = 30;
    const hurts = 'Readings of door and light sensors are not applied: new faults go unnoticed.';
    const queue = new WorkQueue(this, 'Readings', {
      handledWithinSeconds: timeoutSeconds,
      hurts,
      tells: this.operators,
    });
    mqttRules(this, queue);
    const { table } = this.#records;
    const apply = new EstateFunction(this, 'apply-reading', {
      schema: ApplyReading,
      environment: {
        TABLE: table.tableName,
        SENSOR_SETTINGS: JSON.stringify(this.#settings.sensors),
        RECURRENCE_DAYS: JSON.stringify(this.#settings.recurrenceDays),
        REJECTED_QUEUE_URL: queue.rejected.queueUrl,
      },
      timeoutSeconds,
      memoryMegabytes: 512,
      hurts,
      tells: this.operators,
    });
    allowTable(apply, table);
    queue.feeds(apply, { batchSize: 10 });
    return queue;
  }

  #deadlines(): void {
    const { table } = this.#records;
    const referrals = referralQueue(this, {
      records: this.#records,
      settings: this.#settings.referrals,
      tells: this.operators,
    });
    const check = new EstateFunction(this, 'check-deadlines', {
      schema: CheckDeadlines,
      environment: {
        TABLE: table.tableName,
        SENSOR_SETTINGS: JSON.stringify(this.#settings.sensors),
        WORKING_HOURS: JSON.stringify(this.#settings.workingHours),
        RECURRENCE_DAYS: JSON.stringify(this.#settings.recurrenceDays),
        NOTIFICATIONS: JSON.stringify(this.#settings.notifications),
        TARGET_HARDENING: JSON.stringify(this.#settings.targetHardening),
        REFERRAL_QUEUE_URL: referrals.queue.queueUrl,
      },
      timeoutSeconds: 55,
      memoryMegabytes: 512,
      hurts: 'Doors that stand open and lights that stay dark are noticed late.',
      tells: this.operators,
    });
    allowTable(check, table);
    check.allow(['sqs:SendMessage'], [referrals.queue.queueArn]);
    new Rule(this, 'Every minute', {
      description: 'Looks for deadlines that have come',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new FunctionTarget(check.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
  }

  #changes(): EventBus {
    const { table } = this.#records;
    const bus = new EventBus(this, 'Changes', { description: 'What changed in the table, published once' });
    const timeoutSeconds = 30;
    const hurts = 'Incidents change but their tasks and bid links do not follow.';
    const unpublished = new Queue(this, 'Unpublished', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(unpublished).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is where the stream’s records go that could not be published: a dead-letter queue itself.',
    });
    alarm(this, 'Changes unpublished', {
      metric: unpublished.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES }),
      above: 0,
      hurts,
      runbook: 'changes-unpublished',
      tells: this.operators,
    });
    const record = new EstateFunction(this, 'record-changes', {
      schema: RecordChanges,
      environment: { BUS: bus.eventBusName },
      timeoutSeconds,
      memoryMegabytes: 256,
      hurts,
      tells: this.operators,
    });
    record.allow(['events:PutEvents'], [bus.eventBusArn]);
    record.lambda.addEventSource(
      // CDK's classes do not fit their own interfaces where undefined must be said.
      new DynamoEventSource(table as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        retryAttempts: 10,
        onFailure: new SqsDlq(unpublished),
      }),
    );

    const queue = new WorkQueue(this, 'Followed', {
      handledWithinSeconds: timeoutSeconds,
      hurts,
      tells: this.operators,
    });
    new Rule(this, 'Work to follow', {
      description: 'Changes that tasks and bid links follow',
      eventBus: bus,
      eventPattern: { source: ['estatewatch'], detailType: ['incident', 'task', 'bid'] },
      targets: [new QueueTarget(queue.queue, { deadLetterQueue: queue.rejected })],
    });
    const follow = new EstateFunction(this, 'follow-changes', {
      schema: FollowChanges,
      environment: {
        TABLE: table.tableName,
        SERVICE_LEVELS: JSON.stringify(this.#settings.serviceLevels),
        CREWS: JSON.stringify(this.#settings.crews),
        WORKING_HOURS: JSON.stringify(this.#settings.workingHours),
        RECURRENCE_DAYS: JSON.stringify(this.#settings.recurrenceDays),
        TARGET_HARDENING: JSON.stringify(this.#settings.targetHardening),
        NEARBY: JSON.stringify(this.#settings.nearby),
        REJECTED_QUEUE_URL: queue.rejected.queueUrl,
      },
      timeoutSeconds,
      memoryMegabytes: 512,
      hurts,
      tells: this.operators,
    });
    allowTable(follow, table);
    queue.feeds(follow, { batchSize: 10 });
    return bus;
  }
}
