import sharp from 'sharp';
import { z } from 'zod';
import { RekognitionError } from './rekognition-error.ts';

/** A decoded picture: rows of red, green and blue bytes, upright. */
export const Picture = z.object({
  rgb: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  widthPixels: z.int().positive(),
  heightPixels: z.int().positive(),
});
export type Picture = z.infer<typeof Picture>;

// Amazon Rekognition's guidelines and quotas: no side under 80 pixels; for DetectLabels none over 10,000. None is
// named for DetectText, which is held to the same here.
const shortestSidePixels = 80;
const longestSidePixels = 10_000;

// The detector looks at 300 × 300, and no still that is sent to be read is wider; more only costs memory and time.
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
