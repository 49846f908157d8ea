import { z } from 'zod';

/** A queue as its template defines it. Limits are those of SQS. */
export const QueueDefinition = z.strictObject({
  name: z
    .string()
    .min(1)
    .refine((name) => !name.endsWith('.fifo'), 'FIFO queues are not known here'),
  visibilityTimeoutSeconds: z.int().min(0).max(43_200),
  retentionSeconds: z.int().min(60).max(1_209_600),
  delaySeconds: z.int().min(0).max(900),
  redrive: z
    .strictObject({
      /** Name of the queue that takes what was received `maxReceiveCount` times and never deleted. */
      deadLetterQueue: z.string().min(1),
      maxReceiveCount: z.int().min(1).max(1000),
    })
    .optional(),
});
export type QueueDefinition = z.infer<typeof QueueDefinition>;

/** The tables of the queue file. */
export const queueTables = `
  CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    queue TEXT NOT NULL,
    body TEXT NOT NULL,
    attributes TEXT NOT NULL,
    sent_at_millis INTEGER NOT NULL,
    visible_at_millis INTEGER NOT NULL,
    receive_count INTEGER NOT NULL DEFAULT 0,
    first_received_at_millis INTEGER,
    receipt_handle TEXT UNIQUE,
    dead_letter_of TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS message_by_visibility ON message (queue, visible_at_millis, seq);
  CREATE INDEX IF NOT EXISTS message_by_age ON message (queue, sent_at_millis)`;

/** The columns of a message under the names of its row's schema. */
export const messageColumns = `seq, id, queue, body, attributes, sent_at_millis AS sentAtMillis,
  receive_count AS receiveCount, first_received_at_millis AS firstReceivedAtMillis, dead_letter_of AS deadLetterOf`;
