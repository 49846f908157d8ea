import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnTopicRule } from 'aws-cdk-lib/aws-iot';
import type { Construct } from 'constructs';
import { MQTT_RULE, NETWORK_RULE } from '../../shared/sensors/mqtt-rule.ts';
import type { WorkQueue } from './work-queue.ts';

/** What brings uplinks from the MQTT broker into a queue; what cannot be put there goes to its dead letters. */
export function mqttRules(scope: Construct, { queue, rejected }: WorkQueue): void {
  const broker = new Role(scope, 'MqttRuleRole', { assumedBy: new ServicePrincipal('iot.amazonaws.com') });
  broker.addToPolicy(
    new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn, rejected.queueArn] }),
  );
  const toQueue = (queueUrl: string) => ({ sqs: { queueUrl, roleArn: broker.roleArn, useBase64: false } });
  for (const [id, sql, description] of [
    ['MqttUplinks', MQTT_RULE, 'What devices publish over MQTT goes to the reading queue'],
    ['NetworkUplinks', NETWORK_RULE, 'What LoRaWAN networks publish over MQTT goes to the reading queue'],
  ] as const) {
    new CfnTopicRule(scope, id, {
      topicRulePayload: {
        description,
        sql,
        awsIotSqlVersion: '2016-03-23',
        actions: [toQueue(queue.queueUrl)],
        errorAction: toQueue(rejected.queueUrl),
      },
    });
  }
}
