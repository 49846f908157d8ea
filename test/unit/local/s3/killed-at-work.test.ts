import { createHash, randomBytes } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { emptyFolder } from '../sqs/folders.ts';
import { started } from '../sqs/killed.ts';
import { clipsIntoQueue } from './landlord-with-clips.ts';
import { clientOf } from './served.ts';

const Addresses = z.object({ s3: z.string(), sqs: z.string(), iot: z.string() });
const Clip = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });

it('everything that was acknowledged before a kill -9 in the middle of work is there after it, and nothing torn', async () => {
  const folder = await emptyFolder();
  const { line, kill } = await started(new URL('./serve-everything.ts', import.meta.url), [folder]);
  const at = Addresses.parse(JSON.parse(line));
  const acknowledged = {
    clips: new Map<string, string>(),
    messages: new Set<string>(),
    readings: new Set<string>(),
  };

  const s3 = clientOf(at.s3);
  const clip = async (i: number): Promise<void> => {
    const Body = randomBytes(20_000 + i);
    await s3.send(new PutObjectCommand({ Bucket: 'clips', Key: `cameras/yard-3/${i}.mp4`, Body }));
    acknowledged.clips.set(`cameras/yard-3/${i}.mp4`, createHash('md5').update(Body).digest('hex'));
  };
  const sqs = new SQSClient({
    region: 'eu-west-2',
    endpoint: at.sqs,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  });
  const message = async (i: number): Promise<void> => {
    const QueueUrl = `${at.sqs}/000000000000/clips`;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `message ${i}` }));
    acknowledged.messages.add(`message ${i}`);
  };
  const device = await connectAsync(at.iot, { reconnectPeriod: 0 });
  const reading = async (i: number): Promise<void> => {
    await device.publishAsync('estates/riverside/devices/door-3/up', `reading ${i}`, { qos: 1 });
    acknowledged.readings.add(`reading ${i}`);
  };
  onTestFinished(async () => {
    sqs.destroy();
    await device.endAsync(true);
  });

  // Each works on until its requests fail, because the process is gone.
  const untilItFails = async (work: (i: number) => Promise<void>): Promise<void> => {
    for (let i = 0; ; i += 1) {
      try {
        await work(i);
      } catch {
        return;
      }
    }
  };
  const working = [clip, clip, message].map((work, worker) =>
    untilItFails((i) => work(worker * 100_000 + i)),
  );
  const readings = untilItFails(reading);
  const enough = (): boolean =>
    acknowledged.clips.size >= 20 && acknowledged.messages.size >= 20 && acknowledged.readings.size >= 20;
  await expect.poll(enough, { timeout: 15_000, interval: 5 }).toBe(true);
  await kill();
  device.end(true);
  await Promise.all(working);
  // A publish that never got its PUBACK is not failed by the client when it is closed; there is nothing to wait for.
  await Promise.race([readings, new Promise((resolve) => setTimeout(resolve, 100))]);

  const again = await clipsIntoQueue(folder);
  onTestFinished(async () => {
    await again.s3.close();
    await again.bus.close();
    again.queues.close();
  });
  const bodies = new Set<string>();
  for (;;) {
    const records = await again.queues.receive('clips', 100);
    if (records.length === 0) break;
    for (const { body } of records)
      bodies.add(body.startsWith('{') ? Clip.parse(JSON.parse(body)).detail.object.key : body);
  }
  const missing = [...acknowledged.clips.keys(), ...acknowledged.messages, ...acknowledged.readings].filter(
    (one) => !bodies.has(one),
  );
  expect(missing).toEqual([]);
  const client = clientOf(again.s3.endpoint);
  for (const [Key, md5] of acknowledged.clips) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'clips', Key }));
    expect(
      createHash('md5')
        .update((await Body?.transformToByteArray()) ?? '')
        .digest('hex'),
    ).toBe(md5);
  }
});
