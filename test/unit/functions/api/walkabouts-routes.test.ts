import { beforeEach, describe, expect, it } from 'vitest';
import { Walkabout } from '../../../../shared/walkabouts/walkabout.ts';
import { aManager, aPerson, aRegister } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type Answered, type ApiAtWork, apiOn } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const elsewhere = aPerson({ username: 'officer-south', patches: ['south'] });
const PLAN = { kind: 'walkabout', day: '2026-11-26', estateId: 'riverside', residents: 4, partners: 1 };

let api: ApiAtWork;

beforeEach(async () => {
  api = apiOn(tables.fresh());
  await api.room.register.import(aRegister());
});

const plan = (said: object = {}, person = officer) =>
  api.ask(person, 'POST', '/walkabouts', { body: { ...PLAN, ...said } });

async function planned(said: object = {}): Promise<Walkabout> {
  return Walkabout.parse((await plan(said)).json);
}

const move = ({ id }: Walkabout, name: string, body: object, person = officer): Promise<Answered> =>
  api.ask(person, 'POST', `/walkabouts/${id}/${name}`, { body });

describe('planning a walkabout', () => {
  it('answers it with the route that the register proposes, led by whoever plans it', async () => {
    const answer = await plan();
    expect(answer).toMatchObject({
      status: 201,
      json: { status: 'planned', patch: 'north', leader: 'officer-north', residents: 4, version: 1 },
    });
    const { stops } = Walkabout.parse(answer.json);
    expect(stops.map(({ assetId }) => assetId)).toEqual(['ash-court', 'ash-court-door', 'ash-court-light']);
  });

  it('of a patch goes over all of its estates', async () => {
    const answer = await plan({ kind: 'patch-inspection', estateId: undefined, patch: 'north' });
    expect(answer).toMatchObject({ status: 201, json: { kind: 'patch-inspection', patch: 'north' } });
    expect(answer.json).not.toHaveProperty('estateId');
  });

  it('twice for one day names the one that there is, until that is cancelled', async () => {
    const first = await planned();
    expect(await plan()).toMatchObject({ status: 409, json: { detail: expect.stringContaining(first.id) } });
    await move(first, 'cancel', { version: 1, note: 'snow' });
    const second = await planned();
    expect(second.id).not.toBe(first.id);
    expect((await plan()).status).toBe(409);
  });

  it.each([
    [{ stops: ['elm-house'] }, 'There is no “elm-house” on estate “riverside”'],
    [{ stops: ['ash-court-bin-camera'] }, '“ash-court-bin-camera” is no block, door or light'],
    [
      { day: '1926-11-26' },
      '1926-11-26 is more than 31 days ago: walkabouts are entered from 2026-10-22 on.',
    ],
    [{ day: '2028-01-01' }, '2028-01-01 is more than a year ahead'],
    [{ day: 'Thursday' }, 'a day of the calendar such as 2026-11-22'],
    [{ patch: 'north' }, 'name either the estate or'],
    [{ estateId: undefined }, 'name either the estate or'],
    [{ residents: -1 }, '“residents” cannot be accepted'],
  ])('with %j is refused in words', async (said, words) => {
    const answer = await plan(said);
    expect(answer).toMatchObject({ status: 400, json: { detail: expect.stringContaining(words) } });
  });

  it('is for the estate officers of the patch', async () => {
    expect((await plan({}, aManager())).status).toBe(403);
    expect((await plan({}, elsewhere)).status).toBe(404);
    const patch = { kind: 'patch-inspection', estateId: undefined, patch: 'north' };
    expect((await plan(patch, elsewhere)).status).toBe(404);
    expect((await plan({ estateId: 'no-such-estate' })).status).toBe(404);
  });
});

describe('a planned walkabout', () => {
  it('takes another route until it has started', async () => {
    const walkabout = await planned();
    const stops = ['ash-court-light', 'ash-court'];
    expect(await move(walkabout, 'reroute', { version: 1, stops })).toMatchObject({
      status: 200,
      json: {
        status: 'planned',
        version: 2,
        stops: [{ assetId: 'ash-court-light' }, { assetId: 'ash-court' }],
      },
    });
    await move(walkabout, 'start', { version: 2 });
    expect(await move(walkabout, 'reroute', { version: 3, stops })).toMatchObject({
      status: 409,
      json: { code: 'WRONG_STATE', current: 3 },
    });
  });

  it('is not rerouted over what is elsewhere, nor by who looked at an earlier version', async () => {
    const walkabout = await planned();
    expect(await move(walkabout, 'reroute', { version: 1, stops: ['elm-house'] })).toMatchObject({
      status: 400,
    });
    await move(walkabout, 'reroute', { version: 1, stops: ['ash-court'] });
    const late = await move(walkabout, 'start', { version: 1 });
    expect(late).toMatchObject({ status: 409, json: { code: 'CONFLICT', current: 2 } });
  });

  it('starts with who came along, and tells it in its history', async () => {
    const walkabout = await planned();
    await move(walkabout, 'start', { version: 1, residents: 6 });
    const file = await api.ask(officer, 'GET', `/walkabouts/${walkabout.id}`);
    expect(file).toMatchObject({
      json: {
        walkabout: { status: 'under-way', residents: 6, partners: 1 },
        history: [{ did: 'planned' }, { did: 'start', said: 'with 6 residents and 1 partner' }],
      },
    });
  });

  it('is seen and moved in its own patch only; managers see every one', async () => {
    const walkabout = await planned();
    const read = (person: typeof officer) => api.ask(person, 'GET', `/walkabouts/${walkabout.id}`);
    expect((await read(elsewhere)).status).toBe(404);
    expect((await read(aManager())).status).toBe(200);
    expect((await move(walkabout, 'start', { version: 1 }, elsewhere)).status).toBe(404);
    expect((await move(walkabout, 'start', { version: 1 }, aManager())).status).toBe(403);
  });
});

describe('the walkabouts of a patch', () => {
  it('are listed by day, the latest first, with the number of their stops', async () => {
    await planned();
    await planned({ day: '2026-12-03', kind: 'patch-inspection' });
    const list = (query: object) =>
      api.ask(officer, 'GET', '/walkabouts', { query: { patch: 'north', ...query } });
    expect((await list({})).json).toMatchObject({
      items: [
        { day: '2026-12-03', kind: 'patch-inspection', stops: 3 },
        { day: '2026-11-26', kind: 'walkabout', stops: 3 },
      ],
    });
    expect((await list({ until: '2026-11-30' })).json).toMatchObject({ items: [{ day: '2026-11-26' }] });
    expect((await list({ since: '2027-01-01' })).json).toEqual({ items: [] });
  });
});
