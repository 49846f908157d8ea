import { z } from 'zod';
import { Instant } from '../../platform/instant.ts';
import { Box } from '../recording/picture.ts';
import { LightCondition } from './light-condition.ts';

/** A grey picture as it is stored: bytes row by row from the top left. */
const StoredLuma = z
  .object({
    luma: z.instanceof(Uint8Array),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
  })
  .refine(({ luma, width, height }) => luma.length === width * height, {
    error: 'A picture must have one byte for each of its pixels.',
  });

/** A camera's place without passers-by, and without what was flagged there, in one light. */
export const Ground = z.object({
  light: LightCondition,
  /** When it was last seen so. */
  at: Instant,
  /** At analysis size. All boxes of this camera count in this picture's coordinates. */
  luma: StoredLuma,
  /** A moment of a clip at which a picture in colour shows it the clearest. */
  clear: z.object({ clipId: z.string().min(1), atSeconds: z.number().nonnegative() }),
  /** Places where a flagged thing stands in this picture, as the ground beneath was never seen in this light. */
  hidden: z.array(Box),
});
export type Ground = z.infer<typeof Ground>;

const pixels = z.number().int().nonnegative();

/** How a thing and the ground around it look, cut out of a picture at analysis size: where, in pixels, and what. */
export const Looks = z.object({ left: pixels, top: pixels, luma: StoredLuma });
export type Looks = z.infer<typeof Looks>;

/** A flagged thing that still lies there. */
export const RememberedThing = z.object({
  id: z.string().min(1),
  box: Box,
  since: Instant,
  /** For each light that it was seen in. */
  looks: z.partialRecord(LightCondition, Looks),
});
export type RememberedThing = z.infer<typeof RememberedThing>;

/**
 * What a camera remembers when a clip comes in: what lies there, and the ground in the clip's light. What was `dismissed`
 * since it was flagged belongs to the place: it is not told again, and the clip's ground takes it in.
 */
export interface CameraMemory {
  readonly things: readonly RememberedThing[];
  readonly dismissed: readonly RememberedThing[];
  readonly ground: Ground | undefined;
}
