import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../../../shared/sensors/decoders/decode.ts';
import { Reading } from '../../../../../shared/sensors/reading.ts';
import { bytesOf } from '../sensor-builders.ts';

// domain.md section 5, and the makers' samples.
const vectors: readonly [model: string, hex: string, port: number][] = [
  ['WS301', '017564030001040001', 85],
  ['EM300-MCS', '01755C03673401046865060001', 85],
  ['EM300-MCS', '20CE9E74466310015D01', 85],
  ['WS202', '017510030001040000', 85],
  ['EM500-LGT', '017564039450000000', 85],
  ['LDS02', '8c800100010200000300', 10],
  ['LDS03A', '0100000400000362f15ee2', 2],
  ['LDS03A', '0000010c000000630dfe310300010d00000e630e057f', 3],
  ['LDS03A', '0a010001ff0e10', 5],
];

describe.each(vectors)('a payload of a %s (%s on port %i)', (model, hex, port) => {
  const whole = bytesOf(hex);
  const { readings } = decode(model, { port, bytes: whole });

  it('cut off anywhere says what it would have said so far, and that it is cut off or ends there', () => {
    expect(readings.length).toBeGreaterThan(0);
    for (let length = 1; length < whole.length; length += 1) {
      const cut = decode(model, { port, bytes: whole.subarray(0, length) });
      expect(cut.readings).toEqual(readings.slice(0, cut.readings.length));
      // A cut between two channels, or two records, cannot be seen.
      if (cut.notes.length === 0) expect(cut.readings.length).toBeGreaterThan(0);
    }
  });

  it('is not read on any port that is not its own', () => {
    for (let other = 1; other <= 255; other += 1) {
      if (other === port || (model === 'LDS03A' && other >= 2 && other <= 5)) continue;
      const decoded = decode(model, { port: other, bytes: whole });
      expect(decoded.readings).toEqual([]);
      expect(decoded.notes).toEqual([expect.stringContaining(`came on port ${other}`)]);
    }
  });

  it('decodes the same in a slice of a larger buffer', () => {
    const larger = Uint8Array.of(255, 255, ...whole, 255, 255);
    const slice = larger.subarray(2, 2 + whole.length);
    expect(decode(model, { port, bytes: slice }).readings).toEqual(readings);
  });
});

describe('any bytes whatever', () => {
  it.each(['WS301', 'EM300-MCS', 'WS202', 'EM500-LGT', 'LDS02', 'LDS03A', 'ONVIF', 'nobody knows'])(
    'never throw in a %s and only give true readings',
    (model) => {
      fc.assert(
        fc.property(
          fc.uint8Array({ maxLength: 242, size: 'max' }),
          fc.constantFrom(85, 10, 2, 3, 5),
          (bytes, port) => {
            const { readings, notes } = decode(model, { port, bytes });
            for (const reading of readings) Reading.parse(reading);
            for (const note of notes) expect(note.length).toBeLessThan(200);
          },
        ),
      );
    },
  );

  it('that begin as a channel does never give a value outside its range', () => {
    const channels = ['0175', '0300', '0400', '0367', '0468', '0600', '0394', '20ce'].map(bytesOf);
    const payload = fc
      .array(fc.tuple(fc.constantFrom(...channels), fc.uint8Array({ minLength: 1, maxLength: 8 })), {
        maxLength: 8,
      })
      .map((parts) => Uint8Array.from(parts.flatMap(([head, value]) => [...head, ...value])));
    fc.assert(
      fc.property(payload, fc.constantFrom('WS301', 'EM300-MCS', 'WS202', 'EM500-LGT'), (bytes, model) => {
        for (const reading of decode(model, { port: 85, bytes }).readings) Reading.parse(reading);
      }),
    );
  });
});
