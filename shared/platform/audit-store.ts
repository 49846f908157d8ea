import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Instant } from './instant.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** That one person saw, or was refused, something that must be accounted for. Entries are added and never changed. */
export const AuditEntry = z.object({
  username: z.string().min(1),
  at: Instant,
  did: z.enum(['viewed-still', 'viewed-address', 'viewed-contact', 'was-refused']),
  /** The id of what it was done to, or the path that was asked for. */
  subject: z.string().min(1),
  /** What the subject alone does not say, such as which of an incident's stills. */
  detail: z.string().optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Who viewed what and when, filed by person and day (UTC). */
export class AuditStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Adds an entry. Not derived from what it says: the same view twice within a millisecond is two views. */
  async note(entry: AuditEntry): Promise<void> {
    const item = { ...keys.audit(entry.username, entry.at, randomUUID()), type: 'audit', ...entry };
    await this.#table.commit([{ put: item, when: 'new' }]);
  }

  /** What one person did on a day such as `2026-11-22`, oldest first. One Query a page of 1 MB. */
  async ofPerson(username: string, day: string): Promise<AuditEntry[]> {
    const dayBegins = Instant.parse(`${day}T00:00:00Z`);
    return this.#table.all({ pk: keys.audit(username, dayBegins, '').pk }, AuditEntry);
  }
}
