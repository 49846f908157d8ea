import { describe, expect, it } from 'vitest';
import {
  type Column,
  LARGEST_SHEET_BYTES,
  MOST_SHEET_ROWS,
  sheetIn,
} from '../../../../shared/platform/sheet.ts';
import { DayCell, DigitsCell, PoundsCell } from '../../../../shared/platform/sheet-cells.ts';

const COLUMNS = {
  place: { title: 'Place', alsoCalled: ['site name'], needed: true },
  cost: { title: 'Cost', alsoCalled: ['amount'] },
} as const satisfies Record<string, Column>;

const bytes = (text: string) => Buffer.from(text, 'utf8');
const read = (text: string) => sheetIn(bytes(text), COLUMNS);
const cells = (text: string) => read(text).rows.map((row) => row.cells);

describe('a spreadsheet as Excel writes it', () => {
  it('is read with a byte-order mark, semicolons and Windows line ends', () => {
    expect(cells('\uFEFFPlace;Cost\r\nAsh Court;£5\r\n')).toEqual([{ place: 'Ash Court', cost: '£5' }]);
  });

  it('is read in Windows-1252, where a pound sign and a dash are one byte each', () => {
    const file = Buffer.from([
      ...bytes('Place,Cost\nAsh '),
      0x96,
      ...bytes(' Court,'),
      0xa3,
      ...bytes('5\n'),
    ]);
    expect(sheetIn(file, COLUMNS).rows[0]?.cells).toEqual({ place: 'Ash – Court', cost: '£5' });
  });

  it('is read in UTF-16, which Excel calls Unicode text', () => {
    const file = Buffer.from('\uFEFFPlace\tCost\r\nAsh Court\t£5\r\n', 'utf16le');
    expect(sheetIn(file, COLUMNS).rows[0]?.cells).toEqual({ place: 'Ash Court', cost: '£5' });
  });

  it('has its columns by other names, in any case and order', () => {
    expect(cells('AMOUNT (£),Site-name\n5,Ash Court\n')).toEqual([{ place: 'Ash Court', cost: '5' }]);
  });

  it('may have a title and “sep=” above its header', () => {
    const { rows } = read('sep=;\nCosts of November 2026;\n\nPlace;Cost\nAsh Court;5\n');
    expect(rows).toEqual([{ line: 5, cells: { place: 'Ash Court', cost: '5' } }]);
  });

  it('may end its lines and its columns with nothing', () => {
    const { rows, bad, ignored } = read('Place,Cost,,,\nAsh Court,5,,,\n,,,,\n\nElm House,6\n');
    expect(rows.map(({ line }) => line)).toEqual([2, 5]);
    expect([bad, ignored]).toEqual([[], []]);
  });

  it('tells on which line a row begins, though cells have line breaks', () => {
    const { rows } = read('Place,Cost\r\n"Ash\r\nCourt",5\r\n\r\nElm House,6\r\n');
    expect(rows).toEqual([
      { line: 2, cells: { place: 'Ash Court', cost: '5' } },
      { line: 5, cells: { place: 'Elm House', cost: '6' } },
    ]);
  });

  it('names the columns that mean nothing here', () => {
    expect(read('Place,Ward\nAsh Court,Riverside\n')).toMatchObject({
      ignored: ['Ward'],
      titles: { place: 'Place' },
    });
  });
});

describe('a spreadsheet that is wrong', () => {
  it('in one row has the others', () => {
    const { rows, bad } = read('Place,Cost\nAsh Court,1,200\nElm House,6\n');
    expect(rows.map(({ line }) => line)).toEqual([3]);
    expect(bad).toEqual([
      { line: 2, reason: expect.stringContaining('more cells than the 2 of the header') },
    ]);
  });

  it('by a quotation mark that never closes has the rows before it', () => {
    const { rows, bad } = read('Place,Cost\nAsh Court,5\n"Elm House,6\nOak House,7\n');
    expect(rows.map(({ line }) => line)).toEqual([2]);
    expect(bad).toEqual([{ line: 3, reason: expect.stringContaining('never closes') }]);
  });

  it('by a letter that was lost on the way says in which cell', () => {
    expect(read('Place,Cost\nCaf\uFFFD,5\n').bad).toEqual([
      { line: 2, column: 'Place', reason: expect.stringContaining('application/octet-stream') },
    ]);
  });

  it.each([
    ['nothing', '', 'empty'],
    ['no column that is needed', 'Ward,Cost\nRiverside,5\n', 'no column “Place”'],
    ['two columns for one thing', 'Place,Site name\nAsh,Ash\n', 'both say what “Place” is'],
    ['a workbook in it', 'PK\u0003\u0004', 'save it in Excel as “CSV UTF-8”'],
    ['too many rows', `Place\n${'Ash\n'.repeat(MOST_SHEET_ROWS + 1)}`, '20001 rows'],
    ['too many bytes', `Place\n${'A'.repeat(LARGEST_SHEET_BYTES)}`, 'more than the 4.5 MB'],
  ])('with %s is refused in words', (_, text, words) => {
    expect(() => read(text)).toThrow(words);
  });
});

describe('a cell', () => {
  it.each([
    ['£1,234.50', 123_450],
    ['1234.5', 123_450],
    ['GBP 12', 1_200],
    ['£-', 0],
    ['0', 0],
    ['12,345,678', undefined],
    ['12,50', undefined],
    ['-5', undefined],
    ['(5.00)', undefined],
    ['1.005', undefined],
    ['about £5', undefined],
  ])('of %s is so many pence', (text, pence) => {
    expect(PoundsCell.safeParse(text).data).toBe(pence);
  });

  it.each([
    ['31/12/2026', '2026-12-31'],
    ['1/2/26', '2026-02-01'],
    ['31-12-2026', '2026-12-31'],
    ['31 Dec 2026', '2026-12-31'],
    ['31/12/2026 00:00', '2026-12-31'],
    ['2026-12-31', '2026-12-31'],
    ['12/31/2026', undefined],
    ['29/02/2026', undefined],
    ['yesterday', undefined],
  ])('of %s is a day as Britain writes it', (text, day) => {
    expect(DayCell.safeParse(text).data).toBe(day);
  });

  it('whose digits the spreadsheet has cut is not guessed at', () => {
    expect(DigitsCell.safeParse('1.00081E+11').error?.issues[0]?.message).toContain('cut its digits');
  });
});
