import { randomBytes } from 'node:crypto';
import S3Error from '@20minutes/s3rver/lib/models/error.js';
import { z } from 'zod';
import type { DurableFile } from '../machine/durable-file.ts';
import { Checksums } from './checksums.ts';

const json = z.string().transform((text): unknown => JSON.parse(text));

/** One version of an object. Its bytes lie in the file `blob`; a delete marker has none. Times in ms since 1970. */
export const StoredObject = z.object({
  seq: z.number(),
  bucket: z.string(),
  key: z.string(),
  /** `null` for what was stored while the bucket kept no versions, as S3 names it. */
  version: z.string(),
  blob: z.string().nullable(),
  sizeBytes: z.number(),
  etag: z.string(),
  metadata: json.pipe(z.record(z.string(), z.string())),
  checksums: json.pipe(Checksums),
  modifiedAtMillis: z.number(),
});
export type StoredObject = z.infer<typeof StoredObject>;

/** What is to be stored. */
export type NewObject = Pick<
  StoredObject,
  'bucket' | 'key' | 'sizeBytes' | 'etag' | 'metadata' | 'checksums'
> & {
  blob: string;
};

/** Conditions of a write, as its headers give them. */
export interface WriteConditions {
  readonly ifMatch?: string | undefined;
  /** True for `If-None-Match: *`, the only value that S3 takes. */
  readonly ifAbsent?: boolean | undefined;
}

const tables = `
  CREATE TABLE IF NOT EXISTS bucket (name TEXT PRIMARY KEY, made_at_millis INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS object (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    version TEXT NOT NULL,
    latest INTEGER NOT NULL,
    blob TEXT,
    size_bytes INTEGER NOT NULL,
    etag TEXT NOT NULL,
    metadata TEXT NOT NULL,
    checksums TEXT NOT NULL,
    modified_at_millis INTEGER NOT NULL,
    UNIQUE (bucket, key, version)
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS object_latest ON object (bucket, key) WHERE latest = 1;
  CREATE TABLE IF NOT EXISTS subresource (
    bucket TEXT NOT NULL, key TEXT NOT NULL, type TEXT NOT NULL, xml TEXT NOT NULL, PRIMARY KEY (bucket, key, type)
  ) STRICT`;

const columns = `seq, bucket, key, version, blob, size_bytes AS sizeBytes, etag, metadata, checksums,
  modified_at_millis AS modifiedAtMillis`;

/** What is stored under which name: buckets, objects with their versions, and their settings. */
export class ObjectIndex {
  private readonly file: DurableFile;

  constructor(file: DurableFile) {
    this.file = file;
    file.transaction(() => file.run(tables));
  }

  buckets(): { name: string; madeAtMillis: number }[] {
    const rows = this.file
      .prepare('SELECT name, made_at_millis AS madeAtMillis FROM bucket ORDER BY name')
      .all();
    return z.array(z.object({ name: z.string(), madeAtMillis: z.number() })).parse(rows);
  }

  addBucket(name: string, nowMillis: number): void {
    this.file.prepare('INSERT INTO bucket VALUES (?, ?) ON CONFLICT DO NOTHING').run(name, nowMillis);
  }

  removeBucket(name: string): void {
    this.file.transaction(() => {
      this.file.prepare('DELETE FROM subresource WHERE bucket = ?').run(name);
      this.file.prepare('DELETE FROM bucket WHERE name = ?').run(name);
    });
  }

  /** The version asked for or, without one, the latest; a delete marker counts as a version with no blob. */
  find(bucket: string, key: string, version?: string): StoredObject | undefined {
    const row =
      version === undefined
        ? this.file
            .prepare(`SELECT ${columns} FROM object WHERE bucket = ? AND key = ? AND latest = 1`)
            .get(bucket, key)
        : this.file
            .prepare(`SELECT ${columns} FROM object WHERE bucket = ? AND key = ? AND version = ?`)
            .get(bucket, key, version);
    return StoredObject.optional().parse(row);
  }

  /**
   * Stores an object as the latest of its name, unless a condition fails (S3's `PreconditionFailed`). Without
   * versions it replaces what was there, whose blob is answered so that its bytes can be removed.
   */
  put(
    object: NewObject,
    options: { versioned: boolean; conditions: WriteConditions; nowMillis: number },
  ): { stored: StoredObject; replacedBlob: string | null } {
    return this.file.transaction(() => {
      const { bucket, key } = object;
      const current = this.find(bucket, key);
      mustHold(options.conditions, current?.blob === null ? undefined : current);
      const version = options.versioned ? newVersion() : 'null';
      const replaced = options.versioned ? undefined : this.find(bucket, key, 'null');
      this.file
        .prepare('UPDATE object SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1')
        .run(bucket, key);
      this.file
        .prepare('DELETE FROM object WHERE bucket = ? AND key = ? AND version = ?')
        .run(bucket, key, version);
      this.insert({ ...object, version }, options.nowMillis);
      if (!options.versioned) this.removeSubresources(bucket, key);
      const stored = this.find(bucket, key, version);
      if (stored === undefined) throw new Error('A stored object is not there.');
      return { stored, replacedBlob: replaced?.blob ?? null };
    });
  }

