import { beforeEach, describe, expect, it } from 'vitest';
import { aPerson, aRegister, aSighting } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, flag } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const COUNCIL = { partner: 'Northside Council', note: 'On the verge by the gate.' };
let api: ApiAtWork;
let incidentId: string;

beforeEach(async () => {
  api = apiOn(tables.fresh());
  await api.room.register.import(aRegister());
  incidentId = (await flag(api)).id;
});

const refer = (body: object = COUNCIL, person = officer) =>
  api.ask(person, 'POST', `/incidents/${incidentId}/referrals`, { body });

describe('referring an incident', () => {
  it('keeps what is to be sent, and shows it on the incident’s file', async () => {
    expect(await refer()).toMatchObject({
      status: 201,
      json: { referral: { status: 'waiting', partner: 'Northside Council', serviceCode: 'FLY' } },
    });
    expect(await api.ask(officer, 'GET', `/incidents/${incidentId}`)).toMatchObject({
      json: {
        referrals: [
          { referral: { sentence: 'To be sent to Northside Council.' }, history: [{ did: 'opened' }] },
        ],
      },
    });
  });

  it('tells them the kind, the day, the place and the note, and nothing that was seen or said', async () => {
    const [reason = ''] = aSighting().reasons;
    const { text } = await refer();
    expect(text).toContain(
      'Fly-tipping near Ash Court bin store camera, seen on 22 November 2026. On the verge',
    );
    expect(text).not.toContain(reason);
  });

  it('twice is once', async () => {
    const [first, second] = [await refer(), await refer()];
    expect(second.json).toEqual(first.json);
  });

  it('needs a note, and a partner who is in the settings', async () => {
    expect(await refer({ ...COUNCIL, note: ' ' })).toMatchObject({ status: 400 });
    expect(await refer({ ...COUNCIL, partner: 'Nobody' })).toMatchObject({
      status: 404,
      json: { detail: expect.stringContaining('the settings name “Northside Council”') },
    });
  });

  it('needs a partner who takes such an incident', async () => {
    incidentId = (await flag(api, { id: 'door', kind: 'door-fault', assetId: 'ash-court-door' })).id;
    expect(await refer()).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining('takes no door-fault') },
    });
    expect(await api.ask(officer, 'GET', `/incidents/${incidentId}/referrals`)).toMatchObject({
      json: { items: [], partners: [] },
    });
  });
});
