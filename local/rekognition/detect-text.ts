import { z } from 'zod';
import { type BoundingBox, boxFractions } from './box-fractions.ts';
import { around, type FoundLine, type FoundWord } from './reader-messages.ts';
import { RequestedImage } from './requested-image.ts';

const fraction = z.number().min(0).max(1);

/**
 * The request of DetectText. `MinConfidence` is a percentage, 80 when left out, as Amazon's is; the least sides of a
 * word are fractions of the picture's. Regions of interest are not looked at apart.
 */
export const DetectTextRequest = z.object({
  Image: RequestedImage,
  Filters: z
    .object({
      WordFilter: z
        .object({
          MinConfidence: z.number().min(0).max(100).default(80),
          MinBoundingBoxHeight: fraction.default(0),
          MinBoundingBoxWidth: fraction.default(0),
        })
        .prefault({}),
      RegionsOfInterest: z.never({ error: 'RegionsOfInterest are not answered on one machine' }).optional(),
    })
    .prefault({}),
});
export type DetectTextRequest = z.infer<typeof DetectTextRequest>;

/** A line or word as Rekognition answers it. Confidences are percentages, places fractions of the picture's sides. */
export interface TextDetection {
  DetectedText: string;
  Type: 'LINE' | 'WORD';
  Id: number;
  /** The line that a word is in. */
  ParentId?: number;
  Confidence: number;
  Geometry: { BoundingBox: BoundingBox; Polygon: { X: number; Y: number }[] };
}

// As at Amazon; no street still holds so many.
const mostWords = 100;

function geometry(BoundingBox: BoundingBox): TextDetection['Geometry'] {
  const { Left, Top, Width, Height } = BoundingBox;
  // The engine knows upright boxes only: the finer outline is the box itself.
  const Polygon = [
    { X: Left, Y: Top },
    { X: Left + Width, Y: Top },
    { X: Left + Width, Y: Top + Height },
    { X: Left, Y: Top + Height },
  ];
  return { BoundingBox, Polygon };
}

/**
 * What was read, as DetectText answers it: the lines, then their words, each with its line's id. A line that loses its
 * last word to the filters goes with it, and is otherwise as sure as its words are on average.
 */
export function textDetectionsOf(
  lines: readonly FoundLine[],
  sides: { widthPixels: number; heightPixels: number },
  { Filters: { WordFilter: least } }: DetectTextRequest,
): TextDetection[] {
  const isAsked = (word: FoundWord) => {
    const { Width, Height } = boxFractions(word, sides);
    return (
      word.text.trim() !== '' &&
      word.confidence >= least.MinConfidence &&
      Width >= least.MinBoundingBoxWidth &&
      Height >= least.MinBoundingBoxHeight
    );
  };
  let room = mostWords;
  const kept = lines
    .map((words) => {
      const asked = words.filter(isAsked).slice(0, room);
      room -= asked.length;
      return asked;
    })
    .filter((words) => words.length > 0);
  const answered = kept.map(
    (words, Id): TextDetection => ({
      DetectedText: words.map(({ text }) => text).join(' '),
      Type: 'LINE',
      Id,
      Confidence: words.reduce((sum, { confidence }) => sum + confidence, 0) / words.length,
      Geometry: geometry(boxFractions(around(words), sides)),
    }),
  );
  const inLines = kept.flatMap((words, ParentId) => words.map((word) => ({ word, ParentId })));
  const answeredWords = inLines.map(
    ({ word, ParentId }, index): TextDetection => ({
      DetectedText: word.text,
      Type: 'WORD',
      Id: kept.length + index,
      ParentId,
      Confidence: word.confidence,
      Geometry: geometry(boxFractions(word, sides)),
    }),
  );
  return [...answered, ...answeredWords];
}
