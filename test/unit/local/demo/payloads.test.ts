import { describe, expect, it } from 'vitest';
import { countingDoorPayload } from '../../../../local/demo/dragino-payload.ts';
import type { Frame } from '../../../../local/demo/life.ts';
import {
  doorPayload,
  lightPayload,
  movementPayload,
  rememberedDoorPayload,
  weatherproofDoorPayload,
} from '../../../../local/demo/milesight-payload.ts';
import { at } from '../../../support/builders.ts';

const hex = ({ bytes }: Frame) => Buffer.from(bytes).toString('hex');

// The examples of the makers, as far as they are about what the demo's devices say.
describe('what the demo’s devices send is what their makers’ would', () => {
  it('a WS301: battery 100, open; closed; taken off', () => {
    expect(hex(doorPayload(true, { batteryPercent: 100 }))).toBe('017564030001040000');
    expect(hex(doorPayload(false))).toBe('030000040000');
    expect(hex(doorPayload(true, { batteryPercent: 100, offMount: true }))).toBe('017564030001040001');
  });

  it('an EM300-MCS: battery 92 and open, and from its memory', () => {
    expect(hex(weatherproofDoorPayload(true, 92))).toBe('01755c03675f0004688e060001');
    const remembered = rememberedDoorPayload([{ at: at('2022-10-12T08:02:38Z'), open: true }]);
    expect(hex(remembered)).toBe('20ce9e7446635f008e01');
  });

  it('an EM500-LGT: battery 100 and 80 lux', () => {
    expect(hex(lightPayload(80, 100))).toBe('017564039450000000');
  });

  it('a WS202: movement in the dark', () => {
    expect(hex(movementPayload(true, false))).toBe('030001040000');
  });

  it('an LDS02: 2,980 mV, closed after 412 openings, the last of 1 minute', () => {
    const said = { batteryMillivolts: 2_980, openings: 412, lastMinutes: 1 };
    expect(hex(countingDoorPayload(false, said))).toBe('0ba40100019c00000100');
    expect(hex(countingDoorPayload(true, said))).toBe('8ba40100019c00000100');
  });
});
