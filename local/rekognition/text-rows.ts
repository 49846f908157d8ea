import type { PixelBox } from './box-fractions.ts';

/** A grey picture, row by row, one byte a pixel. */
export interface GreyPicture {
  grey: Uint8Array;
  widthPixels: number;
  heightPixels: number;
}

/** Heights of characters that are looked for: from the least that can be read, each 1.4 times the one before. */
const characterHeightsPixels = [8, 11, 15, 21, 30, 42, 60, 84];
/** Seven characters and a space are about five times as long as they are high. */
const rowShape = 5;
/** Steps between neighbouring pixels below this are grain. */
const leastStep = 12;
/** Less than this on average, per pixel, is no row of characters. */
const leastMeanStep = 10;
/** Characters are more finely drawn than what is above and below them, by this factor. */
const calmAround = 1.5;
/** Each quarter of a row has at least this share of the steps that the whole has: characters are evenly spread. */
const leastQuarterShare = 0.4;
/** Rows that share more than this of the smaller are taken for one. */
const sameRowShare = 0.3;
const mostRows = 8;
/** Longer than this many times seven characters is a hedge or a railing. */
const mostTimesLonger = 3;

/**
 * Where a row of some seven characters may stand, such as on a number plate, the likeliest first, at most eight. They
 * are found by their upright strokes: many steps from dark to light along a row, few above and below. Tesseract looks
 * for the lines of a page, and in a street takes bricks, leaves and railings for them.
 */
export function textRows(picture: GreyPicture): PixelBox[] {
  const { widthPixels, heightPixels } = picture;
  const meanStep = stepsOf(picture);
  const rows: { box: PixelBox; score: number; leastStep: number }[] = [];
  for (const height of characterHeightsPixels) {
    const width = rowShape * height;
    const pace = Math.max(2, Math.round(height / 4));
    const gap = Math.round(height * 0.1);
    const band = Math.round(height * 0.35);
    for (let top = 0; top + height <= heightPixels; top += pace) {
      for (let left = 0; left + width <= widthPixels; left += 2 * pace) {
        const inside = meanStep(left, top, width, height);
        if (inside < leastMeanStep) continue;
        const above = meanStep(left, top - gap - band, width, band);
        const below = meanStep(left, top + height + gap, width, band);
        const score = inside - calmAround * Math.max(above, below);
        const quarters = [0, 1, 2, 3].map((n) => meanStep(left + (n * width) / 4, top, width / 4, height));
        if (score <= 0 || Math.min(...quarters) < leastQuarterShare * inside) continue;
        const box = { leftPixels: left, topPixels: top, widthPixels: width, heightPixels: height };
        rows.push({ box, score, leastStep: leastQuarterShare * inside });
      }
    }
  }
  rows.sort((one, other) => other.score - one.score);
  const kept: PixelBox[] = [];
  for (const { box, leastStep } of rows) {
    if (kept.length === mostRows) break;
    const isText = (left: number, width: number) =>
      meanStep(left, box.topPixels, width, box.heightPixels) >= leastStep;
    if (!kept.some((other) => isSamePlace(box, other))) kept.push(toItsEnds(box, widthPixels, isText));
  }
  return kept;
}

/** A row made longer on both sides as long as characters go on: a cut one would be read as another mark. */
function toItsEnds(
  { leftPixels, widthPixels, ...row }: PixelBox,
  pictureWidthPixels: number,
  isText: (left: number, width: number) => boolean,
): PixelBox {
  // As long as one character and the space before it.
  const piece = row.heightPixels;
  let left = leftPixels;
  let right = leftPixels + widthPixels;
  const longest = mostTimesLonger * widthPixels;
  while (left > 0 && right - left < longest && isText(left - piece, piece)) left -= piece;
  while (right < pictureWidthPixels && right - left < longest && isText(right, piece)) right += piece;
  left = Math.max(0, left);
  return { ...row, leftPixels: left, widthPixels: Math.min(pictureWidthPixels, right) - left };
}

/** Whether two boxes share more than three tenths of the smaller. */
export function isSamePlace(one: PixelBox, other: PixelBox): boolean {
  const across =
    Math.min(one.leftPixels + one.widthPixels, other.leftPixels + other.widthPixels) -
    Math.max(one.leftPixels, other.leftPixels);
  const down =
    Math.min(one.topPixels + one.heightPixels, other.topPixels + other.heightPixels) -
    Math.max(one.topPixels, other.topPixels);
  const smaller = Math.min(one.widthPixels * one.heightPixels, other.widthPixels * other.heightPixels);
  return across > 0 && down > 0 && across * down > sameRowShare * smaller;
}

/** A summed-area table of the steps along the rows of a picture: the mean of any rectangle at once. */
function stepsOf({ grey, widthPixels, heightPixels }: GreyPicture) {
  const stride = widthPixels + 1;
  const sums = new Float64Array(stride * (heightPixels + 1));
  const at = (values: { readonly [index: number]: number | undefined }, index: number) => values[index] ?? 0;
  for (let y = 0; y < heightPixels; y++) {
    let row = 0;
    for (let x = 1; x < widthPixels; x++) {
      const step = Math.abs(at(grey, y * widthPixels + x) - at(grey, y * widthPixels + x - 1));
      if (step > leastStep) row += step;
      sums[(y + 1) * stride + x + 1] = at(sums, y * stride + x + 1) + row;
    }
  }
  return (left: number, top: number, width: number, height: number): number => {
    const x0 = Math.max(0, Math.round(left));
    const y0 = Math.max(0, top);
    const x1 = Math.min(widthPixels, Math.round(left + width));
    const y1 = Math.min(heightPixels, top + height);
    if (x1 <= x0 || y1 <= y0) return 0;
    const sum =
      at(sums, y1 * stride + x1) -
      at(sums, y0 * stride + x1) -
      at(sums, y1 * stride + x0) +
      at(sums, y0 * stride + x0);
    return sum / ((x1 - x0) * (y1 - y0));
  };
}
