import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../../../shared/sensors/decoders/decode.ts';
import { Reading } from '../../../../../shared/sensors/reading.ts';
import { DecodedFields } from '../../../../../shared/sensors/uplink.ts';
import { bytesOf } from '../sensor-builders.ts';

const none = new Uint8Array();
const told = (fields: Record<string, unknown>, model = 'Acme Door 3000') =>
  decode(model, { port: 85, bytes: none, fields: DecodedFields.parse(fields) });

describe('what a network server decoded', () => {
  it.each<[string, Record<string, unknown>, Reading[]]>([
    [
      'Milesight’s WS301',
      { battery: 100, magnet_status: 'open', tamper_status: 'uninstalled' },
      [
        { what: 'battery', percent: 100 },
        { what: 'door', open: true },
        { what: 'tamper', tampered: true },
      ],
    ],
    [
      'The Things Network’s WS301',
      { battery: 100, door: 'close', install: 'yes' },
      [
        { what: 'battery', percent: 100 },
        { what: 'door', open: false },
        { what: 'tamper', tampered: false },
      ],
    ],
    [
      'The Things Network’s EM300-MCS',
      { battery: 92, temperature: 30.8, humidity: 50.5, magnet: 1 },
      [
        { what: 'battery', percent: 92 },
        { what: 'temperature', celsius: 30.8 },
        { what: 'humidity', percent: 50.5 },
        { what: 'door', open: true },
      ],
    ],
    [
      'Milesight’s WS202',
      { battery: 16, pir: 'trigger', daylight: 'dark' },
      [
        { what: 'battery', percent: 16 },
        { what: 'movement', moving: true },
        { what: 'daylight', light: false },
      ],
    ],
    [
      'The Things Network’s WS202',
      { pir: 'normal', light: 'light' },
      [
        { what: 'movement', moving: false },
        { what: 'daylight', light: true },
      ],
    ],
    ['Milesight’s EM500-LGT', { illumination: 80 }, [{ what: 'light-level', lux: 80 }]],
    ['The Things Network’s EM500-LGT', { light: 80 }, [{ what: 'light-level', lux: 80 }]],
    [
      'Dragino’s LDS02',
      {
        BAT_V: 3.2,
        MOD: 1,
        DOOR_OPEN_STATUS: 1,
        DOOR_OPEN_TIMES: 258,
        LAST_DOOR_OPEN_DURATION: 3,
        ALARM: 0,
      },
      [
        { what: 'battery-voltage', millivolts: 3200 },
        { what: 'door', open: true },
        { what: 'openings', count: 258, lastOpenMinutes: 3 },
        { what: 'open-too-long', alarm: false },
      ],
    ],
    [
      'Dragino’s LDS03A, in words',
      { ALARM: 'TRUE', DOOR_OPEN_STATUS: 'OPEN', DOOR_OPEN_TIMES: '4', LAST_DOOR_OPEN_DURATION: '3' },
      [
        { what: 'open-too-long', alarm: true },
        { what: 'door', open: true },
        { what: 'openings', count: 4, lastOpenMinutes: 3 },
      ],
    ],
  ])('is read under the names of %s', (_, fields, readings) => {
    expect(told(fields)).toEqual({ readings, notes: [] });
  });

  it.each([
    ['a word that is neither', { door: 'ajar' }, /door “ajar” is neither open nor close/],
    ['a battery of 200 %', { battery: 200 }, /battery 200 % is not between 0 and 100/],
    ['a battery that may be volts', { battery: 3.6 }, /may be volts or per cent/],
    ['text where a number stands', { temperature: 'warm' }, /temperature “warm” is no number/],
    ['NaN as text', { humidity: 'NaN' }, /humidity “NaN” is no number/],
    ['an endless number', { illumination: Number.POSITIVE_INFINITY }, /illumination “Infinity” is no number/],
    ['a light brighter than the sun', { light: 1e9 }, /light 1000000000 lux/],
    ['a voltage that no battery has', { BAT_V: 90_000 }, /BAT_V 90000 mV/],
    ['a count below nothing', { DOOR_OPEN_TIMES: -1, LAST_DOOR_OPEN_DURATION: 1 }, /is no count/],
    [
      'two names that contradict each other',
      { door: 'open', magnet: 0 },
      /contradict each other about the door/,
    ],
  ])('is a note and no reading for %s', (_, fields, note) => {
    const { readings, notes } = told(fields, 'WS301');
    expect(readings).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  it('may say one thing under two names', () => {
    expect(told({ door: 'open', magnet_status: 'open' })).toEqual({
      readings: [{ what: 'door', open: true }],
      notes: [],
    });
  });

  it('leaves what is not known, and an alarm that may be about anything, alone', () => {
    expect(told({ door: 'open', rssi: -90, alarm: 1, sensor_model: 'x' }).readings).toEqual([
      { what: 'door', open: true },
    ]);
  });

  it('does not make a model known, and what says nothing leaves it without a decoder', () => {
    expect(told({ rssi: -90 })).toEqual({ readings: [], notes: ['no decoder for Acme Door 3000'] });
    expect(told({ door: 'ajar' }).notes).toEqual([
      'no decoder for Acme Door 3000',
      expect.stringContaining('ajar'),
    ]);
  });

  it('counts for a known model too, where its bytes were left out', () => {
    expect(told({ door: 'open' }, 'WS301').readings).toEqual([{ what: 'door', open: true }]);
  });

  it('in any words and numbers never throws and only gives true readings', () => {
    const names = fc.constantFrom(
      ...['door', 'magnet', 'tamper_status', 'install', 'pir', 'daylight', 'light', 'lux', 'battery'],
      ...['BAT_V', 'DOOR_OPEN_STATUS', 'DOOR_OPEN_TIMES', 'LAST_DOOR_OPEN_DURATION', 'ALARM'],
      ...['temperature', 'humidity', 'topic', 'state', 'operation', '3416/0/3', '3416/0/46', 'lampFailure'],
    );
    const values = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(names, fc.string()), values), (fields) => {
        for (const reading of told(fields).readings) Reading.parse(reading);
      }),
    );
  });
});

describe('fields beside bytes', () => {
  const both = (fields: Record<string, unknown>) =>
    decode('WS301', {
      port: 85,
      bytes: bytesOf('017564030001040001'),
      fields: DecodedFields.parse(fields),
    });
  const readings = [
    { what: 'battery', percent: 100 },
    { what: 'door', open: true },
    { what: 'tamper', tampered: true },
  ];

  it('that agree, but for rounding, add nothing', () => {
    expect(both({ battery: 99.6, door: 'open', install: 'no' })).toEqual({ readings, notes: [] });
  });

  it('that contradict them are a note, and the bytes count', () => {
    expect(both({ battery: 12, door: 'close', install: 'no' })).toEqual({
      readings,
      notes: [
        'the network’s decoder contradicts the bytes about the battery: the bytes count',
        'the network’s decoder contradicts the bytes about the door: the bytes count',
      ],
    });
  });

  it('that say more than the bytes add nothing either', () => {
    expect(both({ temperature: 20 })).toEqual({ readings, notes: [] });
  });

  it('are not held against what the device remembers', () => {
    const decoded = decode('EM300-MCS', {
      port: 85,
      bytes: bytesOf('20CE9E74466310015D01'),
      fields: DecodedFields.parse({ magnet: 0 }),
    });
    expect(decoded.notes).toEqual([]);
  });
});
