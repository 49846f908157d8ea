import { describe, expect, it } from 'vitest';
import { instant } from '../../../../shared/platform/instant.ts';
import { applyUplink, DeviceState } from '../../../../shared/sensors/device.ts';
import { heardDays } from '../../../../shared/sensors/heard.ts';
import type { Reading } from '../../../../shared/sensors/reading.ts';
import { anUplink } from './sensor-builders.ts';

const start = Date.UTC(2026, 8, 1);
const minute = 60_000;

/** The state after so many uplinks, a rejoin every two weeks among them, as it is kept. */
function livedFor(
  days: number,
  everyMinutes: number,
  says: (index: number) => Reading[],
  more: object = {},
): DeviceState | undefined {
  let state: DeviceState | undefined;
  const perDay = (24 * 60) / everyMinutes;
  for (let index = 0; index < days * perDay; index += 1) {
    const receivedAt = instant(start + index * everyMinutes * minute);
    const run = Math.floor(index / (14 * perDay));
    const uplink = anUplink({
      session: `AYfX2p3Jq1Y${run}=`,
      counter: index - run * 14 * perDay,
      receivedAt,
      gateways: ['gateway-ash-court-roof', 'gateway-elm-house', 'gateway-depot'],
      ...more,
      ...('ownTime' in more && { deviceTime: receivedAt }),
    });
    state = applyUplink(state, uplink, { readings: says(index), notes: [] }).state;
  }
  return state;
}

const bytesOf = (state: DeviceState | undefined): number => Buffer.byteLength(JSON.stringify(state));

const busyDoor = (index: number): Reading[] => [
  { what: 'battery', percent: 90 },
  { what: 'door', open: index % 2 === 0 },
  { what: 'tamper', tampered: false },
];

describe('the state of a device, which is written with every uplink', () => {
  it('is under 4 KB for a door that people have passed every ten minutes for 40 days', () => {
    const state = livedFor(40, 10, busyDoor);
    expect(bytesOf(state)).toBeLessThan(4096);
    expect(state && heardDays(state.heard).size).toBe(35);
  });

  it('is under 4 KB for a weatherproof door contact with temperature and humidity', () => {
    const says = (index: number): Reading[] => [
      { what: 'battery', percent: 92 },
      { what: 'temperature', celsius: 30.8 },
      { what: 'humidity', percent: 50.5 },
      { what: 'door', open: index % 2 === 0 },
    ];
    expect(bytesOf(livedFor(40, 10, says))).toBeLessThan(4096);
  });

  it('is under 4 KB for a light meter', () => {
    const says = (index: number): Reading[] => [{ what: 'light-level', lux: (index * 7919) % 20_000 }];
    expect(bytesOf(livedFor(40, 10, says))).toBeLessThan(4096);
  });

  it('is under 5 KB for a luminaire that tells all it knows, by its own time', () => {
    const says = (index: number): Reading[] => [
      { what: 'lamp', dimmingPercent: index % 100 },
      { what: 'power', watts: (index % 300) / 10 },
      { what: 'operating-hours', hours: index },
      { what: 'lamp-failure', failed: false },
      { what: 'relay-failure', failed: false },
    ];
    expect(bytesOf(livedFor(40, 15, says, { session: undefined, ownTime: true }))).toBeLessThan(5120);
  });

  it('is read from the table as it was written', () => {
    const state = livedFor(20, 30, busyDoor);
    expect(DeviceState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });
});
