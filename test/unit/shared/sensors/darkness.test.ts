import { describe, expect, it } from 'vitest';
import { millis } from '../../../../shared/platform/instant.ts';
import { nightsBetween } from '../../../../shared/sensors/darkness.ts';
import { SensorSettings } from '../../../../shared/sensors/sensor-settings.ts';
import { at } from './sensor-builders.ts';

const london = { latitude: 51.5, longitude: -0.12 };
const unst = { latitude: 60.8, longitude: -0.85 };
const lerwick = { latitude: 60.155, longitude: -1.145 };
const settings = (light: object = {}) => SensorSettings.parse({ light }).light;

describe('the nights of an estate', () => {
  it('are those of the almanac: London, midwinter, civil twilight ends 16:33 and begins 07:24', () => {
    const nights = nightsBetween(london, settings(), at('2026-12-21T20:00:00Z'), at('2026-12-21T21:00:00Z'));
    expect(nights).toHaveLength(1);
    expect(
      Math.abs(millis(nights[0]?.from ?? at('1970-01-01T00:00:00Z')) - Date.UTC(2026, 11, 21, 16, 33)),
    ).toBeLessThan(120_000);
    expect(
      Math.abs(millis(nights[0]?.until ?? at('1970-01-01T00:00:00Z')) - Date.UTC(2026, 11, 22, 7, 24)),
    ).toBeLessThan(120_000);
  });

  it('are found from any hour that lies in them', () => {
    const night = nightsBetween(london, settings(), at('2026-12-21T17:00:00Z'), at('2026-12-21T17:00:00Z'));
    for (const hour of ['2026-12-21T23:59:00Z', '2026-12-22T00:01:00Z', '2026-12-22T07:00:00Z']) {
      expect(nightsBetween(london, settings(), at(hour), at(hour))).toEqual(night);
    }
  });

  it('are none at noon', () => {
    expect(nightsBetween(london, settings(), at('2026-12-21T12:00:00Z'), at('2026-12-21T12:00:00Z'))).toEqual(
      [],
    );
  });

  it('come one after another over several days', () => {
    const nights = nightsBetween(london, settings(), at('2026-12-19T12:00:00Z'), at('2026-12-22T12:00:00Z'));
    expect(nights.map(({ from }) => from.slice(0, 10))).toEqual(['2026-12-19', '2026-12-20', '2026-12-21']);
  });

  it('are shortened by the offsets', () => {
    const [whole] = nightsBetween(london, settings(), at('2026-12-21T20:00:00Z'), at('2026-12-21T20:00:00Z'));
    const [shorter] = nightsBetween(
      london,
      settings({ duskOffsetMinutes: 10, dawnOffsetMinutes: 20 }),
      at('2026-12-21T20:00:00Z'),
      at('2026-12-21T20:00:00Z'),
    );
    expect(
      millis(shorter?.from ?? at('1970-01-01T00:00:00Z')) - millis(whole?.from ?? at('1970-01-01T00:00:00Z')),
    ).toBe(600_000);
    expect(
      millis(whole?.until ?? at('1970-01-01T00:00:00Z')) -
        millis(shorter?.until ?? at('1970-01-01T00:00:00Z')),
    ).toBe(1_200_000);
  });

  it('do not exist at midsummer in Unst, where civil twilight lasts until morning', () => {
    expect(nightsBetween(unst, settings(), at('2026-06-18T00:00:00Z'), at('2026-06-24T00:00:00Z'))).toEqual(
      [],
    );
  });

  it('do not exist at midsummer in Lerwick by nautical dusk, and are under two hours by civil dusk', () => {
    const week = [at('2026-06-18T12:00:00Z'), at('2026-06-24T12:00:00Z')] as const;
    expect(nightsBetween(lerwick, settings({ dueFrom: 'nautical-dusk' }), ...week)).toEqual([]);
    const nights = nightsBetween(lerwick, settings(), ...week);
    expect(nights).toHaveLength(6);
    for (const { from, until } of nights) expect(millis(until) - millis(from)).toBeLessThan(2 * 3600_000);
  });
});
