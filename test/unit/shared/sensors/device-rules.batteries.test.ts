import { describe, expect, it } from 'vitest';
import { instant } from '../../../../shared/platform/instant.ts';
import type { Judgement } from '../../../../shared/sensors/fault.ts';
import { judge } from '../../../../shared/sensors/fault-rules.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { at, door, foundBy, type Step, sayingOf, stateAfter } from './sensor-builders.ts';

const settings = SensorSettings.parse({});
const place = { latitude: 53.8, longitude: -1.55, outerDoor: false };
const judged = (steps: readonly Step[], now: string): Judgement =>
  judge({}, stateAfter(steps), settings, place, at(now));
const minute = 60_000;

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
