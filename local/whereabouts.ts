import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where a running system is found by the people and programs of this machine. */
export const Whereabouts = z.object({
  pid: z.int(),
  api: z.url(),
  issuer: z.url(),
  clientId: z.string(),
  mqtt: z.string(),
  s3: z.url(),
  sqs: z.url(),
  /** Where mail that was sent is read. */
  mailbox: z.url(),
  clipsBucket: z.string(),
  webhookSecret: z.string(),
  /** Dead-letter queues, and which queue's messages each takes; none for what a stream gave up. */
  deadLetters: z.array(z.object({ queue: z.string(), of: z.string().optional() })),
  logs: z.string(),
});
export type Whereabouts = z.infer<typeof Whereabouts>;

const file = (folder: string) => join(folder, 'running.json');

/** Leaves word of where the system is, for this user only: it holds the webhook's secret. */
export function tellWhereabouts(folder: string, whereabouts: Whereabouts): void {
  writeFileSync(file(folder), JSON.stringify(whereabouts, null, 2), { mode: 0o600 });
}

/** Takes the word back. */
export function forgetWhereabouts(folder: string): void {
  rmSync(file(folder), { force: true });
}

/** Where the system that keeps its data in a folder is running; undefined when it is not. */
export function findRunning(folder: string): Whereabouts | undefined {
  try {
    const whereabouts = Whereabouts.parse(JSON.parse(readFileSync(file(folder), 'utf8')));
    // Signal 0 only asks whether the process is there.
    process.kill(whereabouts.pid, 0);
    return whereabouts;
  } catch {
    return undefined;
  }
}
