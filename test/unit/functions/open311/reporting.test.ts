import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { byPerson, byRule } from '../../../../shared/platform/person.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { aDoorSighting, aPerson, aRegister, aSighting, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { ASH_COURT, aReport, NOW, type Open311AtWork, open311On } from './open311-at-work.ts';

const tables = tablesForThisFile();
let table: Table;
let server: Open311AtWork;

beforeEach(async () => {
  table = tables.fresh();
  server = open311On(table);
  await server.room.register.import(aRegister());
});

const Receipt = z.tuple([z.object({ service_request_id: z.string(), service_notice: z.string() })]);
const receiptOf = (json: unknown) => Receipt.parse(json)[0];

async function reported(fields: Parameters<Open311AtWork['report']>[0] = aReport) {
  const answer = await server.report(fields);
  expect(answer.status, answer.text).toBe(200);
  const receipt = receiptOf(answer.json);
  const report = await server.room.reports.get(receipt.service_request_id);
  if (report === undefined) throw new Error('the report was not kept');
  return { ...receipt, report };
}

const incidentOf = async (incidentId: string | undefined) => {
  const file = await server.room.incidents.file(incidentId ?? 'none');
  if (file === undefined) throw new Error('there is no incident');
  return file;
};

describe('a report', () => {
  it('becomes a flagged incident at the nearest fitting asset, with what the reporter says', async () => {
    const { report } = await reported({
      ...aReport,
      description: 'A fridge\nby the bins',
      'attribute[fly_tip_witnessed]': 'yes',
    });
    const { incident, sightings } = await incidentOf(report.incidentId);
    expect(incident).toMatchObject({
      kind: 'fly-tipping',
      status: 'flagged',
      assetId: 'ash-court-bin-camera',
    });
    expect(sightings).toMatchObject([{ source: { from: 'report', reportId: report.id, photos: [] } }]);
    expect(incident.reasons).toEqual([
      `reported by a resident (${report.id}): Fly-tipping`,
      'they say: White goods',
      'they say: Yes',
      'in their words: “A fridge by the bins”',
    ]);
  });

  it('is answered with its reference and what happens next', async () => {
    const { service_request_id, service_notice } = await reported();
    expect(service_request_id).toMatch(/^R-[0-9A-Z]{10}$/);
    expect(service_notice).toBe('The estate team has been asked to look at it.');
  });

  it('of hazardous waste says so to the officer and tells the reporter to keep away', async () => {
    const { report, service_notice } = await reported({
      ...aReport,
      'attribute[type_of_waste]': 'Asbestos',
    });
    expect(report.hazard).toBe('asbestos');
    expect((await incidentOf(report.incidentId)).incident.reasons).toContain(
      'hazardous waste (asbestos), they say: keep away from it',
    );
    expect(service_notice).toContain('Keep away from it');
  });

  it('of a door that does not close says that the block is insecure, and still waits for a person', async () => {
    const { report } = await reported({
      service_code: 'communal-door',
      address_id: 'ash-court-door',
      'attribute[door_fault]': 'does-not-close',
    });
    expect((await incidentOf(report.incidentId)).incident).toMatchObject({
      kind: 'door-fault',
      status: 'flagged',
      insecure: true,
    });
  });

  it('keeps who reported it apart from everything else', async () => {
    const { report } = await reported({ ...aReport, first_name: 'Ada', email: 'ada@example.org' });
    expect(JSON.stringify(report)).not.toContain('ada');
    const items = await table.all({ pk: `REPORT#${report.id}` }, z.looseObject({ type: z.string() }));
    expect(items).toContainEqual(
      expect.objectContaining({ type: 'report-contact', firstName: 'Ada', email: 'ada@example.org' }),
    );
  });

  it('keeps who reported it apart also when that is said in attributes', async () => {
    const { report } = await reported({ ...aReport, 'attribute[email]': 'ada@example.org' });
    expect(JSON.stringify(report)).not.toContain('ada');
    const [contact] = await table.all({ pk: `REPORT#${report.id}`, prefix: 'CONTACT' }, z.looseObject({}));
    expect(contact).toMatchObject({ email: 'ada@example.org' });
  });

  it('sent again by a system that numbers its reports is the same report', async () => {
    const numbered = { ...aReport, 'attribute[fixmystreet_id]': '4711' };
    const first = await reported(numbered);
    const second = await reported(numbered);
    expect(second.service_request_id).toBe(first.service_request_id);
    expect((await incidentOf(first.report.incidentId)).incident.sightings).toBe(1);
  });
});

