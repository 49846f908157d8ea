import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { z } from 'zod';

// Keys are the order-preserving bytes of `keyBytes`; an index entry names the item that it stands for by the
// item's own key, and the item is joined in when read, so that a projection can never lag behind its item.
const schema = `
  CREATE TABLE dynamodb_table (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL
  ) STRICT;
  CREATE TABLE item (
    table_number INTEGER NOT NULL,
    partition_key BLOB NOT NULL,
    sort_key BLOB NOT NULL,
    body TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    expires_at_seconds REAL,
    PRIMARY KEY (table_number, partition_key, sort_key)
  ) STRICT;
  CREATE INDEX item_expiry ON item (table_number, expires_at_seconds) WHERE expires_at_seconds IS NOT NULL;
  CREATE TABLE index_entry (
    table_number INTEGER NOT NULL,
    index_name TEXT NOT NULL,
    partition_key BLOB NOT NULL,
    sort_key BLOB NOT NULL,
    item_partition_key BLOB NOT NULL,
    item_sort_key BLOB NOT NULL,
    PRIMARY KEY (table_number, index_name, partition_key, sort_key, item_partition_key, item_sort_key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE stream_record (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    table_number INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX stream_record_of_table ON stream_record (table_number, sequence);
  CREATE TABLE transaction_token (
    token TEXT PRIMARY KEY,
    request_digest TEXT NOT NULL,
    at_seconds REAL NOT NULL
  ) STRICT;
  PRAGMA user_version = 1;
`;

type Row = Record<string, SQLOutputValue>;

/** The SQLite file that holds every table of the local DynamoDB. */
export class Database {
  readonly path: string;
  readonly #sqlite: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens or makes the file in `folder`. Throws an Error whose message is one sentence for the user. */
  constructor(folder: string) {
    this.path = join(folder, 'dynamodb.sqlite');
    this.#sqlite = explained(this.path, () => {
      mkdirSync(folder, { recursive: true });
      return opened(this.path);
    });
  }

  /** Does all of `work` or, if it throws, nothing of it. What it wrote is safe from a kill once it returns. */
  transaction<Result>(work: () => Result): Result {
    return explained(this.path, () => {
      this.#sqlite.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#sqlite.exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk has rolled it back already.
        if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /** Runs one statement; answers the number of rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return explained(this.path, () => Number(this.#statement(sql).run(...values).changes));
  }

  /** The first row of a query, or undefined. */
  row(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return explained(this.path, () => this.#statement(sql).get(...values));
  }

  /** The rows of a query, read as they are asked for. */
  rows(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return explained(this.path, () => this.#statement(sql).iterate(...values));
  }

  close(): void {
    this.#statements.clear();
    this.#sqlite.close();
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#sqlite.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function opened(path: string): DatabaseSync {
  const sqlite = new DatabaseSync(path, { timeout: 2000 });
  try {
    // Exclusive: a second process on the same file is told so at once instead of reading beside the first.
    // NORMAL: what is committed outlives the process, though not a failing power supply. A checkpoint waits for
    // the disk; at 8000 pages (32 MB) of log, not SQLite's 1000, few writes meet one.
    sqlite.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ' +
        'PRAGMA wal_autocheckpoint = 8000',
    );
    const version = integer(sqlite.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
    if (version === 0) sqlite.exec(`BEGIN IMMEDIATE; ${schema} COMMIT`);
    else if (version !== 1) {
      throw new Error(`The database file ${path} was written by another version; remove it to start afresh.`);
    } else {
      const check = text(sqlite.prepare('PRAGMA quick_check(1)').get() ?? {}, 'quick_check');
      if (check !== 'ok') throw new Error(`${damaged(path)} (${check})`);
      sqlite.exec('BEGIN IMMEDIATE; COMMIT');
    }
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

const SystemError = z.object({ code: z.string(), message: z.string(), errcode: z.number().optional() });

function explained<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const sentence = sentenceFor(path, error);
    throw sentence === undefined ? error : new Error(sentence, { cause: error });
  }
}

function damaged(path: string): string {
  return `The database file ${path} is damaged; remove it to start afresh.`;
}

// The low byte of SQLite's extended result code is its primary one: https://sqlite.org/rescode.html
function sentenceFor(path: string, error: unknown): string | undefined {
  const known = SystemError.safeParse(error);
  if (!known.success) return undefined;
  const { code, errcode } = known.data;
  const result = errcode === undefined ? code : errcode % 256;
  switch (result) {
    case 5:
    case 6:
      return `The database file ${path} is in use by another process; stop that one first.`;
    case 8:
    case 14:
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return `The database file ${path} cannot be written; check the permissions of its folder.`;
    case 10:
      return `The disk failed while the database file ${path} was read or written.`;
    case 13:
    case 'ENOSPC':
      return `The disk that holds ${path} is full; make room and start again.`;
    case 11:
    case 26:
      return damaged(path);
    default:
      return undefined;
  }
}

/** A text column of a row. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw new TypeError(`The column ${column} holds no text`);
}

/** A number column of a row. */
export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  throw new TypeError(`The column ${column} holds no number`);
}

/** A binary column of a row. */
export function blob(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`The column ${column} holds no bytes`);
}
