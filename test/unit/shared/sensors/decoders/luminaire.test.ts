import { describe, expect, it } from 'vitest';
import { decode } from '../../../../../shared/sensors/decoders/decode.ts';
import { luminaireFailures } from '../../../../../shared/sensors/reading.ts';
import { DecodedFields } from '../../../../../shared/sensors/uplink.ts';

const told = (fields: Record<string, unknown>) =>
  decode('uCIFI 3416', { port: 0, bytes: new Uint8Array(), fields: DecodedFields.parse(fields) });

// Every resource of domain.md's row: number, name as the registry writes it, value, and what it means.
const resources = [
  [3, 'Dimming level', 80, { what: 'lamp', dimmingPercent: 80 }],
  [5, 'Lamp failure', true, { what: 'lamp-failure', failed: true }],
  [6, 'Lamp failure reason', 2, { what: 'lamp-failure-reason', reason: '2' }],
  [7, 'Control gear failure', true, { what: 'control-gear-failure', failed: true }],
  [9, 'Relay failure', false, { what: 'relay-failure', failed: false }],
  [10, 'Day burner', true, { what: 'day-burner', failed: true }],
  [11, 'Cycling failure', true, { what: 'cycling-failure', failed: true }],
  [12, 'Control gear communication failure', true, { what: 'gear-communication-failure', failed: true }],
  [15, 'Lamp operating hours', 12_345.5, { what: 'operating-hours', hours: 12_345.5 }],
  [46, 'Light source active power', 12.5, { what: 'power', watts: 12.5 }],
] as const;

describe('a luminaire’s controller', () => {
  it.each(resources)('reports resource %i, %s, by number and by name', (number, name, value, reading) => {
    const words = name.split(' ');
    const camelCase = [words[0]?.toLowerCase(), ...words.slice(1).map(capital)].join('');
    const snakeCase = name.toLowerCase().replaceAll(' ', '_');
    for (const key of [`3416/0/${number}`, `/3416/0/${number}`, name, camelCase, snakeCase]) {
      expect(told({ [key]: value }), key).toEqual({ readings: [reading], notes: [] });
    }
  });

  it('reports all of them at once', () => {
    const all = Object.fromEntries(resources.map(([number, , value]) => [`3416/0/${number}`, value]));
    expect(told(all)).toEqual({ readings: resources.map(([, , , reading]) => reading), notes: [] });
  });

  it('may say true and false as 1 and 0, or in text', () => {
    expect(told({ '3416/0/5': 1, '3416/0/7': 'false' }).readings).toEqual([
      { what: 'lamp-failure', failed: true },
      { what: 'control-gear-failure', failed: false },
    ]);
  });

  it.each([
    [{ '3416/0/3': 101 }, /dimming level 101 % is not between 0 and 100/],
    [{ '3416/0/3': -1 }, /dimming level -1 %/],
    [{ '3416/0/5': 'perhaps' }, /lamp failure “perhaps” is neither true nor false/],
    [{ '3416/0/15': -5 }, /operating hours -5 h/],
    [{ '3416/0/15': 1e12 }, /operating hours 1000000000000 h/],
    [{ '3416/0/46': 'NaN' }, /active power “NaN” is no number/],
    [{ '3416/0/46': 6_000 }, /active power 6000 W/],
    [{ '3416/1/5': true }, /lamp 1 of the controller is not read/],
  ])('that reports %o is noted, and gives no reading', (fields, note) => {
    const { readings, notes } = told(fields);
    expect(readings).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  it('says nothing by resources that tell nothing of its light', () => {
    expect(told({ '3416/0/13': 4, '3416/0/58': 'GTIN', '3303/0/5700': 21 })).toEqual({
      readings: [],
      notes: [],
    });
  });

  it('reports each failure as a kind of its own, so that none takes another’s place', () => {
    const failures = ['3416/0/5', '3416/0/7', '3416/0/9', '3416/0/10', '3416/0/11', '3416/0/12'];
    const { readings } = told(Object.fromEntries(failures.map((path) => [path, true])));
    expect(readings.map(({ what }) => what)).toEqual(luminaireFailures);
  });
});

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
