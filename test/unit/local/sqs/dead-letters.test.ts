import { describe, expect, it } from 'vitest';
import type { Queues } from '../../../../local/sqs/queues.ts';
import type { HandClock } from './hand-clock.ts';

import { bodies, queueNamed, queuesWith, start } from './queue-room.ts';

describe('a dead-letter queue', () => {
  const pair = [
    queueNamed('clips-dead', { retentionSeconds: 1_209_600 }),
    queueNamed('clips', {
      visibilityTimeoutSeconds: 10,
      redrive: { deadLetterQueue: 'clips-dead', maxReceiveCount: 3 },
    }),
  ];

  async function withPoison(): Promise<{ queues: Queues; clock: HandClock; id: string }> {
    const { queues, clock } = await queuesWith(...pair);
    const id = queues.send('clips', 'poison');
    for (let time = 0; time < 3; time += 1) {
      expect(await queues.receive('clips', 1)).toHaveLength(1);
      await clock.pass(10);
    }
    return { queues, clock, id };
  }

  it('takes a message that was received as often as allowed, before it would be received again', async () => {
    const { queues, id } = await withPoison();
    expect(await queues.receive('clips', 1)).toEqual([]);
    const [dead] = await queues.receive('clips-dead', 1);
    expect(dead).toMatchObject({
      messageId: id,
      attributes: {
        SentTimestamp: String(start),
        ApproximateReceiveCount: '4',
        DeadLetterQueueSourceArn: 'arn:aws:sqs:eu-west-2:000000000000:clips',
      },
    });
  });

  it('wakes who waits for dead letters', async () => {
    const { queues, clock } = await withPoison();
    const waiting = queues.receive('clips-dead', 1, { waitMillis: 20_000 });
    await queues.receive('clips', 1);
    await clock.pass(0);
    expect(bodies(await waiting)).toEqual(['poison']);
  });

  it('gives its messages back to their own queue, as new ones', async () => {
    const { queues, id } = await withPoison();
    await queues.receive('clips', 1);
    expect(queues.moveTask('clips-dead')).toBe(1);
    const [again] = await queues.receive('clips', 1);
    expect(again?.messageId).not.toBe(id);
    expect(again?.attributes).toMatchObject({
      ApproximateReceiveCount: '1',
      SentTimestamp: String(start + 30_000),
    });
    expect(queues.counts('clips-dead').visible).toBe(0);
  });

  it('must be known before the queue it serves', async () => {
    const { queues } = await queuesWith();
    expect(() =>
      queues.ensure(queueNamed('clips', { redrive: { deadLetterQueue: 'gone', maxReceiveCount: 3 } })),
    ).toThrow('Queue "clips" names the dead-letter queue "gone", which is not known yet.');
  });
});
