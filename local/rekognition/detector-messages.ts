import { z } from 'zod';
import { Picture } from './picture.ts';

/** What the detector's thread is asked: find the things in one picture. `lowestScore` is from 0 to 1. */
export const LookOrder = Picture.extend({ lowestScore: z.number().min(0).max(1) });
export type LookOrder = z.infer<typeof LookOrder>;

/** One thing that COCO-SSD found: its class by COCO's name, a score from 0 to 1, and its box in pixels. */
export const FoundObject = z.object({
  name: z.string(),
  score: z.number(),
  leftPixels: z.number(),
  topPixels: z.number(),
  widthPixels: z.number(),
  heightPixels: z.number(),
});
export type FoundObject = z.infer<typeof FoundObject>;
