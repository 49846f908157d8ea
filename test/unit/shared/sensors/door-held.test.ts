import { describe, expect, it } from 'vitest';
import { instant } from '../../../../shared/platform/instant.ts';
import type { Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { at, door, type Step, sayingOf, stateAfter } from './sensor-builders.ts';

const settings = SensorSettings.parse({});
const frontDoor = { latitude: 53.8, longitude: -1.55, outerDoor: true };
const judged = (steps: readonly Step[], now: string): Judgement =>
  judge({}, stateAfter(steps), settings, frontDoor, at(now));
const held = (steps: readonly Step[], now: string) => sayingOf('held-open', judged(steps, now));

const said = (time: string, open: boolean, counter: number): Step => ({
  at: `2026-11-20T${time}Z`,
  says: door(open),
  counter,
});
/** A door that has been heard four times, closed at 9:00. */
const morning = ['06:00:00', '07:00:00', '08:00:00', '09:00:00'].map((time, index) =>
  said(time, false, index),
);
const openedAtTen = said('10:00:00', true, 4);

describe('a door whose opening was heard once', () => {
  it('is not held open: its closing may have been lost on the air', () => {
    expect(held([...morning, openedAtTen], '2026-11-20T11:30:00Z')).toBe('well');
  });

  it('and again with a counter missing between is not: it was closed, and opened by somebody else', () => {
    const steps = [...morning, openedAtTen, said('11:10:00', true, 6), said('11:10:07', false, 7)];
    expect(held(steps, '2026-11-20T11:10:05Z')).toBe('well');
    expect(held(steps, '2026-11-20T11:10:30Z')).toBe('well');
  });

  it('and again as somebody was just passing is not', () => {
    const steps = [...morning, openedAtTen, said('10:00:04', true, 5)];
    expect(held(steps, '2026-11-20T11:30:00Z')).toBe('well');
  });
});

describe('a door that says again that it is open, with nothing lost between', () => {
  it('is held open when its hour is over', () => {
    const steps = [...morning, openedAtTen, said('10:30:00', true, 5)];
    expect(judged(steps, '2026-11-20T10:30:00Z').deadlines[0]).toBe('2026-11-20T11:00:00.000Z');
    expect(held(steps, '2026-11-20T11:00:00Z')).toMatchObject({ since: '2026-11-20T10:00:00.000Z' });
  });

  it('is held open as soon as it says so, if its hour was over before', () => {
    const steps = [...morning, openedAtTen, said('12:00:00', true, 5)];
    expect(held(steps, '2026-11-20T12:00:00Z')).toMatchObject({ since: '2026-11-20T10:00:00.000Z' });
  });

  it('has its hour from the first word after which none was lost', () => {
    const steps = [...morning, openedAtTen, said('10:40:00', true, 6), said('11:00:00', true, 7)];
    expect(held(steps, '2026-11-20T11:39:59Z')).toBe('well');
    expect(held(steps, '2026-11-20T11:40:00Z')).toMatchObject({ since: '2026-11-20T10:40:00.000Z' });
  });

  it('stays at fault although a word is lost afterwards', () => {
    const steps = [...morning, openedAtTen, said('10:30:00', true, 5), said('11:30:00', true, 7)];
    expect(held(steps, '2026-11-20T11:30:00Z')).toMatchObject({ since: '2026-11-20T10:00:00.000Z' });
  });
});

describe('a door that reports seldom and is opened in every hour of the day', () => {
  const begins = Date.parse('2026-11-10T00:00:00Z');
  const hour = 3_600_000;
  /** Opened at every full hour from 8:00 to 19:00. */
  const life = (days: number): Step[] =>
    Array.from(
      { length: days * 12 },
      (_, index) => begins + (Math.floor(index / 12) * 24 + (index % 12) + 8) * hour,
    ).flatMap((time) => [
      { at: instant(time), says: door(true) },
      { at: instant(time + 7_000), says: door(false) },
    ]);
  const opened: Step = { at: '2026-11-20T10:20:00Z', says: door(true) };

  it('is held open when it would have been opened again in three hours of any day', () => {
    const steps = [...life(10), opened];
    expect(held(steps, '2026-11-20T13:59:59Z')).toBe('well');
    expect(judged(steps, '2026-11-20T13:59:59Z').deadlines).toContain('2026-11-20T14:00:00.000Z');
    expect(held(steps, '2026-11-20T14:00:00Z')).toMatchObject({ since: '2026-11-20T10:20:00.000Z' });
  });

  it('is not overnight, when nobody is expected, but in the morning', () => {
    const steps = [...life(11), { at: '2026-11-20T20:20:00Z', says: door(true) }];
    expect(held(steps, '2026-11-21T10:59:59Z')).toBe('well');
    expect(held(steps, '2026-11-21T11:00:00Z')).toMatchObject({ since: '2026-11-20T20:20:00.000Z' });
  });
});
