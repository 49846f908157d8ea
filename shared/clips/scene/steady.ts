import { type Frame, meanLevel } from '../recording/picture.ts';
import { inLightOf } from './light.ts';
import { edgesOf, movedBack, shiftBetween } from './registration.ts';

/** A clip's frames as a camera would have seen them that never shook, in one light. */
export interface SteadyFrames {
  /** In the order of the clip's, each at its moment. */
  readonly frames: readonly Frame[];
  /** The one whose place and light they all have: neither headlights nor dusk. */
  readonly reference: Frame;
  /** So many pixels along the edge came in from outside of a picture, and are made up. */
  readonly marginPixels: number;
}

// Whoever looks at a clip's frames needs this, and it is a third of what looking costs.
const known = new WeakMap<readonly Frame[], SteadyFrames>();

/** Moves each frame to where the one of middling brightness is and into its light. Undefined for no frames at all. */
export function steadied(frames: readonly Frame[]): SteadyFrames | undefined {
  const before = known.get(frames);
  if (before !== undefined) return before;
  const reference = referenceOf(frames);
  if (reference === undefined) return undefined;
  const edges = edgesOf(reference);
  let marginPixels = 0;
  const steady = frames.map((frame) => {
    const shift = shiftBetween(edges, edgesOf(frame));
    marginPixels = Math.max(marginPixels, Math.abs(shift.right), Math.abs(shift.down));
    return inLightOf(reference, movedBack(frame, shift));
  });
  const found = { frames: steady, reference, marginPixels };
  known.set(frames, found);
  return found;
}

function referenceOf(frames: readonly Frame[]): Frame | undefined {
  const brightness = frames.map((frame) => ({ frame, level: meanLevel(frame) }));
  brightness.sort((one, other) => one.level - other.level);
  return brightness[brightness.length >> 1]?.frame;
}
