import { type Luma, pixelsOf } from '../recording/picture.ts';
import { coverOf, type Region } from './region.ts';

/** Ground may have moved so far under a region though the picture as a whole did not: focus, a bent lens. */
const farthestPixels = 2;
/** Of 25 shifts one makes so few pixels alike by chance; the likeness of few counts less. */
const chancePixels = 8;

/**
 * How alike the texture inside a region is before and after, -1 to 1: the correlation of its gradients, at the
 * best of small shifts. Light leaves gradients in place and a lens moves them a little; a thing replaces them.
 */
export function textureLikeness(region: Region, before: Luma, after: Luma): number {
  const cover = coverOf(region, before.width, before.height);
  let best = -1;
  for (let down = -farthestPixels; down <= farthestPixels; down++) {
    for (let right = -farthestPixels; right <= farthestPixels; right++) {
      best = Math.max(best, gradientCorrelation(cover, region, before, after, right, down));
    }
  }
  return best;
}

function gradientCorrelation(
  cover: Uint8Array,
  region: Region,
  before: Luma,
  after: Luma,
  right: number,
  down: number,
): number {
  const { width, height } = before;
  const { left, top, right: end, bottom } = pixelsOf(region.box, before);
  const margin = farthestPixels + 1;
  const shift = down * width + right;
  let [count, squareBefore, squareAfter, product] = [0, 0, 0, 0];
  for (let y = Math.max(margin, top); y < Math.min(height - margin, bottom); y++) {
    for (let x = Math.max(margin, left); x < Math.min(width - margin, end); x++) {
      const at = y * width + x;
      // Inside only: the outline's own gradients are what tells a thing, not its ground.
      if (![at, at - 1, at + 1, at - width, at + width].every((near) => cover[near] === 1)) continue;
      count++;
      for (const step of [1, width]) {
        const one = (before.luma[at + step] ?? 0) - (before.luma[at - step] ?? 0);
        const other = (after.luma[at + shift + step] ?? 0) - (after.luma[at + shift - step] ?? 0);
        squareBefore += one * one;
        squareAfter += other * other;
        product += one * other;
      }
    }
  }
  if (squareBefore === 0 || squareAfter === 0) return 0;
  return (product / Math.sqrt(squareBefore * squareAfter)) * (count / (count + chancePixels));
}
