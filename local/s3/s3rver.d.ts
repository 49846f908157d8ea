// The parts of @20minutes/s3rver 5 (which has no types) that the local S3 builds on, as its sources have them.

declare module '@20minutes/s3rver' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
  import type { S3StoreLike } from '@20minutes/s3rver/lib/stores/filesystem.js';

  /** A Koa context with what the middleware of s3rver puts into it. */
  export interface S3Context {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    readonly method: string;
    readonly path: string;
    readonly query: Record<string, string | string[] | undefined>;
    readonly headers: IncomingMessage['headers'];
    readonly ip: string;
    status: number;
    body: unknown;
    type: string;
    set(header: string, value: string): void;
  }
  export type S3Middleware = (ctx: S3Context, next: () => Promise<unknown>) => Promise<unknown>;

  export default class S3rver {
    constructor(options: {
      address: string;
      silent: boolean;
      directory: string;
      allowMismatchedSignatures: boolean;
      vhostBuckets: boolean;
    });
    store: S3StoreLike;
    readonly context: { store: S3StoreLike };
    readonly middleware: S3Middleware[];
    callback(): RequestListener;
    on(event: 'error', listener: (error: Error) => void): this;
  }
}

declare module '@20minutes/s3rver/lib/stores/filesystem.js' {
  import type { Readable } from 'node:stream';
  import type S3Bucket from '@20minutes/s3rver/lib/models/bucket.js';
  import type { S3Configuration } from '@20minutes/s3rver/lib/models/config.js';
  import type S3Object from '@20minutes/s3rver/lib/models/object.js';

  /** What the controllers of s3rver ask of a store, as its own store in this file answers. */
  export interface S3StoreLike {
    listBuckets(): Promise<S3Bucket[]>;
    getBucket(bucket: string): Promise<S3Bucket | null>;
    putBucket(bucket: string): Promise<S3Bucket | null>;
    deleteBucket(bucket: string): Promise<void>;
    listObjects(
      bucket: string,
      options: { delimiter?: string; startAfter?: string; prefix?: string; maxKeys?: number },
    ): Promise<{ objects: S3Object[]; commonPrefixes: string[]; isTruncated: boolean }>;
    existsObject(bucket: string, key: string): Promise<boolean>;
    getObject(
      bucket: string,
      key: string,
      options?: { start?: number; end?: number },
    ): Promise<S3Object | null>;
    putObject(object: S3Object): Promise<{ size: number; md5: string }>;
    copyObject(
      fromBucket: string,
      fromKey: string,
      bucket: string,
      key: string,
      metadata: Record<string, unknown> | null,
    ): Promise<Record<string, unknown>>;
    deleteObject(bucket: string, key: string): Promise<void>;
    initiateUpload(
      bucket: string,
      key: string,
      uploadId: string,
      metadata: Record<string, unknown>,
    ): Promise<void>;
    putPart(
      bucket: string,
      uploadId: string,
      partNumber: string,
      content: Readable,
    ): Promise<{ size: number; md5: string }>;
    putObjectMultipart(
      bucket: string,
      uploadId: string,
      parts: { number: number; etag: string }[],
    ): Promise<{ size: number; md5: string }>;
    getSubresource(bucket: string, key: string | undefined, type: string): Promise<S3Configuration | null>;
    putSubresource(bucket: string, key: string | undefined, resource: S3Configuration): Promise<void>;
    deleteSubresource(bucket: string, key: string | undefined, type: string): Promise<void>;
  }
}

declare module '@20minutes/s3rver/lib/models/bucket.js' {
  export default class S3Bucket {
    constructor(name: string, creationDate: Date);
    readonly name: string;
  }
}

declare module '@20minutes/s3rver/lib/models/object.js' {
  import type { Readable } from 'node:stream';
  export default class S3Object {
    static readonly ALLOWED_METADATA: readonly string[];
    constructor(bucket: string, key: string, content: Readable | null, metadata: Record<string, unknown>);
    readonly bucket: string;
    readonly key: string;
    readonly content: Readable | null;
    readonly metadata: Record<string, unknown>;
    range?: { start: number; end: number };
  }
}

declare module '@20minutes/s3rver/lib/models/config.js' {
  export interface S3Configuration {
    readonly type: string;
    toXML(space?: number): string;
  }
  export function getConfigModel(
    type: string,
  ): { new (xml: string): S3Configuration; validate(xml: string): S3Configuration } | undefined;
}

declare module '@20minutes/s3rver/lib/models/error.js' {
  export default class S3Error extends Error {
    constructor(code: string, message: string, detail?: Record<string, unknown>);
    readonly code: string;
    status: number;
  }
}

declare module '@20minutes/s3rver/lib/models/account.js' {
  export const DUMMY_ACCOUNT: { createKeyPair(accessKeyId: string, secretAccessKey: string): void };
}
