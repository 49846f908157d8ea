import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LARGEST_BODY_BYTES } from '../../../../functions/open311/body.ts';
import { aRegister } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { ASH_COURT, aReport, type Open311AtWork, open311On } from './open311-at-work.ts';

const tables = tablesForThisFile();
let server: Open311AtWork;

beforeEach(async () => {
  server = open311On(tables.fresh());
  await server.room.register.import(aRegister());
});

const Errors = z.array(z.object({ code: z.int(), description: z.string() })).min(1);
const sentences = (json: unknown) => Errors.parse(json).map(({ description }) => description);
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(aReport).filter(([name]) => !names.includes(name)));

async function refused(
  fields: Parameters<Open311AtWork['report']>[0],
  status: number,
  ...words: (string | RegExp)[]
) {
  const answer = await server.report(fields);
  expect(answer.status, answer.text).toBe(status);
  for (const word of words) expect(sentences(answer.json).join('\n')).toMatch(word);
  return answer;
}

describe('a report is refused, in the words of what is wrong,', () => {
  it('without a service, or with one that there is not', async () => {
    await refused(without('service_code'), 400, '“service_code” is missing');
    await refused({ ...aReport, service_code: 'potholes' }, 404, 'no service “potholes”');
  });

  it('without what its service needs, with what that may be', async () => {
    await refused(
      without('attribute[type_of_waste]'),
      400,
      /“attribute\[type_of_waste\]” is missing.+asbestos/,
    );
  });

  it.each([
    [
      'a choice that is not offered',
      { 'attribute[type_of_waste]': 'gold' },
      /cannot be “gold”: choose one of/,
    ],
    ['two answers to one question', { 'attribute[type_of_waste]': ['tyres', 'other'] }, /stands 2 times/],
    ['the same, as a list', { 'attribute[land_type][]': ['highway', 'other'] }, /stands 2 times/],
    [
      'a time that is none',
      { 'attribute[fly_tip_date_and_time]': 'last night' },
      /write a date and time such as/,
    ],
    ['a UPRN with letters', { 'attribute[uprn]': 'ABC' }, /a UPRN is up to twelve digits/],
    ['a field twice', { description: ['one', 'two'] }, /“description” stands 2 times/],
    ['a description of 5,000 characters', { description: 'x'.repeat(5_000) }, /longer than 4,000 characters/],
    ['an attribute of half a megabyte', { 'attribute[land_type]': 'x'.repeat(500_000) }, /cannot be “xxx/],
    ['a field whose name is no name', { 'attribute[__proto__]': 'x' }, /is no name of a field/],
    ['a picture that is nowhere', { media_url: 'file:///etc/passwd' }, /not the address of a picture/],
  ])('with %s', async (_, said, words) => {
    await refused({ ...aReport, ...said }, 400, words);
  });

  it('with everything that is wrong at once', async () => {
    const answer = await refused({ lat: '51.5', 'attribute[!]': 'x' }, 400);
    expect(sentences(answer.json)).toHaveLength(3);
  });

  it('with 10,000 attributes', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`attribute[a${at}]`, 'x']));
    await refused({ ...aReport, ...many }, 400, /has 10004 fields: send 200 at most/);
  });

  it.each([
    ['neither a point nor an address', {}, /Say where it is/],
    ['half a point', { lat: '51.4812' }, /“long” is missing: send lat and long together/],
    ['a point in words', { lat: 'here', long: 'there' }, /not both decimal degrees/],
    ['a decimal comma', { lat: '51,48', long: '-0,05' }, /not both decimal degrees/],
    ['a swapped point', { lat: ASH_COURT.long, long: ASH_COURT.lat }, /lat and long are swapped/],
    ['a point in the sea', { lat: '0', long: '0' }, /in the sea or in another country/],
    ['an address that names nothing of ours', { address_string: '1 High Street' }, /know no block or estate/],
    ['an id that nothing has', { address_id: '#NOTPINPOINTED#' }, /know no block or estate/],
  ])('with %s', async (_, where, words) => {
    await refused({ ...without('lat', 'long'), ...where }, 400, words);
  });

  it('in XML too, in the standard’s own shape', async () => {
    const answer = await server.report(without('service_code'), { path: 'requests.xml' });
    expect(answer.type).toBe('text/xml; charset=utf-8');
    expect(answer.text).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<errors><error><code>400</code>' +
        '<description>“service_code” is missing: services.xml lists them.</description></error></errors>\n',
    );
  });

  it.each([
    ['JSON', '{"service_code":"fly-tipping"}', 'application/json', /Send the report as a form/],
    ['XML', '<request/>', 'text/xml', /Send the report as a form/],
    ['a form that breaks off', '--b\r\nContent-Disp', 'multipart/form-data; boundary=b', /cannot be read/],
    ['a form without its boundary', 'x', 'multipart/form-data', /cannot be read/],
  ])('as %s', async (_, body, contentType, words) => {
    const answer = await server.post(body, contentType);
    expect(answer.status).toBe(400);
    expect(sentences(answer.json).join()).toMatch(words);
  });

  it('and nothing of it is kept', async () => {
    await refused({ ...aReport, 'attribute[type_of_waste]': 'gold' }, 400);
    expect((await server.get('requests.json')).json).toEqual([]);
    expect((await server.room.incidents.ofPatch('north', 'flagged', 10)).items).toEqual([]);
  });
});

