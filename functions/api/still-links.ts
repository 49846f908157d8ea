import { DeleteObjectCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** How long a link to footage lives, in seconds: long enough to open it, too short to pass on. */
export const LINK_LIVES_SECONDS = 300;

/** Links to pictures in the stills bucket, each signed for a few minutes. */
export class StillLinks {
  readonly #bucket: string;
  readonly #client: S3Client;

  // A browser follows the link and checks no checksum of the SDK's, so that the link does not ask for one.
  constructor(bucket: string, client = new S3Client({ responseChecksumValidation: 'WHEN_REQUIRED' })) {
    this.#bucket = bucket;
    this.#client = client;
  }

  /** A link to the JPEG at a key, good for {@link LINK_LIVES_SECONDS}. Made here; nothing is asked of the bucket. */
  to(key: string): Promise<string> {
    const picture = new GetObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      ResponseContentType: 'image/jpeg',
      ResponseCacheControl: 'private, no-store',
    });
    return getSignedUrl(this.#client, picture, { expiresIn: LINK_LIVES_SECONDS });
  }

  /** Removes the JPEG at a key; links to it that were given out lead to nothing. Once more changes nothing. */
  async remove(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key }));
  }
}
