import type { Frame, Luma } from '../recording/picture.ts';
import { medianPicture } from './background.ts';

/** Light is measured in squares of so many pixels to each side of their middle, and so far from each other. */
const reachPixels = 4;
const stepPixels = 2;
/** From this correlation on a square begins to count as the same ground, and from this on it surely is. */
const perhapsSame = 0.65;
const surelySame = 0.85;
/** A texture scatters by so many levels at least; that of noise is another one in every frame. */
const leastScatter = 2.5;
/** Light makes a texture fainter or stronger as it makes it darker or brighter, give or take this factor. */
const mostContrast = 1.6;
/** Keeps the ratio of two nearly black squares from meaning anything; levels of 255. */
const darkLevel = 4;
/** What is between squares takes the light from those this near, and a little from those farther away. In squares. */
const nearSquares = 3;
const farSquares = 10;
const farShare = 0.1;
const noLightShare = 0.01;
/** So many frames tell whether there is such a light. */
const mostLooks = 6;
/** A local light is so much brighter or darker at least (as a logarithm), on so much of the picture. */
const leastLight = 0.15;
const leastShare = 0.015;

/**
 * The frames without light and shadow that lie on a part of the picture only: a wall's shadow that creeps, a lamp, a
 * beam through a door. Where small pieces of the ground keep their texture but not their level, what changed is the
 * light; it is divided out there and between. What hides the ground's texture is left as it is. Frames must share
 * place and, by and large, light; they come back as they are if there is no such light in `sample`, some of them.
 */
export function inLocalLight(frames: readonly Frame[], sample: readonly Frame[]): readonly Frame[] {
  const every = Math.ceil(sample.length / mostLooks);
  const looks = sample.filter((_, index) => index % every === 0);
  if (looks.length === 0) return frames;
  const measure = lightMeter(medianPicture(looks));
  if (!looks.some((frame) => measure(frame).share >= leastShare)) return frames;
  return frames.map((frame) => relit(frame, measure(frame)));
}

interface Lights {
  /** Squares in a row of them. */
  readonly columns: number;
  /** How much brighter each square is than the ground, as a logarithm. */
  light(): Float32Array;
  /** Share of the picture on which there plainly is another light. */
  readonly share: number;
}

/** Measures frames against a ground; buffers are shared between frames. */
function lightMeter(ground: Luma): (frame: Luma) => Lights {
  const { width, height } = ground;
  const columns = Math.ceil(width / stepPixels);
  const rows = Math.ceil(height / stepPixels);
  const squares = texturedSquares(ground);
  const sums = new Sums(width, height);
  const squareSums = new Sums(width, height);
  const productSums = new Sums(width, height);
  return ({ luma }) => {
    sums.fill(luma);
    squareSums.fill(luma, luma);
    productSums.fill(luma, ground.luma);
    const weight = new Float32Array(columns * rows);
    const weighted = new Float32Array(columns * rows);
    let lit = 0;
    for (const { x, y, mean: own, spread: ownSpread } of squares) {
      const count = sums.count(x, y);
      const mean = sums.around(x, y) / count;
      const spread = Math.sqrt(Math.max(0, squareSums.around(x, y) / count - mean ** 2));
      const ratio = (mean + darkLevel) / (own + darkLevel);
      if (ownSpread * Math.min(1, ratio) < leastScatter || spread === 0) continue;
      const contrast = spread / ownSpread / ratio;
      if (contrast > mostContrast || contrast < 1 / mostContrast) continue;
      const alike = (productSums.around(x, y) / count - own * mean) / (ownSpread * spread);
      const sure = Math.min(1, (alike - perhapsSame) / (surelySame - perhapsSame));
      if (sure <= 0) continue;
      const at = (y / stepPixels) * columns + x / stepPixels;
      const light = Math.log(ratio);
      weight[at] = sure;
      weighted[at] = sure * light;
      if (Math.abs(light) >= leastLight) lit += sure;
    }
    const light = () => spreadOut(weighted, weight, columns, rows);
    return { columns, light, share: lit / (columns * rows) };
  };
}

