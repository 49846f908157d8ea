import { beforeEach, describe, expect, it } from 'vitest';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import { aManager, anIncident, aPerson, aRegister, aTask } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, FLAGGED_AT, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const manager = aManager();
let api: ApiAtWork;

beforeEach(() => {
  api = apiOn(tables.fresh());
});

const send = (path: string, body: string | Uint8Array, person = manager) =>
  api.ask(person, 'POST', path, {
    body,
    headers: { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/octet-stream' },
  });

describe('a register’s spreadsheet', () => {
  const SHEET = [
    'Kind,Id,Name,Patch,Estate,Block,UPRN,Homes,Latitude,Longitude,Ward',
    'block,oak-house,Oak House,,oak-rise,,10008000009,24,51.49,-0.06,East',
    'light,oak-light,Path light,,oak-rise,oak-house,,,51.49,-0.06,East',
    'light,elm-light,Path light,,elm-rise,,,,51.49,-0.06,East',
    'estate,oak-rise,Oak Rise,north,,,,,51.49,-0.06,East',
  ].join('\r\n');

  it('has its good rows in the register, and its bad ones in the answer', async () => {
    const answer = await send('/register/sheet', SHEET);
    expect(answer).toMatchObject({
      status: 200,
      json: {
        added: 3,
        bad: [{ line: 4, column: 'Estate', reason: 'there is no estate “elm-rise”' }],
        ignoredColumns: ['Ward'],
      },
    });
    expect(await api.room.register.asset('oak-light')).toMatchObject({
      patch: 'north',
      blockId: 'oak-house',
    });
    expect(await api.room.register.asset('elm-light')).toBeUndefined();
    expect(await api.room.register.called('oak house')).toMatchObject([{ id: 'oak-house' }]);
  });

  it('says “unchanged” of every row the second time, and writes nothing', async () => {
    await send('/register/sheet', SHEET);
    const answer = await send('/register/sheet', SHEET);
    expect(answer).toMatchObject({ json: { added: 0, changed: 0, unchanged: 3 } });
  });

  it('is read in Windows-1252 when it comes as bytes', async () => {
    const bytes = Buffer.from(SHEET.replace('Oak House', 'Café House'), 'latin1');
    expect(await send('/register/sheet', bytes)).toMatchObject({ status: 200, json: { added: 3 } });
    expect(await api.room.register.asset('oak-house')).toMatchObject({ name: 'Café House' });
  });

  it('gives a sensor another DevEUI, by which alone it is then known', async () => {
    await api.room.register.import(aRegister());
    const sensor =
      'Kind,Id,Name,Lat,Long,DevEUI\nsensor,ash-court-door-sensor,Sensor,51.48,-0.05,24E124141B0000FF\n';
    expect(await send('/register/sheet', sensor)).toMatchObject({ json: { changed: 1 } });
    expect(await api.room.register.sensor('24E124141B0000FF')).toMatchObject({ id: 'ash-court-door-sensor' });
    expect(await api.room.register.sensor('24E124141B000001')).toBeUndefined();
  });

  it('is gone on with when it comes again, if there was no time for all of it', async () => {
    let asked = 0;
    const late = () => plusSeconds(NOW, asked++ * 8);
    const slow = apiOn(tables.fresh(), { clock: late });
    const post = () =>
      slow.ask(manager, 'POST', '/register/sheet', { body: SHEET, headers: { 'content-type': 'text/csv' } });
    expect(await post()).toMatchObject({ json: { added: 2, left: 1 } });
    expect(await post()).toMatchObject({ json: { added: 1, unchanged: 2, left: 0 } });
  });

  it('that is none is refused in words', async () => {
    expect(await send('/register/sheet', 'Dear Ada,\n')).toMatchObject({
      status: 400,
      json: { code: 'REJECTED', detail: expect.stringContaining('no column “Kind”, “Id”') },
    });
  });

  it('is a manager’s to import', async () => {
    expect((await send('/register/sheet', SHEET, aPerson())).status).toBe(403);
  });
});

describe('a spreadsheet of costs', () => {
  const SHEET = `Task,Labour,Disposal,Materials,Date\r\n${aTask().id},"£1,200.50",£30,,20/11/2026\r\nT-NOSUCHTASK,5,,,\r\n`;

  beforeEach(async () => {
    const history = {
      version: 1,
      at: FLAGGED_AT,
      by: byRule('work-for-incident'),
      did: 'opened',
      status: 'open',
      said: 'flagged',
    } as const;
    await api.room.tasks.open({ task: aTask({ incidentId: anIncident().id }), history });
  });

  it('puts the costs on their tasks, and says who did when it was billed', async () => {
    expect(await send('/tasks/costs-sheet', SHEET)).toMatchObject({
      status: 200,
      json: {
        added: 1,
        rows: [{ line: 2, id: aTask().id, did: 'added' }],
        bad: [{ line: 3, column: 'Task', reason: 'there is no task “T-NOSUCHTASK”' }],
      },
    });
    const task = await api.room.tasks.get(aTask().id);
    expect(task?.costs).toEqual({ labourPence: 120_050, disposalPence: 3_000, materialsPence: 0 });
    expect((await api.room.tasks.history(aTask().id)).at(-1)).toMatchObject({
      did: 'cost',
      by: { username: 'manager' },
      said: 'labour £1,200.50, disposal £30.00, materials £0.00, billed on 20 November 2026',
    });
  });

  it('adds nothing to a task’s history the second time', async () => {
    await send('/tasks/costs-sheet', SHEET);
    expect(await send('/tasks/costs-sheet', SHEET)).toMatchObject({ json: { changed: 0, unchanged: 1 } });
    expect((await api.room.tasks.get(aTask().id))?.version).toBe(aTask().version + 1);
  });

  it('leaves amounts as they were whose column it does not have', async () => {
    await send('/tasks/costs-sheet', SHEET);
    await send('/tasks/costs-sheet', `Task,Materials\n${aTask().id},5\n`);
    const task = await api.room.tasks.get(aTask().id);
    expect(task?.costs).toEqual({ labourPence: 120_050, disposalPence: 3_000, materialsPence: 500 });
  });

  it('is a manager’s to import', async () => {
    expect((await send('/tasks/costs-sheet', SHEET, aPerson())).status).toBe(403);
  });
});
