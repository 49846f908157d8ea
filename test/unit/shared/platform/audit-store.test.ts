import { beforeEach, describe, expect, it } from 'vitest';
import { AuditStore } from '../../../../shared/platform/audit-store.ts';
import { at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
let audit: AuditStore;

beforeEach(() => {
  audit = new AuditStore(tables.fresh());
});

const view = (said: { username?: string; at?: string; subject?: string } = {}) => ({
  username: said.username ?? 'officer-north',
  at: at(said.at ?? '2026-11-22T09:30:00Z'),
  did: 'viewed-still' as const,
  subject: said.subject ?? 'FT-1',
});

describe('the audit', () => {
  it('tells what one person did on one day, in order', async () => {
    const noon = view({ at: '2026-11-22T12:00:00Z', subject: 'FT-2' });
    const morning = { ...view(), detail: 'drop' };
    await audit.note(noon);
    await audit.note(morning);
    expect(await audit.ofPerson('officer-north', '2026-11-22')).toEqual([morning, noon]);
  });

  it('keeps days and people apart', async () => {
    await audit.note(view({ at: '2026-11-21T23:59:59.999Z' }));
    await audit.note(view({ username: 'officer-south' }));
    expect(await audit.ofPerson('officer-north', '2026-11-22')).toEqual([]);
  });

  it('counts the same view twice at one moment as two', async () => {
    await audit.note(view());
    await audit.note(view());
    expect(await audit.ofPerson('officer-north', '2026-11-22')).toHaveLength(2);
  });

  it('knows no day that is not one', async () => {
    await expect(audit.ofPerson('officer-north', 'yesterday')).rejects.toThrow();
  });
});
