import {
  DetectLabelsCommand,
  type RekognitionClient,
  type Label as RekognitionLabel,
} from '@aws-sdk/client-rekognition';
import type { Label } from './labels.ts';
import { LabelsUnavailable } from './labels.ts';

/** Rekognition charges by the picture, not by the label. */
const mostLabels = 40;
/** Weaker labels are not worth reading; the watch list asks for more. */
const leastConfidence = 30;
const throttles = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
]);

/**
 * What Rekognition sees in a JPEG (at most 5 MB). Throws `LabelsUnavailable` when it is throttled after the
 * client's own retries; any other error of the service is passed on.
 */
export async function detectLabels(client: RekognitionClient, jpeg: Uint8Array): Promise<Label[]> {
  try {
    const found = await client.send(
      new DetectLabelsCommand({
        Image: { Bytes: jpeg },
        MaxLabels: mostLabels,
        MinConfidence: leastConfidence,
      }),
    );
    return labelsOf(found.Labels ?? []);
  } catch (cause) {
    if (cause instanceof Error && throttles.has(cause.name)) {
      throw new LabelsUnavailable('Rekognition is taking no more pictures at the moment.', { cause });
    }
    throw cause;
  }
}

/** What Rekognition is asked about a JPEG. */
export function detectLabelsInput(jpeg: Uint8Array) {
  return { Image: { Bytes: jpeg }, MaxLabels: mostLabels, MinConfidence: leastConfidence };
}

/** Rekognition's labels in our own shape. */
export function labelsOf(found: readonly RekognitionLabel[]): Label[] {
  return found.map((label) => ({
    name: label.Name ?? '',
    confidence: label.Confidence ?? 0,
    parents: (label.Parents ?? []).flatMap(({ Name }) => Name ?? []),
    aliases: (label.Aliases ?? []).flatMap(({ Name }) => Name ?? []),
    boxes: (label.Instances ?? []).flatMap(({ BoundingBox: box, Confidence: confidence = 0 }) =>
      box === undefined
        ? []
        : [
            {
              left: box.Left ?? 0,
              top: box.Top ?? 0,
              width: box.Width ?? 0,
              height: box.Height ?? 0,
              confidence,
            },
          ],
    ),
  }));
}
