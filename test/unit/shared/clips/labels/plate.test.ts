import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayRead, PlateReading, type TextLine } from '../../../../../shared/clips/labels/plate.ts';
import type { Box } from '../../../../../shared/clips/recording/picture.ts';

const place: Box = { left: 0.3, top: 0.6, width: 0.16, height: 0.05 };

function line(text: string, said: Partial<TextLine> = {}): TextLine {
  return { text, confidence: 90, box: place, ...said };
}

const at = (text: string, left: number, top: number, box: Partial<Box> = {}): TextLine =>
  line(text, { box: { left, top, width: 0.02 * text.length, height: 0.05, ...box } });

const textsOf = (lines: readonly TextLine[]) => mayRead(lines).map(({ text }) => text);

describe('a reading', () => {
  it('keeps what was read, letter for letter, and how sure it was', () => {
    const [reading] = mayRead([line('AB12CDE', { confidence: 83.5 })]);
    expect(reading).toEqual({ text: 'AB12 CDE', raw: 'AB12CDE', confidence: 83.5, corrected: false });
    expect(PlateReading.parse(reading)).toEqual(reading);
  });
});

describe('a mark in two pieces', () => {
  it('is put together of the two rows of a square plate', () => {
    const rows = [at('AB12', 0.3, 0.6), at('CDE', 0.31, 0.66)];
    expect(mayRead(rows)).toEqual([{ text: 'AB12 CDE', raw: 'AB12 CDE', confidence: 90, corrected: false }]);
    expect(textsOf(rows.toReversed())).toEqual(['AB12 CDE']);
  });

  it('is put together of two words beside one another, and is as sure as the less sure', () => {
    const words = [at('AB12', 0.3, 0.6), { ...at('C0E', 0.4, 0.605), confidence: 71 }];
    expect(mayRead(words)).toEqual([{ text: 'AB12 COE', raw: 'AB12 C0E', confidence: 71, corrected: true }]);
  });

  it('is found behind the letters of the country', () => {
    const words = [at('UK', 0.24, 0.6), at('AB12', 0.3, 0.6), at('CDE', 0.4, 0.6)];
    const whole = line('UK AB12 CDE', { box: { left: 0.24, top: 0.6, width: 0.22, height: 0.05 } });
    expect(textsOf([whole, ...words])).toEqual(['AB12 CDE']);
  });

  it.each([
    ['too far beside', at('CDE', 0.5, 0.6)],
    ['too far below', at('CDE', 0.31, 0.75)],
    ['below, but further along', at('CDE', 0.36, 0.66)],
    ['half a row lower', at('CDE', 0.4, 0.64)],
    ['much larger', at('CDE', 0.4, 0.58, { height: 0.1 })],
    ['in front', at('CDE', 0.22, 0.6)],
  ])('is none when the second is %s', (_where, second) => {
    expect(textsOf([at('AB12', 0.3, 0.6), second])).toEqual([]);
  });

  it('is none when it is two words of a sign', () => {
    expect(textsOf([at('SE15', 0.3, 0.6), at('TEL', 0.4, 0.6)])).toEqual([]);
    expect(textsOf([at('M25', 0.3, 0.6), at('BUS', 0.38, 0.6)])).toEqual([]);
  });
});

describe('several readings', () => {
  it('are one when they are of the same mark, the surest', () => {
    const words = [at('AB12', 0.3, 0.6), at('CDE', 0.4, 0.6)];
    const lines = [line('AB12 CDE', { confidence: 96 }), line('AB12 CDE', { confidence: 70 }), ...words];
    expect(mayRead(lines)).toMatchObject([{ confidence: 96 }]);
  });

  it('come the surest first, those that were corrected last, and are three at most', () => {
    const lines = [
      line('BD5I SMR', { confidence: 99 }),
      line('YX19 OPB', { confidence: 70 }),
      line('LK63 XHR', { confidence: 92 }),
      line('P482 KDW', { confidence: 81 }),
    ];
    expect(textsOf(lines)).toEqual(['LK63 XHR', 'P482 KDW', 'YX19 OPB']);
    expect(textsOf(lines.slice(0, 2))).toEqual(['YX19 OPB', 'BD51 SMR']);
  });
});

describe('no mark', () => {
  it('is in a shop front, whatever stands beside or below what', () => {
    const front = [
      ...[at('PECKHAM', 0.1, 0.1), at('FLOWERS', 0.26, 0.1), at('EST', 0.42, 0.1), at('1998', 0.5, 0.1)],
      ...[at('12', 0.1, 0.16), at('HIGH', 0.16, 0.16), at('ST', 0.26, 0.16), at('SE15', 0.32, 0.16)],
      ...[at('5AA', 0.42, 0.16), at('TEL', 0.1, 0.22), at('020', 0.18, 0.22), at('7946', 0.26, 0.22)],
      ...[at('0958', 0.36, 0.22), at('OPEN', 0.1, 0.28), at('24', 0.2, 0.28), at('HRS', 0.26, 0.28)],
    ];
    expect(mayRead(front)).toEqual([]);
  });

  it('is in a picture without text', () => {
    expect(mayRead([])).toEqual([]);
  });

  it('makes any text fail, whatever it is and wherever it stands', () => {
    const box = fc.record({
      left: fc.double({ min: 0, max: 1, noNaN: true }),
      top: fc.double({ min: 0, max: 1, noNaN: true }),
      width: fc.double({ min: 0, max: 1, noNaN: true }),
      height: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const lines = fc.record({
      text: fc.oneof(fc.string(), fc.stringMatching(/^[A-Z0-9 ]{1,8}$/)),
      confidence: fc.double({ min: 0, max: 100, noNaN: true }),
      box,
    });
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 12 }), (read) => {
        const readings = mayRead(read);
        expect(readings.length).toBeLessThanOrEqual(3);
        for (const reading of readings) {
          expect(reading.text).toMatch(/^[A-Z0-9]{1,4} [A-Z0-9]{2,4}$/);
          expect(PlateReading.parse(reading)).toEqual(reading);
        }
      }),
    );
  });
});
