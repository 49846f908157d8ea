import { Rejected } from '../../platform/errors.ts';
import type { PlaneLayout, VideoFrame, VideoPixelFormat } from './decoder.ts';
import type { Part } from './orientation.ts';

/** One component of a picture, row by row without padding, a byte each. */
export interface Plane {
  readonly samples: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** How a picture's components lie beside each other, as its format says. */
export interface Sampling {
  /** Of a sample; those of more than 8 take two bytes, the lower first. */
  readonly bits: number;
  /** Pixels that share a colour sample. */
  readonly across: 1 | 2;
  readonly down: 1 | 2;
}

/** Memory for one picture after another, whose planes are good until the next. Not for pictures at the same time. */
export class Scratch {
  #planes = new Uint8Array(0);
  #band = new Uint8Array(0);

  /** For what is handed on. */
  planes(sizeBytes: number): Uint8Array {
    if (this.#planes.length < sizeBytes) this.#planes = Buffer.allocUnsafeSlow(sizeBytes);
    return this.#planes.subarray(0, sizeBytes);
  }

  /** For what the decoder writes. */
  band(sizeBytes: number): Uint8Array {
    if (this.#band.length < sizeBytes) this.#band = Buffer.allocUnsafeSlow(sizeBytes);
    return this.#band.subarray(0, sizeBytes);
  }
}

/**
 * The decoder makes up to two more copies of what it is asked for, so that it is asked for a little at a time: at 4K
 * in 10 bits that is 57 MB less, and three times as fast.
 */
const mostBandBytes = 1_000_000;
/**
 * Nothing made of a picture is wider. Of a wider one in more than 8 bits, whose samples must be gone through anyway,
 * the means of squares of pixels are kept: at 4K 11 MB less. In 8 bits it would take twice the processor time.
 */
const usefulWidth = 1280;

/** Brightness and the two colours of a part of a picture, in 8 bits. Throws `Rejected` where they cannot be had. */
export async function copiedPlanes(
  picture: VideoFrame,
  part: Part,
  sampling: Sampling,
  scratch: Scratch,
): Promise<[luma: Plane, blue: Plane, red: Plane]> {
  const { bits, across, down } = sampling;
  const side = squareSide(part, sampling);
  const size = { width: part.width / side, height: part.height / side };
  const colour = { width: Math.floor(size.width / across), height: Math.floor(size.height / down) };
  const [lumaBytes, colourBytes] = [size.width * size.height, colour.width * colour.height];
  const bytes = scratch.planes(lumaBytes + 2 * colourBytes);
  const planes: [Plane, Plane, Plane] = [
    { ...size, samples: bytes.subarray(0, lumaBytes) },
    { ...colour, samples: bytes.subarray(lumaBytes, lumaBytes + colourBytes) },
    { ...colour, samples: bytes.subarray(lumaBytes + colourBytes) },
  ];
  const sums = new Uint32Array(size.width);
  const sampleBytes = bits > 8 ? 2 : 1;
  const stepRows = down * side;
  const stepBytes = stepRows * part.width * sampleBytes * (1 + 2 / (across * down));
  const bandRows = stepRows * Math.max(1, Math.floor(mostBandBytes / stepBytes));
  for (let top = 0; top < part.height; top += bandRows) {
    const height = Math.min(bandRows, part.height - top);
    const band = await copied(picture, { ...part, top: part.top + top, height }, scratch);
    for (const [index, plane] of planes.entries()) {
      const perRow = index === 0 ? side : stepRows;
      const { offset = 0, stride = sampleBytes * plane.width * side } = band.layout[index] ?? {};
      for (let row = 0; row < Math.floor(height / perRow); row++) {
        const into = plane.samples.subarray((top / perRow + row) * plane.width).subarray(0, plane.width);
        const from = band.bytes.subarray(offset + row * side * stride);
        if (bits === 8) into.set(from.subarray(0, plane.width));
        else writeMeans(into, from, { stride, side, bits, sums });
      }
    }
  }
  return planes;
}

/** Side of the squares whose means are kept, in pixels. They fill the part, or what is hidden would lie elsewhere. */
function squareSide({ width, height }: Part, { bits, across, down }: Sampling): number {
  let side = bits === 8 ? 1 : Math.max(1, Math.floor(width / usefulWidth));
  while (width % (side * across) !== 0 || height % (side * down) !== 0) {
    if (side === 1) return 1;
    side--;
  }
  return side;
}

/** A part of a picture as the decoder hands it out, perhaps in another format. Throws `Rejected` if it cannot. */
export async function copied(
  picture: VideoFrame,
  part: Part,
  scratch: Scratch,
  format?: VideoPixelFormat,
): Promise<{ bytes: Uint8Array; layout: readonly PlaneLayout[] }> {
  const { x, y } = picture.visibleRect;
  const rect = { x: x + part.left, y: y + part.top, width: part.width, height: part.height };
  const options = format === undefined ? { rect } : { rect, format };
  try {
    const bytes = scratch.band(picture.allocationSize(options));
    const layout = await picture.copyTo(bytes, options);
    return { bytes, layout };
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** What is said of pictures in a format that nothing here can read. */
export function unreadable(cause?: unknown): Rejected {
  return new Rejected(
    'The pictures of this recording are stored in a way that cannot be read: set the camera to 8 bits, 4:2:0.',
    { cause },
  );
}

interface Means {
  /** Bytes from one row to the next; a decoder may leave some empty at a row's end. */
  readonly stride: number;
  readonly side: number;
  readonly bits: number;
  /** Memory to add in, as wide as the row. */
  readonly sums: Uint32Array;
}

/** Writes a row in 8 bits: the means of squares of the first rows of samples of two bytes, the lower first. */
function writeMeans(into: Uint8Array, rows: Uint8Array, { stride, side, bits, sums }: Means): void {
  sums.fill(0);
  for (let y = 0; y < side; y++) {
    let at = y * stride;
    for (let x = 0; x < into.length; x++) {
      let sum = sums[x] ?? 0;
      for (let column = 0; column < side; column++, at += 2) {
        sum += (rows[at] ?? 0) + 256 * (rows[at + 1] ?? 0);
      }
      sums[x] = sum;
    }
  }
  const share = 1 / (side * side * 2 ** (bits - 8));
  for (let x = 0; x < into.length; x++) into[x] = (sums[x] ?? 0) * share;
}
