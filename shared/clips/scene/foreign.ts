import type { Box, Frame, Luma } from '../recording/picture.ts';
import { medianPicture } from './background.ts';
import { steadied } from './steady.ts';

/** What of one moment belongs neither to the ground before a change nor to the ground after it. */
export interface ForeignView {
  readonly atSeconds: number;
  /** The moment's picture, moved back and in the light of the ground. */
  readonly frame: Frame;
  /** A byte a cell, row by row: 1 where something stands or passes that is of neither ground. */
  readonly foreign: Uint8Array;
  /** In cells. */
  readonly width: number;
  readonly height: number;
}

/** Pictures a ground is the median of; one passer-by in them is outvoted. */
const groundPictures = 7;
/** Pictures are compared by cells of so many pixels square: that averages noise and rain away. */
const cellPixels = 4;
/** A cell this much unlike both grounds has something in it that belongs to neither, in levels of 255. */
const foreignLevel = 10;
/** Of its eight neighbours so many must be so, too. */
const fewestNeighbours = 3;
/** One pixel can add no more than this to its cell, in levels. */
const mostLevel = 60;
/** Cells this close to each other are of one blob. */
const reachCells = 2;

/**
 * Looks at some frames of a clip for what is of neither ground of a change. `frames` are all the clip's, of one
 * size and in order; the change was not there yet at the first of `betweenSeconds` and was at the second. None
 * where there is no frame before or none after.
 */
export function foreignViews(
  frames: readonly Frame[],
  [missingSeconds, seenSeconds]: readonly [number, number],
  wanted: readonly Frame[],
): ForeignView[] {
  const steady = steadied(frames)?.frames ?? [];
  const earlier = steady.filter(({ atSeconds }) => atSeconds <= missingSeconds);
  const later = steady.filter(({ atSeconds }) => atSeconds >= seenSeconds);
  if (earlier.length === 0 || later.length === 0) return [];
  const before = medianPicture(spread(earlier, groundPictures));
  const after = medianPicture(spread(later, groundPictures));
  const moments = new Set(wanted.map(({ atSeconds }) => atSeconds));
  return steady
    .filter(({ atSeconds }) => moments.has(atSeconds))
    .map((frame) => viewOf(frame, before, after));
}

/** At most so many of the frames, evenly spread, the last among them. */
export function spread(frames: readonly Frame[], most: number): Frame[] {
  const step = Math.max(1, frames.length / most);
  return frames.filter((_, index) => {
    const fromEnd = frames.length - 1 - index;
    return Math.floor(fromEnd / step) !== Math.floor((fromEnd - 1) / step);
  });
}

function viewOf(frame: Frame, before: Luma, after: Luma): ForeignView {
  const width = Math.floor(frame.width / cellPixels);
  const height = Math.floor(frame.height / cellPixels);
  const unlike = new Float32Array(width * height);
  for (let y = 0; y < height * cellPixels; y++) {
    const row = Math.floor(y / cellPixels) * width;
    for (let x = 0; x < width * cellPixels; x++) {
      const at = y * frame.width + x;
      const level = frame.luma[at] ?? 0;
      const fromBefore = Math.abs(level - (before.luma[at] ?? 0));
      const fromAfter = Math.abs(level - (after.luma[at] ?? 0));
      const cell = row + Math.floor(x / cellPixels);
      unlike[cell] = (unlike[cell] ?? 0) + Math.min(mostLevel, fromBefore, fromAfter);
    }
  }
  // Noise and a poor registration are everywhere; somebody is in one place.
  const usual = unlike.toSorted()[unlike.length >> 1] ?? 0;
  const least = usual + foreignLevel * cellPixels * cellPixels;
  const foreign = withoutSpecks(unlike, least, width);
  return { atSeconds: frame.atSeconds, frame, foreign, width, height };
}

/** Drops of rain and insects fill a cell or two, people more. */
function withoutSpecks(unlike: Float32Array, least: number, width: number): Uint8Array {
  const around = [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1];
  return Uint8Array.from(unlike, (sum, at) => {
    if (sum < least) return 0;
    return around.filter((step) => (unlike[at + step] ?? 0) >= least).length >= fewestNeighbours ? 1 : 0;
  });
}

/** The share of a place in a view's picture, 0 to 1, that something of neither ground covers. */
export function foreignShare({ foreign, width, height }: ForeignView, place: Box): number {
  const toX = Math.min(width, Math.ceil((place.left + place.width) * width));
  const toY = Math.min(height, Math.ceil((place.top + place.height) * height));
  let [covered, cells] = [0, 0];
  for (let y = Math.floor(place.top * height); y < toY; y++) {
    for (let x = Math.floor(place.left * width); x < toX; x++) {
      covered += foreign[y * width + x] ?? 0;
      cells++;
    }
  }
  return covered / Math.max(1, cells);
}

/** The boxes of what is foreign in a view, each of one thing or of several that touch. */
export function foreignBlobs({ foreign, width, height }: ForeignView): Box[] {
  const isOpen = foreign.slice();
  const boxes: Box[] = [];
  for (let start = 0; start < isOpen.length; start++) {
    if (isOpen[start] === 0) continue;
    isOpen[start] = 0;
    const blob = [start];
    let [left, top, right, bottom] = [width, height, 0, 0];
    for (const cell of blob) {
      const x = cell % width;
      const y = (cell - x) / width;
      [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
      const [toX, toY] = [Math.min(width - 1, x + reachCells), Math.min(height - 1, y + reachCells)];
      for (let nearY = Math.max(0, y - reachCells); nearY <= toY; nearY++) {
        for (let nearX = Math.max(0, x - reachCells); nearX <= toX; nearX++) {
          const near = nearY * width + nearX;
          if (isOpen[near] === 0) continue;
          isOpen[near] = 0;
          blob.push(near);
        }
      }
    }
    boxes.push({
      left: left / width,
      top: top / height,
      width: (right - left) / width,
      height: (bottom - top) / height,
    });
  }
  return boxes;
}
