import type { Frame, Luma } from '../recording/picture.ts';

/** How far a frame's picture lies right of and below the reference's, in whole analysis pixels. */
export interface Shift {
  readonly right: number;
  readonly down: number;
}

/** A pole in the wind moves a picture by a few pixels at 320 wide; more than this is a camera that was turned. */
const farthestPixels = 8;
/** Differences above this are somebody walking by, and count no more than this. */
const passerByLevel = 24;

/**
 * The shift of a frame against a reference of the same size, by block search over edges (light changes levels far
 * more than it changes where edges are). Coarse steps first, then each pixel around the best.
 */
export function shiftBetween(reference: EdgePicture, frame: EdgePicture): Shift {
  let best: Shift = { right: 0, down: 0 };
  let bestCost = mismatch(reference, frame, best, Number.POSITIVE_INFINITY);
  // Standing still is the rule: a shift must be clearly better than none, or noise would move every frame.
  const stillCost = bestCost * 0.97;
  for (const step of [4, 2, 1]) {
    const centre = best;
    const reach = step === 4 ? farthestPixels : step * 2;
    for (let down = -reach; down <= reach; down += step) {
      for (let right = -reach; right <= reach; right += step) {
        const shift = { right: centre.right + right, down: centre.down + down };
        if (Math.abs(shift.right) > farthestPixels || Math.abs(shift.down) > farthestPixels) continue;
        const cost = mismatch(reference, frame, shift, bestCost);
        if (cost < bestCost) [best, bestCost] = [shift, cost];
      }
    }
  }
  return bestCost < stillCost ? best : { right: 0, down: 0 };
}

/** Where a picture has edges: the size of its gradient, capped. */
export interface EdgePicture extends Luma {
  readonly isEdges: true;
}

/** The gradient of a picture, each value at most 255; none at the picture's own edge. */
export function edgesOf(picture: Luma): EdgePicture {
  const { luma, width, height } = picture;
  const edges = new Uint8Array(width * height);
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      const across = (luma[at + 1] ?? 0) - (luma[at - 1] ?? 0);
      const down = (luma[at + width] ?? 0) - (luma[at - width] ?? 0);
      edges[at] = Math.min(255, Math.abs(across) + Math.abs(down));
    }
  }
  return { luma: edges, width, height, isEdges: true };
}

/** The gradient at one pixel: the difference of its neighbours to both sides and above and below, at most 255. */
export function edgeAt({ luma, width, height }: Luma, x: number, y: number): number {
  if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) return 0;
  const at = y * width + x;
  const across = (luma[at + 1] ?? 0) - (luma[at - 1] ?? 0);
  const down = (luma[at + width] ?? 0) - (luma[at - width] ?? 0);
  return Math.min(255, Math.abs(across) + Math.abs(down));
}

/** The sum of differences, or any number above `enough` once it is above that. */
function mismatch(
  reference: EdgePicture,
  frame: EdgePicture,
  { right, down }: Shift,
  enough: number,
): number {
  const { width, height } = reference;
  const margin = farthestPixels + 1;
  let sum = 0;
  // Every third pixel of every third row: 5,000 edges settle two numbers.
  for (let y = margin; y < height - margin; y += 3) {
    if (sum > enough) return sum;
    const here = y * width;
    const there = (y + down) * width + right;
    for (let x = margin; x < width - margin; x += 3) {
      const difference = Math.abs((reference.luma[here + x] ?? 0) - (frame.luma[there + x] ?? 0));
      sum += Math.min(difference, passerByLevel);
    }
  }
  return sum;
}

/** The frame moved back by its shift; pixels that come in from outside repeat the edge. */
export function movedBack(frame: Frame, { right, down }: Shift): Frame {
  if (right === 0 && down === 0) return frame;
  const { width, height } = frame;
  const luma = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const fromRow = Math.min(height - 1, Math.max(0, y + down)) * width;
    for (let x = 0; x < width; x++) {
      luma[y * width + x] = frame.luma[fromRow + Math.min(width - 1, Math.max(0, x + right))] ?? 0;
    }
  }
  return { ...frame, luma };
}
