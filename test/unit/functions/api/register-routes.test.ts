import { beforeEach, describe, expect, it } from 'vitest';
import { aManager, aPerson, aRegister } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const manager = aManager();

let api: ApiAtWork;

beforeEach(() => {
  api = apiOn(tables.fresh());
});

describe('importing the register', () => {
  it('writes every asset and says how many', async () => {
    const answer = await api.ask(manager, 'PUT', '/register', { body: aRegister() });
    expect(answer).toMatchObject({ status: 200, json: { assets: aRegister().assets.length } });
    expect(await api.room.register.camera('ash-court-bin-camera')).toMatchObject({ patch: 'north' });
  });

  it('names what refers to something that is not there', async () => {
    const assets = aRegister().assets.filter(({ id }) => id !== 'ash-court');
    const answer = await api.ask(manager, 'PUT', '/register', { body: { assets } });
    expect(answer).toMatchObject({
      status: 400,
      json: { code: 'INVALID', errors: [{ field: 'assets[1]' }, {}, {}, {}] },
    });
    expect(answer.text).toContain('belongs to block “ash-court”, which is not in the register');
    expect(await api.room.register.asset('riverside')).toBeUndefined();
  });

  it('is a manager’s to do', async () => {
    const answer = await api.ask(officer, 'PUT', '/register', { body: aRegister() });
    expect(answer.status).toBe(403);
    expect(await api.room.register.asset('riverside')).toBeUndefined();
  });

  it('takes a register of a few megabytes', async () => {
    const [first] = aRegister().assets;
    const homes = Array.from({ length: 2_000 }, (_, number) => ({
      kind: 'block',
      id: `block-${number}`,
      name: `Block ${number} `.padEnd(120, '.'),
      patch: 'north',
      estateId: 'riverside',
      uprn: '1',
      homes: 1,
      coordinates: first?.coordinates,
      notes: 'x'.repeat(500),
    }));
    const answer = await api.ask(manager, 'PUT', '/register', { body: { assets: [first, ...homes] } });
    expect(answer).toMatchObject({ status: 200, json: { assets: 2_001 } });
  });
});

describe('the estates of a patch', () => {
  beforeEach(() => api.room.register.import(aRegister()));

  it('are those of that patch', async () => {
    const answer = await api.ask(officer, 'GET', '/estates', { query: { patch: 'north' } });
    expect(answer).toMatchObject({ status: 200, json: { items: [{ id: 'riverside', kind: 'estate' }] } });
  });

  it('that is not theirs are not found', async () => {
    expect(await api.ask(officer, 'GET', '/estates', { query: { patch: 'south' } })).toMatchObject({
      status: 404,
    });
  });

  it('are asked for by a patch’s id', async () => {
    const answer = await api.ask(manager, 'GET', '/estates', { query: { patch: 'North Patch' } });
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ field: 'patch' }] } });
  });
});

describe('the assets of an estate', () => {
  beforeEach(() => api.room.register.import(aRegister()));

  it('are everything that is on it', async () => {
    const answer = await api.ask(officer, 'GET', '/estates/riverside/assets');
    const onRiverside = aRegister().assets.filter(
      (asset) => asset.kind !== 'estate' && asset.estateId === 'riverside',
    );
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    expect(answer).toMatchObject({ status: 200, json: { items: onRiverside.sort(byId) } });
  });

  it('of another patch are not found', async () => {
    expect(await api.ask(officer, 'GET', '/estates/hillside/assets')).toMatchObject({ status: 404 });
  });

  it('of something that is no estate are not found', async () => {
    const answer = await api.ask(officer, 'GET', '/estates/ash-court/assets');
    expect(answer).toMatchObject({
      status: 404,
      json: { detail: expect.stringContaining('no estate “ash-court”') },
    });
  });
});
