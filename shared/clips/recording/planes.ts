import sharp from 'sharp';
import type { VideoFrame } from './decoder.ts';
import type { Part } from './orientation.ts';
import { type Polygon, runsOf } from './picture.ts';
import { copied, copiedPlanes, type Plane, Scratch, unreadable } from './plane-copy.ts';

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

/** Shares of red and blue in brightness, from ITU-R BT.601, BT.709 and BT.2020. */
const shares: Record<Matrix, readonly [red: number, blue: number]> = {
  bt601: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  bt2020: [0.2627, 0.0593],
};
/** A picture of fewer rows that does not say its standard is of the older one. */
const leastRowsOfHd = 720;
/** Side of the squares whose colour is looked at, in samples. */
const colourSide = 8;

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
  const [, colour, bits = '8'] = planar;
  const across = colour === '44' ? 1 : 2;
  const down = colour === '20' ? 2 : 1;
  const [luma, blue, red] = await copiedPlanes(picture, part, { bits: Number(bits), across, down }, scratch);
  return { luma, blue, red, matrix: matrixOf(picture), isFullRange: picture.colorSpace.fullRange ?? false };
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

async function planesOfRgb(picture: VideoFrame, part: Part, scratch: Scratch): Promise<Planes> {
  const { width, height } = part;
  const { bytes, layout } = await copied(picture, part, scratch, 'RGBA');
  const { offset = 0, stride = 4 * width } = layout[0] ?? {};
  const [luma, blue, red] = [0, 0, 0].map(() => new Uint8Array(width * height));
  const [ofRed, ofBlue] = shares.bt709;
  if (luma === undefined || blue === undefined || red === undefined) throw new TypeError('three planes');
  for (let at = 0; at < luma.length; at++) {
    const from = offset + Math.floor(at / width) * stride + 4 * (at % width);
    const [r = 0, g = 0, b = 0] = bytes.subarray(from, from + 3);
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

/**
 * How far a picture is from grey: the mean of the farther colour component from its middle, in levels of 128. Of small
 * squares, as a sensor's noise in the dark is coloured, and a lamp's light is on all of a square.
 */
export function colourOf({ blue, red }: Planes): number {
  let sum = 0;
  let count = 0;
  for (let top = 0; top + colourSide <= blue.height; top += colourSide) {
    for (let left = 0; left + colourSide <= blue.width; left += colourSide) {
      let [ofBlue, ofRed] = [0, 0];
      for (let y = top; y < top + colourSide; y++) {
        for (let at = y * blue.width + left, end = at + colourSide; at < end; at++) {
          ofBlue += blue.samples[at] ?? 128;
          ofRed += red.samples[at] ?? 128;
        }
      }
      const middle = 128 * colourSide ** 2;
      sum += Math.max(Math.abs(ofBlue - middle), Math.abs(ofRed - middle)) / colourSide ** 2;
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
