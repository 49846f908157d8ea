// The other way round than shared/sensors/decoders, and written apart from it, from the makers' tables in the manuals.
import type { Telling } from './said.ts';

/** What a door contact has to say. `openings` are counted since it was fitted. */
export interface ContactState {
  readonly open: boolean;
  readonly openings: number;
  readonly lastOpenMinutes: number;
  readonly batteryPercent: number;
  readonly tampered: boolean;
  /** Whether it reports by itself, which is when most tell their battery's level. */
  readonly regular: boolean;
}

const bigEndian = (value: number, length: number): number[] =>
  Array.from({ length }, (_, index) => Math.floor(value / 256 ** (length - 1 - index)) % 256);

const battery = (percent: number): number[] => [0x01, 0x75, Math.round(percent)];

/** Two alkaline cells at a charge, in millivolts: 3.0 V fresh, 2.1 V when spent. */
const millivoltsAt = (percent: number): number => Math.round(2100 + percent * 9);

const contacts: Readonly<Record<string, (state: ContactState) => Telling>> = {
  'Milesight WS301': ({ open, tampered, regular, batteryPercent }) => ({
    port: 85,
    bytes: [
      ...(regular ? battery(batteryPercent) : []),
      0x03,
      0x00,
      Number(open),
      0x04,
      0x00,
      Number(tampered),
    ],
  }),
  'Milesight EM300-MCS': ({ open, regular, batteryPercent }) => ({
    port: 85,
    bytes: [
      ...(regular ? [...battery(batteryPercent), 0x03, 0x67, 0x7a, 0x00, 0x04, 0x68, 0x65] : []),
      0x06,
      0x00,
      Number(open),
    ],
  }),
  'Dragino LDS02': ({ open, openings, lastOpenMinutes, batteryPercent }) => ({
    port: 10,
    bytes: [
      ...bigEndian(millivoltsAt(batteryPercent) + (open ? 0x8000 : 0), 2),
      0x01,
      ...bigEndian(openings, 3),
      ...bigEndian(lastOpenMinutes, 3),
      0x00,
    ],
  }),
  'Dragino LDS03A': ({ open, openings, lastOpenMinutes, regular }) => ({
    port: 2,
    bytes: [
      Number(open) + (regular ? 4 : 0),
      ...bigEndian(openings, 3),
      ...bigEndian(lastOpenMinutes, 3),
      ...bigEndian(1_790_000_000, 4),
    ],
  }),
};

/** What a door contact of a model sends. Throws `RangeError` for a model that is not simulated. */
export function contactPayload(model: string, state: ContactState): Telling {
  const payload = contacts[model];
  if (payload === undefined) throw new RangeError(`No door contact “${model}” is simulated.`);
  return payload(state);
}

/** What an EM500-LGT sends: the light level in whole lux, and now and then its battery's level. */
export function lightPayload(lux: number, batteryPercent?: number): Telling {
  const level = bigEndian(Math.round(lux), 4).reverse();
  return {
    port: 85,
    bytes: [...(batteryPercent === undefined ? [] : battery(batteryPercent)), 0x03, 0x94, ...level],
  };
}

/** What a WS202 sends: whether somebody moves, whether it is light, and now and then its battery's level. */
export function movementPayload(moving: boolean, light: boolean, batteryPercent?: number): Telling {
  const told = batteryPercent === undefined ? [] : battery(batteryPercent);
  return { port: 85, bytes: [...told, 0x03, 0x00, Number(moving), 0x04, 0x00, Number(light)] };
}
