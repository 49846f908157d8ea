import { describe, expect, it } from 'vitest';

import { bodies, queueNamed, queuesWith, start } from './queue-room.ts';

describe('a queue', () => {
  it('gives a message in the shape in which Lambda gets it', async () => {
    const { queues } = await queuesWith(queueNamed('clips'));
    const messageId = queues.send('clips', '{"clip":1}', { attributes: { camera: 'yard-3' } });
    expect(await queues.receive('clips', 10)).toEqual([
      {
        messageId,
        receiptHandle: expect.stringMatching(/^[0-9a-f-]{36}$/),
        body: '{"clip":1}',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(start),
          SenderId: '000000000000',
          ApproximateFirstReceiveTimestamp: String(start),
        },
        messageAttributes: { camera: { dataType: 'String', stringValue: 'yard-3' } },
        md5OfBody: 'b201c592a3643df6f28b5d236b5b98a5',
        md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-west-2:000000000000:clips',
        awsRegion: 'eu-west-2',
      },
    ]);
  });

  it('gives the oldest first and no message twice in one receive', async () => {
    const { queues } = await queuesWith(queueNamed('clips'));
    const sent = Array.from({ length: 25 }, (_, i) => String(i));
    queues.sendAll(sent.map((body) => ({ queueName: 'clips', body })));
    const received = [
      await queues.receive('clips', 10),
      await queues.receive('clips', 10),
      await queues.receive('clips', 10),
    ];
    expect(received.flatMap(bodies)).toEqual(sent);
  });

  it('hides a received message until its visibility timeout and then gives it again', async () => {
    const { queues, clock } = await queuesWith(queueNamed('clips', { visibilityTimeoutSeconds: 30 }));
    queues.send('clips', 'bag');
    await queues.receive('clips', 1);
    await clock.pass(29);
    expect(await queues.receive('clips', 1)).toEqual([]);
    await clock.pass(1);
    const [again] = await queues.receive('clips', 1);
    expect(again?.attributes).toMatchObject({
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: String(start),
    });
  });

  it('forgets a deleted message', async () => {
    const { queues, clock } = await queuesWith(queueNamed('clips'));
    queues.send('clips', 'bag');
    const [record] = await queues.receive('clips', 1);
    queues.delete('clips', record?.receiptHandle ?? '');
    await clock.pass(3600);
    expect(await queues.receive('clips', 1)).toEqual([]);
    expect(queues.counts('clips')).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('keeps a message whose receiver was late: its handle has been replaced', async () => {
    const { queues, clock } = await queuesWith(queueNamed('clips'));
    queues.send('clips', 'bag');
    const [late] = await queues.receive('clips', 1);
    await clock.pass(31);
    await queues.receive('clips', 1);
    queues.delete('clips', late?.receiptHandle ?? '');
    expect(queues.counts('clips').inFlight).toBe(1);
  });

  it('gives a message back at once, or later, when its visibility is changed', async () => {
    const { queues, clock } = await queuesWith(queueNamed('clips'));
    queues.send('clips', 'bag');
    const [first] = await queues.receive('clips', 1);
    queues.changeVisibility('clips', first?.receiptHandle ?? '', 0);
    const [second] = await queues.receive('clips', 1);
    queues.changeVisibility('clips', second?.receiptHandle ?? '', 300);
    await clock.pass(299);
    expect(await queues.receive('clips', 1)).toEqual([]);
    await clock.pass(1);
    expect(await queues.receive('clips', 1)).toHaveLength(1);
  });

  it('holds a delayed message back', async () => {
    const { queues, clock } = await queuesWith(queueNamed('clips', { delaySeconds: 60 }));
    queues.send('clips', 'later');
    queues.send('clips', 'now', { delaySeconds: 0 });
    expect(queues.counts('clips')).toEqual({ visible: 1, inFlight: 0, delayed: 1 });
    expect(bodies(await queues.receive('clips', 10))).toEqual(['now']);
    await clock.pass(60);
    expect(bodies(await queues.receive('clips', 10))).toContain('later');
  });

  it('drops what is older than its retention', async () => {
    const { queues, clock } = await queuesWith(queueNamed('clips', { retentionSeconds: 60 }));
    queues.send('clips', 'old');
    await clock.pass(61);
    expect(await queues.receive('clips', 1)).toEqual([]);
  });

  it('lets a receiver wait for the message that comes', async () => {
    const { queues, clock } = await queuesWith(queueNamed('clips'));
    const waiting = queues.receive('clips', 1, { waitMillis: 20_000 });
    await clock.pass(5);
    queues.send('clips', 'bag');
    expect(bodies(await waiting)).toEqual(['bag']);
  });

  it('lets a receiver wait for a message whose visibility timeout runs out', async () => {
    const { queues, clock } = await queuesWith(queueNamed('clips', { visibilityTimeoutSeconds: 10 }));
    queues.send('clips', 'bag');
    await queues.receive('clips', 1);
    const waiting = queues.receive('clips', 1, { waitMillis: 20_000 });
    await clock.pass(10);
    expect(bodies(await waiting)).toEqual(['bag']);
  });

  it('lets a receiver go with nothing after its wait, when it gives up, and when the queues close', async () => {
    const { queues, clock } = await queuesWith(queueNamed('clips'));
    const patient = queues.receive('clips', 1, { waitMillis: 2000 });
    await clock.pass(2);
    expect(await patient).toEqual([]);
    const gone = new AbortController();
    const givingUp = queues.receive('clips', 1, { waitMillis: 20_000, signal: gone.signal });
    gone.abort();
    expect(await givingUp).toEqual([]);
    const closing = queues.receive('clips', 1, { waitMillis: 20_000 });
    queues.close();
    expect(await closing).toEqual([]);
  });

  it('tells a listener when a message is sent and when one shows again', async () => {
    const { queues, clock } = await queuesWith(queueNamed('clips', { visibilityTimeoutSeconds: 10 }));
    let told = 0;
    const stop = queues.onMessage('clips', () => {
      told += 1;
    });
    queues.send('clips', 'bag');
    await clock.pass(0);
    expect(told).toBe(1);
    await queues.receive('clips', 1);
    await clock.pass(10);
    expect(told).toBe(2);
    stop();
    queues.send('clips', 'another');
    await clock.pass(0);
    expect(told).toBe(2);
  });

  it('takes all of a batch or none', async () => {
    const { queues } = await queuesWith(queueNamed('clips'));
    const batch = [
      { queueName: 'clips', body: 'good' },
      { queueName: 'nowhere', body: 'lost' },
    ];
    expect(() => queues.sendAll(batch)).toThrow('The queue "nowhere" does not exist.');
    expect(queues.counts('clips').visible).toBe(0);
  });

  it.each([
    ['an empty body', '', 'must have a body'],
    ['more than 1 MiB', 'x'.repeat(1_048_577), 'longer than'],
    ['a character SQS does not take', 'a\u0000b', 'a character that SQS does not take'],
  ])('refuses %s', async (_, body, reason) => {
    const { queues } = await queuesWith(queueNamed('clips'));
    expect(() => queues.send('clips', body)).toThrow(reason);
  });
});
