import { beforeEach, describe, expect, it } from 'vitest';
import { pictureName } from '../../../../shared/incidents/incident-file.ts';
import { AuditStore } from '../../../../shared/platform/audit-store.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { aPerson, aStill, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, flag, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const elsewhere = aPerson({ username: 'officer-south', patches: ['south'] });

const DROP = pictureName(aStill('drop', 13));

let table: Table;
let api: ApiAtWork;

beforeEach(() => {
  table = tables.fresh();
  api = apiOn(table);
});

describe('a picture of an incident', () => {
  it('is a link that lives five minutes', async () => {
    const incident = await flag(api);
    const answer = await api.ask(officer, 'GET', `/incidents/${incident.id}/stills/${DROP}`);
    expect(answer.status).toBe(303);
    const link = new URL(answer.headers.location ?? '');
    expect(link.pathname).toContain('incidents/sighting-1/drop.jpg');
    expect(link.searchParams.get('X-Amz-Expires')).toBe('300');
    expect(link.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('is recorded with who, when and which, and logged', async () => {
    const incident = await flag(api);
    await api.ask(officer, 'GET', `/incidents/${incident.id}/stills/${DROP}`);
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
    const answer = await unrecorded.ask(officer, 'GET', `/incidents/${incident.id}/stills/${DROP}`);
    expect(answer.status).toBe(500);
    expect(answer.headers.location).toBeUndefined();
    expect(answer.text).not.toContain('not-there');
    expect(unrecorded.logged()).toContainEqual(expect.objectContaining({ code: 'REQUEST_FAILED' }));
  });

  it('of another patch is refused, and the attempt recorded', async () => {
    const incident = await flag(api);
    const path = `/incidents/${incident.id}/stills/${DROP}`;
    expect(await api.ask(elsewhere, 'GET', path)).toMatchObject({ status: 404 });
    expect(await api.room.audit.ofPerson('officer-south', '2026-11-22')).toEqual([
      { username: 'officer-south', at: NOW, did: 'was-refused', subject: path, detail: 'NOT_FOUND' },
    ]);
  });

  it('is refused to somebody without a role, and the attempt recorded', async () => {
    const incident = await flag(api);
    const answer = await api.ask(aPerson({ roles: [] }), 'GET', `/incidents/${incident.id}/stills/${DROP}`);
    expect(answer).toMatchObject({ status: 403, json: { code: 'NOT_ALLOWED' } });
    expect(await api.room.audit.ofPerson('officer-north', '2026-11-22')).toMatchObject([
      { did: 'was-refused' },
    ]);
  });

  it('of a place seen clean again is among them', async () => {
    const incident = await flag(api);
    const after = { ...aStill('after', 4), key: 'incidents/clean.jpg', sha256: 'c1'.repeat(32) };
    const cleared = { at: at('2026-11-22T07:30:00Z'), notBefore: at('2026-11-22T07:10:00Z') };
    const seen = { ...cleared, clipId: 'c', cameraName: 'Bin camera', stills: [after] };
    await api.room.incidents.seeCleared(incident.id, seen, byRule('seen-cleared'), NOW);
    const file = await api.ask(officer, 'GET', `/incidents/${incident.id}`);
    const link = `/incidents/${incident.id}/stills/${'c1'.repeat(8)}`;
    expect(file).toMatchObject({
      json: { stills: expect.arrayContaining([expect.objectContaining({ of: 'clearance', link })]) },
    });
    const answer = await api.ask(officer, 'GET', link);
    expect(answer.headers.location).toContain('incidents/clean.jpg');
  });

  it('that a device’s fault does not have is not found', async () => {
    const incident = await flag(api, {
      source: { from: 'device', deviceId: 'd', fault: 'held-open' },
      kind: 'door-fault',
    });
    const answer = await api.ask(officer, 'GET', `/incidents/${incident.id}/stills/${DROP}`);
    expect(answer).toMatchObject({
      status: 404,
      json: { detail: `Incident ${incident.id} has no picture “${DROP}”.` },
    });
  });

  it('is named by the beginning of its SHA-256', async () => {
    const answer = await api.ask(officer, 'GET', '/incidents/FT-1/stills/video');
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ field: 'picture' }] } });
  });
});
