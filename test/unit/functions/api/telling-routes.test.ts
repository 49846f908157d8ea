import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { urgentIncident } from '../../../../shared/notifications/urgency.ts';
import { aManager, anIncident, aPerson } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn, NOW } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const manager = aManager();

let api: ApiAtWork;
beforeEach(() => {
  api = apiOn(tables.fresh());
});

const rota = {
  // It is a Sunday in these tests.
  landlord: { outOfHours: { turns: { from: '2026-11-16', handOverAt: '09:00', people: ['officer-north'] } } },
};
const setRota = (body: unknown, person = manager) => api.ask(person, 'PUT', '/rota', { body });
const setEmail = (email: unknown) => api.ask(officer, 'PUT', '/me/contact/email', { body: { email } });

describe('the rota', () => {
  it('is empty until a manager sets it, and says who did', async () => {
    expect((await api.ask(officer, 'GET', '/rota')).json).toMatchObject({
      version: 0,
      rota: { patches: {} },
    });
    expect(await setRota({ version: 0, rota })).toMatchObject({
      status: 200,
      json: { version: 1, setBy: 'manager', setAt: NOW },
    });
    expect((await api.ask(officer, 'GET', '/rota')).json).toMatchObject({ version: 1, rota });
  });

  it('is not set on an old version, nor by an officer', async () => {
    await setRota({ version: 0, rota });
    expect(await setRota({ version: 0, rota })).toMatchObject({ status: 409, json: { current: 1 } });
    expect(await setRota({ version: 1, rota }, officer)).toMatchObject({ status: 403 });
  });

  it('is refused with words that say what is wrong', async () => {
    const shifts = [{ from: '2026-12-26T00:00', until: '2026-12-25T00:00', username: 'ana' }];
    const answer = await setRota({ version: 0, rota: { landlord: { outOfHours: { shifts } } } });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.text).toContain('a shift ends after it begins');
  });

  it('tells who is on duty, and whether they can be told', async () => {
    await setRota({ version: 0, rota });
    const ask = () => api.ask(officer, 'GET', '/rota/on-duty', { query: { patch: 'north' } });
    expect((await ask()).json).toEqual({
      patch: 'north',
      at: NOW,
      by: 'turn',
      people: [{ username: 'officer-north', canBeTold: false }],
    });
    await setEmail('officer.north@landlord.example');
    expect((await ask()).json).toMatchObject({ people: [{ canBeTold: true }] });
    const query = { patch: 'south' };
    expect(await api.ask(officer, 'GET', '/rota/on-duty', { query })).toMatchObject({ status: 404 });
  });
});

describe('where you are told', () => {
  const keys = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  const subscribe = (endpoint: string, said: object = keys) =>
    api.ask(officer, 'POST', '/me/contact/subscriptions', { body: { endpoint, keys: said } });
  const read = (person = officer) => api.ask(person, 'GET', '/me/contact');
  const Made = z.object({ id: z.string() });

  it('is nowhere until you say so; browsers find the key to subscribe with there', async () => {
    const { json } = await read();
    expect(json).toMatchObject({ subscriptions: [] });
    expect(z.object({ pushKey: z.string() }).parse(json).pushKey).toMatch(/^[\w-]{87}$/);
    expect(json).not.toHaveProperty('email');
  });

  it('is your address, for you alone, until you take it back', async () => {
    expect(await setEmail('officer.north@landlord.example')).toMatchObject({
      status: 200,
      json: { email: 'officer.north@landlord.example' },
    });
    expect((await read(manager)).json).not.toHaveProperty('email');
    expect((await setEmail(null)).json).not.toHaveProperty('email');
  });

  it('is not what is no address', async () => {
    expect(await setEmail('officer north')).toMatchObject({ status: 400 });
  });

  it('is every browser that you subscribed, the same one once', async () => {
    const { id } = Made.parse((await subscribe('https://push.example.com/a')).json);
    await subscribe('https://push.example.com/a');
    expect((await read()).json).toMatchObject({ subscriptions: [{ id, addedAt: NOW }] });
    expect((await read()).text).not.toContain('push.example.com');
    const gone = await api.ask(officer, 'DELETE', `/me/contact/subscriptions/${id}`);
    expect(gone.status).toBe(204);
    expect((await read()).json).toMatchObject({ subscriptions: [] });
  });

  it.each([
    ['on this machine', 'https://localhost/a', keys, 'public internet'],
    ['at a number', 'https://169.254.169.254/a', keys, 'not at a number'],
    ['in the clear', 'http://push.example.com/a', keys, 'https://'],
    ['with half a key', 'https://push.example.com/a', { ...keys, auth: 'BTBZ' }, '16 bytes'],
  ])('is not a browser %s', async (_, endpoint, said, words) => {
    const answer = await subscribe(endpoint, said);
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.text).toContain(words);
  });

  it('is ten browsers at most', async () => {
    for (let index = 0; index < 10; index += 1) await subscribe(`https://push.example.com/${index}`);
    expect(await subscribe('https://push.example.com/3')).toMatchObject({ status: 201 });
    expect(await subscribe('https://push.example.com/10')).toMatchObject({ status: 400 });
  });
});

describe('the delivery log', () => {
  it('is the day’s notifications for managers, newest first', async () => {
    const notice = urgentIncident(anIncident({ kind: 'door-fault', insecure: true }), NOW);
    if (notice !== undefined) await api.room.notifications.tell(notice, ['officer-north'], NOW);
    const log = (person: typeof manager, query = {}) => api.ask(person, 'GET', '/notifications', { query });
    expect(await log(manager)).toMatchObject({
      status: 200,
      json: { items: [{ to: 'officer-north', status: 'due', deliveries: [] }] },
    });
    expect((await log(manager, { day: '2026-11-21' })).json).toEqual({ items: [] });
    expect(await log(officer)).toMatchObject({ status: 403 });
  });
});

describe('a digest that somebody asks for', () => {
  const ask = (patch: string) => api.ask(officer, 'POST', '/digests', { query: { patch } });

  it('is sent to them', async () => {
    expect(await ask('north')).toMatchObject({
      status: 202,
      json: { to: 'officer-north', status: 'due', content: { digest: { patch: 'north' } } },
    });
  });

  it('is of a patch that they see', async () => {
    expect(await ask('south')).toMatchObject({ status: 404 });
  });
});