describe('a report is taken', () => {
  const takes = async (said: Parameters<Open311AtWork['report']>[0]) => {
    const answer = await server.report({ ...aReport, ...said });
    expect(answer.status, answer.text).toBe(200);
    const [receipt] = z
      .tuple([z.object({ service_request_id: z.string(), service_notice: z.string() })])
      .parse(answer.json);
    const report = await server.room.reports.get(receipt.service_request_id);
    return { ...receipt, report };
  };

  it('with attributes and fields that nobody asks for: they are kept, and it is said', async () => {
    const { report, service_notice } = await takes({ 'attribute[easting]': '530000', title: 'Fridge' });
    expect(report?.answers).toMatchObject({ easting: '530000', title: 'Fridge' });
    expect(service_notice).toContain('Kept, though nobody asks for it: easting, title.');
  });

  it('with NUL bytes in its words, without them', async () => {
    const { report } = await takes({ description: 'a\0fridge\u0007 & <b>more</b>\n' });
    expect(report?.description).toBe('afridge & <b>more</b>');
  });

  it('with empty fields, as if they had not been sent', async () => {
    const { report } = await takes({ address_string: '', email: ' ', media_url: '', 'attribute[uprn]': '' });
    expect(report?.said).toEqual({
      coordinates: { latitude: Number(ASH_COURT.lat), longitude: Number(ASH_COURT.long) },
    });
  });
});

describe('photos', () => {
  const photo = (width = 40, height = 30) =>
    sharp({ create: { width, height, channels: 3, background: 'red' } })
      .jpeg()
      .withExif({ IFD0: { Copyright: 'Ada Example' }, IFD3: { GPSLatitude: '51/1 28/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();

  async function sendPhotos(...files: [name: string, bytes: Uint8Array<ArrayBuffer>][]) {
    const form = new FormData();
    for (const [name, value] of Object.entries(aReport)) form.set(name, value);
    for (const [name, bytes] of files) form.append('media', new Blob([bytes]), name);
    const request = new Request('http://localhost', { method: 'POST', body: form });
    return server.post(await request.bytes(), request.headers.get('content-type') ?? '');
  }
  const jpeg = async (...size: [number?, number?]) => new Uint8Array(await photo(...size));

  it('are encoded anew, upright and without what the camera wrote into them, and shown to the officer', async () => {
    const answer = await sendPhotos(['one.jpg', await jpeg()], ['two.jpg', await jpeg(3_000, 1_000)]);
    expect(answer.status, answer.text).toBe(200);
    const sizes = await Promise.all(server.kept.map((each) => sharp(each.photo.jpeg).metadata()));
    expect(sizes).toMatchObject([
      { width: 30, height: 40 },
      { width: 683, height: 2_048 },
    ]);
    for (const { exif, orientation } of sizes) expect([exif, orientation]).toEqual([undefined, undefined]);
    const [flagged] = (await server.room.incidents.ofPatch('north', 'flagged', 10)).items;
    const file = await server.room.incidents.file(flagged?.id ?? '');
    expect(file?.sightings).toMatchObject([
      {
        source: {
          from: 'report',
          photos: server.kept.map(({ reportId, photo: { sha256 } }) => ({
            key: `reports/${reportId}/${sha256.slice(0, 16)}.jpg`,
            sha256,
          })),
        },
      },
    ]);
  });

  it.each<[string, (whole: Uint8Array) => Uint8Array<ArrayBuffer>, RegExp]>([
    ['is a PDF', () => new TextEncoder().encode('%PDF-1.7 …'), /“photo.jpg” is not a photo that can be read/],
    ['only begins as one', (whole) => whole.slice(0, 20), /is broken or cut short/],
    ['is cut short', (whole) => whole.slice(0, whole.length - 200), /is broken or cut short/],
  ])('that one %s are refused by its name', async (_, bytes, words) => {
    const answer = await sendPhotos(['photo.jpg', bytes(await jpeg(400, 300))]);
    expect(answer.status).toBe(400);
    expect(sentences(answer.json).join()).toMatch(words);
    expect(server.kept).toEqual([]);
  });

  it('that are more than three are refused', async () => {
    const one = ['one.jpg', await jpeg()] as [string, Uint8Array<ArrayBuffer>];
    const answer = await sendPhotos(one, one, one, one);
    expect(answer.status).toBe(400);
    expect(sentences(answer.json)).toEqual(['The report has 4 photos: send 3 at most.']);
  });

  it('of 20 MB are refused with what to do instead', async () => {
    const answer = await sendPhotos(['large.jpg', new Uint8Array(20_000_000)]);
    expect(answer.status).toBe(413);
    expect(sentences(answer.json)).toEqual([
      `The report is larger than the ${LARGEST_BODY_BYTES / 1e6} MB that are taken: send its photos smaller, or their addresses in media_url.`,
    ]);
  });
});
