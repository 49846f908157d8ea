import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { EstatewatchError } from '../../shared/platform/errors.ts';

/** The local system cannot start or go on because of the machine it is on; the message is shown to the user as it is. */
export class CannotRunHere extends EstatewatchError {
  readonly code = 'CANNOT_RUN_HERE';
}

/**
 * One SQLite file that holds what was accepted. A transaction that returned survives `kill -9`: in WAL mode with
 * `synchronous=NORMAL` the commit is in the operating system's hands before it returns (a power cut may take the
 * last commits; they never tear the file).
 */
export class DurableFile {
  readonly path: string;
  private readonly db: DatabaseSync;

  /** Opens or makes the file. Throws {@link CannotRunHere} with a sentence that names it. */
  constructor(path: string) {
    this.path = path;
    this.db = inWords(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      const db = new DatabaseSync(path);
      try {
        // Exclusive: a second process on the same file would hand out messages that this one has in flight.
        db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
        // Takes the lock now, so that a second process is refused at its start and not at its first message.
        db.exec('BEGIN IMMEDIATE; COMMIT');
        return db;
      } catch (error) {
        db.close();
        throw error;
      }
    });
  }

  /** Runs statements that take and give no values, such as those that make tables. */
  run(sql: string): void {
    this.db.exec(sql);
  }

  prepare(sql: string): StatementSync {
    return this.db.prepare(sql);
  }

  /** Does all of it or nothing. When it is already inside a transaction it becomes part of that one. */
  transaction<T>(work: () => T): T {
    if (this.db.isTransaction) return work();
    return inWords(this.path, () => {
      this.db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.db.exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk makes SQLite roll back by itself; a second ROLLBACK would hide the reason.
        if (this.db.isTransaction) this.db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  close(): void {
    if (this.db.isOpen) this.db.close();
  }
}

function inWords<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const sentence = error instanceof Error ? whatIsWrong(path, error) : undefined;
    if (sentence === undefined) throw error;
    throw new CannotRunHere(sentence, { cause: error });
  }
}

// SQLite's primary result codes (the low byte of `errcode`): https://www.sqlite.org/rescode.html
const sqliteReasons: Record<number, (path: string) => string> = {
  5: (path) => `${path} is in use by another Estatewatch; stop that one first.`,
  8: (path) => `${path} may not be written; make it and its folder writable.`,
  10: (path) => `${path} could not be read or written; check the disk it is on.`,
  11: (path) => `${path} is damaged; move it away, or remove the local data with "npm run reset".`,
  13: (path) => `The disk that holds ${path} is full; make room and start again.`,
  14: (path) => `${path} could not be opened; check that its folder exists and may be written.`,
  26: (path) =>
    `${path} is not a file of Estatewatch; move it away, or remove the local data with "npm run reset".`,
};

/** The sentence for a failure of the disk or the file under it; undefined when the failure is another kind. */
export function whatIsWrong(path: string, error: Error): string | undefined {
  if ('errcode' in error && typeof error.errcode === 'number') {
    return sqliteReasons[error.errcode & 0xff]?.(path);
  }
  switch ('code' in error ? error.code : undefined) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk that holds ${path} is full; make room and start again.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `The folder ${dirname(path)} may not be written; make it writable or choose another.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${dirname(path)} is not a folder; move what is there away or choose another.`;
    default:
      return undefined;
  }
}
