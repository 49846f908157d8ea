import { join } from 'node:path';
import S3Bucket from '@20minutes/s3rver/lib/models/bucket.js';
import { getConfigModel, type S3Configuration } from '@20minutes/s3rver/lib/models/config.js';
import S3Error from '@20minutes/s3rver/lib/models/error.js';
import S3Object from '@20minutes/s3rver/lib/models/object.js';
import type { S3StoreLike } from '@20minutes/s3rver/lib/stores/filesystem.js';
import type { Clock } from '../machine/clock.ts';
import { DurableFile } from '../machine/durable-file.ts';
import { Blobs } from './blobs.ts';
import { notImplemented } from './checksums.ts';
import { MultipartUploads } from './multipart.ts';
import { headersOf, keptMetadata, metadataIn, rangeOf } from './object-headers.ts';
import { type NewObject, ObjectIndex, preconditionFailed, type StoredObject } from './object-index.ts';
import { currentRequest } from './s3-request.ts';
import type { Upload } from './upload.ts';

/**
 * Where s3rver keeps what it is given. Its own store writes an object's bytes, checksum and metadata one after the other
 * onto their final names, so that a kill or a broken upload leaves a torn object; here bytes go to a file of their own
 * and one transaction of the index makes them the object.
 */
export class ObjectStore implements S3StoreLike {
  private readonly file: DurableFile;
  private readonly clock: Clock;
  private readonly versioned = new Set<string>();
  readonly blobs: Blobs;
  readonly index: ObjectIndex;
  readonly multipart: MultipartUploads;

  constructor(folder: string, clock: Clock) {
    this.clock = clock;
    this.file = new DurableFile(join(folder, 'objects.sqlite'));
    this.blobs = new Blobs(join(folder, 'blobs'));
    this.index = new ObjectIndex(this.file);
    this.multipart = new MultipartUploads(this.file, this.blobs);
    this.blobs.removeAllBut(this.index.blobs().union(this.multipart.blobNames()));
  }

  /** Whether writes to the bucket keep what they replace; not so until it is said. */
  setVersioned(bucket: string, versioned: boolean): void {
    if (versioned) this.versioned.add(bucket);
    else this.versioned.delete(bucket);
  }

  isVersioned(bucket: string): boolean {
    return this.versioned.has(bucket);
  }

  async listBuckets(): Promise<S3Bucket[]> {
    return this.index.buckets().map(({ name, madeAtMillis }) => new S3Bucket(name, new Date(madeAtMillis)));
  }

  async getBucket(bucket: string): Promise<S3Bucket | null> {
    return (await this.listBuckets()).find(({ name }) => name === bucket) ?? null;
  }

  async putBucket(bucket: string): Promise<S3Bucket | null> {
    this.index.addBucket(bucket, this.clock.nowMillis());
    return this.getBucket(bucket);
  }

  async deleteBucket(bucket: string): Promise<void> {
    if (this.index.holdsAnything(bucket)) throw new S3Error('BucketNotEmpty', 'The bucket is not empty.');
    this.index.removeBucket(bucket);
  }

  /** Empty unless the bucket holds something; s3rver asks before it deletes a bucket. */
  async listObjects(
    bucket: string,
  ): Promise<{ objects: S3Object[]; commonPrefixes: string[]; isTruncated: boolean }> {
    const objects = this.index.list(bucket, '', '', 1).map((stored) => {
      return new S3Object(bucket, stored.key, null, headersOf(stored));
    });
    return { objects, commonPrefixes: [], isTruncated: false };
  }

  async existsObject(bucket: string, key: string): Promise<boolean> {
    const { versionId } = currentRequest();
    const stored = this.index.find(bucket, key, versionId);
    // A delete marker is no object, but it is there to be deleted by its version.
    return stored !== undefined && (stored.blob !== null || versionId !== undefined);
  }

  async getObject(
    bucket: string,
    key: string,
    options: { start?: number; end?: number } = {},
  ): Promise<S3Object | null> {
    const request = currentRequest();
    return this.whileItStays(bucket, key, request.versionId, async (stored, blob) => {
      const { ifMatch } = request.conditions;
      if (ifMatch !== undefined && ifMatch !== `"${stored.etag}"`) throw preconditionFailed();
      const range = rangeOf(stored.sizeBytes, options, request.lastBytes);
      const content = range === 'unsatisfiable' ? null : await this.blobs.read(blob, stored.sizeBytes, range);
      const object = new S3Object(bucket, key, content, headersOf(stored));
      if (range !== undefined) object.range = range === 'unsatisfiable' ? { start: 0, end: 0 } : range;
      request.served = { object: stored, content };
      return object;
    });
  }

