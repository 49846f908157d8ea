import { describe, expect, it } from 'vitest';
import { instant, plusSeconds } from '../../../../shared/platform/instant.ts';
import type { Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { at, door, type Step, sayingOf, stateAfter } from './sensor-builders.ts';

const settings = SensorSettings.parse({});
const frontDoor = { latitude: 53.8, longitude: -1.55, outerDoor: true };
const judged = (steps: readonly Step[], now: string, place: object = {}): Judgement =>
  judge({}, stateAfter(steps), settings, { ...frontDoor, ...place }, at(now));
const latch = (steps: readonly Step[], now: string, place: object = {}) =>
  sayingOf('not-latching', judged(steps, now, place));

/** Openings from a moment on, so many seconds apart, each so many seconds long. */
const openings = (from: string, count: number, apartSeconds: number, openSeconds: number): Step[] =>
  Array.from({ length: count }, (_, index) => plusSeconds(at(from), index * apartSeconds)).flatMap((time) => [
    { at: time, says: door(true) },
    { at: plusSeconds(time, openSeconds), says: door(false) },
  ]);
const closed: Step = { at: '2026-11-20T11:00:00Z', says: door(false) };

describe('a door that bounces', () => {
  const twice = [
    closed,
    ...openings('2026-11-20T12:00:00Z', 5, 8, 3),
    ...openings('2026-11-20T12:20:00Z', 5, 8, 3),
  ];

  it('twice within the hour is not latching, and insecure', () => {
    expect(latch(twice, '2026-11-20T12:21:00Z')).toMatchObject({
      kind: 'door-fault',
      since: '2026-11-20T12:00:00.000Z',
      insecure: true,
      reasons: [
        'opened and closed again and again: 2 times between 12:00 and 12:20',
        'not yet quiet for 60 minutes',
      ],
    });
  });

  it('once is well: somebody tried the door', () => {
    expect(latch([closed, ...openings('2026-11-20T12:00:00Z', 5, 8, 3)], '2026-11-20T12:01:00Z')).toBe(
      'well',
    );
  });

  it('is well when it has not for an hour, and is looked at then', () => {
    expect(latch(twice, '2026-11-20T13:19:59Z')).toHaveProperty('fault');
    expect(judged(twice, '2026-11-20T12:59:59Z').deadlines).toContain('2026-11-20T13:20:00.000Z');
    expect(latch(twice, '2026-11-20T13:20:00Z')).toBe('well');
  });

  it('for hours is one fault since it began', () => {
    const hours = Array.from({ length: 4 }, (_, index) => instant(Date.UTC(2026, 10, 20, 12, index * 40)));
    const steps = [closed, ...hours.flatMap((time) => openings(time, 4, 8, 3))];
    expect(latch(steps, '2026-11-20T14:30:00Z')).toMatchObject({ since: '2026-11-20T12:00:00.000Z' });
  });

  it('while people are at work on it is none', () => {
    expect(latch(twice, '2026-11-20T12:40:00Z', { mutedUntil: at('2026-11-20T12:30:00Z') })).toBe(
      'cannot tell',
    );
  });
});

describe('a door at the busiest hour', () => {
  it('is well, although four people let it shut behind them within a minute, again and again', () => {
    const rush = ['12:00', '12:05', '12:10', '12:15'].flatMap((time) =>
      openings(`2026-11-20T${time}:00Z`, 4, 18, 6),
    );
    expect(latch([closed, ...rush], '2026-11-20T12:16:00Z')).toBe('well');
  });
});

describe('a door that opens at an hour at which nobody passes', () => {
  /** Five weeks in which it is used at 08:00 and 18:00 local, and heard all day. */
  const weeks = Array.from({ length: 36 }, (_, day) => Date.UTC(2026, 9, 15 + day)).flatMap(
    (midnight): Step[] => {
      const hour = (hours: number) => instant(midnight + hours * 3_600_000);
      return [
        { at: hour(0), says: door(false) },
        ...openings(hour(8), 2, 600, 10),
        { at: hour(13), says: door(false) },
        ...openings(hour(18), 2, 600, 10),
      ];
    },
  );

  it('for moments, three times within the hour, is not latching', () => {
    const steps = [...weeks, ...openings('2026-11-20T03:00:00Z', 3, 600, 4)];
    expect(latch(steps, '2026-11-20T03:21:00Z')).toMatchObject({
      since: '2026-11-20T03:00:00.000Z',
      reasons: [
        'opened for moments at an hour at which nobody passed in four weeks: 3 times between 03:00 and 03:20',
        'not yet quiet for 60 minutes',
      ],
    });
  });

  it('twice is somebody who forgot something', () => {
    expect(latch([...weeks, ...openings('2026-11-20T03:00:00Z', 2, 600, 4)], '2026-11-20T03:21:00Z')).toBe(
      'well',
    );
  });

  it('for longer is somebody who passes', () => {
    expect(latch([...weeks, ...openings('2026-11-20T03:00:00Z', 3, 600, 40)], '2026-11-20T03:21:00Z')).toBe(
      'well',
    );
  });

  it('is not the same door at eight', () => {
    expect(latch([...weeks, ...openings('2026-11-20T08:00:00Z', 3, 600, 4)], '2026-11-20T08:21:00Z')).toBe(
      'well',
    );
  });

  it('has no such hours in its first weeks', () => {
    const young = weeks.slice(-60);
    expect(latch([...young, ...openings('2026-11-20T03:00:00Z', 3, 600, 4)], '2026-11-20T03:21:00Z')).toBe(
      'well',
    );
  });
});
