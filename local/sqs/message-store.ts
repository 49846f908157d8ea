import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import type { DurableFile } from '../machine/durable-file.ts';
import { type AwsPlace, lambdaRecord, type MessageAttributes, MessageRow } from './message.ts';
import { messageColumns, type QueueDefinition, queueTables } from './queue-definition.ts';

const Counts = z.object({ visible: z.number(), inFlight: z.number(), delayed: z.number() });
const Move = z.object({ seq: z.number(), queue: z.string().nullable() });

/**
 * The messages of all queues in their file. Each method is one transaction; times are milliseconds since 1970.
 * A message whose `visible_at_millis` has come can be received; one with a receipt handle is or was with a receiver.
 */
export class MessageStore {
  private readonly file: DurableFile;
  private readonly statements;

  /** Opens the tables in the file; `nowMillis` is when. */
  constructor(file: DurableFile, nowMillis: number) {
    this.file = file;
    file.transaction(() => file.run(queueTables));
    // A message in flight is with a receiver of the process that had this file before. The file admits one process,
    // so that one is gone and nobody will delete the message: waiting for its deadline would only lose time.
    file
      .prepare(
        'UPDATE message SET visible_at_millis = ?, receipt_handle = NULL WHERE receipt_handle IS NOT NULL',
      )
      .run(nowMillis);
    this.statements = statementsOf(file);
  }

  /** Adds messages; `visibleAtMillis` is when each shows first. Answers with their ids. */
  add(
    messages: readonly {
      queueName: string;
      body: string;
      attributes: MessageAttributes;
      visibleAtMillis: number;
    }[],
    nowMillis: number,
  ): string[] {
    return this.file.transaction(() =>
      messages.map(({ queueName, body, attributes, visibleAtMillis }) => {
        const id = randomUUID();
        this.statements.insert.run(
          id,
          queueName,
          body,
          JSON.stringify(attributes),
          nowMillis,
          visibleAtMillis,
        );
        return id;
      }),
    );
  }

  /**
   * Takes up to `max` messages, oldest visible first, and hides them for `hiddenSeconds`. Those that have been taken
   * as often as the queue allows go to its dead-letter queue instead; `deadLetters` says how many did.
   */
  take(
    queue: QueueDefinition,
    max: number,
    hiddenSeconds: number,
    nowMillis: number,
    place: AwsPlace,
  ): { records: SQSRecord[]; deadLetters: number } {
    return this.file.transaction(() => {
      this.dropExpired(queue, nowMillis);
      const deadLetters = this.moveSpent(queue, nowMillis);
      const rows = z.array(MessageRow).parse(this.statements.visible.all(queue.name, nowMillis, max));
      const records = rows.map((row) => {
        const receiptHandle = randomUUID();
        const count = row.receiveCount + 1;
        const firstAtMillis = row.firstReceivedAtMillis ?? nowMillis;
        this.statements.take.run(
          receiptHandle,
          count,
          firstAtMillis,
          nowMillis + hiddenSeconds * 1000,
          row.seq,
        );
        return lambdaRecord(row, { receiptHandle, count, firstAtMillis }, place);
      });
      return { records, deadLetters };
    });
  }

  private dropExpired(queue: QueueDefinition, nowMillis: number): void {
    this.statements.dropSentBefore.run(queue.name, nowMillis - queue.retentionSeconds * 1000);
  }

  private moveSpent(queue: QueueDefinition, nowMillis: number): number {
    if (queue.redrive === undefined) return 0;
    const { deadLetterQueue, maxReceiveCount } = queue.redrive;
    // The receive count and the time of sending go along, as in SQS.
    const moved = this.statements.moveSpent.run(
      deadLetterQueue,
      queue.name,
      nowMillis,
      queue.name,
      nowMillis,
      maxReceiveCount,
    );
    return Number(moved.changes);
  }

  /** Deletes by receipt handle; one that a later take has replaced deletes nothing. */
  delete(queueName: string, receiptHandle: string): void {
    this.statements.delete.run(queueName, receiptHandle);
  }