describe('reports of one thing', () => {
  it('by forty people in an hour are one incident with forty sightings', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => server.report(aReport)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 200));
    const references = answers.map(({ json }) => receiptOf(json).service_request_id);
    expect(new Set(references).size).toBe(40);
    const report = await server.room.reports.get(references[0] ?? '');
    const { incident, sightings } = await incidentOf(report?.incidentId);
    expect(incident.sightings).toBe(40);
    expect(sightings).toHaveLength(40);
  });

  it('join what a camera of the block has flagged when they name only the block', async () => {
    const flagged = await server.room.incidents.take(aSighting(), byRule('left-behind'), NOW);
    const { report, service_notice } = await reported({
      service_code: 'fly-tipping',
      address_id: '10008000001',
      'attribute[type_of_waste]': 'tyres',
    });
    expect(report).toMatchObject({
      incidentId: flagged.id,
      place: { assetId: 'ash-court-bin-camera', estateName: 'Riverside' },
    });
    expect(service_notice).toContain('It was known already');
  });

  it('do not join what was dismissed', async () => {
    const flagged = await server.room.incidents.take(aSighting(), byRule('left-behind'), NOW);
    const detail = { disposition: 'not-waste' } as const;
    const change = moveIncident(flagged, 'dismiss', detail, byPerson(aPerson()), NOW);
    await server.room.incidents.save(change, { after: 1 });
    expect((await reported()).report.incidentId).not.toBe(flagged.id);
  });

  it('are established when a device then tells of the same', async () => {
    const { report } = await reported({
      service_code: 'communal-door',
      address_id: 'ash-court-door',
      'attribute[door_fault]': 'does-not-lock',
    });
    await server.room.incidents.take(aDoorSighting(), byRule('held-open'), NOW);
    expect((await incidentOf(report.incidentId)).incident).toMatchObject({
      status: 'confirmed',
      sightings: 2,
    });
  });

  it('are offered to whoever is about to report: those at the same asset first, then the block’s', async () => {
    const atBlock = await reported({ ...aReport, service_code: 'communal-space', ...ASH_COURT });
    const door = { service_code: 'communal-door', 'attribute[door_fault]': 'damaged' };
    const atDoor = await reported({ ...door, address_id: 'ash-court-door' });
    const answer = await server.get('duplicates.json', { service_code: 'communal-door', ...ASH_COURT });
    expect(answer.json).toMatchObject([{ service_request_id: atDoor.report.id }]);
    expect(JSON.stringify(answer.json)).not.toContain(atBlock.report.id);
  });
});

describe('where it is', () => {
  const flyTip = { service_code: 'fly-tipping', 'attribute[type_of_waste]': 'tyres' };

  it.each([
    ['an id of ours', { address_id: 'elm-house' }],
    ['a UPRN', { address_id: '10008000002' }],
    ['a UPRN in twelve digits', { 'attribute[uprn]': '010008000002' }],
    ['a block’s name in an address', { address_string: 'Flat 12, 4-8 Elm House, Hillside, SE6 1AA' }],
    ['a point', { lat: '51.4476', long: '-0.0203' }],
    ['a point, whatever the address says', { lat: '51.4476', long: '-0.0203', address_string: 'here' }],
  ])('may be said by %s', async (_, where) => {
    const { report } = await reported({ ...flyTip, ...where });
    expect(report.place?.estateId).toBe('hillside');
  });

  it('outside the landlord’s land is said to be so, and the report is kept without an incident', async () => {
    const { report, service_notice } = await reported({ ...flyTip, lat: '51.5007', long: '-0.1246' });
    expect(service_notice).toContain('not on our land');
    expect(report).toMatchObject({ status: 'not_councils_responsibility' });
    expect(report.incidentId).toBeUndefined();
    expect((await server.get(`requests/${report.id}.json`)).json).toMatchObject([
      { status: 'closed', address: null, lat: null, description: 'Fly-tipping, not on our land' },
    ]);
  });
});

describe('how many reports', () => {
  it('an address may send in an hour is limited, in words, and begins anew with the next hour', async () => {
    server = open311On(table, { perHour: 2 });
    await reported();
    await reported();
    const refused = await server.report(aReport);
    expect(refused.status).toBe(429);
    expect(refused.json).toEqual([
      {
        code: 429,
        description:
          'You have sent 2 reports in this hour, which is as many as we take: send the next after 10:00 UTC.',
      },
    ]);
    expect((await server.report(aReport, { from: '192.0.2.77' })).status).toBe(200);
    server.at(at('2026-11-22T10:00:00Z'));
    await reported();
  });

  it('a partner may send is counted by its key', async () => {
    const keySha256 = createHash('sha256').update('their-key').digest('hex');
    server = open311On(table, { perHour: 1, partners: [{ name: 'FixMyStreet', keySha256 }] });
    await reported({ ...aReport, api_key: 'their-key' });
    const { report } = await reported({ ...aReport, api_key: 'their-key' });
    expect(report.partner).toBe('FixMyStreet');
    expect((await incidentOf(report.incidentId)).incident.reasons[0]).toContain('through FixMyStreet');
    expect((await server.report({ ...aReport, api_key: 'a-guess' })).status).toBe(403);
  });

  it('may be none without a key, where only partners report', async () => {
    server = open311On(table, { partnersOnly: true });
    expect((await server.report(aReport)).status).toBe(403);
  });
});
