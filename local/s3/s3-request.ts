import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import type { StoredObject, WriteConditions } from './object-index.ts';
import type { Upload } from './upload.ts';

/** What is known of a request beside what s3rver hands to its store, and what the store did for it. */
export interface S3Request {
  readonly conditions: WriteConditions;
  readonly versionId?: string;
  /** The last so many bytes are wanted (`Range: bytes=-N`), which s3rver cannot say. */
  readonly lastBytes?: number;
  readonly upload?: Upload;
  stored?: StoredObject;
  served?: { object: StoredObject; content: Readable | null };
  deleted?: { versionId: string; isMarker: boolean };
}

/** The request that the running code belongs to: s3rver calls its store without it. */
export const requests = new AsyncLocalStorage<S3Request>();

/** The current request; a bare one outside of any. */
export function currentRequest(): S3Request {
  return requests.getStore() ?? { conditions: {} };
}