  /** Uses an object's bytes; again from the start when they were replaced between finding and opening them. */
  private async whileItStays<T>(
    bucket: string,
    key: string,
    versionId: string | undefined,
    use: (stored: StoredObject, blob: string) => Promise<T>,
  ): Promise<T | null> {
    for (;;) {
      const stored = this.index.find(bucket, key, versionId);
      if (stored === undefined && versionId !== undefined) {
        throw new S3Error('NoSuchVersion', 'The specified version does not exist.', { VersionId: versionId });
      }
      if (stored === undefined || stored.blob === null) return null;
      try {
        return await use(stored, stored.blob);
      } catch (error) {
        if (this.index.find(bucket, key, versionId)?.seq === stored.seq) throw error;
      }
    }
  }

  async putObject({ bucket, key, metadata }: S3Object): Promise<{ size: number; md5: string }> {
    const { sizeBytes, md5, checksums, path } = theUpload();
    const etag = md5.toString('hex');
    await this.store({ bucket, key, metadata: keptMetadata(metadata), etag, sizeBytes, checksums }, path);
    return { size: sizeBytes, md5: etag };
  }

  /** Makes a new file the object; when that is refused, the file is removed. */
  private async store(object: Omit<NewObject, 'blob'>, path: string): Promise<StoredObject> {
    const request = currentRequest();
    const blob = this.blobs.nameOf(path);
    try {
      const { stored, replacedBlob } = this.index.put(
        { ...object, blob },
        {
          versioned: this.versioned.has(object.bucket),
          conditions: request.conditions,
          nowMillis: this.clock.nowMillis(),
        },
      );
      request.stored = stored;
      await this.blobs.remove(replacedBlob);
      return stored;
    } catch (error) {
      await this.blobs.remove(blob);
      throw error;
    }
  }

  async copyObject(
    fromBucket: string,
    fromKey: string,
    bucket: string,
    key: string,
    newMetadata: Record<string, unknown> | null,
  ): Promise<Record<string, unknown>> {
    const copied = await this.whileItStays(fromBucket, fromKey, undefined, async (from, blob) => ({
      from,
      path: await this.blobs.copy(blob),
    }));
    if (copied === null) throw new S3Error('NoSuchKey', 'The specified key does not exist.');
    const { sizeBytes, etag, checksums, metadata: oldMetadata } = copied.from;
    const metadata = newMetadata === null ? oldMetadata : metadataIn(newMetadata);
    return headersOf(await this.store({ bucket, key, metadata, sizeBytes, etag, checksums }, copied.path));
  }

  async deleteObject(bucket: string, key: string): Promise<void> {
    // s3rver reads the keys of a multiple delete as XML values, where a key like 007 has become the number 7.
    if (typeof key !== 'string')
      throw notImplemented('deleting several objects of which one has a number for a key');
    const request = currentRequest();
    if (this.versioned.has(bucket) && request.versionId === undefined) {
      request.deleted = { versionId: this.index.mark(bucket, key, this.clock.nowMillis()), isMarker: true };
      return;
    }
    const removed = this.index.remove(bucket, key, request.versionId ?? 'null');
    if (removed !== undefined && request.versionId !== undefined) {
      request.deleted = { versionId: removed.version, isMarker: removed.blob === null };
    }
    await this.blobs.remove(removed?.blob);
  }

  async initiateUpload(
    bucket: string,
    key: string,
    uploadId: string,
    headers: Record<string, unknown>,
  ): Promise<void> {
    this.multipart.begin(uploadId, { bucket, key, metadata: metadataIn(headers) });
  }

  async putPart(
    bucket: string,
    uploadId: string,
    partNumber: string,
  ): Promise<{ size: number; md5: string }> {
    const upload = theUpload();
    return {
      size: upload.sizeBytes,
      md5: await this.multipart.addPart(bucket, uploadId, partNumber, upload),
    };
  }

  async putObjectMultipart(
    bucket: string,
    uploadId: string,
    parts: { number: number; etag: string }[],
  ): Promise<{ size: number; md5: string }> {
    const { object, path } = await this.multipart.joined(bucket, uploadId, parts);
    await this.store(object, path);
    await this.multipart.end(bucket, uploadId);
    return { size: object.sizeBytes, md5: object.etag };
  }

  async getSubresource(
    bucket: string,
    key: string | undefined,
    type: string,
  ): Promise<S3Configuration | null> {
    const xml = this.index.subresource(bucket, key ?? '', type);
    const Model = getConfigModel(type);
    return xml === undefined || Model === undefined ? null : new Model(xml);
  }

  async putSubresource(bucket: string, key: string | undefined, resource: S3Configuration): Promise<void> {
    this.index.putSubresource(bucket, key ?? '', resource.type, resource.toXML());
  }

  async deleteSubresource(bucket: string, key: string | undefined, type: string): Promise<void> {
    this.index.removeSubresource(bucket, key ?? '', type);
  }

  close(): void {
    this.file.close();
  }
}

function theUpload(): Upload {
  const { upload } = currentRequest();
  if (upload === undefined) throw notImplemented('this way of uploading');
  return upload;
}
