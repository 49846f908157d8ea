import { z } from 'zod';

/**
 * What counts as left behind. The defaults were chosen on labelled clips that were looked at; docs/detection.md says
 * what they find in clips that were not.
 */
export const SceneSettings = z.object({
  /** A pedestrian may stand for a while at the end of a clip; what came later is judged only if it is no pedestrian. */
  leastDwellSeconds: z.number().positive().default(10),
  /** What came later than this is not judged at all. */
  leastSureDwellSeconds: z.number().positive().default(5),
  /** Mean change of level inside, of 255, in the reference's light. */
  leastDifference: z.number().positive().default(7),
  /** Share of the outline that must have become an edge. */
  leastEdge: z.number().min(0).max(1).default(0.45),
  /** What looks more alike than this before and after is the same ground in other light, with what lies around it. */
  mostLikeness: z.number().min(0).max(1).default(0.95),
  /** A change is no candidate below this probability, as far as the scene tells (strength.ts). */
  leastStrength: z.number().min(0).max(1).default(0.2),
  /** The same for the texture inside alone, which a lens may have moved by a pixel or two. */
  mostTextureLikeness: z.number().min(0).max(1).default(0.8),
  /** Share of a region's textured places that look as before but for the light; things leave up to a third. */
  mostSameGround: z.number().min(0).max(1).default(0.45),
  /** 1 is a statue; people who stand and talk stay below this. */
  leastStillness: z.number().min(0).max(1).default(0.85),
  /** The same for what is as slender as a person, and for what came late. People who wait stay below it. */
  leastSureStillness: z.number().min(0).max(1).default(0.97),
  /** Share of the picture above which a change is the camera's, not a thing's. */
  mostShare: z.number().min(0).max(1).default(0.35),
});
export type SceneSettings = z.infer<typeof SceneSettings>;
