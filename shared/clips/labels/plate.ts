import { z } from 'zod';
import { type Box, shareInside } from '../recording/picture.ts';
import { markIn } from './registration-mark.ts';

/** A word or line of text in a picture: what it says, how sure (0 to 100), and where, as fractions of the picture. */
export interface TextLine {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
}

/**
 * Reads the text in a JPEG, lines and the words in them. May throw `LabelsUnavailable`, which is not a reason to lose
 * the clip.
 */
export type ReadText = (jpeg: Uint8Array) => Promise<readonly TextLine[]>;

/** What a plate in a picture may read. Never a fact. */
export const PlateReading = z.object({
  /** As a mark is printed, such as `AB12 CDE`. */
  text: z.string(),
  /** What was read, letter for letter; what two words were put together of has a space between them. */
  raw: z.string(),
  /** 0 to 100: that of the reading itself, of two words the lesser. */
  confidence: z.number().min(0).max(100),
  /** Look-alikes such as 0 and O were exchanged where the format asks for it. */
  corrected: z.boolean(),
});
export type PlateReading = z.infer<typeof PlateReading>;

/** More than one vehicle is seldom near; more readings than this are noise. */
const mostReadings = 3;
/** Characters on a plate are of one height; that of a box changes a little with its tilt. */
const mostHeightRatio = 1.6;
/** Two words of one row share this much of the height of the lower, two rows of a square plate of the narrower's width. */
const alignedShare = 0.5;
/** Between the groups of a mark lie 33 mm where a character is 50 mm wide; a bolt or tilt may make more of it. */
const mostGapCharacters = 2;
/** Between the rows of a square plate lie 19 mm where a character is 79 mm high. */
const mostGapRows = 1;

/**
 * What may be a UK registration mark in text that was read off a picture: at most three, those first that needed no
 * correction, then the surest. A mark may lie in one line or word, or in two words beside or below one another. It is
 * a hint for an officer who looks at the still, never a fact: plates are cloned, and readers err.
 *
 * Not read, as nothing tells them from signs and house numbers: marks of fewer than six characters, and military,
 * diplomatic and foreign ones.
 */
export function mayRead(lines: readonly TextLine[]): PlateReading[] {
  const alone = lines.map((line) => reading([line]));
  const together = lines.flatMap((one) =>
    lines.filter((next) => isBeside(one, next) || isBelow(one, next)).map((next) => reading([one, next])),
  );
  const surestFirst = [...alone, ...together]
    .filter((found) => found !== undefined)
    .sort(
      (one, other) => Number(one.corrected) - Number(other.corrected) || other.confidence - one.confidence,
    );
  const byMark = new Map<string, PlateReading>();
  for (const found of surestFirst) if (!byMark.has(found.text)) byMark.set(found.text, found);
  return [...byMark.values()].slice(0, mostReadings);
}

function reading(parts: readonly TextLine[]): PlateReading | undefined {
  const raw = parts.map(({ text }) => text.trim()).join(' ');
  const mark = markIn(raw, { together: parts.length > 1 });
  return mark && { ...mark, raw, confidence: Math.min(...parts.map(({ confidence }) => confidence)) };
}

function isBeside({ text, box }: TextLine, next: TextLine): boolean {
  const row = { ...next.box, left: box.left, width: box.width };
  const gap = next.box.left - (box.left + box.width);
  const characterWidth = (box.width + next.box.width) / (text.length + next.text.length);
  return (
    isOfOneHeight(box, next.box) &&
    Math.max(shareInside(box, row), shareInside(row, box)) >= alignedShare &&
    Math.abs(gap) <= mostGapCharacters * characterWidth &&
    next.box.left > box.left
  );
}

function isBelow({ box }: TextLine, next: TextLine): boolean {
  const column = { ...next.box, top: box.top, height: box.height };
  const gap = next.box.top - (box.top + box.height);
  return (
    isOfOneHeight(box, next.box) &&
    Math.max(shareInside(box, column), shareInside(column, box)) >= alignedShare &&
    gap <= mostGapRows * Math.max(box.height, next.box.height) &&
    next.box.top > box.top + box.height / 2
  );
}

function isOfOneHeight(one: Box, other: Box): boolean {
  return Math.max(one.height, other.height) <= mostHeightRatio * Math.min(one.height, other.height);
}
