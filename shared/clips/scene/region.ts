import type { Box } from '../recording/picture.ts';
import type { ChangeMap } from './background.ts';

/** Pixels that changed together: where in the picture, and when. */
export interface Region {
  /** Indices of the pixels that changed, into the picture row by row. */
  readonly pixels: readonly number[];
  /** Index of the pooled frame in which most of them had changed. */
  readonly moment: number;
  readonly box: Box;
}

/** Pixels this close belong together though one between them did not change: two bags, a stripe. */
const reachPixels = 2;
/** Neighbours that changed within so many pooled frames of each other changed together. */
const reachMoments = 2;
/** Less than this share of the picture, about seven pixels square at 320 wide, is noise or a blown leaf. */
const leastShare = 0.0006;
/** Parts of one heap lie at most this share of the picture's width apart. */
const heapGapShare = 0.025;
/** Gaps up to twice this wide are closed in what a thing covers. */
const closingPixels = 3;

/**
 * The regions that changed together by at least so many levels, the largest first. Parts of a heap are one. So many
 * pixels along the picture's edge are left out.
 */
export function regionsOf(map: ChangeMap, leastLevel: number, marginPixels: number): Region[] {
  return heaps(components(map, leastLevel, marginPixels), map).sort(
    (one, other) => other.pixels.length - one.pixels.length,
  );
}

function components(map: ChangeMap, leastLevel: number, marginPixels: number): Region[] {
  const { width, height, moment, before, after } = map;
  const changed: number[] = [];
  for (let y = marginPixels; y < height - marginPixels; y++) {
    for (let x = marginPixels; x < width - marginPixels; x++) {
      const at = y * width + x;
      const level = Math.abs((before[at] ?? 0) - (after[at] ?? 0));
      if ((moment[at] ?? 0) > 0 && level >= leastLevel) changed.push(at);
    }
  }
  const leastPixels = leastShare * width * height;
  return connected(changed, map)
    .filter((pixels) => pixels.length >= leastPixels)
    .flatMap((pixels) => partedByMoment(pixels, map))
    .filter((pixels) => pixels.length >= leastPixels && isSolid(pixels, width))
    .map((pixels) => regionOf(pixels, map));
}

/** A thing and the light on it that changed a little later hang together pixel by pixel, but not as a whole. */
function partedByMoment(pixels: number[], map: ChangeMap): number[][] {
  const middle = regionOf(pixels, map).moment;
  const isWith = (at: number) => Math.abs((map.moment[at] ?? 0) - middle) <= reachMoments;
  const others = pixels.filter((at) => !isWith(at));
  if (others.length === 0) return [pixels];
  return [...connected(pixels.filter(isWith), map), ...connected(others, map)];
}

/** Sorts pixels into groups of neighbours that changed at about the same moment. */
function connected(pixels: readonly number[], { width, height, moment }: ChangeMap): number[][] {
  const isOpen = new Uint8Array(width * height);
  for (const at of pixels) isOpen[at] = 1;
  const groups: number[][] = [];
  for (const start of pixels) {
    if (isOpen[start] === 0) continue;
    const group = [start];
    isOpen[start] = 0;
    for (const at of group) {
      const x = at % width;
      const y = (at - x) / width;
      const own = moment[at] ?? 0;
      const [toX, toY] = [Math.min(width - 1, x + reachPixels), Math.min(height - 1, y + reachPixels)];
      for (let nearY = Math.max(0, y - reachPixels); nearY <= toY; nearY++) {
        for (let nearX = Math.max(0, x - reachPixels); nearX <= toX; nearX++) {
          const near = nearY * width + nearX;
          if (isOpen[near] === 0 || Math.abs((moment[near] ?? 0) - own) > reachMoments) continue;
          isOpen[near] = 0;
          group.push(near);
        }
      }
    }
    groups.push(group);
  }
  return groups;
}

