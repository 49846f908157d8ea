import type { S3Context } from '@20minutes/s3rver';
import { DUMMY_ACCOUNT } from '@20minutes/s3rver/lib/models/account.js';
import S3Error from '@20minutes/s3rver/lib/models/error.js';
import { notImplemented } from './checksums.ts';

// What s3rver would take and forget. A client that asks for it must hear that it does not get it.
const unknownHeaders = [
  /^x-amz-object-lock-/,
  /^x-amz-bypass-governance-retention$/,
  /^x-amz-bucket-object-lock-enabled$/,
  /^x-amz-tagging/,
  /^x-amz-server-side-encryption/,
  /^x-amz-copy-source-(if|range|server)-?/,
  /^x-amz-grant-/,
  /^x-amz-acl$/,
  /^x-amz-website-redirect-location$/,
  /^x-amz-write-offset-bytes$/,
  /^x-amz-checksum-type$/,
  /^if-unmodified-since$/,
];

/** Throws S3's `NotImplemented` for what s3rver would take without doing it. */
export function mustBeKnown(ctx: S3Context, key: string): void {
  const header = Object.keys(ctx.headers).find((name) =>
    unknownHeaders.some((unknown) => unknown.test(name)),
  );
  if (header !== undefined) throw notImplemented(`the header ${header}`);
  const isWrite = ctx.method === 'PUT' || ctx.method === 'POST';
  if ('partNumber' in ctx.query && !('uploadId' in ctx.query))
    throw notImplemented('reading one part of an object');
  if (isWrite && ctx.headers['x-amz-copy-source'] !== undefined && 'uploadId' in ctx.query) {
    throw notImplemented('UploadPartCopy');
  }
  if (ctx.method === 'POST' && key === '' && !('delete' in ctx.query))
    throw notImplemented('uploads by HTML form');
  const noneMatch = ctx.headers['if-none-match'];
  if (isWrite && noneMatch !== undefined && noneMatch !== '*')
    throw notImplemented('If-None-Match other than *');
}

/**
 * Throws S3's `AccessDenied` for a request without a signature. The signature itself is not checked: whatever credentials
 * come will do. The expiry of a presigned address is checked, by s3rver.
 */
export function mustBeSigned(ctx: S3Context): void {
  const credential =
    /Credential=([^/,\s]+)\//.exec(ctx.headers.authorization ?? '')?.[1] ??
    /^([^/]+)\//.exec(String(ctx.query['X-Amz-Credential'] ?? ''))?.[1];
  if (credential === undefined) throw new S3Error('AccessDenied', 'Access Denied');
  // s3rver knows one access key and refuses all others before it looks at the signature.
  DUMMY_ACCOUNT.createKeyPair(credential, '');
}
