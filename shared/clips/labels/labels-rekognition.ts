import {
  DetectLabelsCommand,
  RekognitionClient,
  type Label as RekognitionLabel,
} from '@aws-sdk/client-rekognition';
import { EstatewatchError } from '../../platform/errors.ts';
import type { Label } from './labels.ts';
import { LabelsUnavailable } from './labels.ts';

/** Rekognition charges by the picture, not by the label. */
const mostLabels = 40;
/** Weaker labels are not worth reading; the watch list asks for more. */
const leastConfidence = 30;
/** The names of the errors by which Rekognition says: not so many at once. */
const throttles = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
]);

/** Rekognition takes no more pictures at the moment, though it was asked again and again: the clip must come again. */
export class Throttled extends EstatewatchError {
  readonly code = 'THROTTLED';
}

/** Whether what cannot be asked now can be asked again later. */
export interface Attempt {
  /** The clip will not come again: it must be judged without an answer. */
  readonly lastAttempt: boolean;
}

/**
 * A client that goes slower when Rekognition throttles it, and asks five times before it gives up: about ten seconds.
 * To be made once for all clips, as the pace is kept in it.
 */
export function rekognitionClient(): RekognitionClient {
  return new RekognitionClient({ retryMode: 'adaptive', maxAttempts: 5 });
}

/**
 * What Rekognition sees in a JPEG (at most 5 MB). When it is throttled after the client's own retries, throws
 * `Throttled`, or on the last attempt `LabelsUnavailable`; without a word about the attempt it is taken for the last.
 * Any other error of the service is passed on.
 */
export async function detectLabels(
  client: RekognitionClient,
  jpeg: Uint8Array,
  attempt: Attempt = { lastAttempt: true },
): Promise<Label[]> {
  const found = await orThrottled(attempt, client.send(new DetectLabelsCommand(detectLabelsInput(jpeg))));
  return labelsOf(found.Labels ?? []);
}

/** An answer of Rekognition, with its throttling told as {@link detectLabels} tells it. */
export async function orThrottled<Answer>(
  { lastAttempt }: Attempt,
  answer: Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    if (!(cause instanceof Error) || !throttles.has(cause.name)) throw cause;
    const sentence = 'Rekognition is taking no more pictures at the moment.';
    throw lastAttempt ? new LabelsUnavailable(sentence, { cause }) : new Throttled(sentence, { cause });
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
