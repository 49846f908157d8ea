import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Photo } from './photo.ts';

/** Where photos lie in the stills bucket: those of reports, those from the field, and what was sent but not taken yet. */
export const REPORT_PHOTOS = 'reports/';
export const TASK_PHOTOS = 'tasks/';
export const PHOTO_UPLOADS = 'uploads/';

/** How long a photo may be sent by the link that was given for it, in seconds: field officers stand in stairwells. */
export const UPLOAD_LIVES_SECONDS = 900;

/** A photo on record: where its JPEG is in the stills bucket, and its SHA-256 in hexadecimal. */
export interface KeptPhoto {
  readonly key: string;
  readonly sha256: string;
}

/** A file to be sent: how many bytes, and their SHA-256 in hexadecimal. The storage takes nothing else by its link. */
export interface PhotoFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** How to send a file: `PUT` it there with these headers. */
export interface UploadLink {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The part of the stills bucket that keeps photos which people took. */
export class PhotosBucket {
  readonly #bucket: string;
  readonly #s3: S3Client;

  // The link's own checksum is the file's; the SDK's would be of the empty body that it signs.
  constructor(bucket: string, s3 = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' })) {
    this.#bucket = bucket;
    this.#s3 = s3;
  }

  /** Keeps a photo in a folder and tells where. The storage checks its SHA-256 as it arrives; the same again is the same. */
  async keep(folder: string, { jpeg, sha256 }: Photo): Promise<KeptPhoto> {
    const key = `${folder}/${sha256.slice(0, 16)}.jpg`;
    await this.#s3.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: key,
        Body: jpeg,
        ContentType: 'image/jpeg',
        ChecksumSHA256: base64(sha256),
      }),
    );
    return { key, sha256 };
  }

  /** A link by which one file can be sent, good for {@link UPLOAD_LIVES_SECONDS}. Made here; nothing is asked of the bucket. */
  async uploadLink(folder: string, { bytes, sha256 }: PhotoFile): Promise<UploadLink> {
    const checksum = base64(sha256);
    const put = new PutObjectCommand({
      Bucket: this.#bucket,
      Key: uploadKey(folder, sha256),
      ContentLength: bytes,
      ChecksumSHA256: checksum,
    });
    const unhoistableHeaders = new Set(['x-amz-checksum-sha256']);
    const url = await getSignedUrl(this.#s3, put, { expiresIn: UPLOAD_LIVES_SECONDS, unhoistableHeaders });
    return { url, headers: { 'x-amz-checksum-sha256': checksum } };
  }

  /** The file that was sent by a link; undefined while nothing was. */
  async uploaded(folder: string, sha256: string): Promise<Uint8Array | undefined> {
    try {
      const Key = uploadKey(folder, sha256);
      const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /** Removes a file that was sent, once it is taken or refused. */
  async removeUpload(folder: string, sha256: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: uploadKey(folder, sha256) }));
  }
}

function uploadKey(folder: string, sha256: string): string {
  return `${PHOTO_UPLOADS}${folder}/${sha256}`;
}

function base64(sha256: string): string {
  return Buffer.from(sha256, 'hex').toString('base64');
}
