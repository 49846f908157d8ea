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
