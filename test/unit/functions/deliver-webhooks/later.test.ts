import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished } from 'vitest';
import { Later } from '../../../../functions/deliver-webhooks/later.ts';
import { serveSqs } from '../../../../local/sqs/serve-sqs.ts';
import { someQueues } from '../../local/deployment/deployment-of.ts';

it('A delivery comes again from the queue: what is due soon when it is due, the rest after ten minutes', async () => {
  const queues = await someQueues();
  const name = 'webhooks';
  queues.ensure({ name, visibilityTimeoutSeconds: 30, retentionSeconds: 3_600, delaySeconds: 0 });
  const { endpoint, close } = await serveSqs(queues);
  onTestFinished(close);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SQSClient({ endpoint, region: 'eu-west-2', credentials });
  onTestFinished(() => client.destroy());
  const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
  const later = new Later(client, QueueUrl);

  await later.again({ deliveryId: 'now', tries: 0 }, -3);
  await later.again({ deliveryId: 'soon', tries: 1 }, 4.2);
  // Ten hours, for which no queue holds anything back.
  await later.again({ deliveryId: 'tonight', tries: 7 }, 36_000);

  const [due] = await queues.receive(name, 10);
  expect(JSON.parse(due?.body ?? '')).toEqual({ deliveryId: 'now', tries: 0 });
  expect(queues.counts(name)).toEqual({ visible: 0, inFlight: 1, delayed: 2 });
});