  /** Moves the moment at which a message in flight shows again. False when no such message is in flight. */
  hideUntil(queueName: string, receiptHandle: string, untilMillis: number, nowMillis: number): boolean {
    return Number(this.statements.hide.run(untilMillis, queueName, receiptHandle, nowMillis).changes) > 0;
  }

  /** How many can be taken now, are out with a receiver, and wait for their delay to pass. */
  counts(queue: QueueDefinition, nowMillis: number): z.infer<typeof Counts> {
    this.dropExpired(queue, nowMillis);
    return Counts.parse(this.statements.counts.get(nowMillis, queue.name));
  }

  /**
   * Makes the visible messages of `from` new messages of `to` or, without it, of the queue each came from, when that
   * queue is among `known`. Answers with the queue of each message moved.
   */
  move(from: string, to: string | undefined, known: ReadonlySet<string>, nowMillis: number): string[] {
    return this.file.transaction(() => {
      const moves = z.array(Move).parse(this.statements.movable.all(to ?? null, from, nowMillis));
      return moves.flatMap(({ seq, queue }) => {
        if (queue === null || !known.has(queue)) return [];
        this.statements.renew.run(randomUUID(), queue, nowMillis, nowMillis, seq);
        return [queue];
      });
    });
  }

  /** Deletes every message of the queue. */
  purge(queueName: string): void {
    this.statements.purge.run(queueName);
  }

  /** When the queue's next hidden message shows; undefined when none is hidden. */
  nextVisibleAt(queueName: string, nowMillis: number): number | undefined {
    const row = this.statements.nextVisible.get(queueName, nowMillis);
    return z.object({ at: z.number().nullable() }).parse(row).at ?? undefined;
  }
}

function statementsOf(file: DurableFile) {
  return {
    insert: file.prepare(`INSERT INTO message (id, queue, body, attributes, sent_at_millis, visible_at_millis)
      VALUES (?, ?, ?, ?, ?, ?)`),
    visible: file.prepare(`SELECT ${messageColumns} FROM message WHERE queue = ? AND visible_at_millis <= ?
      ORDER BY visible_at_millis, seq LIMIT ?`),
    take: file.prepare(`UPDATE message SET receipt_handle = ?, receive_count = ?, first_received_at_millis = ?,
      visible_at_millis = ? WHERE seq = ?`),
    dropSentBefore: file.prepare('DELETE FROM message WHERE queue = ? AND sent_at_millis < ?'),
    moveSpent: file.prepare(`UPDATE message SET queue = ?, dead_letter_of = ?, visible_at_millis = ?,
      receipt_handle = NULL WHERE queue = ? AND visible_at_millis <= ? AND receive_count >= ?`),
    delete: file.prepare('DELETE FROM message WHERE queue = ? AND receipt_handle = ?'),
    hide: file.prepare(`UPDATE message SET visible_at_millis = ?
      WHERE queue = ? AND receipt_handle = ? AND visible_at_millis > ?`),
    counts: file.prepare(`SELECT count(*) FILTER (WHERE visible_at_millis <= ?1) AS visible,
      count(*) FILTER (WHERE visible_at_millis > ?1 AND receipt_handle IS NOT NULL) AS inFlight,
      count(*) FILTER (WHERE visible_at_millis > ?1 AND receipt_handle IS NULL) AS delayed
      FROM message WHERE queue = ?2`),
    movable: file.prepare(`SELECT seq, coalesce(?, dead_letter_of) AS queue FROM message
      WHERE queue = ? AND visible_at_millis <= ? ORDER BY seq`),
    renew: file.prepare(`UPDATE message SET id = ?, queue = ?, sent_at_millis = ?, visible_at_millis = ?,
      receive_count = 0, first_received_at_millis = NULL, receipt_handle = NULL, dead_letter_of = NULL WHERE seq = ?`),
    purge: file.prepare('DELETE FROM message WHERE queue = ?'),
    nextVisible: file.prepare(`SELECT min(visible_at_millis) AS at FROM message
      WHERE queue = ? AND visible_at_millis > ?`),
  };
}
