import { SQSClient } from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';
import { openQueues, type Queues } from '../../../../local/sqs/queues.ts';
import { serveSqs } from '../../../../local/sqs/serve-sqs.ts';
import { emptyFolder } from './folders.ts';

/** Served queues and an SDK client of them. */
export interface ServedQueues {
  client: SQSClient;
  queues: Queues;
  urlOf(name: string): string;
}

/** Serves the queues `clips` (two tries) and `clips-dead`. */
export async function servedQueues(): Promise<ServedQueues> {
  const queues = openQueues({ folder: await emptyFolder() });
  const common = { visibilityTimeoutSeconds: 30, retentionSeconds: 345_600, delaySeconds: 0 };
  queues.ensure({ name: 'clips-dead', ...common });
  queues.ensure({ name: 'clips', ...common, redrive: { deadLetterQueue: 'clips-dead', maxReceiveCount: 2 } });
  const { endpoint, close } = await serveSqs(queues);
  const client = new SQSClient({
    region: 'eu-west-2',
    endpoint,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  });
  onTestFinished(async () => {
    client.destroy();
    await close();
    queues.close();
  });
  return { client, queues, urlOf: (name) => `${endpoint}/000000000000/${name}` };
}
