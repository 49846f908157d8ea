import { createHash } from 'node:crypto';
import S3Error from '@20minutes/s3rver/lib/models/error.js';
import type { DurableFile } from '../machine/durable-file.ts';
import type { Blobs } from './blobs.ts';
import type { NewObject } from './object-index.ts';
import { PartIndex, type PendingUpload } from './part-index.ts';
import type { Upload } from './upload.ts';

// A part that is not the last has at least 5 MiB: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const smallestPartBytes = 5 * 1_048_576;

/** Uploads in parts, from their beginning until the object is made or they are aborted. */
export class MultipartUploads {
  private readonly index: PartIndex;
  private readonly blobs: Blobs;

  constructor(file: DurableFile, blobs: Blobs) {
    this.index = new PartIndex(file);
    this.blobs = blobs;
  }

  begin(uploadId: string, upload: PendingUpload): void {
    this.index.begin(uploadId, upload);
  }

  /** Keeps a part; when that is refused its bytes are removed. Answers with its MD5 in hexadecimal. */
  async addPart(bucket: string, uploadId: string, partNumber: string, upload: Upload): Promise<string> {
    const md5 = upload.md5.toString('hex');
    const blob = this.blobs.nameOf(upload.path);
    try {
      this.index.find(uploadId, bucket);
      const number = Number(partNumber);
      if (!Number.isInteger(number) || number < 1 || number > 10_000) {
        throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
      }
      await this.blobs.remove(
        this.index.addPart(uploadId, { number, blob, sizeBytes: upload.sizeBytes, md5 }),
      );
    } catch (error) {
      await this.blobs.remove(blob);
      throw error;
    }
    return md5;
  }

  /** The object that the wanted parts make, and the new file that holds its bytes. Throws S3's refusals of the parts. */
  async joined(
    bucket: string,
    uploadId: string,
    wanted: readonly { number: number; etag: string }[],
  ): Promise<{ object: Omit<NewObject, 'blob'>; path: string }> {
    const { key, metadata } = this.index.find(uploadId, bucket);
    const known = this.index.parts(uploadId);
    const parts = wanted.map(({ number, etag }) => {
      const part = known.find((candidate) => candidate.number === number && candidate.md5 === etag);
      if (part === undefined)
        throw new S3Error('InvalidPart', 'One or more of the specified parts could not be found.');
      return part;
    });
    if (parts.some((part, at) => part.number <= (parts[at - 1]?.number ?? 0))) {
      throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order.');
    }
    if (parts.slice(0, -1).some((part) => part.sizeBytes < smallestPartBytes)) {
      throw new S3Error(
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed object size.',
      );
    }
    // S3's ETag of such an object: the MD5 of its parts' MD5s, and how many parts there were.
    const md5 = createHash('md5')
      .update(parts.map((part) => part.md5).join(''), 'hex')
      .digest('hex');
    const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
    return {
      object: { bucket, key, metadata, sizeBytes, etag: `${md5}-${parts.length}`, checksums: {} },
      path: await this.blobs.join(parts.map((part) => part.blob)),
    };
  }

  /** Forgets the upload and removes its parts. Throws S3's `NoSuchUpload`. */
  async end(bucket: string, uploadId: string): Promise<void> {
    this.index.find(uploadId, bucket);
    const blobs = this.index.parts(uploadId).map((part) => part.blob);
    this.index.end(uploadId);
    await this.blobs.remove(...blobs);
  }

  /** The files of all parts. */
  blobNames(): Set<string> {
    return this.index.blobs();
  }
}
