import type { Luma } from '../recording/picture.ts';
import { edgesOf } from '../scene/registration.ts';

/** How what a camera shows fits what it used to show, both in one place. */
export interface Fit {
  /** Share of the known places (squares with edges) whose edges are about where they were. */
  readonly fitting: number;
  /** Share of them that are quite as they were. */
  readonly whole: number;
  /** Share of them whose edges are not to be found. */
  readonly gone: number;
  /** Height of the strongest known edges as a share of their height then, whatever the contrast as a whole. */
  readonly sharpness: number;
  /** Correlation of the coarse shapes, a place's own brightness left out: -1 to 1. */
  readonly shapes: number;
  /** Spread of the levels, as a share of that of then. */
  readonly contrast: number;
  /** Share of pixels with an edge, as a share of that of then. */
  readonly detail: number;
}

/** Side of a place, in pixels. */
const placePixels = 16;
/** Mean edge of a place that has something to know it by. */
const leastEdge = 6;
/** Correlation of edges at which a place fits, is quite as it was, and is gone. */
const fits = 0.4;
const isWhole = 0.8;
const isGone = 0.3;
/** Side of a square of which the coarse shapes know the mean only. */
const coarsePixels = 8;
/** A step of this many levels is an edge; noise by day and by night, in a median of four pictures, is below. */
const edgeLevel = 8;
/** The strongest tenth of the edges tells the sharpness. */
const strongShare = 0.1;

/** The share of a picture's pixels that have an edge. */
export function detailOf(picture: Luma): number {
  const edges = edgesOf(picture).luma;
  return edges.reduce((count, edge) => count + (edge >= edgeLevel ? 1 : 0), 0) / edges.length;
}

/** Compares a picture with the known one of the same size; undefined when the known one has nothing to know it by. */
export function fitOf(known: Luma, now: Luma): Fit | undefined {
  const [knownEdges, edges] = [edgesOf(known), edgesOf(now)];
  const places: number[] = [];
  for (let top = 0; top + placePixels <= known.height; top += placePixels) {
    for (let left = 0; left + placePixels <= known.width; left += placePixels) {
      const likeness = placeLikeness(knownEdges, edges, left, top);
      if (likeness !== undefined) places.push(likeness);
    }
  }
  if (places.length === 0) return undefined;
  const share = (is: (likeness: number) => boolean) => places.filter(is).length / places.length;
  const [knownShapes, shapes] = [shapesOf(known), shapesOf(now)];
  const coarse = Math.max(0.05, Math.sqrt(sumOfSquares(shapes) / Math.max(1, sumOfSquares(knownShapes))));
  return {
    fitting: share((likeness) => likeness >= fits),
    whole: share((likeness) => likeness >= isWhole),
    gone: share((likeness) => likeness < isGone),
    sharpness: edgeHeight(knownEdges, edges) / coarse,
    shapes: correlation(knownShapes, shapes),
    contrast: spreadOf(now) / Math.max(1, spreadOf(known)),
    detail: detailOf(now) / Math.max(1e-3, detailOf(known)),
  };
}

/** How alike the edges of a place are, -1 to 1; undefined where there were none. */
function placeLikeness(known: Luma, now: Luma, left: number, top: number): number | undefined {
  const one = new Uint8Array(placePixels ** 2);
  const other = new Uint8Array(placePixels ** 2);
  for (let y = 0; y < placePixels; y++) {
    const from = (top + y) * known.width + left;
    one.set(known.luma.subarray(from, from + placePixels), y * placePixels);
    other.set(now.luma.subarray(from, from + placePixels), y * placePixels);
  }
  const sum = one.reduce((total, edge) => total + edge, 0);
  return sum < leastEdge * one.length ? undefined : correlation(one, other);
}

function correlation(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const count = one.length;
  let [sumOne, sumOther, squareOne, squareOther, product] = [0, 0, 0, 0, 0];
  for (let at = 0; at < count; at++) {
    const [first, second] = [one[at] ?? 0, other[at] ?? 0];
    sumOne += first;
    sumOther += second;
    squareOne += first * first;
    squareOther += second * second;
    product += first * second;
  }
  const spread = (squareOne - sumOne ** 2 / count) * (squareOther - sumOther ** 2 / count);
  return spread > 0 ? (product - (sumOne * sumOther) / count) / Math.sqrt(spread) : 0;
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** Means of coarse squares, less the mean of each one's neighbourhood: shapes without the light on them. */
function shapesOf({ luma, width, height }: Luma): number[] {
  const [columns, rows] = [Math.floor(width / coarsePixels), Math.floor(height / coarsePixels)];
  const means = new Float64Array(columns * rows);
  for (let y = 0; y < rows * coarsePixels; y++) {
    for (let x = 0; x < columns * coarsePixels; x++) {
      const at = Math.floor(y / coarsePixels) * columns + Math.floor(x / coarsePixels);
      means[at] = (means[at] ?? 0) + (luma[y * width + x] ?? 0) / coarsePixels ** 2;
    }
  }
  const shapes: number[] = [];
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const at = row * columns + column;
      const around = [-1, 0, 1].flatMap((down) =>
        [-1, 0, 1].map((right) => means[at + down * columns + right] ?? 0),
      );
      shapes.push((means[at] ?? 0) - around.reduce((sum, mean) => sum + mean, 0) / around.length);
    }
  }
  return shapes;
}

/** How high the edges of now are where the strongest known ones were, as a share of those. */
function edgeHeight(known: Luma, now: Luma): number {
  const sorted = Uint8Array.from(known.luma).sort();
  const strong = Math.max(edgeLevel, sorted[Math.floor((1 - strongShare) * sorted.length)] ?? 0);
  let [then, today] = [0, 0];
  known.luma.forEach((edge, at) => {
    if (edge < strong) return;
    then += edge;
    today += now.luma[at] ?? 0;
  });
  return then > 0 ? today / then : 1;
}

/** Levels between the darkest and the brightest hundredth. */
function spreadOf({ luma }: Luma): number {
  const sorted = Uint8Array.from(luma).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return at(0.99) - at(0.01);
}
