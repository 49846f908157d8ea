import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aManager, aPerson, aRegister, aReport } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ApiAtWork, apiOn } from './api-at-work.ts';

const tables = tablesForThisFile();
const officer = aPerson();
const stranger = aPerson({ username: 'officer-south', patches: ['south'] });
const ADA = { firstName: 'Ada', email: 'ada@example.org' };
const { id } = aReport();
let api: ApiAtWork;

beforeEach(async () => {
  api = apiOn(tables.fresh());
  await api.room.register.import(aRegister());
  await api.room.reports.keep(aReport(), ADA);
});

const day = '2026-11-22';

describe('a report', () => {
  it('is read by the staff of its patch, in the reporter’s own words and without who they are', async () => {
    const answer = await api.ask(officer, 'GET', `/reports/${id}`);
    expect(answer).toMatchObject({
      status: 200,
      json: { description: 'It has been open since this morning', answers: { door_fault: 'does-not-close' } },
    });
    expect(answer.text).not.toContain('Ada');
  });

  it('of another patch is not there', async () => {
    expect(await api.ask(stranger, 'GET', `/reports/${id}`)).toMatchObject({ status: 404 });
  });

  it('of nobody’s land is for managers', async () => {
    const { place: _, ...nowhere } = aReport({ id: 'R-NOWHERE' });
    await api.room.reports.keep(nowhere, {});
    expect(await api.ask(officer, 'GET', '/reports/R-NOWHERE')).toMatchObject({ status: 404 });
    expect(await api.ask(aManager(), 'GET', '/reports/R-NOWHERE')).toMatchObject({ status: 200 });
  });
});

describe('who made a report', () => {
  it('is shown to the staff of its patch, and that they looked is recorded', async () => {
    const answer = await api.ask(officer, 'GET', `/reports/${id}/contact`);
    expect(answer).toMatchObject({ status: 200, json: ADA });
    expect(await api.room.audit.ofPerson(officer.username, day)).toMatchObject([
      { did: 'viewed-contact', subject: id },
    ]);
  });

  it('is not shown to others, and that they tried is recorded', async () => {
    expect(await api.ask(stranger, 'GET', `/reports/${id}/contact`)).toMatchObject({ status: 404 });
    expect(await api.room.audit.ofPerson(stranger.username, day)).toMatchObject([
      { did: 'was-refused', subject: `/reports/${id}/contact` },
    ]);
  });

  it('is empty when they did not say', async () => {
    await api.room.reports.keep(aReport({ id: 'R-NOBODY' }), {});
    expect(await api.ask(officer, 'GET', '/reports/R-NOBODY/contact')).toMatchObject({
      status: 200,
      json: {},
    });
  });
});

describe('the reports of an estate', () => {
  const list = (query: Readonly<Record<string, string>>, person = officer) =>
    api.ask(person, 'GET', '/reports', { query: { estate: 'riverside', ...query } });

  beforeEach(async () => {
    await api.room.reports.keep(aReport({ id: 'R-OLDER', receivedAt: '2026-11-20T08:00:00Z' }), {});
  });

  it('are listed newest first, page by page', async () => {
    const first = await list({ limit: '1' });
    expect(first).toMatchObject({ status: 200, json: { items: [{ id }], next: expect.any(String) } });
    const { next } = z.object({ next: z.string() }).parse(first.json);
    expect(await list({ limit: '1', from: next })).toMatchObject({ json: { items: [{ id: 'R-OLDER' }] } });
  });

  it('are listed of a span of time', async () => {
    const answer = await list({ since: '2026-11-19T00:00:00Z', until: '2026-11-21T00:00:00Z' });
    expect(answer).toMatchObject({ json: { items: [{ id: 'R-OLDER' }] } });
  });

  it('of another patch are not there', async () => {
    expect(await list({}, stranger)).toMatchObject({ status: 404 });
  });
});
