import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asset } from '../../../../shared/register/asset.ts';
import { planRegister, registerSheetIn } from '../../../../shared/register/register-sheet.ts';
import { aRegister } from '../../../support/builders.ts';

const HEADER = ['Kind', 'Id', 'Name', 'Patch', 'Estate', 'Block', 'UPRN', 'Homes', 'Latitude', 'Longitude'];
const MORE = ['Outer', 'Model', 'DevEUI', 'Watches'];
const ROWS = [
  ['estate', 'oak-rise', 'Oak Rise', 'north', '', '', '', '', '51.4900', '-0.0600', '', '', '', ''],
  [
    'block',
    'oak-house',
    'Oak House, "A" wing',
    '',
    'oak-rise',
    '',
    '10008000009',
    '24',
    '51.49',
    '-0.06',
    '',
    '',
    '',
    '',
  ],
  [
    'door',
    'oak-house-door',
    'Front\ndoor',
    '',
    'oak-rise',
    'oak-house',
    '',
    '',
    '51.49',
    '-0.06',
    'Yes',
    '',
    '',
    '',
  ],
  [
    'sensor',
    'oak-s1',
    'Door sensor',
    '',
    'oak-rise',
    'oak-house',
    '',
    '',
    '51.49',
    '-0.06',
    '',
    'milesight-ws301',
    '24e124141b000009',
    'oak-house-door',
  ],
];

const known = (assets: readonly Asset[]) => ({
  assets: new Map(assets.map((asset) => [asset.id, asset])),
  sensorOf: new Map(
    assets.flatMap((asset) => (asset.kind === 'sensor' && asset.devEui ? [[asset.devEui, asset.id]] : [])),
  ),
});
const written = (rows: readonly (readonly string[])[], separator = ',', lineEnd = '\n') =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator)).join(lineEnd);
const plan = (text: string, assets: readonly Asset[] = []) =>
  planRegister(registerSheetIn(Buffer.from(text)), known(assets));
const planned = (text: string, assets?: readonly Asset[]) =>
  plan(text, assets).planned.map(({ asset, did }) => `${asset.id} ${did}`);
const badOf = (text: string, assets?: readonly Asset[]) => plan(text, assets).bad;

const whole = [[...HEADER, ...MORE], ...ROWS];
const assetsOf = (text: string) => plan(text).planned.map(({ asset }) => asset);

