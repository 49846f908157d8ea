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

  it('of an asset take precedence over its estate’s, and a device’s over both', () => {
    const landlord = SensorSettings.parse({});
    const estate = SensorOverrides.parse({ door: { dayLimitMinutes: 50, nightLimitMinutes: 25 } });
    const device = SensorOverrides.parse({ door: { nightLimitMinutes: 5 }, silence: { minimumMinutes: 90 } });
    const own = settingsFor(landlord, estate, undefined, device);
    expect(own.door).toMatchObject({ dayLimitMinutes: 50, nightLimitMinutes: 5 });
    expect(own.silence).toMatchObject({ minimumMinutes: 90, lostReports: 4 });
  });

  it('come through the environment of a function unchanged', () => {
    const settings = SensorSettings.parse({ light: { switched: 'by-movement' } });
    expect(SensorSettings.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
  });

  it.each([
    [{ door: { nightFrom: '25:00' } }, /22:00/],
    [{ door: { dayLimitMinutes: 0 } }, /a number from 1 to 10080/],
    [{ door: { dayLimitMinutes: Number.NaN } }, /number/],
    [{ light: { litFromLux: -1 } }, /a number from 0.1 to 1000/],
    [{ door: { bounceTimes: 1.5 } }, /a whole number from 1 to 10/],
    [
      { door: { nightLimit: 20 } },
      /there is no setting nightLimit; there are dayLimitMinutes, nightLimitMinutes/,
    ],
    [{ doors: {} }, /there is no setting doors; there are timeZone, door, light/],
    [{ light: { dueFrom: 'midnight' } }, /civil-dusk/],
    [{ timeZone: 'Europe/Londn' }, /time zone/],
  ])('are refused when they make no sense: %j', (given, sentence) => {
    expect(SensorSettings.safeParse(given).error?.message).toMatch(sentence);
  });
});
