import { DetectTextCommand, RekognitionClient, ThrottlingException } from '@aws-sdk/client-rekognition';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { LabelsUnavailable } from '../../../../../shared/clips/labels/labels.ts';
import { Throttled } from '../../../../../shared/clips/labels/labels-rekognition.ts';
import { detectText } from '../../../../../shared/clips/labels/text-rekognition.ts';

const service = mockClient(RekognitionClient);
const client = new RekognitionClient({ region: 'eu-west-2' });
const jpeg = new Uint8Array([0xff, 0xd8]);
beforeEach(() => service.reset());

describe('the text that Rekognition reads', () => {
  it('is that of the picture’s bytes, lines and words, each with its place', async () => {
    const Geometry = { BoundingBox: { Left: 0.2, Top: 0.4, Width: 0.1, Height: 0.05 } };
    service.on(DetectTextCommand).resolves({
      TextDetections: [
        { Type: 'LINE', DetectedText: 'AB12 CDE', Confidence: 97, Id: 0, Geometry },
        { Type: 'WORD', DetectedText: 'AB12', Confidence: 96, Id: 1, ParentId: 0, Geometry },
      ],
    });
    const box = { left: 0.2, top: 0.4, width: 0.1, height: 0.05 };
    expect(await detectText(client, jpeg)).toEqual([
      { text: 'AB12 CDE', confidence: 97, box },
      { text: 'AB12', confidence: 96, box },
    ]);
    expect(service.commandCalls(DetectTextCommand)[0]?.args[0].input).toEqual({
      Image: { Bytes: jpeg },
      Filters: { WordFilter: { MinConfidence: 60 } },
    });
  });

  it('without a place is left out, as nothing can be put beside it', async () => {
    service
      .on(DetectTextCommand)
      .resolves({ TextDetections: [{ DetectedText: 'AB12 CDE', Confidence: 97 }] });
    expect(await detectText(client, jpeg)).toEqual([]);
  });

  it.each([
    ['comes again', false, Throttled],
    ['goes without it at the last attempt', true, LabelsUnavailable],
  ])('is not had while it is throttled: the clip %s', async (_what, lastAttempt, error) => {
    service.on(DetectTextCommand).rejects(new ThrottlingException({ message: 'slow down', $metadata: {} }));
    await expect(detectText(client, jpeg, { lastAttempt })).rejects.toBeInstanceOf(error);
  });

  it('is worth a retry when it fails otherwise', async () => {
    service.on(DetectTextCommand).rejects(new Error('socket hang up'));
    await expect(detectText(client, jpeg)).rejects.toThrow('socket hang up');
  });
});
