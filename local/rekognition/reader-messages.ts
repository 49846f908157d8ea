import { z } from 'zod';
import type { PixelBox } from './box-fractions.ts';
import { Picture } from './picture.ts';

/** What the reader's thread is asked: read the text in one picture. */
export const ReadOrder = Picture;
export type ReadOrder = z.infer<typeof ReadOrder>;

/** A word that Tesseract read: how sure, 0 to 100, and its box in pixels. */
export const FoundWord = z.object({
  text: z.string(),
  confidence: z.number(),
  leftPixels: z.number(),
  topPixels: z.number(),
  widthPixels: z.number(),
  heightPixels: z.number(),
});
export type FoundWord = z.infer<typeof FoundWord>;

/** A line of text: its words from left to right. */
export const FoundLine = z.array(FoundWord);
export type FoundLine = z.infer<typeof FoundLine>;

/** The box around all words of a line, of which there is at least one. */
export function around(words: FoundLine): PixelBox {
  const leftPixels = Math.min(...words.map((word) => word.leftPixels));
  const topPixels = Math.min(...words.map((word) => word.topPixels));
  return {
    leftPixels,
    topPixels,
    widthPixels: Math.max(...words.map((word) => word.leftPixels + word.widthPixels)) - leftPixels,
    heightPixels: Math.max(...words.map((word) => word.topPixels + word.heightPixels)) - topPixels,
  };
}
