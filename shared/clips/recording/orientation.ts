import type { Box, Point } from './picture.ts';

/** Pixels of a stored picture. All even, except where the picture itself ends. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The size of a stored picture. */
type Size = Pick<Part, 'width' | 'height'>;

/**
 * Where a place in the upright picture lies in the stored one, which a clockwise turn makes upright. Both are
 * fractions of their picture.
 */
export function turnedBack({ x, y }: Point, turnDegrees: number): Point {
  if (turnDegrees === 90) return { x: y, y: 1 - x };
  if (turnDegrees === 180) return { x: 1 - x, y: 1 - y };
  return turnDegrees === 270 ? { x: 1 - y, y: x } : { x, y };
}

/** The stored pixels that a box of the upright picture covers, and a few more: colour has half the pixels. */
export function partOf(box: Box, { width, height }: Size, turnDegrees: number): Part {
  const { left, top, right, bottom } = cornersOf(box, (point) => turnedBack(point, turnDegrees));
  const from = { left: evenBelow(left * width), top: evenBelow(top * height) };
  return {
    ...from,
    width: Math.max(1, Math.min(width, evenAbove(right * width)) - from.left),
    height: Math.max(1, Math.min(height, evenAbove(bottom * height)) - from.top),
  };
}

/** The box of the upright picture that stored pixels fill. */
export function shownBy(part: Part, { width, height }: Size, turnDegrees: number): Box {
  const stored = {
    left: part.left / width,
    top: part.top / height,
    width: part.width / width,
    height: part.height / height,
  };
  const { left, top, right, bottom } = cornersOf(stored, (point) => turnedBack(point, 360 - turnDegrees));
  return { left, top, width: right - left, height: bottom - top };
}

function cornersOf(box: Box, turn: (point: Point) => Point) {
  const one = turn({ x: box.left, y: box.top });
  const other = turn({ x: box.left + box.width, y: box.top + box.height });
  return {
    left: Math.min(one.x, other.x),
    top: Math.min(one.y, other.y),
    right: Math.max(one.x, other.x),
    bottom: Math.max(one.y, other.y),
  };
}

// Fractions of a whole number of pixels come back a little more or less than that.
const slack = 1e-6;

function evenBelow(pixels: number): number {
  return 2 * Math.floor(Math.max(0, pixels + slack) / 2);
}

function evenAbove(pixels: number): number {
  return 2 * Math.ceil((pixels - slack) / 2);
}
