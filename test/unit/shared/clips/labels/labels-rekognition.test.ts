import { createServer } from 'node:http';
import {
  DetectLabelsCommand,
  ProvisionedThroughputExceededException,
  RekognitionClient,
  ThrottlingException,
} from '@aws-sdk/client-rekognition';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { listenOn, stopListening } from '../../../../../local/machine/listen.ts';
import { LabelsUnavailable } from '../../../../../shared/clips/labels/labels.ts';
import {
  detectLabels,
  rekognitionClient,
  Throttled,
} from '../../../../../shared/clips/labels/labels-rekognition.ts';

const jpeg = new Uint8Array([0xff, 0xd8]);
const client = new RekognitionClient({ region: 'eu-west-2' });

function amazon() {
  const service = mockClient(RekognitionClient);
  onTestFinished(() => service.restore());
  return service;
}

describe('Rekognition', () => {
  it('is asked about the picture’s bytes, and its answer read into our shape', async () => {
    const service = amazon();
    service.on(DetectLabelsCommand).resolves({
      Labels: [
        {
          Name: 'Van',
          Confidence: 80,
          Parents: [{ Name: 'Vehicle' }],
          Aliases: [{ Name: 'Minivan' }],
          Instances: [
            { BoundingBox: { Left: 0.2, Top: 0.4, Width: 0.1, Height: 0.2 }, Confidence: 80 },
            { Confidence: 60 },
          ],
        },
      ],
    });
    const box = { left: 0.2, top: 0.4, width: 0.1, height: 0.2, confidence: 80 };
    expect(await detectLabels(client, jpeg)).toEqual([
      { name: 'Van', confidence: 80, parents: ['Vehicle'], aliases: ['Minivan'], boxes: [box] },
    ]);
    expect(service.commandCalls(DetectLabelsCommand)[0]?.args[0].input).toMatchObject({
      Image: { Bytes: jpeg },
    });
  });

  const throttles = [
    new ThrottlingException({ message: 'Rate exceeded', $metadata: {} }),
    new ProvisionedThroughputExceededException({ message: 'Rate exceeded', $metadata: {} }),
  ];

  it.each(throttles)('that is throttled lets the clip come again: $name', async (cause) => {
    amazon().on(DetectLabelsCommand).rejects(cause);
    const refused = detectLabels(client, jpeg, { lastAttempt: false });
    await expect(refused).rejects.toBeInstanceOf(Throttled);
    await expect(refused).rejects.toMatchObject({ code: 'THROTTLED', cause });
  });

  it.each(throttles)('that is throttled to the last leaves the clip without labels: $name', async (cause) => {
    amazon().on(DetectLabelsCommand).rejects(cause);
    const refused = detectLabels(client, jpeg, { lastAttempt: true });
    await expect(refused).rejects.toBeInstanceOf(LabelsUnavailable);
    await expect(refused).rejects.toMatchObject({
      message: 'Rekognition is taking no more pictures at the moment.',
      cause,
    });
  });

  it('that fails otherwise is worth a retry, on the last attempt too', async () => {
    amazon().on(DetectLabelsCommand).rejects(new Error('socket hang up'));
    await expect(detectLabels(client, jpeg, { lastAttempt: true })).rejects.toThrow('socket hang up');
  });
});

describe('the client of Rekognition', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('asks again while it is throttled', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.writeHead(asked === 1 ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(asked === 1 ? { __type: 'ThrottlingException' } : { Labels: [] }));
    });
    const port = await listenOn(server, 0, 'Rekognition');
    vi.stubEnv('AWS_ENDPOINT_URL_REKOGNITION', `http://127.0.0.1:${port}`);
    vi.stubEnv('AWS_REGION', 'eu-west-2');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'any');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any');
    const rekognition = rekognitionClient();
    onTestFinished(async () => {
      rekognition.destroy();
      await stopListening(server);
    });
    expect(await detectLabels(rekognition, jpeg, { lastAttempt: false })).toEqual([]);
    expect(asked).toBe(2);
  });

  // Waiting until it has given up takes ten seconds.
  it('is set to give up after five times, and to go slower before', async () => {
    const { maxAttempts, retryStrategy } = rekognitionClient().config;
    expect(await maxAttempts()).toBe(5);
    expect(await retryStrategy()).toMatchObject({ mode: 'adaptive' });
  });
});
