import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { RekognitionError } from './rekognition-error.ts';

/** The picture of a request: its bytes, or where it lies in the object store. */
export const RequestedImage = z
  .object({
    Bytes: z.base64().min(1).optional(),
    S3Object: z
      .object({ Bucket: z.string().min(3), Name: z.string().min(1), Version: z.string().optional() })
      .optional(),
  })
  .refine((image) => (image.Bytes === undefined) !== (image.S3Object === undefined), {
    error: 'Image needs either Bytes or S3Object',
  });
export type RequestedImage = z.infer<typeof RequestedImage>;

const mebibyte = 1024 * 1024;
// Amazon's quotas: 5 MB as bytes, 15 MB as an S3 object.
const mostInlineBytes = 5 * mebibyte;
const mostStoredBytes = 15 * mebibyte;

/** The refusal of a picture that is larger than it may be. */
export function tooLarge(limit: string): RekognitionError {
  return new RekognitionError('ImageTooLargeException', `The picture is larger than ${limit}.`);
}

/**
 * The bytes of a request's picture.
 * @throws RekognitionError when it is too large, or not in the object store
 */
export async function pictureBytes(image: RequestedImage, s3: S3Client): Promise<Uint8Array> {
  if (image.Bytes !== undefined) {
    const bytes = Buffer.from(image.Bytes, 'base64');
    if (bytes.length > mostInlineBytes) throw tooLarge('5 MB');
    return bytes;
  }
  try {
    const stored = await s3.send(
      new GetObjectCommand({
        Bucket: image.S3Object?.Bucket,
        Key: image.S3Object?.Name,
        ...(image.S3Object?.Version === undefined ? {} : { VersionId: image.S3Object.Version }),
      }),
    );
    if ((stored.ContentLength ?? 0) > mostStoredBytes) throw tooLarge('15 MB');
    return (await stored.Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (cause) {
    if (!(cause instanceof S3ServiceException)) throw cause;
    throw new RekognitionError(
      'InvalidS3ObjectException',
      'Unable to get object metadata from S3. Check object key, region and/or access permissions.',
      { cause },
    );
  }
}
