import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import { aPerson, aRegister, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { aReport, NOW, type Open311AtWork, open311On } from './open311-at-work.ts';

const tables = tablesForThisFile();
let server: Open311AtWork;

beforeEach(async () => {
  server = open311On(tables.fresh());
  await server.room.register.import(aRegister());
});

const Requests = z.array(z.object({ service_request_id: z.string(), status: z.string() }));
const idsIn = (json: unknown) => Requests.parse(json).map(({ service_request_id }) => service_request_id);

async function report(said: object = {}) {
  const answer = await server.report({ ...aReport, ...said });
  const [id] = idsIn(
    z
      .array(z.looseObject({}))
      .parse(answer.json)
      .map((each) => ({ status: '', ...each })),
  );
  if (id === undefined) throw new Error('no reference was given');
  return id;
}

/** Has an officer resolve what a report tells of, and the reporter told. */
async function putRight(id: string) {
  const { incidents, reports } = server.room;
  const { incidentId = '' } = (await reports.get(id)) ?? {};
  const flagged = await incidents.get(incidentId);
  if (flagged === undefined) throw new Error('there is no incident');
  const officer = byPerson(aPerson());
  const confirmed = moveIncident(flagged, 'confirm', {}, officer, NOW);
  await incidents.save(confirmed, { after: flagged.version });
  const reason = { reason: 'Mr Smith of flat 3 took it away' };
  const resolved = moveIncident(confirmed.incident, 'resolve', reason, officer, NOW);
  await incidents.save(resolved, { after: confirmed.incident.version });
  const file = await incidents.file(incidentId);
  if (file !== undefined) await reports.follow(id, file, NOW);
}

describe('the services', () => {
  it('are listed and defined in XML as the standard has them', async () => {
    const { text, type } = await server.get('services.xml', { jurisdiction_id: 'northside.example' });
    expect(type).toBe('text/xml; charset=utf-8');
    expect(text).toContain(
      '<services><service><service_code>fly-tipping</service_code><service_name>Fly-tipping',
    );
    expect(text).toContain('<metadata>true</metadata><type>realtime</type>');
    const definition = await server.get('services/fly-tipping.xml');
    expect(definition.text).toContain(
      '<service_definition><service_code>fly-tipping</service_code><attributes><attribute><variable>true</variable><code>type_of_waste</code>',
    );
    expect(definition.text).toContain('<value><key>asbestos</key><name>Asbestos</name></value>');
  });

  it('ask of a fly-tip what the attributes in use ask', async () => {
    const { json } = await server.get('services/fly-tipping.json');
    const Definition = z.object({ attributes: z.array(z.object({ code: z.string(), order: z.int() })) });
    const { attributes } = Definition.parse(json);
    expect(attributes.map(({ order }) => order)).toEqual(attributes.map((_, index) => index + 1));
    expect(attributes.map(({ code }) => code)).toEqual(
      expect.arrayContaining([
        'land_type',
        'type_of_waste',
        'fly_tip_witnessed',
        'fly_tip_date_and_time',
        'description_of_alleged_offender',
        'uprn',
      ]),
    );
  });

  it('are found from the discovery document', async () => {
    expect((await server.get('discovery.json')).json).toMatchObject({
      endpoints: [
        {
          specification: 'http://wiki.open311.org/GeoReport_v2',
          url: 'https://api.example.org/open311/v2',
          formats: ['text/xml', 'application/json'],
        },
      ],
    });
    expect((await server.get('discovery.xml')).text).toContain('<formats><format>text/xml</format>');
  });
});

describe('what anybody may see of a report', () => {
  it('is its place and how it stands, and nothing that its reporter or the staff wrote', async () => {
    const id = await report({
      description: 'Ada of flat 9 saw it',
      address_string: 'Flat 9, Ash Court',
      first_name: 'Ada',
      email: 'ada@example.org',
      media_url: 'https://pictures.example/ada.jpg',
      'attribute[description_of_alleged_offender]': 'Ada’s neighbour',
    });
    await putRight(id);
    const { json, text } = await server.get(`requests/${id}.json`);
    expect(json).toEqual([
      {
        service_request_id: id,
        status: 'closed',
        status_notes: 'It has been put right.',
        service_name: 'Fly-tipping',
        service_code: 'fly-tipping',
        description: 'Fly-tipping at Ash Court bin store camera',
        agency_responsible: 'Northside Homes',
        service_notice: null,
        requested_datetime: NOW,
        updated_datetime: NOW,
        expected_datetime: null,
        address: 'Ash Court bin store camera, Riverside',
        address_id: 'ash-court-bin-camera',
        zipcode: null,
        lat: 51.4812,
        long: -0.0521,
        media_url: null,
      },
    ]);
    const updates = await server.get('servicerequestupdates.json');
    for (const told of [text, updates.text]) expect(told).not.toMatch(/ada|flat|neighbour|smith|officer/i);
  });

  it('is told update by update, oldest first, each once', async () => {
    const id = await report();
    await putRight(id);
    const { text } = await server.get('servicerequestupdates.xml', {
      start_date: '2026-11-22T09:00:00Z',
      end_date: '2026-11-22T10:00:00Z',
    });
    const told = [...text.matchAll(/<update_id>(.+?)<\/update_id>.+?<status>(.+?)<\/status>/g)];
    expect(told.map(([, updateId, status]) => [updateId, status])).toEqual([
      [`${id}-1`, 'investigating'],
      [`${id}-2`, 'action_scheduled'],
      [`${id}-3`, 'fixed'],
    ]);
    expect(text).toMatch(/<service_request_updates><request_update>/);
    const earlier = await server.get('servicerequestupdates.json', { end_date: '2026-11-22T09:29:59Z' });
    expect(earlier.json).toEqual([]);
  });

  it.each(['R-0000000000', '%', 'R-'.padEnd(5_000, 'x')])(
    'is not there for a reference that nobody was given: %.20s',
    async (id) => {
      const answer = await server.get(`requests/${id}.json`);
      expect(answer.status).toBe(404);
      expect(answer.json).toMatchObject([{ code: 404 }]);
    },
  );

  it('is not there at an address of another kind', async () => {
    const answer = await server.get('requests.csv');
    expect([answer.status, answer.type]).toEqual([404, 'text/xml; charset=utf-8']);
  });

  it('is offered to nobody who asks with an id that is far too long', async () => {
    const asked = { service_code: 'fly-tipping', address_id: 'x'.repeat(5_000) };
    expect((await server.get('duplicates.json', asked)).json).toEqual([]);
  });
});

describe('a query of reports', () => {
  it('by their references overrides everything else, and leaves out what there is not', async () => {
    const [one, two] = [await report(), await report()];
    const { json } = await server.get('requests.json', {
      service_request_id: `${one}, R-NONE,${two}`,
      status: 'closed',
    });
    expect(idsIn(json)).toEqual([one, two]);
  });

  it('by service and status, newest first', async () => {
    const first = await report();
    server.at(at('2026-11-22T09:31:00Z'));
    const second = await report({ service_code: 'communal-space' });
    await putRight(first);
    expect(idsIn((await server.get('requests.json')).json)).toEqual([second, first]);
    expect(idsIn((await server.get('requests.json', { status: 'open' })).json)).toEqual([second]);
    expect(idsIn((await server.get('requests.json', { status: 'OPEN,closed' })).json)).toHaveLength(2);
    expect(idsIn((await server.get('requests.json', { service_code: 'fly-tipping,light' })).json)).toEqual([
      first,
    ]);
  });

  it('by dates, over the turn of a month, and of the last 90 days when none are given', async () => {
    server.at(at('2026-08-01T12:00:00Z'));
    const summer = await report();
    server.at(at('2026-10-31T23:59:59.999Z'));
    const autumn = await report();
    server.at(NOW);
    const today = await report();
    expect(idsIn((await server.get('requests.json')).json)).toEqual([today, autumn]);
    const until = { end_date: '2026-10-31T23:59:59.999Z' };
    expect(idsIn((await server.get('requests.json', until)).json)).toEqual([autumn]);
    const from = { start_date: '2026-07-31T00:00:00+01:00' };
    expect(idsIn((await server.get('requests.json', from)).json)).toEqual([summer]);
  });

  it.each([
    [
      'more than 90 days',
      { start_date: '2026-01-01T00:00:00Z', end_date: '2026-06-01T00:00:00Z' },
      '90 days',
    ],
    ['a day without a time', { start_date: '2026-11-01' }, 'with its offset'],
    [
      'an end before its beginning',
      { start_date: '2026-11-02T00:00:00Z', end_date: '2026-11-01T00:00:00Z' },
      'before',
    ],
    ['a status that there is not', { status: 'fixed' }, 'open or closed'],
  ])('of %s is refused in words', async (_, query, words) => {
    const answer = await server.get('requests.json', query);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(words);
  });

  it('of a service that there is not is refused', async () => {
    expect((await server.get('requests.xml', { service_code: 'potholes' })).status).toBe(404);
  });
});