describe('a register’s spreadsheet', () => {
  it('is read into an estate, its block, a door and the sensor on it', () => {
    expect(assetsOf(written(whole))).toEqual([
      {
        kind: 'estate',
        id: 'oak-rise',
        name: 'Oak Rise',
        patch: 'north',
        coordinates: { latitude: 51.49, longitude: -0.06 },
      },
      expect.objectContaining({ kind: 'block', name: 'Oak House, "A" wing', homes: 24, patch: 'north' }),
      expect.objectContaining({ kind: 'door', name: 'Front door', blockId: 'oak-house', outer: true }),
      expect.objectContaining({ kind: 'sensor', devEui: '24E124141B000009', watches: 'oak-house-door' }),
    ]);
  });

  it('says the same in any order of its rows and columns, with any separator and any line ends', () => {
    const expected = assetsOf(written(whole));
    const byId = (a: Asset, b: Asset) => a.id.localeCompare(b.id);
    const orderOf = (length: number) =>
      fc.shuffledSubarray(
        Array.from({ length }, (_, place) => place),
        { minLength: length },
      );
    fc.assert(
      fc.property(
        orderOf(whole[0]?.length ?? 0),
        orderOf(ROWS.length),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom('', '\uFEFF'),
        fc.boolean(),
        (columns, order, separator, lineEnd, mark, isLoud) => {
          const title = (text = '') => (isLoud ? ` ${text.toUpperCase()} ` : text);
          const rows = [
            columns.map((place) => title(whole[0]?.[place])),
            ...order.map((row) => columns.map((place) => ROWS[row]?.[place] ?? '')),
          ];
          const read = assetsOf(`${mark}${written(rows, separator, lineEnd)}${lineEnd}`);
          expect(read.toSorted(byId)).toEqual(expected.toSorted(byId));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('changes nothing the second time', () => {
    const text = written(whole);
    expect(planned(text, assetsOf(text)).every((each) => each.endsWith(' unchanged'))).toBe(true);
  });

  it('leaves what a column that it does not have says, and takes away what a blank cell leaves out', () => {
    const before = assetsOf(written(whole));
    const without = whole.map((row) => row.slice(0, HEADER.length));
    expect(planned(written(without), before)).not.toContainEqual(expect.stringContaining('changed '));
    expect(badOf(written(without), before)).toEqual([]);
    const blanked = whole.map((row) => row.map((cell) => (cell === '24e124141b000009' ? '' : cell)));
    const sensor = plan(written(blanked), before).planned.find(({ asset }) => asset.kind === 'sensor');
    expect(sensor).toMatchObject({ did: 'changed' });
    expect(sensor?.asset).not.toHaveProperty('devEui');
  });

  it('may add to an estate that is in the register already', () => {
    const text = 'Kind,Id,Name,Estate,Block,Lat,Long\nlight,l-9,Path light,riverside,ash-court,51.48,-0.05\n';
    expect(planned(text, aRegister().assets)).toEqual(['l-9 added']);
  });

  it('writes what others refer to before them', () => {
    expect(planned(written([whole[0] ?? [], ...ROWS.toReversed()]))).toEqual([
      'oak-rise added',
      'oak-house added',
      'oak-house-door added',
      'oak-s1 added',
    ]);
  });

  it('lets a sensor have the DevEUI of one that gives it up', () => {
    const old = ROWS[3]?.map((cell) => cell.replace('24e124141b000009', '24e124141b000010')) ?? [];
    const next = ROWS[3]?.map((cell) => (cell === 'oak-s1' ? 'oak-s2' : cell)) ?? [];
    const text = written([whole[0] ?? [], old, next]);
    expect(planned(text, assetsOf(written(whole)))).toEqual(['oak-s1 changed', 'oak-s2 added']);
  });
});

describe('a row of a register’s spreadsheet is not taken', () => {
  const RIVERSIDE = aRegister().assets;
  const row = (cells: Readonly<Record<string, string>>) =>
    `${Object.keys(cells).join(',')}\n${Object.values(cells).join(',')}\n`;
  const light = {
    Kind: 'light',
    Id: 'l-9',
    Name: 'Path light',
    Estate: 'riverside',
    Block: 'ash-court',
    Lat: '51.48',
    Long: '-0.05',
  };

  it.each([
    ['of a kind that there is not', { Kind: 'fountain' }, 'Kind', 'none of estate, block'],
    ['without a name', { Name: '' }, 'Name', 'blank'],
    ['with an id that no path could hold', { Id: 'l 9/x' }, 'Id', 'small letters, digits or hyphens'],
    ['with its point swapped', { Lat: '-0.05', Long: '51.48' }, 'Lat', 'swapped'],
    ['with its point in the sea', { Lat: '0', Long: '0' }, 'Lat', 'not in Britain'],
    ['with half a point', { Long: '' }, 'Long', 'blank'],
    ['on no estate', { Estate: '' }, 'Estate', 'a light needs it'],
    ['on an estate that there is not', { Estate: 'nowhere' }, 'Estate', 'no estate “nowhere”'],
    [
      'of a block that is on another estate',
      { Block: 'elm-house' },
      'Block',
      'no block “elm-house” on “riverside”',
    ],
    ['under the id of something else', { Id: 'ash-court-door' }, 'Kind', 'is a door in the register'],
    [
      'that is on another estate until now',
      { Id: 'ash-court-light', Estate: 'hillside', Block: '' },
      'Estate',
      'whole register',
    ],
  ])('%s', (_, said, column, words) => {
    expect(badOf(row({ ...light, ...said }), RIVERSIDE)).toEqual([
      { line: 2, column, reason: expect.stringContaining(words) },
    ]);
  });

  it('with another patch than its estate', () => {
    expect(badOf(row({ ...light, Patch: 'south' }), RIVERSIDE)).toMatchObject([{ column: 'Patch' }]);
  });

  it('when its estate’s row is not, and says which line that is', () => {
    const estate = ROWS[0]?.map((cell) => (cell === 'north' ? '' : cell)) ?? [];
    expect(badOf(written([whole[0] ?? [], estate, ROWS[1] ?? []]))).toEqual([
      { line: 2, column: 'Patch', reason: 'an estate needs it' },
      {
        line: 3,
        column: 'Estate',
        reason: 'there is no estate “oak-rise”, whose row on line 2 was not taken',
      },
    ]);
  });

  it('with a DevEUI that another sensor has', () => {
    const text = row({
      ...light,
      Kind: 'sensor',
      Model: 'milesight-ws301',
      DevEUI: '24E124141B000001',
      Watches: 'ash-court-light',
    });
    expect(badOf(text, RIVERSIDE)).toEqual([
      { line: 2, column: 'DevEUI', reason: 'sensor “ash-court-door-sensor” has this DevEUI' },
    ]);
  });

  it('whose id stands on an earlier line', () => {
    const text = `${row(light)}${Object.values(light).join(',')}\n`;
    expect(badOf(text, RIVERSIDE)).toEqual([{ line: 3, column: 'Id', reason: '“l-9” stands on line 2' }]);
  });
});