  private insert(
    object: Omit<NewObject, 'blob'> & { blob: string | null; version: string },
    nowMillis: number,
  ): void {
    this.file
      .prepare(`INSERT INTO object (bucket, key, version, latest, blob, size_bytes, etag, metadata, checksums,
        modified_at_millis) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)`)
      .run(
        object.bucket,
        object.key,
        object.version,
        object.blob,
        object.sizeBytes,
        object.etag,
        JSON.stringify(object.metadata),
        JSON.stringify(object.checksums),
        nowMillis,
      );
  }

  /** Lays a delete marker over a versioned object and answers with the marker's version. */
  mark(bucket: string, key: string, nowMillis: number): string {
    return this.file.transaction(() => {
      const version = newVersion();
      this.file
        .prepare('UPDATE object SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1')
        .run(bucket, key);
      this.insert(
        { bucket, key, version, blob: null, sizeBytes: 0, etag: '', metadata: {}, checksums: {} },
        nowMillis,
      );
      return version;
    });
  }

  /** Removes one version for good; the newest of those left becomes the latest. Answers with what was removed. */
  remove(bucket: string, key: string, version: string): StoredObject | undefined {
    return this.file.transaction(() => {
      const removed = this.find(bucket, key, version);
      if (removed === undefined) return undefined;
      this.file.prepare('DELETE FROM object WHERE seq = ?').run(removed.seq);
      this.file
        .prepare(
          `UPDATE object SET latest = 1 WHERE seq = (SELECT max(seq) FROM object WHERE bucket = ?1 AND key = ?2)`,
        )
        .run(bucket, key);
      if (this.find(bucket, key) === undefined) this.removeSubresources(bucket, key);
      return removed;
    });
  }

  /** Latest objects (no delete markers) whose keys begin with `prefix` and come after `after`, in S3's order. */
  list(bucket: string, prefix: string, after: string, limit: number): StoredObject[] {
    // Every text that begins with the prefix lies below the prefix followed by the last code point there is.
    const rows = this.file
      .prepare(`SELECT ${columns} FROM object WHERE bucket = ? AND latest = 1 AND blob IS NOT NULL
        AND key >= ? AND key < ? AND key > ? ORDER BY key LIMIT ?`)
      .all(bucket, prefix, `${prefix}\u{10FFFF}`, after, limit);
    return z.array(StoredObject).parse(rows);
  }

  /** Whether the bucket holds anything, delete markers and old versions included. */
  holdsAnything(bucket: string): boolean {
    return this.file.prepare('SELECT 1 FROM object WHERE bucket = ? LIMIT 1').get(bucket) !== undefined;
  }

  /** The files of all versions. */
  blobs(): Set<string> {
    const rows = this.file.prepare('SELECT blob FROM object WHERE blob IS NOT NULL').all();
    return new Set(
      z
        .array(z.object({ blob: z.string() }))
        .parse(rows)
        .map((row) => row.blob),
    );
  }

  subresource(bucket: string, key: string, type: string): string | undefined {
    const row = this.file
      .prepare('SELECT xml FROM subresource WHERE bucket = ? AND key = ? AND type = ?')
      .get(bucket, key, type);
    return z.object({ xml: z.string() }).optional().parse(row)?.xml;
  }

  putSubresource(bucket: string, key: string, type: string, xml: string): void {
    this.file.prepare('INSERT OR REPLACE INTO subresource VALUES (?, ?, ?, ?)').run(bucket, key, type, xml);
  }

  removeSubresource(bucket: string, key: string, type: string): void {
    this.file
      .prepare('DELETE FROM subresource WHERE bucket = ? AND key = ? AND type = ?')
      .run(bucket, key, type);
  }

  private removeSubresources(bucket: string, key: string): void {
    this.file.prepare('DELETE FROM subresource WHERE bucket = ? AND key = ?').run(bucket, key);
  }
}

function mustHold(conditions: WriteConditions, current: StoredObject | undefined): void {
  const failed =
    (conditions.ifAbsent === true && current !== undefined) ||
    (conditions.ifMatch !== undefined && current !== undefined && `"${current.etag}"` !== conditions.ifMatch);
  if (failed) throw preconditionFailed();
  if (conditions.ifMatch !== undefined && current === undefined) {
    throw new S3Error('NoSuchKey', 'The specified key does not exist.');
  }
}

/** S3's refusal when a condition of the request does not hold. */
export function preconditionFailed(): S3Error {
  return new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
}

/** Version ids of S3 are 32 characters that mean nothing. */
function newVersion(): string {
  return randomBytes(24).toString('base64url');
}
