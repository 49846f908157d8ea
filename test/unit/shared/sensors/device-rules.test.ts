import { describe, expect, it } from 'vitest';
import { instant } from '../../../../shared/platform/instant.ts';
import type { Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import { coverage } from '../../../../shared/sensors/heard.ts';
import type { Reading } from '../../../../shared/sensors/reading.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { at, door, foundBy, lux, type Step, sayingOf, stateAfter } from './sensor-builders.ts';

const settings = SensorSettings.parse({});
const place = { latitude: 53.8, longitude: -1.55, outerDoor: false };
const judged = (steps: readonly Step[], now: string): Judgement =>
  judge({}, stateAfter(steps), settings, place, at(now));
const minute = 60_000;

const every = (minutes: number, from: string, count: number, says: Reading[] = lux(40)): Step[] =>
  Array.from({ length: count }, (_, index) => ({
    at: instant(Date.parse(from) + index * minutes * minute),
    says,
  }));

describe('a device that reports every twenty minutes', () => {
  const steps = every(20, '2026-11-20T00:00:00Z', 30);
  // The last at 09:40; four and a half times twenty minutes later is 11:10.

  it('is silent when it has missed four reports, and not before', () => {
    expect(sayingOf('silent', judged(steps, '2026-11-20T11:10:00Z'))).toBe('well');
    expect(judged(steps, '2026-11-20T11:10:00Z').deadlines[0]).toBe('2026-11-20T11:10:00.001Z');
    expect(sayingOf('silent', judged(steps, '2026-11-20T11:10:01Z'))).toMatchObject({
      kind: 'device-silent',
      since: '2026-11-20T09:40:00.000Z',
      planned: false,
      reasons: ['not heard since 09:40; by its own rhythm it is silent for 90 minutes at most'],
    });
  });

  it('is well again when it has been heard for half an hour', () => {
    const back = [...steps, ...every(20, '2026-11-20T14:00:00Z', 2)];
    expect(foundBy('silent', judged(back, '2026-11-20T14:29:59Z')).reasons[0]).toBe(
      'was not heard from 09:40 to 14:00, and not yet for 30 minutes since',
    );
    expect(judged(back, '2026-11-20T14:29:59Z').deadlines[0]).toBe('2026-11-20T14:30:00.000Z');
    expect(sayingOf('silent', judged(back, '2026-11-20T14:30:00Z'))).toBe('well');
  });

  it('was not silent when its gateway was, and the reports came late', () => {
    const late = every(20, '2026-11-20T10:00:00Z', 12).map((step, index) => ({
      ...step,
      counter: 30 + index,
    }));
    expect(sayingOf('silent', judged([...steps, ...late], '2026-11-20T14:00:00Z'))).toBe('well');
  });

  it('is silent again when it stops again', () => {
    const back = [...steps, ...every(20, '2026-11-20T14:00:00Z', 20)];
    expect(sayingOf('silent', judged(back, '2026-11-20T22:20:00Z'))).toHaveProperty('fault');
  });
});

describe('a device that was heard twice only', () => {
  it('is well again after a silence when it has been heard for half an hour, as any other', () => {
    const steps = [
      { at: '2026-11-20T08:00:00Z', says: lux(40) },
      { at: '2026-11-22T08:00:00Z', says: lux(40) },
    ];
    expect(sayingOf('silent', judged(steps.slice(0, 1), '2026-11-22T07:59:00Z'))).toHaveProperty('fault');
    expect(sayingOf('silent', judged(steps, '2026-11-22T08:29:59Z'))).toHaveProperty('fault');
    expect(sayingOf('silent', judged(steps, '2026-11-22T08:30:00Z'))).toBe('well');
  });
});

describe('a device that reports every six hours, and as people pass', () => {
  /** Somebody every quarter of an hour or so, in and out. */
  const bout = [0, 1, 14, 15, 31, 32, 44, 45, 62, 63, 77, 78].map((minutes) => ({
    at: instant(Date.parse('2026-11-20T12:00:00Z') + minutes * minute),
    says: lux(40),
  }));

  it('is not silent after a week because its first and its last day were short', () => {
    // Seven dates, of which five were whole days.
    const week = every(360, '2026-11-14T23:50:00Z', 22);
    expect(sayingOf('silent', judged([...week, ...bout], '2026-11-20T18:40:00Z'))).toBe('well');
  });

  it('has no beat of minutes because somebody came and went as regularly once', () => {
    const weeks = every(360, '2026-11-01T00:00:00Z', 76);
    const regular = every(4, '2026-11-20T12:00:00Z', 15);
    expect(sayingOf('silent', judged([...weeks, ...regular], '2026-11-20T15:00:00Z'))).toBe('well');
  });
});

describe('a door contact that reports as people pass, and once in six hours', () => {
  const days = Array.from({ length: 10 }, (_, day) => Date.UTC(2026, 10, 10 + day)).flatMap(
    (midnight): Step[] => [
      { at: instant(midnight), says: door(false) },
      { at: instant(midnight + 6 * 60 * minute), says: door(false) },
      ...Array.from({ length: 90 }, (_, index): Step => {
        const time = midnight + 8 * 60 * minute + Math.floor(index / 2) * 18 * minute + (index % 2) * 8_000;
        return { at: instant(time), says: door(index % 2 === 0) };
      }),
    ],
  );

  it('is not silent at night, although nobody has passed for hours', () => {
    expect(sayingOf('silent', judged(days, '2026-11-20T05:30:00Z'))).toBe('well');
  });

  it('is silent when it was heard neither by day nor by night', () => {
    expect(sayingOf('silent', judged(days, '2026-11-21T12:00:00Z'))).toHaveProperty('fault');
  });

  it('is known to be silent at a time that it is looked at, whatever is asked in between', () => {
    let now = '2026-11-20T00:00:00.000Z';
    for (let round = 0; round < 50 && sayingOf('silent', judged(days, now)) === 'well'; round += 1) {
      now = judged(days, now).deadlines[0] ?? now;
    }
    expect(sayingOf('silent', judged(days, now))).toHaveProperty('fault');
    expect(now < '2026-11-21T12:00:00.000Z').toBe(true);
  });
});

describe('a device of whose rhythm little is known', () => {
  it('is given two and a half of the intervals that the settings say', () => {
    const [first] = every(20, '2026-11-20T00:00:00Z', 1);
    const steps = first === undefined ? [] : [first];
    expect(sayingOf('silent', judged(steps, '2026-11-21T21:00:00Z'))).toBe('well');
    expect(sayingOf('silent', judged(steps, '2026-11-21T21:00:01Z'))).toHaveProperty('fault');
  });
});

describe('the coverage of a device', () => {
  const share = (steps: readonly Step[], from: string, until: string): number => {
    const state = stateAfter(steps);
    if (state === undefined) throw new Error('Nothing was heard.');
    return coverage(state.heard, settings.silence, at(from), at(until));
  };
  const steps = [...every(20, '2026-11-20T00:00:00Z', 30), ...every(20, '2026-11-20T18:00:00Z', 18)];

  it('is whole while it reports', () => {
    expect(share(steps, '2026-11-20T01:00:00Z', '2026-11-20T09:00:00Z')).toBe(1);
  });

  it('leaves out a silence, less what its last report before it may be relied on', () => {
    // Relied on from 09:30, the quarter hour of the last report, to 11:00; then nothing until 18:00.
    expect(share(steps, '2026-11-20T10:00:00Z', '2026-11-20T20:00:00Z')).toBeCloseTo(3 / 10, 5);
  });

  it('is nothing before the first report and for no time at all', () => {
    expect(share(steps, '2026-11-18T00:00:00Z', '2026-11-19T00:00:00Z')).toBe(0);
    expect(share(steps, '2026-11-20T01:00:00Z', '2026-11-20T01:00:00Z')).toBe(0);
  });

  it('counts what a device remembers of a time in which it was not heard', () => {
    const remembers: Step = {
      at: '2026-11-20T18:00:01Z',
      says: [{ what: 'light-level', lux: 3, at: at('2026-11-20T12:00:00Z') }],
      counter: 999,
    };
    const before = share(steps, '2026-11-20T10:00:00Z', '2026-11-20T18:00:00Z');
    expect(share([...steps, remembers], '2026-11-20T10:00:00Z', '2026-11-20T18:00:00Z')).toBeGreaterThan(
      before,
    );
  });
});

describe('a battery', () => {
  const week = 7 * 24 * 60 * minute;
  const weekly = (values: readonly number[]): Step[] =>
    values.map((percent, index) => ({
      at: instant(Date.UTC(2026, 7, 6) + index * week),
      says: [{ what: 'battery', percent }],
    }));
  const judgedWeekly = (values: readonly number[]) => {
    const now = instant(Date.UTC(2026, 7, 6) + (values.length - 1) * week + 60 * minute);
    return sayingOf('battery-low', judged(weekly(values), now));
  };

  it('is low below a fifth, as a planned task and no emergency', () => {
    expect(judgedWeekly([80, 19])).toMatchObject({
      kind: 'device-silent',
      planned: true,
      reasons: [expect.stringContaining('battery 19 %')],
    });
    expect(judgedWeekly([80, 20])).toBe('well');
  });

  it('is told weeks before it is empty when it falls', () => {
    expect(judgedWeekly([80, 70, 60, 50, 40])).toMatchObject({
      reasons: [expect.stringMatching(/battery 40 % .* empty in about 2[0-9] days/)],
    });
  });

  it('is well while it falls slowly, or for less than four weeks', () => {
    expect(judgedWeekly([80, 79, 78, 77, 76])).toBe('well');
    expect(judgedWeekly([80, 60, 40])).toBe('well');
  });

  it('is well in a cold week', () => {
    expect(judgedWeekly([80, 79, 79, 78, 60])).toBe('well');
  });

  it('is still low when it recovers a little, and well when it is changed', () => {
    expect(judgedWeekly([80, 19, 21])).toHaveProperty('fault');
    expect(judgedWeekly([80, 19, 100])).toBe('well');
  });

  it('does not wait for the end of a silence or of a mute to be told', () => {
    const now = at('2026-12-30T12:00:00Z');
    const muted = judge(
      {},
      stateAfter(weekly([80, 19])),
      settings,
      { ...place, mutedUntil: at('2026-12-31T00:00:00Z') },
      now,
    );
    expect(sayingOf('battery-low', muted)).toHaveProperty('fault');
    expect(sayingOf('silent', muted)).toBe('cannot tell');
  });

  it('is told in millivolts by a device that knows no per cent', () => {
    const steps: Step[] = [
      { at: '2026-11-20T12:00:00Z', says: [{ what: 'battery-voltage', millivolts: 2390 }] },
    ];
    expect(foundBy('battery-low', judged(steps, '2026-11-20T12:00:00Z')).reasons[0]).toContain('2390 mV');
  });
});

describe('what a device reports of itself', () => {
  const tamper = (time: string, tampered: boolean): Step => ({
    at: time,
    says: [...door(false), { what: 'tamper', tampered }],
  });
  const off = [tamper('2026-11-20T12:00:00Z', false), tamper('2026-11-20T12:10:00Z', true)];
  const tampered = (steps: readonly Step[], now: string) => sayingOf('tampered', judged(steps, now));

  it('is a fault while it says so', () => {
    expect(tampered(off, '2026-11-20T12:10:00Z')).toMatchObject({
      since: '2026-11-20T12:10:00.000Z',
      reasons: ['it has said since 12:10 that it is off its mount: look before trusting what it says'],
    });
    expect(tampered(off.slice(0, 1), '2026-11-20T12:10:00Z')).toBe('well');
  });

  it('settles for ten minutes, in which it may come back as the same fault', () => {
    const back = [...off, tamper('2026-11-20T12:20:00Z', false)];
    expect(tampered(back, '2026-11-20T12:29:59Z')).toHaveProperty('fault');
    expect(judged(back, '2026-11-20T12:29:59Z').deadlines[0]).toBe('2026-11-20T12:30:00.000Z');
    expect(tampered(back, '2026-11-20T12:30:00Z')).toBe('well');
    const again = [...back, tamper('2026-11-20T12:25:00Z', true)];
    expect(tampered(again, '2026-11-20T12:40:00Z')).toMatchObject({ since: '2026-11-20T12:10:00.000Z' });
  });

  it('stands in silence, and is neither well nor not when nothing was wrong before it', () => {
    expect(tampered(off, '2026-12-20T12:00:00Z')).toHaveProperty('fault');
    expect(tampered(off.slice(0, 1), '2026-12-20T12:00:00Z')).toBe('cannot tell');
  });

  it('is the same fault however often it has been said', () => {
    const often = [
      ...off,
      ...Array.from({ length: 40 }, (_, index) => tamper(instant(Date.UTC(2026, 10, 20, 13, index)), true)),
    ];
    expect(tampered(often, '2026-11-20T14:00:00Z')).toMatchObject({ since: '2026-11-20T12:10:00.000Z' });
  });

  it('may be of the door', () => {
    const faulty: Step = { at: '2026-11-20T12:00:00Z', says: [{ what: 'door-fault', faulty: true }] };
    expect(foundBy('reported-faulty', judged([faulty], '2026-11-20T12:00:00Z')).reasons[0]).toContain(
      'the door has a fault',
    );
  });
});
