import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incidentMoves } from '../../../../shared/incidents/incident-moves.ts';
import { aManager, aPerson } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, flag, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const elsewhere = aPerson({ username: 'officer-south', patches: ['south'] });

let api: ApiAtWork;

beforeEach(() => {
  api = apiOn(tables.fresh());
});

describe('a move', () => {
  it('confirms a flag, and says who did in the history', async () => {
    const incident = await flag(api);
    const body = { version: 1, note: 'Two bags and a mattress.' };
    const answer = await api.ask(officer, 'POST', `/incidents/${incident.id}/confirm`, { body });
    expect(answer).toMatchObject({ status: 200, json: { status: 'confirmed', version: 2 } });
    const file = await api.room.incidents.file(incident.id);
    expect(file?.history.at(-1)).toEqual({
      version: 2,
      at: NOW,
      by: { who: 'person', username: 'officer-north' },
      did: 'confirm',
      status: 'confirmed',
      said: 'Two bags and a mattress.',
    });
  });

  it('dismisses a flag with its disposition', async () => {
    const incident = await flag(api);
    const body = { version: 1, disposition: 'residents-own-bins' };
    const answer = await api.ask(officer, 'POST', `/incidents/${incident.id}/dismiss`, { body });
    expect(answer).toMatchObject({
      status: 200,
      json: { status: 'dismissed', disposition: 'residents-own-bins' },
    });
  });

  it('resolves, closes and reopens with a reason', async () => {
    const { id } = await flag(api);
    const statuses: unknown[] = [];
    for (const [version, move] of [
      [1, 'confirm'],
      [2, 'resolve'],
      [3, 'close'],
      [4, 'reopen'],
    ] as const) {
      const body = move === 'confirm' ? { version } : { version, reason: 'seen on the ground' };
      const answer = await api.ask(officer, 'POST', `/incidents/${id}/${move}`, { body });
      statuses.push(z.object({ status: z.string() }).parse(answer.json).status);
    }
    expect(statuses).toEqual(['confirmed', 'resolved', 'closed', 'flagged']);
  });

  it('that a rule alone makes has no route', async () => {
    const incident = await flag(api);
    const body = { version: 1, reason: 'again' };
    const answer = await api.ask(officer, 'POST', `/incidents/${incident.id}/report-again`, { body });
    expect(incidentMoves['report-again'].by).toEqual(['rule']);
    expect(answer).toMatchObject({
      status: 404,
      json: { detail: 'There is nothing at this address: /docs lists what there is.' },
    });
  });

  it('decided on an older version is a conflict that names the current one', async () => {
    const incident = await flag(api);
    await flag(api, { id: 's-2', at: '2026-11-22T00:20:00Z' });
    const answer = await api.ask(officer, 'POST', `/incidents/${incident.id}/confirm`, {
      body: { version: 1 },
    });
    expect(answer).toMatchObject({ status: 409, json: { code: 'CONFLICT', current: 2 } });
    expect(await api.room.incidents.get(incident.id)).toMatchObject({ status: 'flagged', version: 2 });
  });

  it('made by two people at once is made by one of them', async () => {
    const incident = await flag(api);
    const [one, other] = await Promise.all([
      api.ask(officer, 'POST', `/incidents/${incident.id}/confirm`, { body: { version: 1 } }),
      api.ask(officer, 'POST', `/incidents/${incident.id}/dismiss`, {
        body: { version: 1, disposition: 'not-waste' },
      }),
    ]);
    expect([one.status, other.status].sort()).toEqual([200, 409]);
    expect([one, other].find(({ status }) => status === 409)?.json).toMatchObject({
      code: 'CONFLICT',
      current: 2,
    });
  });

  it('from a state that does not allow it is refused with the current version', async () => {
    const incident = await flag(api);
    const body = { version: 1, reason: 'gone' };
    const answer = await api.ask(officer, 'POST', `/incidents/${incident.id}/resolve`, { body });
    expect(answer).toMatchObject({
      status: 409,
      json: { code: 'WRONG_STATE', current: 1, title: 'Conflict' },
    });
  });

  it('is refused to a manager, whose move it is not', async () => {
    const incident = await flag(api);
    const answer = await api.ask(aManager(), 'POST', `/incidents/${incident.id}/confirm`, {
      body: { version: 1 },
    });
    expect(answer).toMatchObject({ status: 403, json: { detail: 'This is for estate officers.' } });
  });

  it('on another patch’s incident finds nothing to move', async () => {
    const incident = await flag(api);
    const answer = await api.ask(elsewhere, 'POST', `/incidents/${incident.id}/confirm`, {
      body: { version: 1 },
    });
    expect(answer.status).toBe(404);
    expect(await api.room.incidents.get(incident.id)).toMatchObject({ status: 'flagged' });
  });

  it('says what its body lacks, and what it does not know', async () => {
    const incident = await flag(api);
    const answer = await api.ask(officer, 'POST', `/incidents/${incident.id}/dismiss`, {
      body: { notes: 'x' },
    });
    expect(answer).toMatchObject({
      status: 400,
      json: {
        errors: [{ field: 'version', message: 'it is missing' }, { field: 'disposition' }, { field: 'body' }],
      },
    });
    expect(answer.text).toContain('notes');
  });

  it('needs words where it asks for a reason', async () => {
    const incident = await flag(api);
    const body = { version: 1, reason: '   ' };
    const answer = await api.ask(officer, 'POST', `/incidents/${incident.id}/resolve`, { body });
    expect(answer).toMatchObject({
      status: 400,
      json: { errors: [{ field: 'reason', message: 'say why' }] },
    });
  });
});
