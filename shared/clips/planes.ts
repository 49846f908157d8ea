import sharp from 'sharp';
import { Rejected } from '../platform/errors.ts';
import type { PlaneLayout, VideoFrame, VideoPixelFormat } from './decoder.ts';
import type { Part } from './orientation.ts';
import { type Polygon, runsOf } from './picture.ts';

/** One component of a picture, row by row without padding, a byte each. */
export interface Plane {
  readonly samples: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A picture, or a part of it, as a decoder has it: brightness, and two colour components that are often smaller. */
export interface Planes {
  readonly luma: Plane;
  readonly blue: Plane;
  readonly red: Plane;
  readonly matrix: Matrix;
  /** Whether black is 0 and white 255; most cameras have them at 16 and 235. */
  readonly isFullRange: boolean;
}

/** The standard by which colour was parted from brightness. */
type Matrix = 'bt601' | 'bt709' | 'bt2020';

/** An upright size, and the clockwise turn in degrees that makes the stored picture so. */
export interface Upright {
  readonly width: number;
  readonly height: number;
  readonly turnDegrees: number;
}

/** Memory for one picture after another, whose planes are good until the next. Not for pictures at the same time. */
export class Scratch {
  #bytes = new Uint8Array(0);

  take(sizeBytes: number): Uint8Array {
    if (this.#bytes.length < sizeBytes) this.#bytes = Buffer.allocUnsafeSlow(sizeBytes);
    return this.#bytes.subarray(0, sizeBytes);
  }
}

/** Shares of red and blue in brightness, from ITU-R BT.601, BT.709 and BT.2020. */
const shares: Record<Matrix, readonly [red: number, blue: number]> = {
  bt601: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  bt2020: [0.2627, 0.0593],
};
/** A picture of fewer rows that does not say its standard is of the older one. */
const leastRowsOfHd = 720;
/** Every so many samples each way say how much colour there is: 8,000 of them at 1080p. */
const colourStep = 8;

// Each clip is read once, so that nothing is worth keeping; on many cores each thread would hold memory of its own.
// On two cores neither changes what is measured.
sharp.cache(false);
sharp.concurrency(1);

/** The planes of a decoded picture, or of a part, in memory of their own unless told. Throws `Rejected` for a picture that the decoder cannot hand out. */
export async function planesOf(
  picture: VideoFrame,
  part: Part = wholeOf(picture),
  scratch = new Scratch(),
): Promise<Planes> {
  const planar = /^I4(20|22|44)A?(?:P(10|12))?$/.exec(picture.format ?? '');
  if (planar === null) return planesOfRgb(picture, part, scratch);
  // Red, green and blue are handed out as if they were brightness and colour.
  if (picture.colorSpace.matrix === 'rgb') throw unreadable();
  const [, sampling, bits] = planar;
  const { bytes, layout } = await copied(picture, part, scratch);
  const plane = (index: number, width: number, height: number): Plane => {
    const samples =
      bits === undefined
        ? rows(bytes, width, height, layout[index])
        : eightBits(rows(bytes, 2 * width, height, layout[index]), Number(bits));
    return { samples, width, height };
  };
  const across = sampling === '44' ? part.width : part.width >> 1;
  const down = sampling === '20' ? part.height >> 1 : part.height;
  return {
    luma: plane(0, part.width, part.height),
    blue: plane(1, across, down),
    red: plane(2, across, down),
    matrix: matrixOf(picture),
    isFullRange: picture.colorSpace.fullRange ?? false,
  };
}

/** All of a picture that is to be seen. */
export function wholeOf(picture: VideoFrame): Part {
  const { width, height } = picture.visibleRect;
  return { left: 0, top: 0, width, height };
}

function matrixOf({ colorSpace, visibleRect }: VideoFrame): Matrix {
  if (colorSpace.matrix === 'bt709') return 'bt709';
  if (colorSpace.matrix === 'bt2020-ncl') return 'bt2020';
  return colorSpace.matrix === null && visibleRect.height >= leastRowsOfHd ? 'bt709' : 'bt601';
}

async function copied(picture: VideoFrame, part: Part, scratch: Scratch, format?: VideoPixelFormat) {
  const { x, y } = picture.visibleRect;
  const rect = { x: x + part.left, y: y + part.top, width: part.width, height: part.height };
  const options = format === undefined ? { rect } : { rect, format };
  try {
    const bytes = scratch.take(picture.allocationSize(options));
    const layout = await picture.copyTo(bytes, options);
    return { bytes, layout };
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause?: unknown): Rejected {
  return new Rejected(
    'The pictures of this recording are stored in a way that cannot be read: set the camera to 8 bits, 4:2:0.',
    { cause },
  );
}

/** A plane's rows without the padding that a decoder may put after each. */
function rows(
  bytes: Uint8Array,
  rowBytes: number,
  height: number,
  layout: PlaneLayout | undefined,
): Uint8Array {
  const { offset = 0, stride = rowBytes } = layout ?? {};
  if (stride === rowBytes) return bytes.subarray(offset, offset + rowBytes * height);
  const tight = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    tight.set(bytes.subarray(offset + y * stride, offset + y * stride + rowBytes), y * rowBytes);
  }
  return tight;
}

/** Samples of two bytes, the lower first, of which so many bits are used, as bytes. */
function eightBits(samples: Uint8Array, bits: number): Uint8Array {
  const out = new Uint8Array(samples.length / 2);
  for (let at = 0; at < out.length; at++) {
    out[at] = ((samples[2 * at] ?? 0) + 256 * (samples[2 * at + 1] ?? 0)) >> (bits - 8);
  }
  return out;
}

async function planesOfRgb(picture: VideoFrame, part: Part, scratch: Scratch): Promise<Planes> {
  const { width, height } = part;
  const { bytes, layout } = await copied(picture, part, scratch, 'RGBA');
  const rgba = rows(bytes, 4 * width, height, layout[0]);
  const [luma, blue, red] = [0, 0, 0].map(() => new Uint8Array(width * height));
  const [ofRed, ofBlue] = shares.bt709;
  if (luma === undefined || blue === undefined || red === undefined) throw new TypeError('three planes');
  for (let at = 0; at < luma.length; at++) {
    const [r = 0, g = 0, b = 0] = [rgba[4 * at], rgba[4 * at + 1], rgba[4 * at + 2]];
    const level = ofRed * r + (1 - ofRed - ofBlue) * g + ofBlue * b;
    luma[at] = level + 0.5;
    blue[at] = Math.min(255, 128.5 + (b - level) / (2 - 2 * ofBlue));
    red[at] = Math.min(255, 128.5 + (r - level) / (2 - 2 * ofRed));
  }
  const plane = (samples: Uint8Array) => ({ samples, width, height });
  return { luma: plane(luma), blue: plane(blue), red: plane(red), matrix: 'bt709', isFullRange: true };
}

/** Makes areas of a picture black. They are given as fractions of the part that the planes hold, as it is stored. */
export function blacken({ luma, blue, red, isFullRange }: Planes, polygons: readonly Polygon[]): void {
  const black = isFullRange ? 0 : 16;
  for (const [plane, level] of [
    [luma, black],
    [blue, 128],
    [red, 128],
  ] as const) {
    for (const { row, from, to } of polygons.flatMap((polygon) => runsOf(polygon, plane))) {
      plane.samples.fill(level, row * plane.width + from, row * plane.width + to);
    }
  }
}

/** How far a picture is from grey: the mean of the farther colour component from its middle, in levels of 128. */
export function colourOf({ blue, red }: Planes): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < blue.height; y += colourStep) {
    for (let at = y * blue.width; at < (y + 1) * blue.width; at += colourStep) {
      sum += Math.max(Math.abs((blue.samples[at] ?? 128) - 128), Math.abs((red.samples[at] ?? 128) - 128));
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}

/** A plane turned upright and scaled, row by row. */
export async function scaled(plane: Plane, { width, height, turnDegrees }: Upright): Promise<Uint8Array> {
  const raw = { width: plane.width, height: plane.height, channels: 1 } as const;
  return sharp(plane.samples, { raw })
    .rotate(turnDegrees)
    .resize({ width, height, fit: 'fill', kernel: 'linear' })
    .toColourspace('b-w')
    .extractChannel(0)
    .raw()
    .toBuffer();
}

/** The picture as red, green and blue, a byte each, row by row, turned upright and scaled. */
export async function rgbOf(planes: Planes, upright: Upright): Promise<Uint8Array> {
  const { matrix, isFullRange } = planes;
  const { width, height } = upright;
  const luma = await scaled(planes.luma, upright);
  // Half the pixels each way, as cameras and JPEG have it; for twice as many it took twice the time.
  const half = { ...upright, width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const blue = await scaled(planes.blue, half);
  const red = await scaled(planes.red, half);
  const [ofRed, ofBlue] = shares[matrix];
  const [least, gain, colourGain] = isFullRange ? [0, 1, 1] : [16, 255 / 219, 255 / 224];
  const redGain = colourGain * (2 - 2 * ofRed);
  const blueGain = colourGain * (2 - 2 * ofBlue);
  const greenOfRed = (redGain * ofRed) / (1 - ofRed - ofBlue);
  const greenOfBlue = (blueGain * ofBlue) / (1 - ofRed - ofBlue);
  // Clamps and rounds what it holds.
  const rgb = new Uint8ClampedArray(3 * luma.length);
  for (let y = 0; y < height; y++) {
    const halfRow = (y >> 1) * half.width;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const level = gain * ((luma[at] ?? 0) - least);
      const cb = (blue[halfRow + (x >> 1)] ?? 128) - 128;
      const cr = (red[halfRow + (x >> 1)] ?? 128) - 128;
      rgb[3 * at] = level + redGain * cr;
      rgb[3 * at + 1] = level - greenOfRed * cr - greenOfBlue * cb;
      rgb[3 * at + 2] = level + blueGain * cb;
    }
  }
  return new Uint8Array(rgb.buffer);
}
