import { describe, expect, it } from 'vitest';
import { decode, hasDecoder } from '../../../../../shared/sensors/decoders/decode.ts';
import { bytesOf } from '../sensor-builders.ts';

const from = (model: string, hex: string, port = 85) => decode(model, { port, bytes: bytesOf(hex) });

describe('the makers’ example payloads', () => {
  it('WS301: battery 100, door open, taken off its mount', () => {
    expect(from('Milesight WS301', '017564030001040001')).toEqual({
      readings: [
        { what: 'battery', percent: 100 },
        { what: 'door', open: true },
        { what: 'tamper', tampered: true },
      ],
      notes: [],
    });
  });

  it('EM300-MCS: battery 92, 30.8 °C, 50.5 %, open', () => {
    expect(from('Milesight EM300-MCS', '01755C03673401046865060001')).toEqual({
      readings: [
        { what: 'battery', percent: 92 },
        { what: 'temperature', celsius: 30.8 },
        { what: 'humidity', percent: 50.5 },
        { what: 'door', open: true },
      ],
      notes: [],
    });
  });

  it('EM300-MCS: a remembered record with its own time', () => {
    const time = { at: '2022-10-12T08:02:38.000Z' };
    expect(from('EM300-MCS', '20CE9E74466310015D01')).toEqual({
      readings: [
        { what: 'temperature', celsius: 27.2, ...time },
        { what: 'humidity', percent: 46.5, ...time },
        { what: 'door', open: true, ...time },
      ],
      notes: [],
    });
  });

  it('WS202: battery 16, movement, dark', () => {
    expect(from('milesight ws202', '017510030001040000')).toEqual({
      readings: [
        { what: 'battery', percent: 16 },
        { what: 'movement', moving: true },
        { what: 'daylight', light: false },
      ],
      notes: [],
    });
  });

  it('EM500-LGT: battery 100, 80 lux', () => {
    expect(from('em500_lgt', '017564039450000000')).toEqual({
      readings: [
        { what: 'battery', percent: 100 },
        { what: 'light-level', lux: 80 },
      ],
      notes: [],
    });
  });

  // Dragino's sample frames of the LDS03A, and one of its status on port 5.
  it.each([
    ['0100000400000362f15ee2', true, 4, 3],
    ['0000010c000000630dfe31', false, 268, 0],
    ['0000010d00000e630e057f', false, 269, 14],
  ])('LDS03A: %s on port 2', (hex, open, count, lastOpenMinutes) => {
    expect(from('Dragino LDS03A', hex, 2)).toEqual({
      readings: [
        { what: 'door', open },
        { what: 'open-too-long', alarm: false },
        { what: 'openings', count, lastOpenMinutes },
      ],
      notes: [],
    });
  });

  it('LDS03A: what it remembers, each record with its own time', () => {
    expect(from('LDS03A', '0000010c000000630dfe310300010d00000e630e057f', 3)).toEqual({
      readings: [
        { what: 'door', open: false, at: '2022-08-30T12:10:25.000Z' },
        { what: 'door', open: true, at: '2022-08-30T12:41:35.000Z' },
      ],
      notes: [],
    });
  });

  it('LDS03A: about itself on port 5, with 3.6 V, and its settings on port 4', () => {
    expect(from('LDS03A', '0a010001ff0e10', 5)).toEqual({
      readings: [{ what: 'battery-voltage', millivolts: 3600 }],
      notes: [],
    });
    expect(from('LDS03A', '001c2000000000', 4)).toEqual({ readings: [], notes: [] });
  });

  it('LDS02: 3.2 V, door open for the 258th time, the last time for 3 minutes, no alarm', () => {
    expect(from('Dragino LDS02', '8c800100010200000300', 10)).toEqual({
      readings: [
        { what: 'battery-voltage', millivolts: 3200 },
        { what: 'door', open: true },
        { what: 'openings', count: 258, lastOpenMinutes: 3 },
        { what: 'open-too-long', alarm: false },
      ],
      notes: [],
    });
  });
});

