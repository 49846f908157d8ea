import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { S3Context, S3Middleware } from '@20minutes/s3rver';
import S3Error from '@20minutes/s3rver/lib/models/error.js';
import { checksumNames, headerOf, notImplemented } from './checksums.ts';
import { listObjects } from './listing.ts';
import type { ObjectCreated } from './object-created.ts';
import type { StoredObject } from './object-index.ts';
import type { ObjectStore } from './object-store.ts';
import { mustBeKnown, mustBeSigned } from './s3-refusals.ts';
import { requests, type S3Request } from './s3-request.ts';
import { receiveUpload, type Upload } from './upload.ts';

/** What stands before s3rver and mends what it does not do for today's SDK. */
export interface FrontOptions {
  readonly store: ObjectStore;
  /** Called when an object has been made, before the answer leaves; when it throws, the answer is 500. */
  readonly onCreated: (created: ObjectCreated) => Promise<void>;
}

/** The Koa middleware to stand first in s3rver. */
export function front({ store, onCreated }: FrontOptions): S3Middleware {
  return async (ctx, next) => {
    const requestId = randomBytes(8).toString('hex').toUpperCase();
    ctx.set('x-amz-request-id', requestId);
    // A browser signs no preflight.
    if (ctx.method === 'OPTIONS') {
      await next();
      return;
    }
    mustBeSigned(ctx);
    const [bucket, key] = namesIn(ctx.path);
    mustBeKnown(ctx, key);
    if (bucket !== '' && key === '' && ctx.method === 'GET') {
      await readBucket(store, bucket, ctx, next);
      return;
    }
    if (ctx.method === 'DELETE' && typeof ctx.query.uploadId === 'string') {
      await store.multipart.end(bucket, ctx.query.uploadId);
      ctx.status = 204;
      return;
    }
    if ('delete' in ctx.query && store.isVersioned(bucket)) {
      throw notImplemented('deleting several objects at once in a bucket that keeps versions');
    }
    const request = await read(store, bucket, key, ctx);
    await requests.run(request, () => take(request, next));
    answer(ctx, request);
    if (request.stored !== undefined) {
      await onCreated({
        ...created(request.stored),
        reason: reasonFor(ctx),
        requestId,
        sourceIpAddress: ctx.ip,
      });
    }
  };
}

async function readBucket(
  store: ObjectStore,
  bucket: string,
  ctx: S3Context,
  next: () => Promise<unknown>,
): Promise<void> {
  if ('cors' in ctx.query || 'location' in ctx.query) {
    await next();
    return;
  }
  if (!('list-type' in ctx.query))
    throw notImplemented('this reading of a bucket (of listings, only ListObjectsV2)');
  if ((await store.getBucket(bucket)) === null) {
    throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
  }
  ctx.type = 'application/xml';
  ctx.body = listObjects(store.index, bucket, ctx.query);
}

/** Takes in what s3rver leaves out or reads wrongly, and sets its headers right for it. */
async function read(store: ObjectStore, bucket: string, key: string, ctx: S3Context): Promise<S3Request> {
  const { headers } = ctx;
  const isWrite = ctx.method === 'PUT' || ctx.method === 'POST';
  const ifMatch = headers['if-match'];
  const lastBytes = lastBytesOf(headers.range);
  // S3 serves one range and otherwise the whole; s3rver would read several, or one from the end, as something else.
  if (headers.range !== undefined && lastBytes === undefined && !/^bytes=\d+-\d*$/.test(headers.range)) {
    delete headers.range;
  }
  readCopySource(ctx);
  const takesBody = ctx.method === 'PUT' && key !== '' && headers['x-amz-copy-source'] === undefined;
  const upload = takesBody && !('tagging' in ctx.query) ? await receiveInto(store, bucket, ctx) : undefined;
  return {
    conditions: { ifMatch, ifAbsent: isWrite && headers['if-none-match'] === '*' },
    ...(typeof ctx.query.versionId === 'string' ? { versionId: ctx.query.versionId } : {}),
    ...(lastBytes === undefined ? {} : { lastBytes }),
    ...(upload === undefined ? {} : { upload }),
  };
}

async function receiveInto(store: ObjectStore, bucket: string, ctx: S3Context): Promise<Upload> {
  if ((await store.getBucket(bucket)) === null) {
    throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
  }
  const upload = await receiveUpload(ctx.req, ctx.headers, store.blobs.newPath());
  // The coding has been taken off, so s3rver must neither see it (it knows only one of its kinds) nor keep it.
  if (String(ctx.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')) {
    ctx.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
  }
  const codings = (ctx.headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim());
  const kept = codings.filter((coding) => coding !== '' && coding !== 'aws-chunked').join(',');
  if (kept === '') delete ctx.headers['content-encoding'];
  else ctx.headers['content-encoding'] = kept;
  return upload;
}

function readCopySource(ctx: S3Context): void {
  const source = ctx.headers['x-amz-copy-source'];
  if (typeof source !== 'string') return;
  if (source.includes('?')) throw notImplemented('copying from a version');
  // s3rver undoes less of the encoding than S3 does (not %2F, for one); this leaves it just what it undoes.
  ctx.headers['x-amz-copy-source'] = encodeURI(decodeURIComponent(source));
}

function lastBytesOf(range: string | undefined): number | undefined {
  const count = /^bytes=-(\d+)$/.exec(range ?? '')?.[1];
  return count === undefined ? undefined : Number(count);
}

async function take(request: S3Request, next: () => Promise<unknown>): Promise<void> {
  try {
    await next();
  } catch (error) {
    // Refused before the store took it: nothing will ever name these bytes.
    if (request.upload !== undefined && request.stored === undefined)
      await rm(request.upload.path, { force: true });
    throw error;
  }
}

function answer(ctx: S3Context, request: S3Request): void {
  const { stored, served, deleted, upload } = request;
  if (served !== undefined && ctx.body !== served.content) served.content?.destroy();
  const object = stored ?? served?.object;
  if (object !== undefined && object.version !== 'null') ctx.set('x-amz-version-id', object.version);
  if (deleted !== undefined) {
    ctx.set('x-amz-version-id', deleted.versionId);
    if (deleted.isMarker) ctx.set('x-amz-delete-marker', 'true');
  }
  const mode = ctx.headers['x-amz-checksum-mode'] ?? ctx.query['x-amz-checksum-mode'];
  // The checksum is of the whole object, so it does not go with a part of it.
  const servesWhole = served !== undefined && ctx.status === 200 && String(mode).toUpperCase() === 'ENABLED';
  const checksums = servesWhole ? served.object.checksums : upload?.checksums;
  for (const name of checksumNames) {
    const value = checksums?.[name];
    if (value === undefined) continue;
    ctx.set(headerOf(name), value);
    ctx.set('x-amz-checksum-type', 'FULL_OBJECT');
  }
}

function reasonFor(ctx: S3Context): ObjectCreated['reason'] {
  if (ctx.method === 'POST') return 'CompleteMultipartUpload';
  return ctx.headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'CopyObject';
}

function created(stored: StoredObject): Omit<ObjectCreated, 'reason' | 'requestId' | 'sourceIpAddress'> {
  return {
    bucket: stored.bucket,
    key: stored.key,
    size: stored.sizeBytes,
    etag: stored.etag,
    ...(stored.version === 'null' ? {} : { versionId: stored.version }),
    sequencer: stored.seq.toString(16).toUpperCase().padStart(16, '0'),
    time: new Date(stored.modifiedAtMillis).toISOString(),
  };
}

function namesIn(path: string): [bucket: string, key: string] {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return [decodeURIComponent(bucket), decodeURIComponent(key)];
}
