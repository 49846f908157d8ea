import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../../shared/sensors/reading.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { switchings } from '../../../../shared/sensors/switchings.ts';
import { at, door, lux, type Step, stateAfter } from './sensor-builders.ts';

const settings = SensorSettings.parse({});
const dimmed = (dimmingPercent: number): Reading[] => [{ what: 'lamp', dimmingPercent }];
const draws = (watts: number): Reading[] => [{ what: 'power', watts }];

/** When it switched between 20:00 and 21:00, as hours and minutes and which way. */
function switched(steps: readonly Step[], own = settings): string[] {
  const state = stateAfter(steps);
  if (state === undefined) throw new Error('a device that sent nothing has no state');
  const found = switchings(state, own, at('2026-11-20T20:00:00Z'), at('2026-11-20T21:00:00Z'));
  return found.map(({ at: moment, on }) => `${moment.slice(11, 16)} ${on ? 'on' : 'off'}`);
}

const told = (...readings: readonly (readonly [string, Reading[]])[]): Step[] =>
  readings.map(([time, says]) => ({ at: `2026-11-20T${time}:00Z`, says }));

describe('a light', () => {
  it('went on and off when its controller first told so', () => {
    const steps = told(
      ['19:50', dimmed(0)],
      ['20:10', dimmed(80)],
      ['20:12', dimmed(40)],
      ['20:15', dimmed(0)],
    );
    expect(switched(steps)).toEqual(['20:10 on', '20:15 off']);
  });

  it('is told by the power it draws, above what it draws in standby, before its dimming', () => {
    const steps = told(
      ['19:50', [...dimmed(100), ...draws(0.4)]],
      ['20:10', [...dimmed(100), ...draws(1.9)]],
      ['20:20', [...dimmed(100), ...draws(18)]],
    );
    expect(switched(steps)).toEqual(['20:20 on']);
  });

  it('is told by a light meter beside it, at the level from which it counts as lit', () => {
    const steps = told(['19:50', lux(0)], ['20:10', lux(4.9)], ['20:20', lux(5)], ['20:30', lux(0)]);
    expect(switched(steps)).toEqual(['20:20 on', '20:30 off']);
    const bright = SensorSettings.parse({ light: { litFromLux: 10 } });
    expect(switched(steps, bright)).toEqual([]);
  });

  it('switched at both ends of the time asked about, and not outside it', () => {
    const steps = told(
      ['19:00', dimmed(0)],
      ['19:59', dimmed(50)],
      ['20:00', dimmed(0)],
      ['21:00', dimmed(50)],
      ['21:01', dimmed(0)],
    );
    expect(switched(steps)).toEqual(['20:00 off', '21:00 on']);
  });

  it('that says for the first time how it is has not switched', () => {
    expect(switched(told(['20:10', dimmed(80)]))).toEqual([]);
  });

  it('is known from before the readings that are kept one by one', () => {
    const steps = Array.from({ length: 32 }, (_, index): Step => {
      const second = String(index).padStart(2, '0');
      return { at: `2026-11-20T20:10:${second}Z`, says: dimmed(80) };
    });
    expect(switched([...told(['19:50', dimmed(0)]), ...steps])).toEqual(['20:10 on']);
  });

  it('that tells nothing of its light has not switched', () => {
    expect(switched(told(['20:10', door(true)], ['20:20', door(false)]))).toEqual([]);
  });
});