describe('a payload that only half parses', () => {
  it('yields what stands before the cut, and says where it ends', () => {
    const { readings, notes } = from('WS301', '017564030001 04'.replace(' ', ''));
    expect(readings).toEqual([
      { what: 'battery', percent: 100 },
      { what: 'door', open: true },
    ]);
    expect(notes).toEqual([expect.stringContaining('half a channel')]);
  });

  it('does not guess the value that is cut off', () => {
    expect(from('EM500-LGT', '0175640394500000')).toEqual({
      readings: [{ what: 'battery', percent: 100 }],
      notes: ['the payload ends within channel 03 94, which was not read'],
    });
  });

  it('stops at a channel of unknown length, and names it', () => {
    const { readings, notes } = from('WS301', '030000fe0201020304');
    expect(readings).toEqual([{ what: 'door', open: false }]);
    expect(notes).toEqual([expect.stringMatching(/channel fe 02 .* 4 more bytes/)]);
  });

  it('passes over what a device says of itself on joining', () => {
    const joined = 'ff0bffff0101ff166412a34567890123ff090100ff0a0102ff0f00030001';
    expect(from('EM500-LGT', joined.slice(0, -6))).toEqual({ readings: [], notes: [] });
    expect(from('WS301', joined)).toEqual({ readings: [{ what: 'door', open: true }], notes: [] });
  });

  it('LDS02: tells the door from the first three bytes alone', () => {
    const { readings, notes } = from('LDS02', '0c8001', 10);
    expect(readings).toEqual([
      { what: 'battery-voltage', millivolts: 3200 },
      { what: 'door', open: false },
    ]);
    expect(notes).toEqual(['has 3 bytes where an LDS02 sends 10']);
  });

  it('LDS03A: tells the door from the first byte alone, and says what is missing', () => {
    const { readings, notes } = from('LDS03A', '03', 2);
    expect(readings).toEqual([
      { what: 'door', open: true },
      { what: 'open-too-long', alarm: true },
    ]);
    expect(notes).toEqual(['has 1 bytes where an LDS03A sends 11']);
  });

  it('LDS03A: does not read a second door, a cut record, or what says that it is something else', () => {
    expect(from('LDS03A', '0100000400000362f15ee201000001000002', 2).notes).toEqual([
      expect.stringMatching(/of a second door, were not read/),
    ]);
    expect(from('LDS03A', '0000010c000000630dfe310300', 3)).toMatchObject({
      readings: [{ what: 'door', open: false }],
      notes: [expect.stringMatching(/ends within a remembered record/)],
    });
    expect(from('LDS03A', '1b010001ff0e10', 5)).toEqual({
      readings: [],
      notes: ['says that it is model 27, not an LDS03A'],
    });
    expect(from('LDS03A', '0a010001', 5).notes).toEqual(['the payload ends before the battery']);
  });

  it('LDS02: says nothing of a door while it watches for a leak', () => {
    const { readings, notes } = from('LDS02', 'cc800200000100000500', 10);
    expect(readings).toEqual([{ what: 'battery-voltage', millivolts: 3200 }]);
    expect(notes).toEqual(['is in mode 2, in which it does not watch a door']);
  });
});

describe('a value that cannot be', () => {
  it.each([
    ['WS301', '0175ff030001', 85, [{ what: 'door', open: true }], /battery 255 %/],
    ['WS301', '030002', 85, [], /door contact 2 is neither/],
    ['EM300-MCS', '0367ff7f060000', 85, [{ what: 'door', open: false }], /temperature 3276.7 °C/],
    ['EM300-MCS', '0468ff', 85, [], /humidity 127.5 %/],
    ['EM500-LGT', '0394ffffffff', 85, [], /4294967295 lux/],
    ['EM500-LGT', '20ce0000000050000000', 85, [], /clock was not set/],
    ['LDS03A', '0000010c00000000000000', 3, [], /clock was not set/],
    ['LDS03A', '0a010001ff0000', 5, [], /battery 0 mV/],
    ['LDS02', '800001000001000001 00'.replace(' ', ''), 10, [{ what: 'door', open: true }], /battery 0 mV/],
  ])('of a %s (%s) is a note and no reading', (model, hex, port, readings, note) => {
    const decoded = from(model, hex, port);
    expect(decoded.readings).toEqual(expect.arrayContaining(readings));
    expect(decoded.notes).toEqual([expect.stringMatching(note)]);
  });

  it('leaves the other readings of the payload alone', () => {
    expect(from('EM300-MCS', '0367d8fe').readings).toEqual([{ what: 'temperature', celsius: -29.6 }]);
  });
});

describe('a payload for which there is no decoding', () => {
  it('of an unknown model is said to have no decoder', () => {
    expect(from('Acme Door 3000', '00')).toEqual({ readings: [], notes: ['no decoder for Acme Door 3000'] });
  });

  it.each(['constructor', '__proto__', 'toString', ''])('of a model called "%s" has none either', (model) => {
    expect(from(model, '017564').readings).toEqual([]);
    expect(from(model, '017564').notes).toEqual([`no decoder for ${model}`]);
  });

  it.each([
    ['WS301', '030001', 10],
    ['LDS02', '8c800100010200000300', 85],
    ['EM500-LGT', '039450000000', 0],
    ['LDS03A', '0100000400000362f15ee2', 10],
  ])('of a %s on a port that is not its own is not read', (model, hex, port) => {
    const { readings, notes } = from(model, hex, port);
    expect(readings).toEqual([]);
    expect(notes).toEqual([expect.stringContaining(`came on port ${port}`)]);
  });

  it('that is empty on port 0 is a sign of life; on the device’s port it is noted', () => {
    expect(from('WS301', '', 0)).toEqual({ readings: [], notes: [] });
    expect(from('WS301', '', 85)).toEqual({ readings: [], notes: ['the payload is empty'] });
  });
});

describe('which models can be read', () => {
  it.each([
    'WS301',
    'milesight em300-mcs',
    'Milesight WS202',
    'em500_lgt',
    'LDS02',
    'Dragino LDS03A',
    'uCIFI 3416',
    'LwM2M-3416',
    'ONVIF',
    'ONVIF door controller',
    'onvif camera',
  ])('%s can', (model) => {
    expect(hasDecoder(model)).toBe(true);
  });

  it.each(['Acme Door 3000', '', 'constructor', '__proto__'])('“%s” cannot', (model) => {
    expect(hasDecoder(model)).toBe(false);
  });
});
