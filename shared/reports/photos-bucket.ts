import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ReportPhoto } from '../incidents/sighting.ts';
import type { Photo } from './photo.ts';

/** Where reports' photos lie in the stills bucket. */
export const REPORT_PHOTOS = 'reports/';

/** The part of the stills bucket that keeps the photos of reports. */
export class PhotosBucket {
  readonly #s3: S3Client;
  readonly #bucket: string;
  constructor(s3: S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  /** Keeps a report's photo and tells where. The storage checks its SHA-256 as it arrives; the same again is the same. */
  async keep(reportId: string, { jpeg, sha256 }: Photo): Promise<ReportPhoto> {
    const key = `${REPORT_PHOTOS}${reportId}/${sha256.slice(0, 16)}.jpg`;
    await this.#s3.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: key,
        Body: jpeg,
        ContentType: 'image/jpeg',
        ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
      }),
    );
    return { key, sha256 };
  }
}
