import { beforeEach, describe, expect, it } from 'vitest';
import { aBid, aManager, aPerson, aRegister } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, FLAGGED_AT, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const manager = aManager();
const { status: _, openedAt: __, version: ___, ...newBid } = aBid();

let api: ApiAtWork;

beforeEach(async () => {
  api = apiOn(tables.fresh());
  await api.room.register.import(aRegister());
});

describe('the bids of a programme', () => {
  it('are all of its bids and no others', async () => {
    await api.room.bids.enter(aBid());
    await api.room.bids.enter(aBid({ id: 'elm-fence', programme: '2028-29' }));
    const answer = await api.ask(officer, 'GET', '/bids', { query: { programme: '2027-28' } });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ items: [aBid()] });
  });

  it('are asked for by programme', async () => {
    const answer = await api.ask(officer, 'GET', '/bids');
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ field: 'programme' }] } });
  });

  it('are for nobody without a role', async () => {
    const answer = await api.ask(aPerson({ roles: [] }), 'GET', '/bids', { query: { programme: '2027-28' } });
    expect(answer.status).toBe(403);
  });
});

describe('a bid', () => {
  it('is read with what it answers', async () => {
    const link = {
      bidId: aBid().id,
      incidentId: 'FT-0000000001',
      taskId: 'T-0000000001',
      incidentKind: 'fly-tipping',
      taskKind: 'inspect',
      assetName: 'Ash Court bin store camera',
      linkedAt: FLAGGED_AT,
      because: 'security lighting at ash-court would answer fly tipping',
    };
    await api.room.bids.enter(aBid());
    await api.room.bids.link(link, aBid());
    const answer = await api.ask(officer, 'GET', `/bids/${aBid().id}`);
    expect(answer.json).toEqual({ bid: aBid(), links: [link] });
  });

  it('that nobody entered is not found', async () => {
    const answer = await api.ask(officer, 'GET', '/bids/elm-fence');
    expect(answer).toMatchObject({ status: 404, json: { detail: 'There is no bid “elm-fence”.' } });
  });
});

describe('entering a bid', () => {
  it('makes a draft, now, at version 1, and says where it is', async () => {
    const answer = await api.ask(manager, 'POST', '/bids', { body: newBid });
    const entered = { ...newBid, status: 'draft', openedAt: NOW, version: 1 };
    expect(answer.status).toBe(201);
    expect(answer.headers.location).toBe('/bids/ash-court-lights');
    expect(answer.json).toEqual(entered);
    expect(await api.room.bids.file('ash-court-lights')).toEqual({ bid: entered, links: [] });
  });

  it('under an id that is taken is a conflict, and the first bid stays', async () => {
    await api.room.bids.enter(aBid());
    const answer = await api.ask(manager, 'POST', '/bids', { body: { ...newBid, title: 'Another' } });
    expect(answer).toMatchObject({ status: 409, json: { code: 'CONFLICT', current: 1 } });
    expect(await api.room.bids.file('ash-court-lights')).toMatchObject({ bid: { title: aBid().title } });
  });

  it('is a manager’s to do', async () => {
    const answer = await api.ask(officer, 'POST', '/bids', { body: newBid });
    expect(answer).toMatchObject({ status: 403, json: { detail: 'This is for managers.' } });
  });

  it('with a status of one’s own is refused', async () => {
    const answer = await api.ask(manager, 'POST', '/bids', { body: { ...newBid, status: 'approved' } });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('status');
  });

  it('in pounds with pence after the point is refused', async () => {
    const answer = await api.ask(manager, 'POST', '/bids', { body: { ...newBid, costPence: 18_500.5 } });
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ field: 'costPence' }] } });
  });

  it('for places that lie elsewhere is refused, because nothing would ever be linked to it', async () => {
    const body = { ...newBid, estateIds: ['riverside', 'ash-court'], scope: ['riverside', 'elm-house'] };
    const answer = await api.ask(manager, 'POST', '/bids', { body });
    expect(answer).toMatchObject({
      status: 400,
      json: {
        errors: [
          { field: 'estateIds[1]', message: '“ash-court” is no estate of the register' },
          { field: 'scope[1]', message: '“elm-house” is on none of the estates that the bid names' },
        ],
      },
    });
  });
});
