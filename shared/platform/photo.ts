import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { Rejected } from '../platform/errors.ts';

/** A photo as it is kept: a new JPEG without anything that the camera wrote into it, and its SHA-256 in hexadecimal. */
export interface Photo {
  readonly jpeg: Uint8Array;
  readonly sha256: string;
}

const LONGEST_SIDE_PIXELS = 2_048;
// The largest that phones take; a file of few bytes may claim to be far larger.
const MOST_PIXELS = 60_000_000;
const JPEG_QUALITY = 82;

const MARKS = [
  { name: 'JPEG', at: 0, bytes: 'ffd8ff' },
  { name: 'PNG', at: 0, bytes: '89504e470d0a1a0a' },
  { name: 'WebP', at: 8, bytes: '57454250' },
] as const;

/**
 * Decodes a photo and encodes it anew, upright, at most 2,048 pixels a side, without where, when and with what it was
 * taken. Throws {@link Rejected}, saying `called`, for what is no JPEG, PNG or WebP, or is broken.
 */
export async function takePhoto(bytes: Uint8Array, called: string): Promise<Photo> {
  const file = Buffer.from(bytes);
  if (!MARKS.some(({ at, bytes: mark }) => file.toString('hex', at, at + mark.length / 2) === mark)) {
    throw new Rejected(
      `“${called}” is not a photo that can be read: send JPEG, PNG or WebP (an iPhone’s HEIC as JPEG).`,
    );
  }
  try {
    const jpeg = await sharp(file, { limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .resize({
        width: LONGEST_SIDE_PIXELS,
        height: LONGEST_SIDE_PIXELS,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .flatten({ background: 'white' })
      .jpeg({ quality: JPEG_QUALITY })
      .toBuffer();
    return { jpeg, sha256: createHash('sha256').update(jpeg).digest('hex') };
  } catch (cause) {
    const because = /pixel limit/i.test(String(cause))
      ? `has more than ${MOST_PIXELS / 1_000_000} million pixels: send it smaller`
      : 'is broken or cut short: send it again';
    throw new Rejected(`“${called}” ${because}.`, { cause });
  }
}
