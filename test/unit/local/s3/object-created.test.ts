import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { emptyFolder } from '../sqs/folders.ts';
import { lineBeforeKill } from '../sqs/killed.ts';
import { clipsIntoQueue } from './landlord-with-clips.ts';
import { clientOf, servedS3 } from './served.ts';

async function opened(folder: string) {
  const { queues, bus, s3 } = await clipsIntoQueue(folder);
  onTestFinished(async () => {
    await s3.close();
    await bus.close();
    queues.close();
  });
  return { queues, client: clientOf(s3.endpoint) };
}

describe('an object that is put', () => {
  it("becomes S3's event in the queue, with the key as it is", async () => {
    const { queues, client } = await opened(await emptyFolder());
    const Key = 'cameras/yard 3/2026/11/22/20261122T080000Z.mp4';
    await client.send(new PutObjectCommand({ Bucket: 'clips', Key, Body: 'a clip' }));
    await client.send(new PutObjectCommand({ Bucket: 'clips', Key: 'elsewhere/a.mp4', Body: 'a clip' }));
    const events = (await queues.receive('clips', 10)).map((record): unknown => JSON.parse(record.body));
    expect(events).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': 'Object Created',
        source: 'aws.s3',
        account: '000000000000',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        region: 'eu-west-2',
        resources: ['arn:aws:s3:::clips'],
        detail: {
          version: '0',
          bucket: { name: 'clips' },
          object: {
            key: Key,
            size: 6,
            etag: 'aca009176da72afde73994acb10b3b79',
            sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
          },
          'request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
          requester: '000000000000',
          'source-ip-address': '127.0.0.1',
          reason: 'PutObject',
        },
      },
    ]);
  });

  it('is there, and its event too, when the system was killed after the answer', async () => {
    const folder = await emptyFolder();
    const Key = 'cameras/yard-3/a.mp4';
    const ETag = await lineBeforeKill(new URL('./put-and-hang.ts', import.meta.url), [folder, Key]);
    const { queues, client } = await opened(folder);
    expect(await client.send(new GetObjectCommand({ Bucket: 'clips', Key }))).toMatchObject({
      ETag,
      ContentLength: 6,
    });
    const bodies = (await queues.receive('clips', 10)).map((record): unknown => JSON.parse(record.body));
    expect(bodies).toMatchObject([{ detail: { object: { key: Key, etag: ETag.slice(1, -1) } } }]);
  });

  it('has a greater sequencer than the one before it', async () => {
    const { client, created } = await servedS3();
    for (const Body of ['one', 'two', 'three']) {
      await client.send(new PutObjectCommand({ Bucket: 'clips', Key: 'a', Body }));
    }
    const sequencers = created.map((one) => one.sequencer);
    expect(sequencers).toEqual([...new Set(sequencers)].sort());
    expect(sequencers).toHaveLength(3);
  });

  it('is answered only after it was told of', async () => {
    const order: string[] = [];
    const { client } = await servedS3({
      onCreated: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push('told');
      },
    });
    await client.send(new PutObjectCommand({ Bucket: 'clips', Key: 'a', Body: 'x' }));
    order.push('answered');
    expect(order).toEqual(['told', 'answered']);
  });

  it('is answered with 500 when it could not be told of, and the reason is reported', async () => {
    const { client, reported } = await servedS3({
      onCreated: () => {
        throw new Error('The disk is full.');
      },
    });
    await expect(
      client.send(new PutObjectCommand({ Bucket: 'clips', Key: 'a', Body: 'x' })),
    ).rejects.toMatchObject({
      name: 'InternalError',
      $metadata: { httpStatusCode: 500 },
    });
    expect(reported.map((error) => error.message)).toEqual(['The disk is full.']);
  });

  it('is told of to nobody when its bucket does not ask for it', async () => {
    const { s3, client, created } = await servedS3();
    await s3.ensureBucket('stills');
    await client.send(new PutObjectCommand({ Bucket: 'stills', Key: 'a.jpg', Body: 'x' }));
    expect(created).toEqual([]);
  });
});
