import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import type { IncidentFile } from '../../shared/incidents/incident-file.ts';
import { eventually, RunningSystem } from '../support/running-system.ts';

// As FixMyStreet's client sends a report: the form, its order and its names, by its Perl module Open311.
const FIXMYSTREET_REPORT: [name: string, value: string][] = [
  ['jurisdiction_id', 'demo-homes.example'],
  ['service_code', 'fly-tipping'],
  ['description', 'title: Fridge\n\ndetail: A fridge & bags by the bins\n\nSubmitted via FixMyStreet\n'],
  ['first_name', 'Ada'],
  ['last_name', 'Example'],
  ['email', 'ada@example.org'],
  ['phone', '01632 960001'],
  ['account_id', '12'],
  ['lat', '51.481902'],
  ['long', '-3.178610'],
  ['media_url', 'https://www.fixmystreet.example/photo/4711.0.full.jpeg'],
  ['media_url', 'https://www.fixmystreet.example/photo/4711.1.full.jpeg'],
  ['attribute[type_of_waste]', 'white-goods'],
  ['attribute[land_type]', 'council-land'],
  ['attribute[fly_tip_witnessed]', 'no'],
  ['attribute[fixmystreet_id]', '4711'],
  ['attribute[easting]', '318000'],
];

describe('a resident’s report', () => {
  const system = new RunningSystem(inject('assembly'));
  let reference: string;

  beforeAll(async () => {
    await system.start();
    await system.register();
  });
  afterAll(() => system.remove());

  const ask = async (path: string, request?: RequestInit) => {
    const answer = await fetch(`${system.whereabouts.api}/open311/v2/${path}`, request);
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };
  const send = () => ask('requests.xml', { method: 'POST', body: new URLSearchParams(FIXMYSTREET_REPORT) });
  const requestWith = (status: string) =>
    eventually(`the request ${status}`, async () => {
      const { text } = await ask(`requests/${reference}.xml`);
      return text.includes(`<status>${status}</status>`) ? text : undefined;
    });
  const fileWith = (what: string, there: (file: IncidentFile) => boolean) =>
    eventually(what, async () => (await system.incidents()).find(there));

  it('is taken without an account, and again under the same number it is the same', async () => {
    const { status, type, text } = await send();
    expect([status, type]).toEqual([200, 'text/xml; charset=utf-8']);
    [, reference = ''] = /<request><service_request_id>(R-[0-9A-Z]{10})</.exec(text) ?? [];
    expect(reference).not.toBe('');
    expect((await send()).text).toContain(`<service_request_id>${reference}<`);
  });

  it('waits for an officer as a flagged incident at the bin store’s camera, with its inspection', async () => {
    const { incident, sightings } = await fileWith('the inspection', ({ tasks }) =>
      tasks.some(({ kind, status }) => kind === 'inspect' && status === 'open'),
    );
    expect(incident).toMatchObject({
      kind: 'fly-tipping',
      status: 'flagged',
      assetId: 'cam-kestrel-bins',
      sightings: 1,
    });
    expect(sightings).toMatchObject([{ source: { from: 'report', reportId: reference } }]);
    expect(await requestWith('open')).toContain('The estate team has been asked to look at it.');
  });

  it('is joined by another resident’s, whose photo the officer can look at', async () => {
    const form = new FormData();
    for (const [name, value] of FIXMYSTREET_REPORT.slice(8)) {
      if (name !== 'attribute[fixmystreet_id]') form.append(name, value);
    }
    form.set('service_code', 'fly-tipping');
    const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'green' } })
      .jpeg()
      .toBuffer();
    form.set('media', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }), 'fridge.jpg');
    const { status, text } = await ask('requests.json', { method: 'POST', body: form });
    expect(status, text).toBe(200);
    expect(text).toContain('It was known already');

    const { incident } = await fileWith('both sightings', ({ sightings }) => sightings.length === 2);
    const officer = await system.as('estate-officer.riverside');
    const Stills = z.object({ stills: z.array(z.object({ shows: z.string(), link: z.string() })) });
    const { stills = [] } = (await officer.get(`/incidents/${incident.id}`, Stills)) ?? {};
    expect(stills).toMatchObject([{ shows: 'photo' }]);
    const link = (await officer.raw(stills[0]?.link ?? '')).headers.get('location');
    expect((await fetch(link ?? '')).headers.get('content-type')).toBe('image/jpeg');
  });

  it('reads closed and fixed once an officer has confirmed it and its clearance is done', async () => {
    const officer = await system.as('estate-officer.riverside');
    const { incident } = await fileWith('the flag', () => true);
    await officer.send('POST', `/incidents/${incident.id}/confirm`, { version: incident.version });
    const { tasks } = await fileWith('the clearance', (file) =>
      file.tasks.some(({ kind, status }) => kind === 'clear' && status === 'open'),
    );
    const clear = tasks.find(({ kind }) => kind === 'clear');
    await officer.send('POST', `/tasks/${clear?.taskId}/complete`, {
      version: 1,
      note: 'Mr Smith helped to carry it',
    });

    const xml = await requestWith('closed');
    expect(xml).toContain('<status_notes>It has been put right.</status_notes>');
    expect(xml).toContain('<address>Bin store, Kestrel Court, Riverside</address>');
    expect(xml).not.toMatch(/ada|example\.org|smith|fridge|01632/i);
    const json: unknown = JSON.parse((await ask(`requests.json?service_request_id=${reference}`)).text);
    expect(json).toMatchObject([
      { service_request_id: reference, status: 'closed', status_notes: 'It has been put right.' },
    ]);
  });

  it('has had its updates, as FixMyStreet fetches them: by a span of time, oldest first', async () => {
    const span = new URLSearchParams({
      jurisdiction_id: 'demo-homes.example',
      start_date: new Date(Date.now() - 7_200_000).toISOString().replace(/\.\d+/, ''),
      end_date: new Date(Date.now() + 60_000).toISOString().replace(/\.\d+/, ''),
    });
    const { text } = await ask(`servicerequestupdates.xml?${span}`);
    const told = [
      ...text.matchAll(/<service_request_id>(.+?)<\/service_request_id><status>(.+?)<\/status>/g),
    ];
    const own = told.flatMap(([, id, status]) => (id === reference ? [status] : []));
    expect(own).toEqual(['investigating', 'action_scheduled', 'fixed']);
    const asJson: unknown = JSON.parse((await ask(`servicerequestupdates.json?${span}`)).text);
    expect(asJson).toHaveLength(told.length);
  });

  it('finds its way by the discovery document', async () => {
    const { text } = await ask('discovery.xml');
    const [, url = ''] = /<url>(.+?)<\/url>/.exec(text) ?? [];
    expect(url).toBe(`${system.whereabouts.api}/open311/v2`);
    expect(await (await fetch(`${url}/services.xml`)).text()).toContain(
      '<service_code>fly-tipping</service_code>',
    );
  });
});
