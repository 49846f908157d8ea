import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, millis } from '../../../../shared/platform/instant.ts';
import { placeOf } from '../../../../shared/sensors/history.ts';
import { quickInstant, quickMillis } from '../../../../shared/sensors/quick-instant.ts';
import { happenedAt } from '../../../../shared/sensors/uplink.ts';
import { anUplink } from './sensor-builders.ts';

const moments = fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2100, 0) });

describe('what the fast path reckons with its own arithmetic', () => {
  it('is the same text of a moment', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        expect(quickInstant(moment)).toBe(instant(moment));
      }),
    );
    expect(quickInstant(1.5)).toBe(instant(1.5));
    expect(() => quickInstant(Number.NaN)).toThrow(RangeError);
  });

  it('is the same moment of a text', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        expect(quickMillis(instant(moment))).toBe(moment);
      }),
    );
    expect(quickMillis(instant(8.64e15))).toBe(8.64e15);
    expect(quickMillis(instant(-8.64e15))).toBe(-8.64e15);
  });

  it('is the same time of an uplink, whether its clock is believed or not', () => {
    const offsets = fc.integer({ min: -25 * 3_600_000, max: 300_000 });
    fc.assert(
      fc.property(moments, offsets, (moment, offset) => {
        const uplink = anUplink({ receivedAt: instant(moment), deviceTime: instant(moment + offset) });
        expect(placeOf(uplink, moment).atMillis).toBe(millis(happenedAt(uplink)));
      }),
    );
  });
});
