import S3Object from '@20minutes/s3rver/lib/models/object.js';
import type { StoredObject } from './object-index.ts';

/** The headers of a request that S3 keeps with the object that it makes. */
export function metadataIn(headers: Record<string, unknown>): Record<string, string> {
  return keptMetadata(new S3Object('', '', null, headers).metadata);
}

/** Those of an object's metadata that are kept; the rest S3 knows by itself. */
export function keptMetadata(headers: Record<string, unknown>): Record<string, string> {
  const kept = Object.entries(headers).filter(
    ([name]) => S3Object.ALLOWED_METADATA.includes(name) || name.startsWith('x-amz-meta-'),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** An object's metadata in the form in which s3rver answers it. */
export function headersOf(stored: StoredObject): Record<string, unknown> {
  return {
    ...stored.metadata,
    etag: `"${stored.etag}"`,
    'last-modified': new Date(stored.modifiedAtMillis).toUTCString(),
    'content-length': stored.sizeBytes,
  };
}

/** The bytes asked for, both ends included; undefined for all of them. */
export function rangeOf(
  sizeBytes: number,
  asked: { start?: number; end?: number },
  lastBytes: number | undefined,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  if (lastBytes === undefined && asked.start === undefined && asked.end === undefined) return undefined;
  const start = lastBytes === undefined ? (asked.start ?? 0) : Math.max(sizeBytes - lastBytes, 0);
  const end = lastBytes === undefined ? Math.min(asked.end ?? sizeBytes - 1, sizeBytes - 1) : sizeBytes - 1;
  return start > end ? 'unsatisfiable' : { start, end };
}
