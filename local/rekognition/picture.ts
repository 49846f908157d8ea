import sharp from 'sharp';
import { RekognitionError } from './rekognition-error.ts';

/** A decoded picture: rows of red, green and blue bytes, upright. */
export interface Picture {
  rgb: Uint8Array;
  widthPixels: number;
  heightPixels: number;
}

// Amazon Rekognition's guidelines and quotas: 80 to 10,000 pixels a side for DetectLabels.
const shortestSidePixels = 80;
const longestSidePixels = 10_000;

// The detector looks at 300 × 300; more than this only costs memory on its way there.
const keptSidePixels = 1280;

const unreadable = (cause?: unknown) =>
  new RekognitionError(
    'InvalidImageFormatException',
    'Request has invalid image format: send a JPEG or a PNG.',
    {
      cause,
    },
  );

/**
 * Decodes a JPEG or PNG, turned upright as its Exif orientation says and shrunk to 1280 pixels at most.
 * Fractions of its sides are fractions of the original's.
 * @throws RekognitionError when it is another format, damaged, or outside Amazon's limits on its sides
 */
export async function readPicture(bytes: Uint8Array): Promise<Picture> {
  const image = sharp(bytes, { limitInputPixels: longestSidePixels * longestSidePixels });
  const about = await image.metadata().catch((cause: unknown) => {
    throw unreadable(cause);
  });
  if (about.format !== 'jpeg' && about.format !== 'png') throw unreadable();
  if (Math.max(about.width, about.height) > longestSidePixels) {
    throw new RekognitionError(
      'ImageTooLargeException',
      `The picture is ${about.width} × ${about.height} pixels; no side may be longer than ${longestSidePixels}.`,
    );
  }
  if (Math.min(about.width, about.height) < shortestSidePixels) {
    throw new RekognitionError(
      'InvalidParameterException',
      `The picture is ${about.width} × ${about.height} pixels; no side may be shorter than ${shortestSidePixels}.`,
    );
  }
  const { data, info } = await image
    .autoOrient()
    .resize({ width: keptSidePixels, height: keptSidePixels, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw unreadable(cause);
    });
  return { rgb: data, widthPixels: info.width, heightPixels: info.height };
}
