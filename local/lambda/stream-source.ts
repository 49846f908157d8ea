import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBRecord } from 'aws-lambda';
import { z } from 'zod';
import type { LocalDynamoDb } from '../dynamodb/dynamodb.ts';
import { keepFeeding, type OnTrouble } from './keep-feeding.ts';
import type { LambdaFunction } from './lambda-function.ts';

const BatchAnswer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

// Between tries of a batch; Lambda's own pauses grow to about a minute.
const PAUSES_MILLIS = [200, 1_000, 5_000, 20_000, 60_000] as const;

/** How a function reads a table's stream: an event source mapping. */
export interface StreamSource {
  readonly tableName: string;
  readonly batchSize: number;
  readonly retries: number;
  /** Where it is kept how far the stream was read, across restarts. */
  readonly progressFile: string;
  readonly onTrouble: OnTrouble;
  /** Told of records that were given up. */
  readonly onGivenUp: (records: readonly DynamoDBRecord[], reason: string) => void;
}

/**
 * Feeds a function from a table's stream, in order. A batch that fails is tried again from its first failed record,
 * then halved until the record at fault is alone, which is given up after its retries. Returns how to stop.
 */
export function feedFromStream(
  source: StreamSource,
  reader: LambdaFunction,
  dynamoDb: LocalDynamoDb,
): () => Promise<void> {
  const stopping = new AbortController();
  const feed = new StreamFeed(source, reader, dynamoDb, stopping.signal).run();
  return async () => {
    stopping.abort();
    await feed;
  };
}

class StreamFeed {
  readonly #source: StreamSource;
  readonly #reader: LambdaFunction;
  readonly #dynamoDb: LocalDynamoDb;
  readonly #stopping: AbortSignal;
  #after: string;

  constructor(source: StreamSource, reader: LambdaFunction, dynamoDb: LocalDynamoDb, stopping: AbortSignal) {
    this.#source = source;
    this.#reader = reader;
    this.#dynamoDb = dynamoDb;
    this.#stopping = stopping;
    this.#after = readProgress(source.progressFile);
  }

  run(): Promise<void> {
    return keepFeeding(() => this.#feedBatch(), this.#source.onTrouble, this.#stopping);
  }

  async #feedBatch(): Promise<void> {
    const { tableName, batchSize, progressFile } = this.#source;
    // Read and asked for news in one breath: nothing can slip between.
    const { records, last } = this.#dynamoDb.readStream(tableName, this.#after, batchSize);
    if (records.length === 0) return this.#news();
    await this.#handle(records);
    if (this.#stopping.aborted) return;
    writeProgress(progressFile, last);
    this.#after = last;
    this.#dynamoDb.trimStream(tableName, last);
  }

  /** Resolves when the stream grows, or at the stop. */
  async #news(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = () => resolve();
    const unsubscribe = this.#dynamoDb.onStream(this.#source.tableName, stop);
    this.#stopping.addEventListener('abort', stop);
    await promise;
    this.#stopping.removeEventListener('abort', stop);
    unsubscribe();
  }

  async #handle(records: readonly DynamoDBRecord[]): Promise<void> {
    let left = records;
    let size = left.length;
    for (let tries = 0; left.length > 0; ) {
      const batch = left.slice(0, size);
      const handled = await this.#handledOf(batch);
      if (this.#stopping.aborted) return;
      left = left.slice(handled);
      if (handled > 0) tries = 0;
      if (handled === batch.length) {
        size = left.length;
        continue;
      }
      // Only a record that failed alone is known to be at fault.
      if (batch.length === 1 && tries >= this.#source.retries) {
        this.#source.onGivenUp(left.slice(0, 1), `${this.#reader.name} failed at it ${tries + 1} times`);
        left = left.slice(1);
        tries = 0;
        continue;
      }
      size = Math.max(1, Math.floor(batch.length / 2));
      await wait(PAUSES_MILLIS[Math.min(tries, PAUSES_MILLIS.length - 1)], undefined, {
        signal: this.#stopping,
      }).catch(() => undefined);
      tries += 1;
    }
  }

  /** How many records of a batch, from its beginning, the function handled. */
  async #handledOf(Records: readonly DynamoDBRecord[]): Promise<number> {
    try {
      const answer = BatchAnswer.parse(await this.#reader.invoke({ Records }));
      const failed = new Set(answer?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
      const first = Records.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ''));
      return first < 0 ? Records.length : first;
    } catch {
      // The function's own log says why.
      return 0;
    }
  }
}

function readProgress(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '0';
  }
}

// Written beside and renamed, so that a kill leaves the old place or the new one.
function writeProgress(file: string, after: string): void {
  writeFileSync(`${file}.new`, after);
  renameSync(`${file}.new`, file);
}
