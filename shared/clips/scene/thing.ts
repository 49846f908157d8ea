import type { Box, Luma } from '../recording/picture.ts';
import type { Region } from './region.ts';
import { sameGround } from './same-ground.ts';
import type { SceneSettings } from './scene-settings.ts';
import type { Stay } from './stay.ts';

/** Ground without texture in more than the rest of its places says nothing about the light. */
const leastTextured = 0.2;
/** Too few places lie in a region smaller than this to tell their likeness from chance. As a share of the picture. */
const leastLitShare = 0.01;
/** People are at least so many times as high as they are wide, in pixels. */
const slenderness = 1.5;
/** This near to the picture's edge a box is cut off by it: a pixel or two, for the frames' shifts. */
const edgeShare = 0.008;
/** What came late must be seen in so many frames, and nobody be in the way in more than this share of that. */
const leastSureFrames = 4;
const mostUnsureShare = 0.25;

/** A beam through a door and a parked van's shadow have outlines as things have, but under them is the same ground. */
export function isOtherLight(
  region: Region,
  before: Luma,
  after: Luma,
  noise: number,
  { mostSameGround }: SceneSettings,
): boolean {
  if (region.pixels.length < leastLitShare * before.width * before.height) return false;
  const { texturedShare, sameShare } = sameGround(region, before, after, noise);
  return texturedShare >= leastTextured && sameShare > mostSameGround;
}

/**
 * Whether a box is as slender as somebody who stands. What the picture's edge cuts off may be broader than it looks.
 * `aspect` is the picture's.
 */
export function isSlender(box: Box, aspect: number): boolean {
  if (box.left <= edgeShare || box.left + box.width >= 1 - edgeShare) return false;
  return box.height > slenderness * aspect * box.width;
}

/** Whether it stood still for long enough not to be somebody who waits. */
export function isStill(stay: Stay, isSlender: boolean, settings: SceneSettings): boolean {
  const least = isSlender ? settings.leastSureStillness : settings.leastStillness;
  if (stay.dwellSeconds >= settings.leastDwellSeconds) return stay.stillness >= least;
  return (
    !isSlender &&
    stay.dwellSeconds >= settings.leastSureDwellSeconds &&
    stay.stillness >= settings.leastSureStillness &&
    stay.seenFrames >= leastSureFrames &&
    stay.unseenFrames <= mostUnsureShare * stay.seenFrames
  );
}
