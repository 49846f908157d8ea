import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ClipName } from './clip.ts';
import type { ClipStill } from './recording/stills.ts';

/** Where the pictures lie that zones are drawn on. Unlike those of flags they are replaced, and removed. */
export const TEST_IMAGES = 'test-images/';

/** The bucket that keeps the pictures behind each flag. */
export class StillsBucket {
  readonly #s3: S3Client;
  readonly #bucket: string;
  constructor(s3: S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  /** Keeps a clip's still and returns its key. The storage checks its SHA-256 as it arrives. */
  async keep({ cameraId, recordedAt }: ClipName, still: ClipStill): Promise<string> {
    // Named by what it shows and holds: another clip put in under the same name must not replace it.
    const key = `cameras/${cameraId}/${recordedAt}/${still.name}-${still.sha256.slice(0, 16)}.jpg`;
    await this.#put(key, still);
    return key;
  }

  /** Keeps the picture that a camera's zones are drawn on and returns its key. It takes the place of the one before. */
  async keepTestImage(cameraId: string, zonesVersion: number, still: ClipStill): Promise<string> {
    // A late one must not replace one that hides more.
    const key = `${TEST_IMAGES}${cameraId}/${zonesVersion}.jpg`;
    await this.#put(key, still);
    return key;
  }

  async #put(key: string, still: ClipStill): Promise<void> {
    await this.#s3.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: key,
        Body: still.jpeg,
        ContentType: 'image/jpeg',
        ChecksumSHA256: Buffer.from(still.sha256, 'hex').toString('base64'),
      }),
    );
  }
}
