import { describe, expect, it } from 'vitest';
import { instant, plusSeconds } from '../../../../shared/platform/instant.ts';
import type { FaultName, Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import type { Reading } from '../../../../shared/sensors/reading.ts';
import { type SensorOverrides, SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { at, foundBy, lux, type Step, sayingOf, stateAfter } from './sensor-builders.ts';

// By suncalc, in Leeds on 20 November 2026: civil dusk at 16:41, the next dawn at 07:03; the sun is 6 degrees up from
// about 08:25 to 15:15.
const leeds = { latitude: 53.8, longitude: -1.55, outerDoor: false };
const settings = SensorSettings.parse({});

const judged = (steps: readonly Step[], now: string, own?: SensorOverrides): Judgement =>
  judge(own === undefined ? {} : { settings: own }, stateAfter(steps), settings, leeds, at(now));
const says = (name: FaultName, steps: readonly Step[], now: string, own?: SensorOverrides) =>
  sayingOf(name, judged(steps, now, own));

const dimmed = (dimmingPercent: number): Reading[] => [{ what: 'lamp', dimmingPercent }];
const draws = (watts: number): Reading[] => [{ what: 'power', watts }];
const every = (minutes: number, from: string, count: number, reading: (index: number) => Reading[]): Step[] =>
  Array.from({ length: count }, (_, index) => ({
    at: plusSeconds(at(from), index * minutes * 60),
    says: reading(index),
  }));

describe('a luminaire that is off when it is due', () => {
  it('is dark by the power it draws, although it is told to be on', () => {
    const steps = every(15, '2026-11-20T16:00:00Z', 12, () => [...dimmed(100), ...draws(0.4)]);
    expect(says('dark-when-due', steps, '2026-11-20T18:45:00Z')).toMatchObject({
      since: expect.stringContaining('2026-11-20T16:41'),
      reasons: [expect.stringContaining('dark since 16:41'), 'draws 0.4 W; over 2 W it counts as lit'],
    });
  });

  it('is dark by its dimming where nothing tells its power', () => {
    const steps = every(15, '2026-11-20T16:00:00Z', 12, () => dimmed(0));
    expect(foundBy('dark-when-due', judged(steps, '2026-11-20T18:45:00Z')).reasons[1]).toBe('switched off');
  });

  it('is believed before a light meter beside it', () => {
    const steps = every(15, '2026-11-20T16:00:00Z', 12, () => [...lux(0), ...draws(18)]);
    expect(says('dark-when-due', steps, '2026-11-20T18:45:00Z')).toBe('well');
  });

  it('for a night longer than its history is dark since dusk', () => {
    const steps = every(15, '2026-11-20T16:00:00Z', 59, () => dimmed(0));
    expect(says('dark-when-due', steps, '2026-11-21T06:35:00Z')).toMatchObject({
      since: expect.stringContaining('2026-11-20T16:41'),
    });
  });
});

describe('a luminaire that burns by day', () => {
  const burning = every(15, '2026-11-20T08:00:00Z', 12, () => draws(18));

  it('is none in the night after a storm at dusk, when only the end of the day is remembered', () => {
    // Lit from 14:45, half an hour before the sun is low, and all night, of which 32 reports are kept.
    const stormy = every(15, '2026-11-20T14:45:00Z', 33, () => draws(18));
    expect(says('burning-by-day', stormy, '2026-11-20T22:50:00Z')).not.toHaveProperty('fault');
  });

  it('is a fault after an hour in which the sun was well up', () => {
    expect(says('burning-by-day', burning, '2026-11-20T09:00:00Z')).toBe('cannot tell');
    expect(says('burning-by-day', burning, '2026-11-20T10:45:00Z')).toMatchObject({
      kind: 'lighting-fault',
      since: expect.stringContaining('2026-11-20T08:'),
      reasons: [expect.stringMatching(/lit by day since 08:\d\d/), 'draws 18 W; over 2 W it counts as lit'],
    });
  });

  it('still is in the night, in which it is right to burn', () => {
    const night = [...burning, ...every(15, '2026-11-20T11:00:00Z', 40, () => draws(18))];
    expect(says('burning-by-day', night, '2026-11-20T20:45:00Z')).toHaveProperty('fault');
  });

  it('is well when it has been off by day for ten minutes', () => {
    const off = [...burning, { at: '2026-11-20T11:00:00Z', says: draws(0.4) }];
    expect(says('burning-by-day', off, '2026-11-20T11:09:59Z')).toHaveProperty('fault');
    expect(says('burning-by-day', off, '2026-11-20T11:10:00Z')).toBe('well');
  });

  it('is not one that goes off some time after sunrise', () => {
    const steps = [
      ...every(15, '2026-11-20T06:00:00Z', 11, () => draws(18)),
      ...every(15, '2026-11-20T08:45:00Z', 10, () => draws(0.4)),
    ];
    expect(says('burning-by-day', steps, '2026-11-20T11:00:00Z')).toBe('well');
  });

  it('cannot be told by a light meter, which sees the day', () => {
    const steps = every(15, '2026-11-20T08:00:00Z', 12, () => lux(9000));
    expect(says('burning-by-day', steps, '2026-11-20T10:45:00Z')).toBe('cannot tell');
  });

  it('may be told by its controller', () => {
    const steps: Step[] = [{ at: '2026-11-20T12:00:00Z', says: [{ what: 'day-burner', failed: true }] }];
    expect(foundBy('burning-by-day', judged(steps, '2026-11-20T12:00:00Z')).reasons).toEqual([
      'its controller has said since 12:00 that it burns by day',
    ]);
  });
});

describe('a luminaire that goes on and off', () => {
  const flickering = every(8, '2026-11-20T20:00:00Z', 8, (index) => draws(index % 2 === 0 ? 18 : 0));

  it('six times in an hour of the night is cycling', () => {
    expect(says('cycling', flickering, '2026-11-20T20:57:00Z')).toMatchObject({
      since: '2026-11-20T20:08:00.000Z',
      reasons: ['went on or off 7 times between 20:08 and 20:56; 6 times in an hour is a fault'],
    });
    expect(says('cycling', flickering.slice(0, 6), '2026-11-20T20:57:00Z')).toBe('well');
  });

  it('does so by right when movement switches it', () => {
    const own = { light: { switched: 'by-movement' as const } };
    expect(says('cycling', flickering, '2026-11-20T20:57:00Z', own)).toBe('cannot tell');
  });

  it('is well when it has not for an hour of the night, and is looked at then', () => {
    const calm = [...flickering, ...every(10, '2026-11-20T21:00:00Z', 8, () => draws(0))];
    const last = judged(calm, '2026-11-20T21:55:00Z');
    expect(sayingOf('cycling', last)).toHaveProperty('fault');
    expect(last.deadlines).toContain('2026-11-20T21:56:00.000Z');
    expect(says('cycling', calm, '2026-11-20T21:56:00Z')).toBe('well');
  });

  it('is not mended by the day', () => {
    const late = every(8, '2026-11-21T06:00:00Z', 8, (index) => draws(index % 2 === 0 ? 18 : 0));
    const day = [...late, ...every(15, '2026-11-21T07:15:00Z', 16, () => draws(0))];
    expect(says('cycling', day, '2026-11-21T11:00:00Z')).toHaveProperty('fault');
  });

  it('by day says nothing: nobody needs its light', () => {
    const byDay = every(8, '2026-11-20T11:00:00Z', 8, (index) => draws(index % 2 === 0 ? 18 : 0));
    expect(says('cycling', byDay, '2026-11-20T11:57:00Z')).toBe('well');
  });
});

describe('a luminaire whose controller reports a part failed', () => {
  const failed: Step[] = [
    {
      at: '2026-11-20T12:00:00Z',
      says: [
        { what: 'relay-failure', failed: true },
        { what: 'lamp-failure', failed: false },
      ],
    },
  ];

  it('is a fault that names the part', () => {
    expect(foundBy('lamp-failed', judged(failed, '2026-11-20T12:00:00Z')).reasons).toEqual([
      'its controller has said since 12:00: the relay has failed',
    ]);
  });

  it('is well when it has been taken back for ten minutes', () => {
    const mended: Step[] = [
      ...failed,
      { at: '2026-11-20T13:00:00Z', says: [{ what: 'relay-failure', failed: false }] },
    ];
    expect(says('lamp-failed', mended, '2026-11-20T13:09:59Z')).toHaveProperty('fault');
    expect(says('lamp-failed', mended, '2026-11-20T13:10:00Z')).toBe('well');
  });

  it('is not told by what only describes it', () => {
    const steps: Step[] = [
      { at: '2026-11-20T12:00:00Z', says: [{ what: 'operating-hours', hours: 90_000 }] },
    ];
    expect(says('lamp-failed', steps, '2026-11-20T12:00:00Z')).toBe('cannot tell');
  });
});

describe('movement in the dark', () => {
  /** Somebody moves at each of these times, and a minute later the detector says whether it is light. */
  const movements = (times: readonly string[], lit: boolean): Step[] =>
    times.flatMap((time): Step[] => [
      {
        at: time,
        says: [
          { what: 'movement', moving: true },
          { what: 'daylight', light: false },
        ],
      },
      {
        at: instant(Date.parse(time) + 60_000),
        says: [
          { what: 'movement', moving: false },
          { what: 'daylight', light: lit },
        ],
      },
    ]);
  const three = ['2026-11-20T20:00:00Z', '2026-11-20T21:00:00Z', '2026-11-20T22:30:00Z'];

  it('three times on one night without light after it is a fault', () => {
    expect(says('movement-unlit', movements(three, false), '2026-11-20T22:32:00Z')).toMatchObject({
      kind: 'lighting-fault',
      since: '2026-11-20T20:00:00.000Z',
      reasons: ['3 times between 20:00 and 22:30 somebody moved in the dark and no light followed'],
    });
  });

  it('twice is none', () => {
    expect(says('movement-unlit', movements(three.slice(1), false), '2026-11-20T22:32:00Z')).toBe('well');
  });

  it('with light after it is none', () => {
    expect(says('movement-unlit', movements(three, true), '2026-11-20T22:32:00Z')).toBe('well');
  });

  it('on two nights together is none', () => {
    const nights = ['2026-11-19T22:00:00Z', '2026-11-19T23:00:00Z', '2026-11-20T20:00:00Z'];
    expect(says('movement-unlit', movements(nights, false), '2026-11-20T20:05:00Z')).toBe('well');
  });

  it('at twilight says nothing of a lamp', () => {
    const twilight = ['2026-11-20T16:05:00Z', '2026-11-20T16:15:00Z', '2026-11-20T16:25:00Z'];
    expect(says('movement-unlit', movements(twilight, false), '2026-11-20T16:45:00Z')).toBe('cannot tell');
  });

  it('of which nothing is heard again says nothing', () => {
    const unheard = three.flatMap((time) => movements([time], false).slice(0, 1));
    expect(says('movement-unlit', unheard, '2026-11-20T22:32:00Z')).toBe('cannot tell');
  });

  it('is over when light followed twice in a row, not when it did once', () => {
    const once = [...movements(three, false), ...movements(['2026-11-20T23:00:00Z'], true)];
    expect(says('movement-unlit', once, '2026-11-20T23:05:00Z')).toHaveProperty('fault');
    const twice = [...once, ...movements(['2026-11-20T23:30:00Z'], true)];
    expect(says('movement-unlit', twice, '2026-11-20T23:35:00Z')).toBe('well');
  });

  it('still is a fault next day', () => {
    expect(says('movement-unlit', movements(three, false), '2026-11-21T12:00:00Z')).toHaveProperty('fault');
  });
});