/** The squares of the ground by whose texture it can be known again: their middle, mean level and scatter. */
function texturedSquares({ luma, width, height }: Luma) {
  const sums = new Sums(width, height);
  const squareSums = new Sums(width, height);
  sums.fill(luma);
  squareSums.fill(luma, luma);
  const squares: { x: number; y: number; mean: number; spread: number }[] = [];
  for (let y = 0; y < height; y += stepPixels) {
    for (let x = 0; x < width; x += stepPixels) {
      const count = sums.count(x, y);
      const mean = sums.around(x, y) / count;
      const spread = Math.sqrt(Math.max(0, squareSums.around(x, y) / count - mean ** 2));
      if (spread >= leastScatter) squares.push({ x, y, mean, spread });
    }
  }
  return squares;
}

/** The mean of what is measured near each square; what is farther away counts for less. */
function spreadOut(
  weighted: Float32Array,
  weight: Float32Array,
  columns: number,
  rows: number,
): Float32Array {
  const sums = new Sums(columns, rows);
  const light = new Float32Array(columns * rows);
  const total = new Float32Array(columns * rows).fill(noLightShare);
  for (const [reach, share] of [
    [nearSquares, 1],
    [farSquares, farShare],
  ] as const) {
    for (const [values, into] of [
      [weighted, light],
      [weight, total],
    ] as const) {
      sums.fill(values);
      for (let at = 0; at < into.length; at++) {
        const x = at % columns;
        const y = (at - x) / columns;
        into[at] = (into[at] ?? 0) + (share * sums.around(x, y, reach)) / sums.count(x, y, reach);
      }
    }
  }
  return light.map((value, at) => value / (total[at] ?? 1));
}

function relit(frame: Frame, { columns, light }: Lights): Frame {
  const { width, height } = frame;
  const factor = light().map((value) => Math.exp(-value));
  const luma = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / stepPixels) * columns;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const ratio = factor[row + Math.floor(x / stepPixels)] ?? 1;
      const level = ((frame.luma[at] ?? 0) + darkLevel) * ratio - darkLevel + 0.5;
      luma[at] = Math.min(255, Math.max(0, level));
    }
  }
  return { ...frame, luma };
}

/** Sums over squares of a picture at the cost of four look-ups each (a summed-area table). */
class Sums {
  readonly #sums: Float64Array;
  readonly #width: number;
  readonly #height: number;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#sums = new Float64Array((width + 1) * (height + 1));
  }

  /** Sums of values, or of their products with others. */
  fill(values: Uint8Array | Float32Array, times?: Uint8Array): void {
    const stride = this.#width + 1;
    const sums = this.#sums;
    for (let y = 0; y < this.#height; y++) {
      let row = 0;
      for (let x = 0; x < this.#width; x++) {
        const at = y * this.#width + x;
        row += (values[at] ?? 0) * (times === undefined ? 1 : (times[at] ?? 0));
        sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + row;
      }
    }
  }

  around(x: number, y: number, reach = reachPixels): number {
    const stride = this.#width + 1;
    const sums = this.#sums;
    const [left, top] = [Math.max(0, x - reach), Math.max(0, y - reach) * stride];
    const [right, bottom] = [
      Math.min(this.#width, x + reach + 1),
      Math.min(this.#height, y + reach + 1) * stride,
    ];
    return (
      (sums[bottom + right] ?? 0) -
      (sums[top + right] ?? 0) -
      (sums[bottom + left] ?? 0) +
      (sums[top + left] ?? 0)
    );
  }

  count(x: number, y: number, reach = reachPixels): number {
    return (
      (Math.min(this.#width, x + reach + 1) - Math.max(0, x - reach)) *
      (Math.min(this.#height, y + reach + 1) - Math.max(0, y - reach))
    );
  }
}
