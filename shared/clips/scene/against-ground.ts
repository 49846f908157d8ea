import type { Frame, Luma } from '../recording/picture.ts';
import { medianPicture } from './background.ts';
import { inLightOf } from './light.ts';
import { edgesOf, movedBack, shiftBetween } from './registration.ts';

/** Pictures of a clip in the ground's place. */
export interface Placed {
  readonly frames: readonly Frame[];
  /** So many pixels along the edge came in from outside of a picture, and are made up. */
  readonly marginPixels: number;
}

/** So many of the frames, spread evenly over them, the last included. */
export function spread(frames: readonly Frame[], most: number): Frame[] {
  if (frames.length <= most) return [...frames];
  return Array.from({ length: most }, (_, index) => {
    const at = Math.round((index * (frames.length - 1)) / Math.max(1, most - 1));
    return frames.slice(at, at + 1);
  }).flat();
}

/** Moves each frame to where the ground's picture is. Frames of another size cannot be and are left out. */
export function placedOn(ground: Luma, frames: readonly Frame[]): Placed {
  const edges = edgesOf(ground);
  let marginPixels = 0;
  const placed = frames
    .filter(({ width, height }) => width === ground.width && height === ground.height)
    .map((frame) => {
      const shift = shiftBetween(edges, edgesOf(frame));
      marginPixels = Math.max(marginPixels, Math.abs(shift.right), Math.abs(shift.down));
      return movedBack(frame, shift);
    });
  return { frames: placed, marginPixels };
}

/** Frames in so many parts of equal length, each the median of its part, with the time of the part's middle. */
export function parted(frames: readonly Frame[], parts: number): Frame[] {
  return Array.from({ length: parts }, (_, index) => {
    const part = frames.slice(
      Math.floor((index * frames.length) / parts),
      Math.floor(((index + 1) * frames.length) / parts),
    );
    const middle = part[part.length >> 1];
    return middle === undefined ? [] : [{ ...middle, luma: medianPicture(part).luma }];
  }).flat();
}

/** Each frame as it would look in the ground's light. */
export function inGroundLight(ground: Luma, frames: readonly Frame[]): Frame[] {
  return frames.map((frame) => inLightOf(ground, frame));
}
