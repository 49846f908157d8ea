import { type Instant, millis } from '../../shared/platform/instant.ts';
import type { Frame } from './life.ts';

// The other way round than shared/sensors/decoders/milesight.ts, and written apart from it: what the demo's devices
// send is checked against the maker's examples in a test of its own.

const frame = (...bytes: readonly number[]): Frame => ({ port: 85, bytes: Uint8Array.from(bytes) });

const battery = (percent: number | undefined): number[] =>
  percent === undefined ? [] : [0x01, 0x75, percent];

/** Four bytes, the lowest first. */
const wholeNumber = (value: number): number[] =>
  [0, 8, 16, 24].map((shift) => Math.floor(value / 2 ** shift) % 256);

/** What a WS301 sends when its door moves or it is taken off; by itself it tells of its battery (per cent) too. */
export function doorPayload(
  open: boolean,
  { batteryPercent, offMount = false }: { batteryPercent?: number; offMount?: boolean } = {},
): Frame {
  return frame(...battery(batteryPercent), 0x03, 0x00, open ? 1 : 0, 0x04, 0x00, offMount ? 1 : 0);
}

// In tenths of a degree, the lower byte first, and in halves of a per cent.
const climate = { celsius: [95, 0], humidity: 142 } as const;

/** What an EM300-MCS sends by itself: battery (per cent), 9.5 °C, 71 % of humidity, and its door. */
export function weatherproofDoorPayload(open: boolean, batteryPercent: number): Frame {
  const door = [0x06, 0x00, open ? 1 : 0];
  return frame(
    ...battery(batteryPercent),
    0x03,
    0x67,
    ...climate.celsius,
    0x04,
    0x68,
    climate.humidity,
    ...door,
  );
}

/** What an EM300-MCS remembers of its door, as it tells it afterwards: 10 bytes each. */
export function rememberedDoorPayload(records: readonly { at: Instant; open: boolean }[]): Frame {
  return frame(
    ...records.flatMap(({ at, open }) => [
      0x20,
      0xce,
      ...wholeNumber(Math.floor(millis(at) / 1000)),
      ...climate.celsius,
      climate.humidity,
      open ? 1 : 0,
    ]),
  );
}

/** What an EM500-LGT sends: the light level in whole lux, and now and then its battery's level. */
export function lightPayload(lux: number, batteryPercent?: number): Frame {
  return frame(...battery(batteryPercent), 0x03, 0x94, ...wholeNumber(lux));
}

/** What a WS202 sends when it sees movement, and when that is over: whether it does, and whether it is light. */
export function movementPayload(moving: boolean, light: boolean): Frame {
  return frame(0x03, 0x00, moving ? 1 : 0, 0x04, 0x00, light ? 1 : 0);
}
