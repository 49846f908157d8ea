import { onTestFinished } from 'vitest';
import { type EventBus, openBus } from '../../../../local/events/bus.ts';
import type { Invoke } from '../../../../local/events/function-deliveries.ts';
import { openQueues, type Queues } from '../../../../local/sqs/queues.ts';
import { emptyFolder } from '../sqs/folders.ts';
import { HandClock } from '../sqs/hand-clock.ts';

/** An event that a camera puts. */
export const uploaded = { source: 'camera', 'detail-type': 'Clip', detail: { camera: 'yard-3' } };

/** An open bus with its queues and a clock to move by hand. */
export interface Room {
  bus: EventBus;
  queues: Queues;
  clock: HandClock;
  folder: string;
  lost: { functionName: string; error: unknown }[];
}

/** Opens it, with the queues `clips` and `audit` and the bus `landlord`. */
export async function room(
  options: { invoke?: Invoke; folder?: string; clock?: HandClock } = {},
): Promise<Room> {
  const folder = options.folder ?? (await emptyFolder());
  const clock = options.clock ?? new HandClock(Date.parse('2026-11-22T08:03:00Z'));
  const queues = openQueues({ folder, clock });
  const lost: Room['lost'] = [];
  const bus = openBus({
    queues,
    invoke: options.invoke ?? (async () => {}),
    onLost: (functionName, error) => lost.push({ functionName, error }),
  });
  onTestFinished(() => queues.close());
  for (const name of ['clips', 'audit']) {
    queues.ensure({ name, visibilityTimeoutSeconds: 30, retentionSeconds: 3600, delaySeconds: 0 });
  }
  bus.ensureBus('landlord');
  return { bus, queues, clock, folder, lost };
}

/** The events that lie in a queue. */
export const eventsIn = async (queues: Queues, name: string): Promise<unknown[]> =>
  (await queues.receive(name, 10)).map((record): unknown => JSON.parse(record.body));
