import { DetectTextCommand, type RekognitionClient, type TextDetection } from '@aws-sdk/client-rekognition';
import { type Attempt, orThrottled } from './labels-rekognition.ts';
import type { TextLine } from './plate.ts';

/**
 * Words below this, of 100, are guesses, and a plate with a guess in it is none. Left alone, Rekognition would ask for
 * 80 and keep back a plate's dirty half.
 */
const leastConfidence = 60;

/**
 * The text that Rekognition reads in a JPEG (at most 5 MB): its lines, and the words in them. Throttling is told as
 * `detectLabels` tells it; any other error of the service is passed on.
 */
export async function detectText(
  client: RekognitionClient,
  jpeg: Uint8Array,
  attempt: Attempt = { lastAttempt: true },
): Promise<TextLine[]> {
  const found = await orThrottled(
    attempt,
    client.send(
      new DetectTextCommand({
        Image: { Bytes: jpeg },
        Filters: { WordFilter: { MinConfidence: leastConfidence } },
      }),
    ),
  );
  return (found.TextDetections ?? []).flatMap(textLine);
}

function textLine({ DetectedText: text, Confidence: confidence = 0, Geometry }: TextDetection): TextLine[] {
  const box = Geometry?.BoundingBox;
  if (text === undefined || box === undefined) return [];
  return [
    {
      text,
      confidence,
      box: {
        left: box.Left ?? 0,
        top: box.Top ?? 0,
        width: box.Width ?? 0,
        height: box.Height ?? 0,
      },
    },
  ];
}
