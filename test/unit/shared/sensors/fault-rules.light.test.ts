import { describe, expect, it } from 'vitest';
import { instant } from '../../../../shared/platform/instant.ts';
import type { Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { at, lux, type Step, sayingOf, stateAfter } from './sensor-builders.ts';

// By suncalc, civil dusk in Leeds on 20 November 2026 is at 16:41 and the next dawn at 07:03.
const leeds = { latitude: 53.8, longitude: -1.55, outerDoor: false };
const settings = SensorSettings.parse({});

const judged = (steps: readonly Step[], now: string, overrides: object = {}): Judgement =>
  judge({ ...overrides }, stateAfter(steps), settings, leeds, at(now));

const measured = (time: string, level: number): Step => ({ at: time, says: lux(level) });
const everyTenMinutes = (from: string, count: number, level: (index: number) => number): Step[] =>
  Array.from({ length: count }, (_, index) =>
    measured(instant(Date.parse(from) + index * 600_000), level(index)),
  );

const dark = (judgement: Judgement) => sayingOf('dark-when-due', judgement);
const well = 'well';
const unknown = 'cannot tell';

const daylight = measured('2026-11-20T15:30:00Z', 900);

describe('a light that is dark after dusk', () => {
  const steps = [daylight, measured('2026-11-20T16:30:00Z', 4), measured('2026-11-20T16:45:00Z', 0)];

  it('is no fault within its grace, and is to be looked at when that is over', () => {
    const judgement = judged(steps, '2026-11-20T16:46:00Z');
    expect(dark(judgement)).toBe(unknown);
    expect(judgement.deadlines[0]).toContain('2026-11-20T16:56');
  });

  it('is a fault from then on, since dusk, without any further word from it', () => {
    const { faults } = judged(steps, '2026-11-20T16:57:00Z');
    expect(faults).toEqual([
      {
        kind: 'lighting-fault',
        fault: 'dark-when-due',
        since: expect.stringContaining('2026-11-20T16:41'),
        insecure: false,
        planned: false,
        reasons: [
          'dark since 16:41, although it should be lit from 16:41 (dusk) to 07:03 on 21 November (dawn)',
          'last measured at 16:45: 0 lux; from 5 lux it counts as lit',
        ],
      },
    ]);
  });

  it('has the same beginning at the end of the night, after more readings than are kept', () => {
    const night = [...steps, ...everyTenMinutes('2026-11-20T16:57:00Z', 84, () => 0)];
    const [early, late] = [judged(steps, '2026-11-20T16:57:00Z'), judged(night, '2026-11-21T06:50:00Z')];
    expect(late.faults[0]?.since).toBe(early.faults[0]?.since);
  });

  it('is dark since the first dark reading if it had been lit before', () => {
    const failed = [
      measured('2026-11-20T18:00:00Z', 40),
      ...everyTenMinutes('2026-11-20T18:10:00Z', 90, () => 1),
    ];
    expect(judged(failed.slice(0, 5), '2026-11-20T18:40:00Z').faults[0]?.since).toBe(
      '2026-11-20T18:10:00.000Z',
    );
    expect(judged(failed.slice(0, 75), '2026-11-21T06:30:00Z').faults[0]?.since).toBe(
      '2026-11-20T18:10:00.000Z',
    );
  });

  it('is well again when it has been lit for ten minutes, and is looked at then', () => {
    const mended = [...steps, measured('2026-11-20T17:05:00Z', 0), measured('2026-11-20T17:15:00Z', 5)];
    const { faults, deadlines } = judged(mended, '2026-11-20T17:24:59Z');
    expect(faults[0]?.reasons[2]).toBe('as it should be again, and well if so until 17:25');
    expect(deadlines[0]).toBe('2026-11-20T17:25:00.000Z');
    expect(dark(judged(mended, '2026-11-20T17:25:00Z'))).toBe(well);
  });

  it('and flickers on for less than that is at fault since it went dark first', () => {
    const flickers = [
      ...steps,
      measured('2026-11-20T17:05:00Z', 0),
      measured('2026-11-20T17:15:00Z', 5),
      measured('2026-11-20T17:20:00Z', 0),
    ];
    expect(dark(judged(flickers, '2026-11-20T17:21:00Z'))).toMatchObject({
      since: expect.stringContaining('2026-11-20T16:41'),
    });
  });

  it('is none of the rule’s when movement switches it', () => {
    const own = { settings: { light: { switched: 'by-movement' as const } } };
    expect(dark(judged(steps, '2026-11-20T18:00:00Z', own))).toBe(unknown);
  });

  it('is not seen to be lit by what may be daylight, where it is due before dusk', () => {
    const own = { settings: { light: { duskOffsetMinutes: -60 } } };
    const twilight = [measured('2026-11-20T16:20:00Z', 60), measured('2026-11-20T16:30:00Z', 25)];
    expect(dark(judged(twilight, '2026-11-20T16:35:00Z', own))).toBe(unknown);
  });

  it('still stands next day at noon: daylight does not mend a lamp', () => {
    const noon = [...steps, measured('2026-11-21T09:00:00Z', 4000), measured('2026-11-21T12:00:00Z', 9000)];
    expect(judged(noon, '2026-11-21T12:00:00Z').faults).toHaveLength(1);
  });

  it('is found even if its readings come in half a day late', () => {
    expect(judged(steps, '2026-11-21T10:00:00Z').faults).toHaveLength(1);
  });

  it('is well again although the reading that shows it lit comes half a day late', () => {
    const mended = [...steps, measured('2026-11-20T19:00:00Z', 40)];
    expect(dark(judged(mended, '2026-11-21T10:00:00Z'))).toBe(well);
  });

  it('counts as lit from the level that the register gives it', () => {
    const own = { settings: { light: { litFromLux: 0.5 } } };
    const dim = [...steps.slice(0, 2), measured('2026-11-20T16:45:00Z', 1)];
    expect(dark(judged(dim, '2026-11-20T16:57:00Z', own))).toBe(well);
  });
});

describe('silence', () => {
  it('since before dusk says nothing of tonight', () => {
    expect(dark(judged([measured('2026-11-20T16:30:00Z', 0)], '2026-11-20T18:00:00Z'))).toBe(unknown);
  });

  it('after a lit reading is not "fine" for longer than an hour', () => {
    const lit = [daylight, measured('2026-11-20T17:00:00Z', 40)];
    expect(dark(judged(lit, '2026-11-20T18:00:00Z'))).toBe(well);
    expect(dark(judged(lit, '2026-11-20T18:00:01Z'))).toBe(unknown);
  });

  it('is not dark: one dark reading does not fill a grace that is longer than it holds', () => {
    const own = { settings: { light: { graceMinutes: 90 } } };
    const steps = [daylight, measured('2026-11-20T18:00:00Z', 0)];
    expect(dark(judged(steps, '2026-11-20T22:00:00Z', own))).toBe(unknown);
  });

  it('before the first dark reading is not counted as dark', () => {
    const steps = [measured('2026-11-20T12:00:00Z', 900), measured('2026-11-20T22:00:00Z', 0)];
    const judgement = judged(steps, '2026-11-20T22:10:00Z');
    expect(dark(judgement)).toBe(unknown);
    expect(judgement.deadlines[0]).toBe('2026-11-20T22:15:00.000Z');
    expect(judged(steps, '2026-11-20T22:15:00Z').faults[0]?.since).toBe('2026-11-20T22:00:00.000Z');
  });

  it('is known sooner where the device reports more often', () => {
    const own = { settings: { light: { reportingIntervalMinutes: 5 } } };
    const lit = [daylight, measured('2026-11-20T17:00:00Z', 40)];
    expect(dark(judged(lit, '2026-11-20T17:16:00Z', own))).toBe(unknown);
  });

  it('from the first day on is nothing known', () => {
    expect(dark(judge({}, undefined, settings, leeds, at('2026-11-20T18:00:00Z')))).toBe(unknown);
  });
});

describe('daylight', () => {
  it('tells nothing of a lamp', () => {
    expect(dark(judged([measured('2026-11-20T12:00:00Z', 0)], '2026-11-20T12:00:00Z'))).toBe(unknown);
    expect(dark(judged([measured('2026-11-20T12:00:00Z', 20_000)], '2026-11-20T12:00:00Z'))).toBe(unknown);
  });

  it('is all there is at midsummer in Unst, where a dark reading is never a fault', () => {
    const unst = { latitude: 60.8, longitude: -0.85, outerDoor: false };
    const state = stateAfter(everyTenMinutes('2026-06-20T20:00:00Z', 60, () => 0));
    for (let hour = 0; hour < 24; hour += 1) {
      const now = instant(Date.UTC(2026, 5, 21, hour));
      expect(dark(judge({}, state, settings, unst, now))).toBe(unknown);
    }
  });

  it('is all there is at midsummer in Lerwick for a light that is due from nautical dusk', () => {
    const lerwick = { latitude: 60.155, longitude: -1.145, outerDoor: false };
    const state = stateAfter(everyTenMinutes('2026-06-20T20:00:00Z', 60, () => 0));
    const own = { settings: { light: { dueFrom: 'nautical-dusk' as const } } };
    expect(dark(judge(own, state, settings, lerwick, at('2026-06-21T01:00:00Z')))).toBe(unknown);
  });
});
