import type { Luma } from '../recording/picture.ts';
import { coverOf, type Region } from './region.ts';
import { edgeAt } from './registration.ts';

/** How a region compares before and after. */
export interface Outline {
  /**
   * 1 when levels step across the whole outline after and did not before (something came), -1 the other way
   * round (something went), about 0 when the change has no outline of its own (light).
   */
  readonly edge: number;
  /**
   * 1 when what is inside looked like its surroundings before and is unlike them after, -1 the other way round.
   */
  readonly foreign: number;
  /** Normalised cross-correlation of the region and its surroundings before and after, -1 to 1. */
  readonly likeness: number;
  /** Mean difference of level inside. */
  readonly difference: number;
}

/** Levels are compared so far inside and outside of the outline, in pixels. */
const stepPixels = 2;
/** And averaged so far along it to each side: joints and cracks cross an outline, a thing's edge runs along it. */
const alongPixels = 3;
/** Steps that differ by less than this share of the larger are the same edge. */
const sameEdgeShare = 0.25;
/** Surroundings are the ring so wide around the region, in pixels. */
const ringPixels = 8;
/** A step below this is no edge, in levels. */
const noEdgeLevel = 3;

/**
 * Compares a region in two pictures. A thing has edges where it ends; the ground it stands on knows nothing of
 * them, and goes on outside. So the picture in which levels step across the outline, and in which the inside is
 * unlike its surroundings, is the one with the thing in it. A change of light keeps the texture (its likeness is
 * near 1) and has no outline of its own.
 */
export function outlineOf(region: Region, before: Luma, after: Luma): Outline {
  const { width, height } = before;
  const cover = coverOf(region, width, height);
  let [came, went, count, difference] = [0, 0, 0, 0];
  for (const at of region.pixels) difference += Math.abs((before.luma[at] ?? 0) - (after.luma[at] ?? 0));
  for (let at = width; at < cover.length - width; at++) {
    if (cover[at] === 0) continue;
    if ([at - 1, at + 1, at - width, at + width].every((near) => cover[near] === 1)) continue;
    const x = at % width;
    const y = (at - x) / width;
    const normal = outward(cover, width, height, x, y);
    if (normal === undefined) continue;
    const stepBefore = stepAcross(before, x, y, normal);
    const stepAfter = stepAcross(after, x, y, normal);
    const least = Math.max(noEdgeLevel, sameEdgeShare * Math.max(stepBefore, stepAfter));
    if (stepAfter > stepBefore + least) came++;
    else if (stepBefore > stepAfter + least) went++;
    count++;
  }
  const strange = [strangeness(cover, region, before), strangeness(cover, region, after)] as const;
  return {
    edge: (came - went) / Math.max(1, count),
    foreign: (strange[1] - strange[0]) / Math.max(0.05, strange[0] + strange[1]),
    likeness: likeness(region, before, after),
    difference: difference / Math.max(1, region.pixels.length),
  };
}

interface Direction {
  readonly across: number;
  readonly down: number;
}

/** The direction out of the region: away from the centre of its pixels near a point. None at the picture's edge. */
function outward(
  cover: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
): Direction | undefined {
  const reach = 4;
  if (x < reach || y < reach || x >= width - reach || y >= height - reach) return undefined;
  let [across, down] = [0, 0];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      if (cover[(y + dy) * width + x + dx] === 0) continue;
      across -= dx;
      down -= dy;
    }
  }
  const length = Math.hypot(across, down);
  return length === 0 ? undefined : { across: across / length, down: down / length };
}

/** The largest step over the outline there, as the region may end a pixel inside or outside of the thing. */
function stepAcross({ luma, width, height }: Luma, x: number, y: number, out: Direction): number {
  const at = (away: number, along: number): number => {
    const column = Math.round(x + out.across * away - out.down * along);
    const row = Math.round(y + out.down * away + out.across * along);
    return (
      luma[Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column))] ?? 0
    );
  };
  let largest = 0;
  for (let offset = -1; offset <= 2; offset++) {
    let step = 0;
    for (let along = -alongPixels; along <= alongPixels; along++) {
      step += at(offset + stepPixels / 2, along) - at(offset - stepPixels / 2, along);
    }
    largest = Math.max(largest, Math.abs(step) / (2 * alongPixels + 1));
  }
  return largest;
}

/** How unlike its surroundings the inside of a region is, by its levels and by its texture: 0 alike, 1 unlike. */
function strangeness(cover: Uint8Array, { box }: Region, picture: Luma): number {
  const { width, height, luma } = picture;
  const bins = 32;
  const inside = new Float64Array(2 * bins);
  const around = new Float64Array(2 * bins);
  let [insideCount, aroundCount] = [0, 0];
  const toY = Math.min(height, Math.round((box.top + box.height) * height) + ringPixels);
  const toX = Math.min(width, Math.round((box.left + box.width) * width) + ringPixels);
  for (let y = Math.max(0, Math.round(box.top * height) - ringPixels); y < toY; y++) {
    for (let x = Math.max(0, Math.round(box.left * width) - ringPixels); x < toX; x++) {
      const at = y * width + x;
      const histogram = cover[at] === 1 ? inside : around;
      if (cover[at] === 1) insideCount++;
      else aroundCount++;
      const level = (luma[at] ?? 0) >> 3;
      const texture = bins + Math.min(bins - 1, Math.round(4 * Math.log2(1 + edgeAt(picture, x, y))));
      for (const bin of [level, texture]) {
        // Neighbouring bins share, or a level on a bin's edge would jump.
        for (const [near, part] of [
          [bin - 1, 0.25],
          [bin, 0.5],
          [bin + 1, 0.25],
        ] as const) {
          histogram[near] = (histogram[near] ?? 0) + part;
        }
      }
    }
  }
  let apart = 0;
  for (let bin = 0; bin < 2 * bins; bin++) {
    apart += Math.abs(
      (inside[bin] ?? 0) / Math.max(1, insideCount) - (around[bin] ?? 0) / Math.max(1, aroundCount),
    );
  }
  return apart / 4;
}

function likeness({ box }: Region, before: Luma, after: Luma): number {
  const { width, height } = before;
  const margin = 3;
  const left = Math.max(0, Math.round(box.left * width) - margin);
  const right = Math.min(width, Math.round((box.left + box.width) * width) + margin);
  const top = Math.max(0, Math.round(box.top * height) - margin);
  const bottom = Math.min(height, Math.round((box.top + box.height) * height) + margin);
  let [count, sumBefore, sumAfter, squareBefore, squareAfter, product] = [0, 0, 0, 0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const one = before.luma[y * width + x] ?? 0;
      const other = after.luma[y * width + x] ?? 0;
      count++;
      sumBefore += one;
      sumAfter += other;
      squareBefore += one * one;
      squareAfter += other * other;
      product += one * other;
    }
  }
  const spreadBefore = squareBefore - (sumBefore * sumBefore) / count;
  const spreadAfter = squareAfter - (sumAfter * sumAfter) / count;
  const shared = product - (sumBefore * sumAfter) / count;
  return spreadBefore > 0 && spreadAfter > 0 ? shared / Math.sqrt(spreadBefore * spreadAfter) : 0;
}
