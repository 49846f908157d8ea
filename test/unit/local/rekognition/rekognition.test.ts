import { createServer } from 'node:http';
import {
  DetectFacesCommand,
  DetectLabelsCommand,
  type DetectLabelsCommandInput,
  DetectTextCommand,
  type DetectTextCommandInput,
  RekognitionClient,
} from '@aws-sdk/client-rekognition';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CannotRunHere } from '../../../../local/machine/durable-file.ts';
import { listenOn, stopListening } from '../../../../local/machine/listen.ts';
import { type Rekognition, startRekognition } from '../../../../local/rekognition/rekognition.ts';
import { overlap } from '../../../../shared/clips/recording/picture.ts';

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
const read = (input: DetectTextCommandInput) => client.send(new DetectTextCommand(input));

/** A street-grey picture of 640 × 480 with a yellow plate on it, its left edge at 120 and its top at 300. */
const plate = (mark: string, widthPixels: number) => {
  const heightPixels = Math.round((widthPixels * 111) / 520);
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">
        <rect width="640" height="480" fill="#667"/>
        <rect x="120" y="300" width="${widthPixels}" height="${heightPixels}" rx="4" fill="#fc0"/>
        <text x="${120 + widthPixels / 2}" y="${300 + heightPixels * 0.82}" text-anchor="middle"
          font-family="sans-serif" font-weight="bold" font-size="${heightPixels * 0.88}"
          textLength="${widthPixels * 0.9}" lengthAdjust="spacingAndGlyphs">${mark}</text>
      </svg>`,
    ),
  )
    .jpeg({ quality: 85 })
    .toBuffer();
};

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

describe('the AWS SDK asking for text', () => {
  it.each([
    ['AB12 CDE', 200],
    ['LK63 XHR', 260],
    ['P482 KDW', 320],
  ])('reads a plate %s that is drawn %i pixels wide, as a line of two words', async (mark, widthPixels) => {
    const Bytes = await plate(mark, widthPixels);
    const { TextDetections, TextModelVersion } = await read({ Image: { Bytes } });
    const [front, back] = mark.split(' ');
    expect(
      TextDetections?.map(({ Type, DetectedText, Id, ParentId }) => [Type, DetectedText, Id, ParentId]),
    ).toEqual([
      ['LINE', mark, 0, undefined],
      ['WORD', front, 1, 0],
      ['WORD', back, 2, 0],
    ]);
    expect(TextModelVersion).toMatch(/^tesseract-/);
  });

  it('is told how sure and where', async () => {
    const { TextDetections } = await read({ Image: { Bytes: await plate('AB12 CDE', 320) } });
    const { Confidence, Geometry } = TextDetections?.[0] ?? {};
    expect(Confidence).toBeGreaterThan(80);
    expect(Confidence).toBeLessThanOrEqual(100);
    const { Left = 0, Top = 0, Width = 0, Height = 0 } = Geometry?.BoundingBox ?? {};
    const drawnAt = { left: 120 / 640, top: 300 / 480, width: 320 / 640, height: 68 / 480 };
    expect(overlap({ left: Left, top: Top, width: Width, height: Height }, drawnAt)).toBeGreaterThan(0.5);
    expect(Geometry?.Polygon).toHaveLength(4);
  });

  it('gets an empty answer where nothing is written', async () => {
    const { TextDetections } = await read({ Image: { Bytes: await drawn(640, 480).jpeg().toBuffer() } });
    expect(TextDetections).toEqual([]);
  });

  it('gets answers to several questions at once, from the object store too', async () => {
    const Bytes = await plate('YX19 OPR', 240);
    const [stored, sent] = await Promise.all([
      read({ Image: { S3Object: { Bucket: 'clips', Name: 'stills/one.png' } } }),
      read({ Image: { Bytes } }),
    ]);
    expect(stored.TextDetections).toEqual([]);
    expect(sent.TextDetections?.[0]?.DetectedText).toBe('YX19 OPR');
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

  const pictures: [what: string, name: string, picture: () => Promise<Buffer>][] = [
    ['what is no picture', 'InvalidImageFormatException', async () => Buffer.from('hello')],
    ['more than 5 MB', 'ImageTooLargeException', async () => Buffer.alloc(5 * 1024 * 1024 + 1)],
    ['a picture lower than 80 pixels', 'InvalidParameterException', () => drawn(400, 79).png().toBuffer()],
  ];

  it.each(pictures)('to read text in %s with %s', async (_what, name, picture) => {
    const asked = read({ Image: { Bytes: await picture() } });
    await expect(asked).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  it('to read regions of a picture, by the name of what it does not do', async () => {
    const RegionsOfInterest = [{ BoundingBox: { Left: 0, Top: 0, Width: 0.5, Height: 0.5 } }];
    await expect(read({ Image: { Bytes: stored }, Filters: { RegionsOfInterest } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('RegionsOfInterest are not answered on one machine'),
    });
  });

  it('another operation by its name', async () => {
    await expect(client.send(new DetectFacesCommand({ Image: { Bytes: stored } }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'DetectFaces is not answered on one machine; DetectLabels and DetectText are.',
    });
  });

  it('a port that is taken with a sentence that names it', async () => {
    const second = startRekognition({ port: rekognition.port, s3: { endpoint: rekognition.endpoint } });
    await expect(second).rejects.toThrow(CannotRunHere);
    await expect(second).rejects.toThrow(`Port ${rekognition.port} is in use`);
  });
});
