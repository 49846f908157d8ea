import { type EventBus, openBus } from '../../../../local/events/bus.ts';
import { objectCreatedEvent } from '../../../../local/s3/object-created.ts';
import { type LocalS3, startS3 } from '../../../../local/s3/s3.ts';
import { openQueues, type Queues } from '../../../../local/sqs/queues.ts';

/** S3, the bus and the queues as the system joins them: an object in `clips` becomes a message in the queue `clips`. */
export async function clipsIntoQueue(
  folder: string,
): Promise<{ queues: Queues; bus: EventBus; s3: LocalS3 }> {
  const queues = openQueues({ folder });
  queues.ensure({ name: 'clips', visibilityTimeoutSeconds: 900, retentionSeconds: 3600, delaySeconds: 0 });
  const bus = openBus({ queues, invoke: async () => {}, onLost: () => {} });
  bus.ensureRule({
    name: 'clip-uploaded',
    bus: 'default',
    pattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: ['clips'] }, object: { key: [{ prefix: 'cameras/' }] } },
    },
    targets: [{ kind: 'queue', queueName: 'clips' }],
  });
  const s3 = await startS3({
    folder,
    onCreated: (created) => void bus.put('default', [objectCreatedEvent(created)]),
    report: (error) => console.error(error),
  });
  await s3.ensureBucket('clips', { eventBridgeEnabled: true });
  return { queues, bus, s3 };
}
