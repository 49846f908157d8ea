import S3Error from '@20minutes/s3rver/lib/models/error.js';
import { z } from 'zod';
import type { DurableFile } from '../machine/durable-file.ts';

const PendingUpload = z.object({
  bucket: z.string(),
  key: z.string(),
  metadata: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.record(z.string(), z.string())),
});
const Part = z.object({ number: z.number(), blob: z.string(), sizeBytes: z.number(), md5: z.string() });

/** A multipart upload that has been begun. */
export type PendingUpload = z.infer<typeof PendingUpload>;
/** One of its parts; `md5` is hexadecimal. */
export type Part = z.infer<typeof Part>;

const tables = `
  CREATE TABLE IF NOT EXISTS upload (
    id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, metadata TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS part (
    upload TEXT NOT NULL, number INTEGER NOT NULL, blob TEXT NOT NULL, size_bytes INTEGER NOT NULL, md5 TEXT NOT NULL,
    PRIMARY KEY (upload, number)
  ) STRICT`;

const partColumns = 'number, blob, size_bytes AS sizeBytes, md5';

/** Multipart uploads that have neither been completed nor aborted. */
export class PartIndex {
  private readonly file: DurableFile;

  constructor(file: DurableFile) {
    this.file = file;
    file.transaction(() => file.run(tables));
  }

  begin(id: string, upload: PendingUpload): void {
    this.file
      .prepare('INSERT INTO upload VALUES (?, ?, ?, ?)')
      .run(id, upload.bucket, upload.key, JSON.stringify(upload.metadata));
  }

  /** The upload; throws S3's `NoSuchUpload` when it is not there or of another bucket. */
  find(id: string, bucket: string): PendingUpload {
    const row = this.file
      .prepare('SELECT bucket, key, metadata FROM upload WHERE id = ? AND bucket = ?')
      .get(id, bucket);
    const upload = PendingUpload.optional().parse(row);
    if (upload === undefined) {
      throw new S3Error(
        'NoSuchUpload',
        'The specified upload does not exist. It may have been aborted or completed.',
      );
    }
    return upload;
  }

  /** Adds a part, or replaces it; answers with the blob it replaced. */
  addPart(id: string, part: Part): string | null {
    return this.file.transaction(() => {
      const replaced = this.file
        .prepare(`SELECT ${partColumns} FROM part WHERE upload = ? AND number = ?`)
        .get(id, part.number);
      this.file
        .prepare('INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?)')
        .run(id, part.number, part.blob, part.sizeBytes, part.md5);
      return Part.optional().parse(replaced)?.blob ?? null;
    });
  }

  parts(id: string): Part[] {
    const rows = this.file
      .prepare(`SELECT ${partColumns} FROM part WHERE upload = ? ORDER BY number`)
      .all(id);
    return z.array(Part).parse(rows);
  }

  /** Forgets the upload and its parts. */
  end(id: string): void {
    this.file.transaction(() => {
      this.file.prepare('DELETE FROM part WHERE upload = ?').run(id);
      this.file.prepare('DELETE FROM upload WHERE id = ?').run(id);
    });
  }

  /** The files of all parts. */
  blobs(): Set<string> {
    const rows = this.file.prepare('SELECT blob FROM part').all();
    return new Set(
      z
        .array(z.object({ blob: z.string() }))
        .parse(rows)
        .map((row) => row.blob),
    );
  }
}
