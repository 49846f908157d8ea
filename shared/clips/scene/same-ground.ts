import { type Luma, pixelsOf } from '../recording/picture.ts';
import { coverOf, type Region } from './region.ts';

/** How much of a region still shows the ground of before, whatever the light on it. */
export interface SameGround {
  /** Share of the looked-at places that have a texture to compare, before or after. */
  readonly texturedShare: number;
  /** Share of those with the same texture before and after. */
  readonly sameShare: number;
}

/** Places are squares of so many pixels to each side of their middle, and so far from each other. */
const reachPixels = 3;
const stepPixels = 2;
/** The ground may lie so far from where it lay, as a lens bends and a pole tilts. */
const farthestPixels = 2;
/** A texture scatters by so many levels at least, and by so many times the noise. */
const leastScatter = 2.5;
const timesNoise = 2;
/** Correlation of levels at which two textures are one. */
const sameCorrelation = 0.6;
/** Light makes a texture fainter or stronger as it makes it darker or brighter, give or take this factor. */
const mostContrast = 1.8;
/** Keeps the ratio of two nearly black places from meaning anything; levels of 255. */
const darkLevel = 4;

/**
 * Tells a thing from a shadow, a patch of sun or a wet patch. Those have outlines as things have, and hours later
 * they lie elsewhere; but under them every small piece of ground keeps its texture, while a thing hides it. Nothing
 * can be said of ground without texture under a thing without texture.
 */
export function sameGround(region: Region, before: Luma, after: Luma, noise: number): SameGround {
  const { width } = before;
  const places = placesIn(region, before);
  const least = Math.max(leastScatter, timesNoise * noise);
  let best = { mean: Number.NEGATIVE_INFINITY, texturedShare: 0, sameShare: 0 };
  for (let down = -farthestPixels; down <= farthestPixels; down++) {
    for (let right = -farthestPixels; right <= farthestPixels; right++) {
      const shift = down * width + right;
      const likeness = places.flatMap((at) => correlation(before, after, at, at + shift, least) ?? []);
      if (likeness.length === 0) continue;
      const mean = likeness.reduce((sum, value) => sum + value, 0) / likeness.length;
      if (mean <= best.mean) continue;
      const same = likeness.filter((value) => value > sameCorrelation).length;
      best = { mean, texturedShare: likeness.length / places.length, sameShare: same / likeness.length };
    }
  }
  return { texturedShare: best.texturedShare, sameShare: best.sameShare };
}

/** Middles of the places that lie in a region as a whole. */
function placesIn(region: Region, { width, height }: Luma): number[] {
  const cover = coverOf(region, width, height);
  const { left, top, right, bottom } = pixelsOf(region.box, { width, height });
  const margin = reachPixels + farthestPixels;
  const corner = reachPixels - 1;
  const places: number[] = [];
  for (let y = Math.max(top, margin); y < Math.min(bottom, height - margin); y += stepPixels) {
    for (let x = Math.max(left, margin); x < Math.min(right, width - margin); x += stepPixels) {
      const at = y * width + x;
      const [above, below] = [at - corner * width, at + corner * width];
      const corners = [above - corner, above + corner, below - corner, below + corner];
      if ([at, ...corners].every((near) => cover[near] === 1)) places.push(at);
    }
  }
  return places;
}

/** The correlation of two places, -1 to 1; undefined when neither has a texture that noise and light let through. */
function correlation(
  before: Luma,
  after: Luma,
  one: number,
  other: number,
  least: number,
): number | undefined {
  const { width } = before;
  let [count, sumOne, sumOther, squareOne, squareOther, product] = [0, 0, 0, 0, 0, 0];
  for (let down = -reachPixels; down <= reachPixels; down++) {
    for (let right = -reachPixels; right <= reachPixels; right++) {
      const step = down * width + right;
      const levelOne = before.luma[one + step] ?? 0;
      const levelOther = after.luma[other + step] ?? 0;
      count++;
      sumOne += levelOne;
      sumOther += levelOther;
      squareOne += levelOne * levelOne;
      squareOther += levelOther * levelOther;
      product += levelOne * levelOther;
    }
  }
  const spreadOne = Math.max(0, squareOne / count - (sumOne / count) ** 2);
  const spreadOther = Math.max(0, squareOther / count - (sumOther / count) ** 2);
  // In a shadow the ground's texture is fainter too: it must still be one there to be missed.
  const light = (sumOther + darkLevel * count) / (sumOne + darkLevel * count);
  const kept = Math.sqrt(spreadOne) * Math.min(1, light);
  if (kept < least && Math.sqrt(spreadOther) < least) return undefined;
  if (spreadOne === 0 || spreadOther === 0) return 0;
  const contrast = Math.sqrt(spreadOther / spreadOne) / light;
  if (contrast < 1 / mostContrast || contrast > mostContrast) return 0;
  return (product / count - (sumOne * sumOther) / count ** 2) / Math.sqrt(spreadOne * spreadOther);
}

/**
 * The share of a region's pixels whose level after is that before times one and the same factor: near 1 for light on
 * flat ground, which has neither texture nor folds.
 */
export function evenlyLitShare({ pixels }: Region, before: Luma, after: Luma, noise: number): number {
  const factors = pixels
    .map((at) => ((after.luma[at] ?? 0) + darkLevel) / ((before.luma[at] ?? 0) + darkLevel))
    .sort((one, other) => one - other);
  const factor = factors[factors.length >> 1] ?? 1;
  const tolerance = Math.max(darkLevel, 3 * noise);
  const even = pixels.filter((at) => {
    const lit = ((before.luma[at] ?? 0) + darkLevel) * factor - darkLevel;
    return Math.abs(lit - (after.luma[at] ?? 0)) <= tolerance;
  });
  return even.length / Math.max(1, pixels.length);
}
