import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DurableFile } from '../machine/durable-file.ts';

const Email = z.object({
  id: z.string(),
  sentAt: z.string(),
  sender: z.string(),
  recipient: z.string(),
  subject: z.string(),
  text: z.string(),
});
/** An e-mail as it was accepted. */
export type Email = z.infer<typeof Email>;

const TABLE = `CREATE TABLE IF NOT EXISTS email (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sentAt TEXT NOT NULL, sender TEXT NOT NULL,
  recipient TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL)`;

/** The mail that was sent on this machine, in one file: it goes to nobody, and is there to be read. */
export class Mailbox {
  readonly #file: DurableFile;

  /** Opens or makes the file. Throws `CannotRunHere` with a sentence that names it. */
  constructor(path: string) {
    this.#file = new DurableFile(path);
    this.#file.run(TABLE);
  }

  /** Takes an e-mail in, for each of its recipients. Answers with the id of the first, as SES does of all. */
  accept(email: Omit<Email, 'id' | 'recipient'>, recipients: readonly string[]): string {
    const { sentAt, sender, subject, text } = email;
    const insert = this.#file.prepare(
      'INSERT INTO email (id, sentAt, sender, recipient, subject, text) VALUES (?, ?, ?, ?, ?, ?)',
    );
    const ids = recipients.map(() => randomUUID());
    this.#file.transaction(() => {
      for (const [index, recipient] of recipients.entries())
        insert.run(ids[index] ?? randomUUID(), sentAt, sender, recipient, subject, text);
    });
    return ids[0] ?? '';
  }

  /** The last e-mails, newest first. */
  latest(most: number): Email[] {
    return z
      .array(Email)
      .parse(this.#file.prepare('SELECT * FROM email ORDER BY seq DESC LIMIT ?').all(most));
  }

  /** One e-mail; undefined when there is none of that id. */
  get(id: string): Email | undefined {
    return Email.optional().parse(this.#file.prepare('SELECT * FROM email WHERE id = ?').get(id));
  }

  close(): void {
    this.#file.close();
  }
}
