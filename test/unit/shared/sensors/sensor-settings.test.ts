import { describe, expect, it } from 'vitest';
import { SensorOverrides, SensorSettings, settingsFor } from '../../../../shared/sensors/sensor-settings.ts';

describe('the settings of the fault rules', () => {
  it('have a default for each number', () => {
    expect(SensorSettings.parse({})).toMatchObject({
      timeZone: 'Europe/London',
      door: {
        dayLimitMinutes: 60,
        nightLimitMinutes: 30,
        nightFrom: '22:00',
        nightUntil: '07:00',
        settleSeconds: 120,
      },
      light: { litFromLux: 5, graceMinutes: 15, reportingIntervalMinutes: 20, knownForIntervals: 3 },
    });
  });

  it('keep the other defaults when a landlord sets one number', () => {
    const { door } = SensorSettings.parse({ door: { nightLimitMinutes: 10 } });
    expect(door).toMatchObject({ nightLimitMinutes: 10, dayLimitMinutes: 60 });
  });

  it('of a device take precedence, number by number, and carry no defaults of their own', () => {
    const landlord = SensorSettings.parse({ door: { dayLimitMinutes: 45, nightLimitMinutes: 20 } });
    const own = SensorOverrides.parse({ door: { nightLimitMinutes: 5 } });
    expect(settingsFor(landlord, own).door).toMatchObject({ dayLimitMinutes: 45, nightLimitMinutes: 5 });
    expect(settingsFor(landlord, undefined)).toBe(landlord);
  });

  it.each([
    [{ door: { nightFrom: '25:00' } }, /22:00/],
    [{ door: { dayLimitMinutes: 0 } }, />=1/],
    [{ door: { dayLimitMinutes: Number.NaN } }, /number/],
    [{ light: { litFromLux: -1 } }, />0/],
    [{ light: { dueFrom: 'midnight' } }, /civil-dusk/],
    [{ timeZone: 'Europe/Londn' }, /time zone/],
  ])('are refused when they make no sense: %j', (given, sentence) => {
    expect(SensorSettings.safeParse(given).error?.message).toMatch(sentence);
  });
});
