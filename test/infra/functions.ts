import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MQTT_RULE, NETWORK_RULE } from '../../shared/sensors/mqtt-rule.ts';
import type { Named, Synthesised } from './synthesised.ts';

const Ref = z.object({ Ref: z.string() });
const Of = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const Alarm = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()).min(1),
  ComparisonOperator: z.string(),
  Threshold: z.number(),
  TreatMissingData: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.union([Ref, Of]) })).default([]),
});
const Lambda = z.object({
  Description: z.string(),
  LoggingConfig: z.object({ LogGroup: Ref }),
  Timeout: z.number(),
  Runtime: z.string(),
});
const Mapping = z.object({
  FunctionName: Ref,
  EventSourceArn: z.union([Of, z.object({ 'Fn::ImportValue': z.string() })]),
  FunctionResponseTypes: z.array(z.string()),
});

// What may be asked for without naming the very thing, and by whom.
const UNNAMED = [
  { of: 'analyseclip', actions: ['rekognition:DetectLabels', 'rekognition:DetectText'], ends: '*' },
  { of: 'analyseclip', actions: ['s3:GetObject', 's3:PutObjectTagging'], ends: '/cameras/*' },
  { of: 'analyseclip', actions: ['s3:PutObject'], ends: '/cameras/*' },
  { of: 'analyseclip', actions: ['s3:PutObject'], ends: '/test-images/*' },
  { of: 'api', actions: ['s3:GetObject'], ends: '/cameras/*' },
  { of: 'api', actions: ['s3:DeleteObject', 's3:GetObject'], ends: '/test-images/*' },
  { of: 'api', actions: ['s3:GetObject'], ends: '/reports/*' },
  { of: 'api', actions: ['s3:GetObject', 's3:PutObject'], ends: '/tasks/*' },
  { of: 'api', actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], ends: '/uploads/*' },
  { of: 'open311', actions: ['s3:PutObject'], ends: '/reports/*' },
];

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const subject = (alarm: z.infer<typeof Alarm>) => alarm.Dimensions.map(({ Value }) => JSON.stringify(Value));

