import { z } from 'zod';

/** A grey picture, row by row from the top left, one byte a pixel. */
export interface Luma {
  readonly luma: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** One moment of a clip at analysis size, upright. `atSeconds` counts from the clip's first picture. */
export interface Frame extends Luma {
  readonly atSeconds: number;
}

/** One moment of a clip in colour, upright, in square pixels: red, green, blue, one byte each, row by row. */
export interface Still {
  readonly atSeconds: number;
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

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
