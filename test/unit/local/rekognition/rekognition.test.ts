import { createServer } from 'node:http';
import {
  DetectLabelsCommand,
  type DetectLabelsCommandInput,
  DetectTextCommand,
  RekognitionClient,
} from '@aws-sdk/client-rekognition';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CannotRunHere } from '../../../../local/machine/durable-file.ts';
import { listenOn, stopListening } from '../../../../local/machine/listen.ts';
import { type Rekognition, startRekognition } from '../../../../local/rekognition/rekognition.ts';

const drawn = (widthPixels: number, heightPixels: number) =>
  sharp({ create: { width: widthPixels, height: heightPixels, channels: 3, background: '#777' } });

const stored = await drawn(320, 240).png().toBuffer();
const bucket = createServer((request, response) => {
  const isThere = request.url?.startsWith('/clips/stills/one.png') ?? false;
  response.writeHead(isThere ? 200 : 404, { 'content-type': isThere ? 'image/png' : 'application/xml' });
  response.end(isThere ? stored : '<Error><Code>NoSuchKey</Code><Message>No such key.</Message></Error>');
});

let rekognition: Rekognition;
let client: RekognitionClient;

beforeAll(async () => {
  const port = await listenOn(bucket, 0, 'the bucket');
  rekognition = await startRekognition({ s3: { endpoint: `http://127.0.0.1:${port}` } });
  client = new RekognitionClient({
    endpoint: rekognition.endpoint,
    region: 'eu-west-2',
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});

afterAll(async () => {
  client.destroy();
  await rekognition.close();
  await stopListening(bucket);
});

const detect = (input: DetectLabelsCommandInput) => client.send(new DetectLabelsCommand(input));

describe('the AWS SDK asking for labels', () => {
  it('gets an answer for a JPEG and names the model it came from', async () => {
    const answer = await detect({ Image: { Bytes: await drawn(640, 480).jpeg().toBuffer() } });
    expect(answer.Labels).toEqual([]);
    expect(answer.LabelModelVersion).toBe('coco-ssd-lite-mobilenet-v2');
  });

  it('gets an answer for a picture in the object store', async () => {
    const answer = await detect({ Image: { S3Object: { Bucket: 'clips', Name: 'stills/one.png' } } });
    expect(answer.Labels).toEqual([]);
  });

  it('gets answers to several questions at once', async () => {
    const Bytes = await drawn(100, 90).png().toBuffer();
    const answers = await Promise.all([1, 2, 3].map(() => detect({ Image: { Bytes } })));
    expect(answers.map(({ Labels }) => Labels)).toEqual([[], [], []]);
  });
});

describe('Rekognition refuses', () => {
  const refusals: [what: string, name: string, input: () => Promise<DetectLabelsCommandInput>][] = [
    ['text', 'InvalidImageFormatException', async () => ({ Image: { Bytes: Buffer.from('hello') } })],
    [
      'a GIF',
      'InvalidImageFormatException',
      async () => ({ Image: { Bytes: await drawn(100, 100).gif().toBuffer() } }),
    ],
    [
      'half a JPEG',
      'InvalidImageFormatException',
      async () => ({ Image: { Bytes: (await drawn(400, 400).jpeg().toBuffer()).subarray(0, 700) } }),
    ],
    [
      'a picture narrower than 80 pixels',
      'InvalidParameterException',
      async () => ({ Image: { Bytes: await drawn(79, 400).png().toBuffer() } }),
    ],
    [
      'a picture wider than 10,000 pixels',
      'ImageTooLargeException',
      async () => ({ Image: { Bytes: await drawn(10_001, 80).png().toBuffer() } }),
    ],
    [
      'more than 5 MB',
      'ImageTooLargeException',
      async () => ({ Image: { Bytes: Buffer.alloc(5 * 1024 * 1024 + 1) } }),
    ],
    [
      'far more than 5 MB',
      'ImageTooLargeException',
      async () => ({ Image: { Bytes: Buffer.alloc(12 * 1024 * 1024) } }),
    ],
    [
      'an object that is not there',
      'InvalidS3ObjectException',
      async () => ({ Image: { S3Object: { Bucket: 'clips', Name: 'stills/two.png' } } }),
    ],
    ['a request without a picture', 'InvalidParameterException', async () => ({ Image: {} })],
    [
      'a confidence over 100',
      'InvalidParameterException',
      async () => ({ Image: { Bytes: stored }, MinConfidence: 101 }),
    ],
    [
      'image properties, which it does not measure',
      'InvalidParameterException',
      async () => ({ Image: { Bytes: stored }, Features: ['IMAGE_PROPERTIES'] }),
    ],
  ];

  it.each(refusals)('%s with %s', async (_what, name, input) => {
    await expect(detect(await input())).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  it('another operation by its name', async () => {
    await expect(client.send(new DetectTextCommand({ Image: { Bytes: stored } }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('DetectText'),
    });
  });

  it('a port that is taken with a sentence that names it', async () => {
    const second = startRekognition({ port: rekognition.port, s3: { endpoint: rekognition.endpoint } });
    await expect(second).rejects.toThrow(CannotRunHere);
    await expect(second).rejects.toThrow(`Port ${rekognition.port} is in use`);
  });
});
