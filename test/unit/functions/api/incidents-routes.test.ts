import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { byRule } from '../../../../shared/platform/person.ts';
import { aBid, aManager, aPerson, aSighting, aStill, aTask } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, FLAGGED_AT, flag } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const elsewhere = aPerson({ username: 'officer-south', patches: ['south'] });

let api: ApiAtWork;

beforeEach(() => {
  api = apiOn(tables.fresh());
});

describe('the review queue', () => {
  it('shows the flagged incidents of a patch, newest first', async () => {
    const night = await flag(api);
    const morning = await flag(api, { id: 's-2', at: '2026-11-22T08:00:00Z', assetId: 'ash-court-door' });
    const answer = await api.ask(officer, 'GET', '/incidents', { query: { patch: 'north' } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ items: [morning, night] });
  });

  it('shows an emergency first, however old', async () => {
    const old = await flag(api, { emergency: true });
    await flag(api, { id: 's-2', at: '2026-11-22T08:00:00Z', assetId: 'ash-court-door' });
    const answer = await api.ask(officer, 'GET', '/incidents', { query: { patch: 'north' } });
    expect(answer.json).toMatchObject({
      items: [{ id: old.id, priority: 'emergency' }, { priority: 'routine' }],
    });
  });

  it('comes in pages, each saying where the next begins', async () => {
    const night = await flag(api);
    const morning = await flag(api, { id: 's-2', at: '2026-11-22T08:00:00Z', assetId: 'ash-court-door' });
    const first = await api.ask(officer, 'GET', '/incidents', { query: { patch: 'north', limit: '1' } });
    expect(first.json).toMatchObject({ items: [{ id: morning.id }], next: expect.any(String) });
    const { next } = z.object({ next: z.string() }).parse(first.json);
    const second = await api.ask(officer, 'GET', '/incidents', {
      query: { patch: 'north', limit: '1', from: next },
    });
    expect(second.json).toMatchObject({ items: [{ id: night.id }] });
  });

  it('shows another status when it is asked for', async () => {
    await flag(api);
    const answer = await api.ask(officer, 'GET', '/incidents', {
      query: { patch: 'north', status: 'dismissed' },
    });
    expect(answer.json).toEqual({ items: [] });
  });

  it('of a patch that is not theirs is not found', async () => {
    const answer = await api.ask(officer, 'GET', '/incidents', { query: { patch: 'south' } });
    expect(answer.status).toBe(404);
    expect(answer.json).toMatchObject({
      code: 'NOT_FOUND',
      detail: 'There is no patch “south” among what you look after.',
    });
  });

  it('of any patch is a manager’s to see', async () => {
    const incident = await flag(api);
    const answer = await api.ask(aManager(), 'GET', '/incidents', { query: { patch: 'north' } });
    expect(answer.json).toEqual({ items: [incident] });
  });

  it('is for nobody without a role', async () => {
    const answer = await api.ask(aPerson({ roles: [] }), 'GET', '/incidents', { query: { patch: 'north' } });
    expect(answer.status).toBe(403);
  });

  it('says which field of the question is wrong', async () => {
    const answer = await api.ask(officer, 'GET', '/incidents', { query: { status: 'lost', limit: '1000' } });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json).toMatchObject({
      code: 'INVALID',
      detail: expect.stringContaining('“limit” cannot be accepted'),
      errors: [{ field: 'limit' }, { field: 'patch', message: 'it is missing' }, { field: 'status' }],
    });
  });

  it('refuses a page that it never gave out', async () => {
    const answer = await api.ask(officer, 'GET', '/incidents', {
      query: { patch: 'north', from: 'page-two' },
    });
    expect(answer).toMatchObject({ status: 400, json: { code: 'REJECTED' } });
  });
});

describe('an incident’s file', () => {
  it('holds the incident, its sightings, history, tasks and bids, and links to its pictures', async () => {
    const incident = await flag(api);
    const task = aTask({ incidentId: incident.id });
    const opened = {
      version: 1,
      at: FLAGGED_AT,
      by: byRule('r'),
      did: 'opened',
      status: 'open',
      said: 'flagged',
    } as const;
    await api.room.tasks.open({ task, history: opened });
    const bid = aBid();
    const link = {
      bidId: bid.id,
      incidentId: incident.id,
      taskId: task.id,
      incidentKind: 'fly-tipping',
      taskKind: 'inspect',
    };
    await api.room.bids.link(
      { ...link, assetName: task.assetName, linkedAt: FLAGGED_AT, because: 'it would' },
      bid,
    );

    const answer = await api.ask(officer, 'GET', `/incidents/${incident.id}`);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      incident,
      sightings: [aSighting()],
      history: [{ did: 'opened', status: 'flagged' }],
      tasks: [{ taskId: task.id, kind: 'inspect', status: 'open' }],
      bids: [{ bidId: bid.id, taskId: task.id }],
    });
    const { stills } = z.object({ stills: z.array(z.unknown()) }).parse(answer.json);
    const { sha256 } = aStill('drop', 13);
    expect(stills).toContainEqual({
      of: 'sighting',
      at: aSighting().at,
      shows: 'drop',
      atSeconds: 13,
      sha256,
      link: `/incidents/${incident.id}/stills/${sha256.slice(0, 16)}`,
    });
  });

  it('of another patch is not found, in the same words as one that is not there', async () => {
    const incident = await flag(api);
    const notTheirs = await api.ask(elsewhere, 'GET', `/incidents/${incident.id}`);
    const notThere = await api.ask(elsewhere, 'GET', '/incidents/FT-NONE');
    const words = (id: string) => `There is no incident “${id}” among what you look after.`;
    expect(notTheirs).toMatchObject({ status: 404, json: { detail: words(incident.id) } });
    expect(notThere).toMatchObject({ status: 404, json: { detail: words('FT-NONE') } });
  });
});
