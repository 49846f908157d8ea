import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aClip, aManager, aPerson, aRegister } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const elsewhere = aPerson({ username: 'officer-south', patches: ['south'] });
const PATH = '/clips/ash-court-bin-camera/2026-11-22T00:12:47.000Z';

let api: ApiAtWork;

beforeEach(async () => {
  api = apiOn(tables.fresh());
  await api.room.register.import(aRegister());
  await api.room.clips.note(aClip());
});

describe('the clips of a camera', () => {
  it('come newest first, in pages', async () => {
    const morning = aClip({ recordedAt: '2026-11-22T08:00:00Z', status: 'nothing-found' });
    await api.room.clips.note(morning);
    const ask = (query: Record<string, string>) =>
      api.ask(officer, 'GET', '/cameras/ash-court-bin-camera/clips', { query: { limit: '1', ...query } });
    const first = await ask({});
    expect(first).toMatchObject({ status: 200, json: { items: [morning] } });
    const { next } = z.object({ next: z.string() }).parse(first.json);
    expect((await ask({ from: next })).json).toMatchObject({ items: [aClip()] });
  });

  it('of another patch’s camera are not found, and the attempt is recorded', async () => {
    const path = '/cameras/ash-court-bin-camera/clips';
    expect(await api.ask(elsewhere, 'GET', path)).toMatchObject({ status: 404 });
    expect(await api.room.audit.ofPerson('officer-south', '2026-11-22')).toEqual([
      { username: 'officer-south', at: NOW, did: 'was-refused', subject: path, detail: 'NOT_FOUND' },
    ]);
  });

  it('of a camera that the register does not know are managers’ to see', async () => {
    const stray = aClip({ cameraId: 'stray-camera' });
    await api.room.clips.note(stray);
    const path = '/cameras/stray-camera/clips';
    expect(await api.ask(aManager(), 'GET', path)).toMatchObject({ status: 200, json: { items: [stray] } });
    expect(await api.ask(officer, 'GET', path)).toMatchObject({ status: 404 });
  });

  it('are for nobody without a role, and the attempt is recorded', async () => {
    const answer = await api.ask(aPerson({ roles: [] }), 'GET', '/cameras/ash-court-bin-camera/clips');
    expect(answer.status).toBe(403);
    expect(await api.room.audit.ofPerson('officer-north', '2026-11-22')).toMatchObject([
      { detail: 'NOT_ALLOWED' },
    ]);
  });
});

describe('a clip', () => {
  it('is read by its camera and the time it was recorded at', async () => {
    expect(await api.ask(officer, 'GET', PATH)).toMatchObject({ status: 200, json: aClip() });
  });

  it('is found by the same time written in another way', async () => {
    const answer = await api.ask(officer, 'GET', '/clips/ash-court-bin-camera/2026-11-22T01:12:47+01:00');
    expect(answer.json).toEqual(aClip());
  });

  it('that has not been analysed yet is not found, in words', async () => {
    const answer = await api.ask(officer, 'GET', '/clips/ash-court-bin-camera/2026-11-22T09:00:00Z');
    expect(answer.status).toBe(404);
    expect(answer.json).toMatchObject({ detail: expect.stringContaining('it still waits') });
  });

  it('of another patch is not found, in words that do not tell whether it is there', async () => {
    const answer = await api.ask(elsewhere, 'GET', PATH);
    const detail = 'There is no camera “ash-court-bin-camera” among what you look after.';
    expect(answer).toMatchObject({ status: 404, json: { detail } });
  });

  it('is asked for with a time', async () => {
    const answer = await api.ask(officer, 'GET', '/clips/ash-court-bin-camera/yesterday');
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ field: 'recordedAt' }] } });
  });
});