/** Lines one or two pixels wide are edges that the registration left, not things. */
function isSolid(pixels: readonly number[], width: number): boolean {
  const members = new Set(pixels);
  const inner = pixels.filter((at) =>
    [at - 1, at + 1, at - width, at + width].every((neighbour) => members.has(neighbour)),
  );
  return inner.length >= pixels.length / 4;
}

function heaps(parts: readonly Region[], map: ChangeMap): Region[] {
  const joined: Region[] = [];
  for (const part of parts) {
    let heap = part;
    for (let index = joined.length - 1; index >= 0; index--) {
      const other = joined[index];
      if (other === undefined || !isOneHeap(heap, other, map)) continue;
      heap = regionOf([...heap.pixels, ...other.pixels], map);
      joined.splice(index, 1);
    }
    joined.push(heap);
  }
  return joined;
}

function isOneHeap(one: Region, other: Region, { width, height }: ChangeMap): boolean {
  if (Math.abs(one.moment - other.moment) > reachMoments) return false;
  const across =
    Math.max(one.box.left, other.box.left) -
    Math.min(one.box.left + one.box.width, other.box.left + other.box.width);
  const down =
    Math.max(one.box.top, other.box.top) -
    Math.min(one.box.top + one.box.height, other.box.top + other.box.height);
  return across <= heapGapShare && down <= (heapGapShare * width) / height;
}

/** A region of the given pixels, when most of them had changed. */
export function regionOf(pixels: readonly number[], { width, height, moment }: ChangeMap): Region {
  let [left, right, top, bottom] = [width, 0, height, 0];
  const moments: number[] = [];
  for (const at of pixels) {
    const x = at % width;
    const y = (at - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
    moments.push(moment[at] ?? 0);
  }
  moments.sort((one, other) => one - other);
  const box = {
    left: left / width,
    top: top / height,
    width: (right - left) / width,
    height: (bottom - top) / height,
  };
  return { pixels, moment: moments[moments.length >> 1] ?? 0, box };
}

/** What the thing covers: the region with its gaps and holes closed, one byte a pixel of the picture. */
export function coverOf(region: Region, width: number, height: number): Uint8Array {
  const wide = new Uint8Array(width * height);
  for (const at of region.pixels) {
    const x = at % width;
    const y = (at - x) / width;
    for (
      let nearY = Math.max(0, y - closingPixels);
      nearY <= Math.min(height - 1, y + closingPixels);
      nearY++
    ) {
      const row = nearY * width;
      wide.fill(1, row + Math.max(0, x - closingPixels), row + Math.min(width - 1, x + closingPixels) + 1);
    }
  }
  fillHoles(wide, width, height);
  const cover = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      cover[y * width + x] = isCovered(wide, width, height, x, y) ? 1 : 0;
    }
  }
  return cover;
}

function isCovered(wide: Uint8Array, width: number, height: number, x: number, y: number): boolean {
  if (wide[y * width + x] === 0) return false;
  for (
    let nearY = Math.max(0, y - closingPixels);
    nearY <= Math.min(height - 1, y + closingPixels);
    nearY++
  ) {
    for (
      let nearX = Math.max(0, x - closingPixels);
      nearX <= Math.min(width - 1, x + closingPixels);
      nearX++
    ) {
      if (wide[nearY * width + nearX] === 0) return false;
    }
  }
  return true;
}

/** Everything that cannot be reached from the picture's edge without crossing the mask becomes part of it. */
function fillHoles(mask: Uint8Array, width: number, height: number): void {
  const outside: number[] = [];
  const visit = (at: number) => {
    if (mask[at] === 0) {
      mask[at] = 2;
      outside.push(at);
    }
  };
  for (let x = 0; x < width; x++) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  for (const at of outside) {
    const x = at % width;
    if (x > 0) visit(at - 1);
    if (x < width - 1) visit(at + 1);
    if (at >= width) visit(at - width);
    if (at < width * (height - 1)) visit(at + width);
  }
  for (let at = 0; at < mask.length; at++) mask[at] = mask[at] === 2 ? 0 : 1;
}
