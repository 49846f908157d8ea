import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { byRule } from '../../../../shared/platform/person.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { CoverageStore } from '../../../../shared/sensors/coverage-store.ts';
import { aDoorSighting, aManager, aPerson, aRegister, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const manager = aManager();
const elsewhere = aPerson({ username: 'officer-south', patches: ['south'] });
const DOOR = '/places/ash-court-door';

let table: Table;
let api: ApiAtWork;

beforeEach(async () => {
  table = tables.fresh();
  api = apiOn(table);
  await api.room.register.import(aRegister());
});

describe('the sensor settings of a place', () => {
  const read = (place = DOOR, person = officer) => api.ask(person, 'GET', `${place}/sensor-settings`);
  const set = (body: unknown, place = DOOR, person = manager) =>
    api.ask(person, 'PUT', `${place}/sensor-settings`, { body });

  it('are the landlord’s while it has none of its own', async () => {
    expect(await read()).toMatchObject({
      status: 200,
      json: { version: 0, overrides: {}, inForce: { door: { dayLimitMinutes: 60 } } },
    });
  });

  it('are those of the estate, the block and itself, the narrower before the wider', async () => {
    await set(
      { version: 0, overrides: { door: { dayLimitMinutes: 40, nightLimitMinutes: 20 } } },
      '/places/riverside',
    );
    await set({ version: 0, overrides: { door: { dayLimitMinutes: 15 } } });
    const answer = await read('/places/ash-court-door-sensor');
    expect(answer.json).toMatchObject({
      overrides: {},
      inForce: { door: { dayLimitMinutes: 15, nightLimitMinutes: 20 } },
    });
  });

  it('say who set them, and are not set on an old version', async () => {
    expect(await set({ version: 0, overrides: {} })).toMatchObject({
      status: 200,
      json: { version: 1, setBy: 'manager', setAt: NOW },
    });
    expect(await set({ version: 0, overrides: {} })).toMatchObject({ status: 409 });
  });

  it('are refused with words that say what is wrong', async () => {
    const answer = await set({ version: 0, overrides: { door: { dayLimitMinutes: 0 } } });
    expect(answer).toMatchObject({ status: 400 });
    expect(JSON.stringify(answer.json)).toMatch(/dayLimitMinutes.*from 1 to 10,?080/);
    const unknown = await set({ version: 0, overrides: { doors: {} } });
    expect(JSON.stringify(unknown.json)).toMatch(/there is no setting doors; there are /);
  });

  it('are not of a camera, which has zones', async () => {
    expect(await read('/places/ash-court-bin-camera')).toMatchObject({ status: 404 });
  });

  it('are for managers to set, and for people of the patch to read', async () => {
    expect(await set({ version: 0, overrides: {} }, DOOR, officer)).toMatchObject({ status: 403 });
    expect(await read(DOOR, elsewhere)).toMatchObject({ status: 404 });
  });
});

describe('a mute', () => {
  const ask = (body: unknown, person = officer) => api.ask(person, 'POST', `${DOOR}/mutes`, { body });
  const van = { until: '2026-11-23T18:00:00Z', because: 'A removal van' };
  const Made = z.object({ id: z.string() });

  it('says when, why and who asked, and is listed', async () => {
    const made = await ask(van);
    expect(made).toMatchObject({
      status: 201,
      json: { from: NOW, until: '2026-11-23T18:00:00.000Z', because: 'A removal van', by: 'officer-north' },
    });
    const list = await api.ask(elsewhere, 'GET', `${DOOR}/mutes`);
    expect(list).toMatchObject({ status: 404 });
    expect((await api.ask(officer, 'GET', `${DOOR}/mutes`)).json).toEqual({ items: [made.json] });
  });

  it('ends early when somebody says so, once', async () => {
    const { id } = Made.parse((await ask(van)).json);
    const end = () => api.ask(officer, 'POST', `${DOOR}/mutes/${id}/end`);
    expect(await end()).toMatchObject({ status: 200, json: { until: NOW, endedBy: 'officer-north' } });
    expect(await end()).toMatchObject({ status: 409 });
    expect(await api.ask(officer, 'POST', `${DOOR}/mutes/MU-0/end`)).toMatchObject({ status: 404 });
  });

  it.each([
    ['that is over before it begins', { until: '2020-01-01T00:00:00Z' }, /end after it begins/],
    ['of more than a month', { until: '2028-01-01T00:00:00Z' }, /31 days at most/],
    ['from the day before yesterday', { from: '2026-11-19T00:00:00Z' }, /more than a day ago/],
    ['without a reason', { because: ' ' }, /say what goes on there/],
  ])('%s is refused', async (_, said, words) => {
    const answer = await ask({ ...van, ...said });
    expect(answer).toMatchObject({ status: 400 });
    expect(JSON.stringify(answer.json)).toMatch(words);
  });
});

describe('the faults of an estate', () => {
  const count = (query = '') => api.ask(officer, 'GET', `/estates/riverside/faults${query}`);

  it('are counted for each door and light, beside what was observed of it', async () => {
    await api.room.incidents.take(
      aDoorSighting({ at: '2026-11-12T09:00:00Z' }),
      byRule('held-open'),
      at(NOW),
    );
    const week = { assetId: 'ash-court-door', deviceId: 'ash-court-door-sensor', week: '2026-W46' };
    await table.commit(CoverageStore.writes([{ ...week, share: 0.5 }]));
    const answer = await count('?from=2026-11-09T00:00:00Z&until=2026-11-16T00:00:00Z');
    expect(answer).toMatchObject({
      status: 200,
      json: {
        items: [
          { assetId: 'ash-court-door', kind: 'door', incidents: { 'door-fault': 1 }, coverage: 0.5 },
          { assetId: 'ash-court-light', kind: 'light', incidents: {}, coverage: null },
        ],
      },
    });
  });

  it('are of the last four weeks when nobody says otherwise', async () => {
    expect((await count()).json).toMatchObject({ until: NOW, items: [{ coverage: 0 }, { coverage: null }] });
  });
});
