import { createHash } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import { type Instant, millis } from '../../shared/platform/instant.ts';
import { type Item, itemSizeBytes } from './attribute-value.ts';
import { type Database, integer, text } from './database.ts';
import { keyAttributes, keyOf, type Table } from './table.ts';

/** Where the table and its stream would be in AWS; only the ARNs show it. */
export interface Region {
  region: string;
  account: string;
}

/** One item that a write changed: what it was and what it is, undefined when there was or is none. */
export interface ItemChange {
  table: Table;
  before: Item | undefined;
  after: Item | undefined;
  /** Deleted because its time to live was over, not by a request. */
  isExpiry: boolean;
}

/** The ARN of a table. */
export function tableArn(table: Table, { region, account }: Region): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${table.definition.TableName}`;
}

/** The ARN of a table's stream. */
export function streamArn(table: Table, region: Region): string {
  return `${tableArn(table, region)}/stream/${table.createdAt.slice(0, -1)}`;
}

// 21 digits, as long as Amazon's shortest: text of equal length sorts as its numbers do.
const sequenceBase = 10n ** 20n;

/** The stream records in the file: written with the items they tell of, read and trimmed by sequence number. */
export class Stream {
  readonly #database: Database;
  readonly #region: Region;

  constructor(database: Database, region: Region) {
    this.#database = database;
    this.#region = region;
  }

  /** Writes the record of a change, within the transaction that makes it; answers whether there was one to write. */
  append(change: ItemChange, at: Instant): boolean {
    const { table, before, after, isExpiry } = change;
    const specification = table.definition.StreamSpecification;
    const item = after ?? before;
    if (specification?.StreamEnabled !== true || item === undefined) return false;
    const Keys = keyOf(item, keyAttributes(table.definition.KeySchema));
    const view = specification.StreamViewType ?? 'NEW_AND_OLD_IMAGES';
    const NewImage = view === 'NEW_AND_OLD_IMAGES' || view === 'NEW_IMAGE' ? after : undefined;
    const OldImage = view === 'NEW_AND_OLD_IMAGES' || view === 'OLD_IMAGE' ? before : undefined;
    const record: DynamoDBRecord = {
      eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(millis(at) / 1000),
        Keys,
        ...(NewImage === undefined ? {} : { NewImage }),
        ...(OldImage === undefined ? {} : { OldImage }),
        SizeBytes: [Keys, NewImage, OldImage].reduce((sum, part) => sum + itemSizeBytes(part ?? {}), 0),
        StreamViewType: view,
      },
      ...(isExpiry ? { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } } : {}),
    };
    this.#database.run(
      'INSERT INTO stream_record (table_number, body) VALUES (?, ?)',
      table.number,
      JSON.stringify(record),
    );
    return true;
  }

  /** At most `limit` records after a sequence number, oldest first, and the number to go on from. */
  read(table: Table, after: string, limit: number): { records: DynamoDBRecord[]; last: string } {
    let last = after;
    const records: DynamoDBRecord[] = [];
    const rows = this.#database.rows(
      'SELECT sequence, body FROM stream_record WHERE table_number = ? AND sequence > ? ORDER BY sequence LIMIT ?',
      table.number,
      sequenceOf(after),
      limit,
    );
    for (const row of rows) {
      last = String(sequenceBase + BigInt(integer(row, 'sequence')));
      const record: DynamoDBRecord = JSON.parse(text(row, 'body'));
      records.push({
        eventID: createHash('md5').update(`${table.id} ${last}`).digest('hex'),
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: this.#region.region,
        eventSourceARN: streamArn(table, this.#region),
        ...record,
        dynamodb: { ...record.dynamodb, SequenceNumber: last },
      });
    }
    return { records, last };
  }

  /** Drops the records of a table up to and with a sequence number. */
  trim(table: Table, through: string): void {
    this.#database.run(
      'DELETE FROM stream_record WHERE table_number = ? AND sequence <= ?',
      table.number,
      sequenceOf(through),
    );
  }
}

function sequenceOf(sequenceNumber: string): bigint {
  const number = BigInt(sequenceNumber) - sequenceBase;
  return number < 0n ? 0n : number;
}
