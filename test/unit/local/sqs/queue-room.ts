import { onTestFinished } from 'vitest';
import type { QueueDefinition } from '../../../../local/sqs/queue-definition.ts';
import { openQueues, type Queues } from '../../../../local/sqs/queues.ts';
import { emptyFolder } from './folders.ts';
import { HandClock } from './hand-clock.ts';

/** When the clocks of these tests start. */
export const start = Date.parse('2026-11-22T08:00:00Z');

/** A queue's settings, of which the test names only those that matter to it. */
export function queueNamed(name: string, settings: Partial<QueueDefinition> = {}): QueueDefinition {
  return { name, visibilityTimeoutSeconds: 30, retentionSeconds: 345_600, delaySeconds: 0, ...settings };
}

/** Open queues with a clock to move by hand, in a folder of their own. */
export async function queuesWith(
  ...definitions: QueueDefinition[]
): Promise<{ queues: Queues; clock: HandClock; folder: string }> {
  const folder = await emptyFolder();
  const clock = new HandClock(start);
  const queues = openQueues({ folder, clock });
  onTestFinished(() => queues.close());
  for (const definition of definitions) queues.ensure(definition);
  return { queues, clock, folder };
}

/** The bodies of received messages. */
export const bodies = (records: { body: string }[]): string[] => records.map((record) => record.body);
