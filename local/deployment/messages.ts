import { z } from 'zod';
import type { EventBus } from '../events/bus.ts';
import type { Queues } from '../sqs/queues.ts';
import type { Deployment } from './deployment.ts';

const Queue = z.object({
  VisibilityTimeout: z.number().default(30),
  MessageRetentionPeriod: z.number().default(345_600),
  DelaySeconds: z.number().default(0),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
});

/** Makes the queues that the templates ask for, dead-letter queues before those that use them. */
export function deployQueues(deployment: Deployment, queues: Queues): void {
  const all = deployment.all('AWS::SQS::Queue', Queue);
  const withoutRedrive = all.filter(({ properties }) => properties.RedrivePolicy === undefined);
  const withRedrive = all.filter(({ properties }) => properties.RedrivePolicy !== undefined);
  for (const { name, properties } of [...withoutRedrive, ...withRedrive]) {
    const { RedrivePolicy: redrive } = properties;
    queues.ensure({
      name,
      visibilityTimeoutSeconds: properties.VisibilityTimeout,
      retentionSeconds: properties.MessageRetentionPeriod,
      delaySeconds: properties.DelaySeconds,
      ...(redrive === undefined
        ? {}
        : {
            redrive: {
              deadLetterQueue: nameInArn(redrive.deadLetterTargetArn),
              maxReceiveCount: redrive.maxReceiveCount,
            },
          }),
    });
  }
}

/** The queues that take what others gave up, and which queue's messages each takes. */
export function deadLettersOf(deployment: Deployment): { queue: string; of?: string }[] {
  const all = deployment.all('AWS::SQS::Queue', Queue);
  return all
    .filter(({ properties }) => properties.RedrivePolicy === undefined)
    .map(({ name }) => {
      const source = all.find(
        ({ properties }) => nameInArn(properties.RedrivePolicy?.deadLetterTargetArn ?? '') === name,
      );
      return { queue: name, ...(source === undefined ? {} : { of: source.name }) };
    });
}

const Rule = z.object({
  EventBusName: z.string().default('default'),
  EventPattern: z.json().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.literal('ENABLED'),
  Targets: z.array(z.object({ Arn: z.string() })),
});

/** Makes the buses and rules that the templates ask for. Queues must be there before. */
export function deployRules(deployment: Deployment, bus: EventBus): void {
  for (const { name } of deployment.all('AWS::Events::EventBus', z.object({}))) bus.ensureBus(name);
  for (const { name, properties } of deployment.all('AWS::Events::Rule', Rule)) {
    const { EventPattern: pattern, ScheduleExpression: schedule } = properties;
    bus.ensureRule({
      name,
      bus: properties.EventBusName,
      ...(pattern === undefined ? {} : { pattern }),
      ...(schedule === undefined ? {} : { schedule }),
      targets: properties.Targets.map(({ Arn }) =>
        Arn.includes(':sqs:')
          ? { kind: 'queue', queueName: nameInArn(Arn) }
          : { kind: 'function', functionName: nameInArn(Arn) },
      ),
    });
  }
}

const SqsAction = z.object({ Sqs: z.object({ QueueUrl: z.string(), UseBase64: z.boolean() }) });
const TopicRule = z.object({
  TopicRulePayload: z.object({ Sql: z.string(), Actions: z.array(SqsAction) }),
});

/** The rules over MQTT topics that the templates ask for. */
export function topicRulesOf(deployment: Deployment) {
  return deployment.all('AWS::IoT::TopicRule', TopicRule).map(({ name, properties }) => ({
    name,
    sql: properties.TopicRulePayload.Sql,
    targets: properties.TopicRulePayload.Actions.map(({ Sqs }) => ({
      queueName: Sqs.QueueUrl.split('/').at(-1) ?? '',
      useBase64: Sqs.UseBase64,
    })),
  }));
}

/** The name at the end of an ARN. */
export function nameInArn(arn: string): string {
  return arn.split(/[:/]/).at(-1) ?? arn;
}
