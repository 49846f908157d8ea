import { beforeEach, describe, expect, it } from 'vitest';
import { AuditStore } from '../../../../shared/platform/audit-store.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { aPerson } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, flag, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const elsewhere = aPerson({ username: 'officer-south', patches: ['south'] });

let table: Table;
let api: ApiAtWork;

beforeEach(() => {
  table = tables.fresh();
  api = apiOn(table);
});

describe('a picture of an incident', () => {
  it('is a link that lives five minutes', async () => {
    const incident = await flag(api);
    const answer = await api.ask(officer, 'GET', `/incidents/${incident.id}/stills/drop`);
    expect(answer.status).toBe(303);
    const link = new URL(answer.headers.location ?? '');
    expect(link.pathname).toContain('incidents/sighting-1/drop.jpg');
    expect(link.searchParams.get('X-Amz-Expires')).toBe('300');
    expect(link.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('is recorded with who, when and which, and logged', async () => {
    const incident = await flag(api);
    await api.ask(officer, 'GET', `/incidents/${incident.id}/stills/drop`);
    expect(await api.room.audit.ofPerson('officer-north', '2026-11-22')).toEqual([
      {
        username: 'officer-north',
        at: NOW,
        did: 'viewed-still',
        subject: incident.id,
        detail: 'incidents/sighting-1/drop.jpg',
      },
    ]);
    expect(api.logged()).toContainEqual(
      expect.objectContaining({ code: 'FOOTAGE_VIEWED', incidentId: incident.id, shows: 'drop' }),
    );
  });

  it('is not given to anybody while views cannot be recorded', async () => {
    const incident = await flag(api);
    const unrecorded = apiOn(table, { audit: new AuditStore(tables.missing()) });
    const answer = await unrecorded.ask(officer, 'GET', `/incidents/${incident.id}/stills/drop`);
    expect(answer.status).toBe(500);
    expect(answer.headers.location).toBeUndefined();
    expect(answer.text).not.toContain('not-there');
    expect(unrecorded.logged()).toContainEqual(expect.objectContaining({ code: 'REQUEST_FAILED' }));
  });

  it('of another patch is refused, and the attempt recorded', async () => {
    const incident = await flag(api);
    const path = `/incidents/${incident.id}/stills/drop`;
    expect(await api.ask(elsewhere, 'GET', path)).toMatchObject({ status: 404 });
    expect(await api.room.audit.ofPerson('officer-south', '2026-11-22')).toEqual([
      { username: 'officer-south', at: NOW, did: 'was-refused', subject: path, detail: 'NOT_FOUND' },
    ]);
  });

  it('is refused to somebody without a role, and the attempt recorded', async () => {
    const incident = await flag(api);
    const answer = await api.ask(aPerson({ roles: [] }), 'GET', `/incidents/${incident.id}/stills/drop`);
    expect(answer).toMatchObject({ status: 403, json: { code: 'NOT_ALLOWED' } });
    expect(await api.room.audit.ofPerson('officer-north', '2026-11-22')).toMatchObject([
      { did: 'was-refused' },
    ]);
  });

  it('that a device’s fault does not have is not found', async () => {
    const incident = await flag(api, {
      source: { from: 'device', deviceId: 'd', fault: 'held-open' },
      kind: 'door-fault',
    });
    const answer = await api.ask(officer, 'GET', `/incidents/${incident.id}/stills/drop`);
    expect(answer).toMatchObject({
      status: 404,
      json: { detail: `Incident ${incident.id} has no picture “drop”.` },
    });
  });

  it('is one of the four that there are', async () => {
    const answer = await api.ask(officer, 'GET', '/incidents/FT-1/stills/video');
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ field: 'shows' }] } });
  });
});
