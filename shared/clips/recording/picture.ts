import { z } from 'zod';

/** A grey picture, row by row from the top left, one byte a pixel. */
export interface Luma {
  readonly luma: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The mean level of a picture, 0 to 255. */
export function meanLevel({ luma }: Luma): number {
  let sum = 0;
  // Not `reduce`: each picture of a clip is asked, and that takes ten times as long.
  for (let at = 0; at < luma.length; at++) sum += luma[at] ?? 0;
  return sum / Math.max(1, luma.length);
}

/** One moment of a clip at analysis size, upright. `atSeconds` counts from the clip's first picture. */
export interface Frame extends Luma {
  readonly atSeconds: number;
  /** How far the picture is from grey, in levels of 128: 0 for monochrome, as infra-red is, 5 and more by day. */
  readonly colour: number;
}

/**
 * One moment of a clip in colour, or a part of it, upright, in square pixels: red, green, blue, one byte each, row
 * by row.
 */
export interface Still {
  readonly atSeconds: number;
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** The part of the camera's picture that it shows. */
  readonly shows: Box;
}

/** A place in a picture, as fractions of it from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The corners of an area of a picture, in order; the last is joined to the first. */
export type Polygon = readonly Point[];

const fraction = z.number().min(0).max(1);

/** A rectangle as fractions of the picture, from its top left corner. */
export const Box = z.object({ left: fraction, top: fraction, width: fraction, height: fraction });
export type Box = z.infer<typeof Box>;

/** The share of `inner` that lies in `outer`, 0 to 1. */
export function shareInside(inner: Box, outer: Box): number {
  const across =
    Math.min(inner.left + inner.width, outer.left + outer.width) - Math.max(inner.left, outer.left);
  const down = Math.min(inner.top + inner.height, outer.top + outer.height) - Math.max(inner.top, outer.top);
  const area = inner.width * inner.height;
  return across > 0 && down > 0 && area > 0 ? (across * down) / area : 0;
}

/** Intersection over union of two boxes, 0 to 1. */
export function overlap(one: Box, other: Box): number {
  const shared = shareInside(one, other) * one.width * one.height;
  const together = one.width * one.height + other.width * other.height - shared;
  return together > 0 ? shared / together : 0;
}

/** A box grown on every side by a share of its own size, cut off at the picture's edge. */
export function grown(box: Box, share: number): Box {
  const left = Math.max(0, box.left - box.width * share);
  const top = Math.max(0, box.top - box.height * share);
  const right = Math.min(1, box.left + box.width * (1 + share));
  const bottom = Math.min(1, box.top + box.height * (1 + share));
  return { left, top, width: right - left, height: bottom - top };
}

/** The pixels of a picture that a box covers, those at its edge included; `right` and `bottom` are exclusive. */
export function pixelsOf(box: Box, { width, height }: { width: number; height: number }) {
  return {
    left: Math.max(0, Math.floor(box.left * width)),
    top: Math.max(0, Math.floor(box.top * height)),
    right: Math.min(width, Math.ceil((box.left + box.width) * width)),
    bottom: Math.min(height, Math.ceil((box.top + box.height) * height)),
  };
}

/** Whether a place lies in an area, by the even-odd rule; its outline is a part of it. */
export function isInside({ x, y }: Point, polygon: Polygon): boolean {
  let inside = false;
  for (const [from, to] of sidesOf(polygon)) {
    const turn = (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
    const isBeside = (x - from.x) * (x - to.x) <= 0 && (y - from.y) * (y - to.y) <= 0;
    if (turn === 0 && isBeside) return true;
    if (from.y > y !== to.y > y && x < crossing(from, to, y)) inside = !inside;
  }
  return inside;
}

/** Pixels from `from` up to but not including `to` in one row. */
export interface Run {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** The pixels of a picture that an area touches, in part or whole, as runs that may overlap. */
export function runsOf(polygon: Polygon, { width, height }: { width: number; height: number }): Run[] {
  const corners = polygon.map(({ x, y }) => ({ x: x * width, y: y * height }));
  const tops = corners.map(({ y }) => y);
  const firstRow = Math.max(0, Math.floor(Math.min(...tops)));
  const endRow = Math.min(height, Math.ceil(Math.max(...tops)));
  const runs: Run[] = [];
  for (let row = firstRow; row < endRow; row++) {
    // A row has a height of its own: a slanted side covers more of it at one of its edges than in its middle.
    for (const y of [row, row + 0.5, row + 1]) {
      const crossings = sidesOf(corners)
        .filter(([from, to]) => from.y > y !== to.y > y)
        .map(([from, to]) => crossing(from, to, y))
        .sort((one, other) => one - other);
      for (let index = 0; index + 1 < crossings.length; index += 2) {
        const from = Math.max(0, Math.floor(crossings[index] ?? 0));
        const to = Math.min(width, Math.ceil(crossings[index + 1] ?? 0));
        if (from < to) runs.push({ row, from, to });
      }
    }
  }
  return runs;
}

/** The frame with some areas black: a new picture, or the same one when there is nothing to hide. */
export function blackened(frame: Frame, polygons: readonly Polygon[]): Frame {
  if (polygons.length === 0) return frame;
  const luma = frame.luma.slice();
  for (const { row, from, to } of polygons.flatMap((polygon) => runsOf(polygon, frame))) {
    luma.fill(0, row * frame.width + from, row * frame.width + to);
  }
  return { ...frame, luma };
}

function sidesOf(polygon: Polygon): (readonly [from: Point, to: Point])[] {
  return polygon.map((from, index) => [from, polygon[(index + 1) % polygon.length] ?? from] as const);
}

/** Where a side that is not level meets a height. */
function crossing(from: Point, to: Point, y: number): number {
  return from.x + ((to.x - from.x) * (y - from.y)) / (to.y - from.y);
}
