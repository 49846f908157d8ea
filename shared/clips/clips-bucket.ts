import { GetObjectCommand, NoSuchKey, PutObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import { EstatewatchError, Rejected } from '../platform/errors.ts';
import type { ClipBytes } from './recording/container.ts';

/** Another clip has been put in under the same name since: what there is to find out will be found out about that one. */
export class Replaced extends EstatewatchError {
  readonly code = 'REPLACED';
  constructor(options?: ErrorOptions) {
    super('The clip was replaced before it could be analysed.', options);
  }
}

/** The bytes of a clip in its bucket, read in pieces as they are asked for: a clip is never held whole. */
export function clipInBucket(
  s3: S3Client,
  bucket: string,
  key: string,
  etag: string,
  sizeBytes: number,
): ClipBytes {
  return {
    sizeBytes,
    async read(start, end) {
      // The pieces must all be of the upload that was told of, should another one come meanwhile.
      const piece = { Bucket: bucket, Key: key, Range: `bytes=${start}-${end - 1}`, IfMatch: `"${etag}"` };
      try {
        const { Body } = await s3.send(new GetObjectCommand(piece));
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (cause) {
        if (cause instanceof NoSuchKey) {
          throw new Rejected('The clip was removed before it could be analysed.', { cause });
        }
        if (cause instanceof Error && cause.name === 'PreconditionFailed') throw new Replaced({ cause });
        throw cause;
      }
    },
  };
}

/** The tag of clips that show nothing. The bucket's lifecycle deletes them after the days that the landlord set. */
export const SHOWS_NOTHING = { Key: 'shows', Value: 'nothing' } as const;

/** Marks one upload of a clip as one that shows nothing, so that it is deleted in time. Once more changes nothing. */
export async function markShowsNothing(
  s3: S3Client,
  bucket: string,
  key: string,
  versionId: string | undefined,
): Promise<void> {
  const Tagging = { TagSet: [SHOWS_NOTHING] };
  await s3.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: key, VersionId: versionId, Tagging }));
}
