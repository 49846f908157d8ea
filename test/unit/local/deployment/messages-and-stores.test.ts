import { DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deployQueues, deployRules, nameInArn, topicRulesOf } from '../../../../local/deployment/messages.ts';
import { bucketsOf, deploySecrets, deployTables } from '../../../../local/deployment/stores.ts';
import { openBus } from '../../../../local/events/bus.ts';
import { Secrets } from '../../../../local/secrets/secrets.ts';
import { ownDynamoDb } from '../../../support/local-dynamodb.ts';
import { tableDefinition } from '../../../support/table-definition.ts';
import { emptyFolder } from '../sqs/folders.ts';
import { arnOf, deploymentOf, someQueues } from './deployment-of.ts';

describe('queues', () => {
  it('are made as the templates say, whichever stands first', async () => {
    const queues = await someQueues();
    const RedrivePolicy = { deadLetterTargetArn: arnOf('Rejected'), maxReceiveCount: 5 };
    deployQueues(
      deploymentOf({
        Clips: { type: 'AWS::SQS::Queue', properties: { VisibilityTimeout: 1_800, RedrivePolicy } },
        Rejected: { type: 'AWS::SQS::Queue', properties: { MessageRetentionPeriod: 1_209_600 } },
      }),
      queues,
    );
    expect(queues.definition('s-clips')).toEqual({
      name: 's-clips',
      visibilityTimeoutSeconds: 1_800,
      retentionSeconds: 345_600,
      delaySeconds: 0,
      redrive: { deadLetterQueue: 's-rejected', maxReceiveCount: 5 },
    });
    expect(queues.definition('s-rejected').retentionSeconds).toBe(1_209_600);
  });
});

describe('rules', () => {
  it('send what matches on their bus to their queue', async () => {
    const queues = await someQueues();
    const bus = openBus({ queues, invoke: async () => undefined, onLost: () => undefined });
    onTestFinished(() => bus.close());
    const deployment = deploymentOf({
      Bus: { type: 'AWS::Events::EventBus' },
      Followed: { type: 'AWS::SQS::Queue' },
      Rule: {
        type: 'AWS::Events::Rule',
        properties: {
          EventBusName: { Ref: 'Bus' },
          EventPattern: { source: ['estatewatch'] },
          State: 'ENABLED',
          Targets: [{ Arn: arnOf('Followed'), Id: 'Target0' }],
        },
      },
    });
    deployQueues(deployment, queues);
    deployRules(deployment, bus);
    const event = { source: 'estatewatch', 'detail-type': 'incident', detail: { id: 'FT-1' } };
    bus.put('s-bus', [event, { ...event, source: 'somebody-else' }]);
    expect(queues.counts('s-followed').visible).toBe(1);
  });

  it('of a kind that is switched off stop the start, for nobody would see that nothing happens', async () => {
    const queues = await someQueues();
    const bus = openBus({ queues, invoke: async () => undefined, onLost: () => undefined });
    onTestFinished(() => bus.close());
    const off = { ScheduleExpression: 'rate(1 minute)', State: 'DISABLED', Targets: [] };
    expect(() =>
      deployRules(deploymentOf({ Off: { type: 'AWS::Events::Rule', properties: off } }), bus),
    ).toThrow(/^Off \(AWS::Events::Rule\) asks for what the local system does not do/);
  });

  it('over MQTT topics name their queue', () => {
    const Sqs = { QueueUrl: { Ref: 'Readings' }, UseBase64: false, RoleArn: 'arn' };
    const properties = { TopicRulePayload: { Sql: "SELECT * FROM 'a'", Actions: [{ Sqs }] } };
    const deployment = deploymentOf({
      Readings: { type: 'AWS::SQS::Queue' },
      Uplinks: { type: 'AWS::IoT::TopicRule', properties },
    });
    expect(topicRulesOf(deployment)).toEqual([
      {
        name: 's-uplinks',
        sql: "SELECT * FROM 'a'",
        targets: [{ queueName: 's-readings', useBase64: false }],
      },
    ]);
  });
});

describe('stores', () => {
  it('are a table with its stream and its expiry, buckets that tell or do not, and a secret that is kept', async () => {
    await using own = await ownDynamoDb();
    const { TableName: _, ...definition } = tableDefinition('s-table');
    const secrets = new Secrets(await emptyFolder());
    const deployment = deploymentOf({
      Table: {
        type: 'AWS::DynamoDB::GlobalTable',
        properties: {
          ...definition,
          StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
          TimeToLiveSpecification: { AttributeName: 'expiresAtSeconds', Enabled: true },
        },
      },
      Clips: {
        type: 'AWS::S3::Bucket',
        properties: {
          VersioningConfiguration: { Status: 'Enabled' },
          NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        },
      },
      AccessLog: { type: 'AWS::S3::Bucket' },
      Secret: {
        type: 'AWS::SecretsManager::Secret',
        properties: { GenerateSecretString: { PasswordLength: 48 } },
      },
    });
    deployTables(deployment, own.dynamoDb);
    expect(own.dynamoDb.readStream('s-table', '0', 10).records).toEqual([]);
    const expiry = new DescribeTimeToLiveCommand({ TableName: 's-table' });
    expect((await own.clients.plain.send(expiry)).TimeToLiveDescription).toEqual({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'expiresAtSeconds',
    });
    expect(bucketsOf(deployment)).toEqual([
      { name: 's-clips', versioned: true, eventBridgeEnabled: true },
      { name: 's-accesslog', versioned: false, eventBridgeEnabled: false },
    ]);
    deploySecrets(deployment, secrets);
    expect(secrets.value('arn:aws:secretsmanager:eu-west-2:000000000000:secret:s-secret')).toMatch(
      /^[0-9a-f]{48}$/,
    );
  });
});

describe('the name in an ARN', () => {
  it.each([
    ['arn:aws:sqs:eu-west-2:000000000000:clips', 'clips'],
    ['arn:aws:events:eu-west-2:000000000000:event-bus/changes', 'changes'],
    ['integrations/answer', 'answer'],
    ['clips', 'clips'],
  ])('of %s is %s', (arn, name) => {
    expect(nameInArn(arn)).toBe(name);
  });
});
