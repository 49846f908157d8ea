import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markIn } from '../../../../../shared/clips/labels/registration-mark.ts';

const alone = (text: string) => markIn(text, { together: false });

describe('a registration mark', () => {
  it.each([
    ['AB12 CDE', 'AB12 CDE', 'of today'],
    ['AB12CDE', 'AB12 CDE', 'without its space'],
    ['AB 12 CDE', 'AB12 CDE', 'with a space too many'],
    ['ab12 cde', undefined, 'in small letters, as no mark is'],
    ['[AB12·CDE]', 'AB12 CDE', 'with a bolt and the edge of its plate'],
    ['LK02 ZZZ', 'LK02 ZZZ', 'of 2002'],
    ['SV76 OWX', 'SV76 OWX', 'with small letters of the shape of capitals', 'Sv76 owx'],
    ['LK01 ABC', undefined, 'of a half-year that never was'],
    ['LQ12 ABC', undefined, 'with a letter that is not issued'],
    ['A123 BCD', 'A123 BCD', 'of 1983'],
    ['P48 KDW', 'P48 KDW', 'of 1996'],
    ['Q823 GHJ', 'Q823 GHJ', 'of a vehicle of unknown age'],
    ['U743 GHJ', undefined, 'of a year letter that never was'],
    ['ABC 123D', 'ABC 123D', 'of 1966'],
    ['ABC123D', 'ABC 123D', 'of 1966 without its space'],
    ['AIZ 1234', 'AIZ 1234', 'of Northern Ireland'],
    ['BXI 482', 'BXI 482', 'of Northern Ireland with three digits'],
    ['ISO 9001', undefined, 'that is none of its counties'],
    ['AZ 1234', 'AZ 1234', 'of Northern Ireland with two letters'],
    ['ABC 123', 'ABC 123', 'without a year'],
    ['123 ABC', '123 ABC', 'without a year, turned round'],
    ['KP 4821', 'KP 4821', 'without a year, with two letters'],
    ['4821 KP', '4821 KP', 'without a year, with two letters, turned round'],
  ])('%s is read as %s: one %s', (mark, text, _what, read = mark) => {
    expect(alone(read)?.text).toBe(text);
  });

  it('is found in every mark of today’s format', () => {
    const letters = (of: string, count: number) =>
      fc.string({ unit: fc.constantFrom(...of), minLength: count, maxLength: count });
    const marks = fc.tuple(
      letters('ABCDEFGHJKLMNOPRSTUVWXY', 2),
      fc.integer({ min: 2, max: 99 }).filter((number) => number !== 50),
      letters('ABCDEFGHJKLMNOPRSTUVWXYZ', 3),
    );
    fc.assert(
      fc.property(marks, ([tag, number, rest]) => {
        const mark = `${tag}${String(number).padStart(2, '0')} ${rest}`;
        expect(alone(mark)).toEqual({ text: mark, corrected: false });
      }),
    );
  });
});

describe('look-alikes', () => {
  it.each([
    ['ABI2 CDE', 'AB12 CDE'],
    ['A812 CD3', undefined],
    ['4812 CDE', undefined],
    ['8D51 5MR', 'BD51 SMR'],
    ['BD5I SMR', 'BD51 SMR'],
    ['YX19 0PB', 'YX19 OPB'],
    ['LKO2 ZZZ', 'LK02 ZZZ'],
    ['PZ82 KDW', 'P282 KDW'],
    ['A1Z 1234', 'AIZ 1234'],
    ['ABC I23D', 'ABC 123D'],
  ])('make %s %s', (raw, text) => {
    expect(alone(raw)).toEqual(text && { text, corrected: text !== raw });
  });

  it('stay as they are where some format allows them', () => {
    expect(alone('A812 CDE')).toEqual({ text: 'A812 CDE', corrected: false });
  });

  it.each([
    ['BLOSSOM', 'a word'],
    ['PRISONS', 'a word'],
    ['8I5I 5MR', 'three exchanged'],
    ['SE15 5AA', 'a postcode'],
    ['W1B 8AA', 'a postcode'],
    ['ABC I23', 'a mark without a year, of which only the format is left'],
  ])('do not make a mark of %s, %s', (raw) => {
    expect(alone(raw)).toBeUndefined();
  });
});

describe('a text put together of two words', () => {
  it('is a mark as others are, but none of a sign’s words', () => {
    expect(markIn('AB12 CDE', { together: true })).toEqual({ text: 'AB12 CDE', corrected: false });
    expect(alone('SE15 TEL')?.text).toBe('SE15 TEL');
    expect(markIn('SE15 TEL', { together: true })).toBeUndefined();
  });

  it('is none from before 1963, which any letters make beside any number', () => {
    expect(alone('KP 4821')?.text).toBe('KP 4821');
    expect(markIn('KP 4821', { together: true })).toBeUndefined();
  });
});

describe('no mark', () => {
  it.each([
    ...['FIRE EXIT', 'NO SMOKING', 'KEEP CLEAR', 'CCTV IN OPERATION', 'BIN STORE', 'TAXIS', 'TO LET', 'H&M'],
    ...['Open 9am-5pm', 'OPEN 24 HRS', 'NCP 24H', 'EST. 1998', 'AD 1998', 'TOP 100', 'BUS 149', 'A1 TAXIS'],
    ...[
      'A1 BUY',
      'M25',
      'A38',
      'P2 HRS',
      'ISO 9001',
      'EN 1090',
      'BS 5306',
      'PO 1234',
      'VAT 123',
      'B&Q',
      'CO-OP',
    ],
    ...[
      '020 7946 0958',
      '01603 555123',
      '+44 7700 900123',
      'TEL 020',
      '07700 900 982',
      '0800 123',
      '999',
      '101',
    ],
    ...[
      '22/11/2026',
      '22-11-26',
      '12 NOV 22',
      '22 NOV',
      'NOV 2022',
      'NOV 222',
      'SEPT 26',
      'MAY 24TH',
      '2026-11-22',
    ],
    ...[
      '12',
      '12A',
      '112B',
      'FLAT 5',
      'FLATS 1-24',
      'UNIT 12',
      'BLOCK 5',
      'BAY 12B',
      'LOT 22A',
      'No. 1234',
      'NO 1234',
    ],
    ...[
      'SE15 5AA',
      'EH12 8QX',
      'W1B 8AA',
      'SW1A 1AA',
      'N1 0SB',
      'NR2 1AB',
      '30 MPH',
      'MAX 200',
      '£12.50',
      '',
    ],
    ...[
      'ZZZZZZZ',
      '0000000',
      '1234567',
      'ABCDEFG',
      'AB12 CDEF',
      'AB1 CDEF',
      'AB123 CDE',
      '////////',
      'ÄB12 CDE',
    ],
  ])('is in “%s”', (text) => {
    expect(alone(text)).toBeUndefined();
  });
});