/** What must hold for every function, queue, stream and alarm that is deployed. */
export function describeFunctions(deployed: () => Synthesised): void {
  const alarms = () =>
    deployed()
      .all('AWS::CloudWatch::Alarm')
      .map(({ Properties }) => Alarm.parse(Properties));
  const queues = () =>
    new Map(
      deployed()
        .all('AWS::SQS::Queue')
        .map((queue) => [queue.id, queue]),
    );

  describe('every function', () => {
    it('logs for three months, to a group of its own', () => {
      const groups = new Map(
        deployed()
          .all('AWS::Logs::LogGroup')
          .map(({ id, Properties }) => [id, Properties]),
      );
      const functions = deployed()
        .all('AWS::Lambda::Function')
        .map(({ Properties }) => Lambda.parse(Properties));
      const own = functions.map(({ LoggingConfig }) => LoggingConfig.LogGroup.Ref);
      expect(functions.length).toBeGreaterThan(0);
      expect(new Set(own).size).toBe(functions.length);
      for (const group of own) expect(groups.get(group)).toMatchObject({ RetentionInDays: 90 });
    });

    it('has an alarm for its failures, with a page of the runbook of its own', () => {
      const failing = new Map(
        alarms()
          .filter(({ MetricName }) => MetricName === 'Errors')
          .map((alarm) => [subject(alarm)[0], alarm.AlarmDescription]),
      );
      const functions = deployed().all('AWS::Lambda::Function');
      expect(failing.size).toBe(functions.length);
      for (const { id, Properties } of functions) {
        const name = Lambda.parse(Properties).Description.split(' ').at(-1);
        expect(failing.get(JSON.stringify({ Ref: id }))).toContain(`docs/runbook.md#${name}-failing`);
      }
    });

    it('may do exactly what it names, but for a few things that have no name beforehand', () => {
      const Statement = z.object({
        Action: z.union([z.string(), z.array(z.string())]).transform((actions) => [actions].flat()),
        Resource: z.unknown(),
        Effect: z.literal('Allow'),
      });
      const Policy = z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) });
      const unnamed = deployed()
        .all('AWS::IAM::Policy')
        .flatMap(({ id, Properties }) =>
          // CDK makes one statement of those that allow the same.
          Policy.parse(Properties).PolicyDocument.Statement.flatMap(({ Action, Resource }) =>
            [Resource].flat().map((resource) => ({ id, Action, resource: JSON.stringify(resource) })),
          ),
        )
        .filter(({ Action, resource }) => `${resource}${Action}`.includes('*'));
      expect(unnamed).toHaveLength(UNNAMED.length);
      for (const { id, Action, resource } of unnamed) {
        const allowed = UNNAMED.find(
          ({ of, actions, ends }) =>
            id.startsWith(of) && `${actions}` === `${Action}` && resource.includes(`${ends}"`),
        );
        expect(allowed, `${id}: ${Action} on ${resource}`).toBeDefined();
      }
    });
  });

  describe('every queue', () => {
    it('that a function reads has a dead-letter queue, and part of a batch may fail', () => {
      const mappings = deployed()
        .all('AWS::Lambda::EventSourceMapping')
        .map(({ Properties }) => Mapping.parse(Properties));
      const read = mappings.flatMap(({ EventSourceArn, ...rest }) =>
        'Fn::GetAtt' in EventSourceArn ? [{ queue: EventSourceArn['Fn::GetAtt'][0], ...rest }] : [],
      );
      expect(read).toHaveLength(6);
      for (const { queue, FunctionName, FunctionResponseTypes } of read) {
        expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
        const properties = queues().get(queue)?.Properties ?? {};
        const { RedrivePolicy } = z
          .object({ RedrivePolicy: z.object({ deadLetterTargetArn: Of, maxReceiveCount: z.number() }) })
          .parse(properties);
        expect(RedrivePolicy.maxReceiveCount).toBe(5);
        expect(queues().has(RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0])).toBe(true);
        const reader = deployed()
          .all('AWS::Lambda::Function')
          .find(({ id }) => id === FunctionName.Ref);
        // AWS asks for six times, so that a batch is not handed out again while its function still works on it.
        expect(properties.VisibilityTimeout).toBe(6 * Lambda.parse(reader?.Properties).Timeout);
      }
    });

    it('that takes what was given up has an alarm from the first message on', () => {
      const given = [...queues().values()].filter(({ Properties }) => Properties.RedrivePolicy === undefined);
      const watched = alarms().filter(
        ({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible',
      );
      expect(given).toHaveLength(7);
      for (const { id } of given) {
        const alarm = watched.find((each) => subject(each).some((text) => text.includes(`"${id}"`)));
        expect(alarm?.Threshold, id).toBe(0);
      }
    });

    it('is encrypted and refuses whoever does not use TLS', () => {
      const policies = deployed().all('AWS::SQS::QueuePolicy');
      for (const [id, { Properties }] of queues()) {
        expect(Properties.SqsManagedSseEnabled).toBe(true);
        const policy = policies.find((each) => JSON.stringify(each.Properties.Queues).includes(`"${id}"`));
        expect(JSON.stringify(policy?.Properties), id).toContain('"aws:SecureTransport":"false"');
      }
    });
  });

  describe('every alarm', () => {
    it('says in sentences what is hurt, and its page stands in the runbook', () => {
      const headings = readFileSync('docs/runbook.md', 'utf8').matchAll(/^#+ (.+)$/gm);
      const pages = new Set([...headings].map(([, heading]) => anchorOf(heading ?? '')));
      for (const { AlarmDescription } of alarms()) {
        const [, hurts, page] = /^(.+) What to do: docs\/runbook\.md#(\S+)$/.exec(AlarmDescription) ?? [];
        expect(hurts).toMatch(/^[A-Z][^.]{20,}\.( [A-Z][^.]+\.)?$/);
        expect(pages, AlarmDescription).toContain(page);
      }
    });

    it('is silent while nothing is wrong, and tells the operators otherwise', () => {
      expect(alarms()).toHaveLength(26);
      for (const { ComparisonOperator, Threshold, TreatMissingData, AlarmActions } of alarms()) {
        expect(ComparisonOperator).toBe('GreaterThanThreshold');
        expect(Threshold).toBeGreaterThanOrEqual(0);
        expect(TreatMissingData).toBe('notBreaching');
        expect(JSON.stringify(AlarmActions)).toMatch(
          /^\[\{"(Ref|Fn::ImportValue)":"[^"]*Operators[^"]*"\}\]$/,
        );
      }
    });
  });

  describe('what sets a function going', () => {
    const rules = (): Named[] =>
      deployed()
        .all('AWS::Events::Rule')
        .filter(({ stack }) => stack !== 'webhooks');

    it('is a clip under cameras/ in the clips bucket, a change on the bus, and each minute', () => {
      expect(
        rules().map(({ Properties }) => Properties.EventPattern ?? Properties.ScheduleExpression),
      ).toEqual([
        {
          source: ['aws.s3'],
          'detail-type': ['Object Created'],
          detail: { bucket: { name: [expect.anything()] }, object: { key: [{ prefix: 'cameras/' }] } },
        },
        'rate(1 minute)',
        { source: ['estatewatch'], 'detail-type': ['incident', 'task', 'bid'] },
        { source: ['estatewatch'], 'detail-type': ['incident', 'task'] },
        {
          source: ['estatewatch'],
          'detail-type': ['notification'],
          detail: { status: ['due'], previousStatus: [{ exists: false }, 'gathering'] },
        },
      ]);
    });

    it('is what devices and networks publish over MQTT, by the rules that the local broker goes by too', () => {
      const rules = deployed().all('AWS::IoT::TopicRule');
      expect(rules.map(({ Properties }) => Properties.TopicRulePayload)).toMatchObject(
        [MQTT_RULE, NETWORK_RULE].map((Sql) => ({
          Sql,
          Actions: [{ Sqs: { UseBase64: false } }],
          ErrorAction: { Sqs: { UseBase64: false } },
        })),
      );
    });

    it('is the table’s stream, in halves when a batch fails, and what is given up is kept', () => {
      deployed().pipeline.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: {
          OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('Unpublished'), 'Arn'] } },
        },
      });
    });
  });
}
