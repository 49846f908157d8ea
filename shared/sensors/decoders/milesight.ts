import type { Instant } from '../../platform/instant.ts';
import type { Decoded, Reading } from '../reading.ts';
import { clockNotSet, rememberedAt } from './device-memory.ts';
import { decodedOf, type Finding } from './field-value.ts';

interface Channel {
  length: number;
  /** What the channel's bytes say, which begin at an offset. */
  read: (value: DataView, offset: number) => Finding[];
}
type Channels = ReadonlyMap<number, Channel>;

const port = 85;

/** The maker writes a channel's number and its type; both together say what follows. */
const channel = (id: number, type: number, length: number, read: Channel['read']): [number, Channel] => [
  id * 256 + type,
  { length, read },
];

const state = (name: string, value: number, facts: (on: boolean) => Reading): Finding =>
  value === 0 || value === 1 ? facts(value === 1) : `${name} ${value} is neither 0 nor 1`;

function battery(value: DataView, offset: number): Finding[] {
  const percent = value.getUint8(offset);
  return [percent <= 100 ? { what: 'battery', percent } : `battery ${percent} % is more than 100 %`];
}

// -30 to 70 degrees: the EM300-MCS's operating range in The Things Network's device catalogue.
function temperature(
  value: DataView,
  offset: number,
  at: Pick<Reading & { what: 'temperature' }, 'at'>,
): Finding {
  const celsius = value.getInt16(offset, true) / 10;
  if (celsius < -30 || celsius > 70) return `temperature ${celsius} °C is outside what the device measures`;
  return { what: 'temperature', celsius, ...at };
}

function humidity(value: DataView, offset: number, at: Pick<Reading & { what: 'humidity' }, 'at'>): Finding {
  const percent = value.getUint8(offset) / 2;
  return percent <= 100 ? { what: 'humidity', percent, ...at } : `humidity ${percent} % is more than 100 %`;
}

/** Lux. Direct summer sun gives about 130,000; no sensor beside a lamp sees more than this. */
export const brightestLux = 200_000;

function lightLevel(
  value: DataView,
  offset: number,
  at: Pick<Reading & { what: 'light-level' }, 'at'>,
): Finding {
  const lux = value.getUint32(offset, true);
  return lux <= brightestLux
    ? { what: 'light-level', lux, ...at }
    : `light level ${lux} lux is brighter than the sun`;
}

/** The facts of a record in the device's memory: four bytes of Unix time, then what it measured then. */
function remembered(value: DataView, offset: number, facts: (at: { at: Instant }) => Finding[]): Finding[] {
  const at = rememberedAt(value.getUint32(offset, true));
  return at === undefined ? [clockNotSet] : facts({ at });
}

const nothing = (): Finding[] => [];

const contact: Channel['read'] = (value, offset) => [
  state('door contact', value.getUint8(offset), (open) => ({ what: 'door', open })),
];

// Sent on joining: protocol, hardware, firmware and TSL version, serial number, class, reset, power-on.
const about: [number, Channel][] = [
  channel(0xff, 0x01, 1, nothing),
  channel(0xff, 0x08, 6, nothing),
  channel(0xff, 0x09, 2, nothing),
  channel(0xff, 0x0a, 2, nothing),
  channel(0xff, 0x0b, 1, nothing),
  channel(0xff, 0x0f, 1, nothing),
  channel(0xff, 0x16, 8, nothing),
  channel(0xff, 0xfe, 1, nothing),
  channel(0xff, 0xff, 2, nothing),
  channel(0x01, 0x75, 1, battery),
];

/** WS301, a contact for a door or window. Tamper 1 is *uninstalled*: the maker's table, against its example. */
const ws301: Channels = new Map([
  ...about,
  channel(0x03, 0x00, 1, contact),
  channel(0x04, 0x00, 1, (v, from) => [
    state('tamper', v.getUint8(from), (tampered) => ({ what: 'tamper', tampered })),
  ]),
]);

/** EM300-MCS, a weatherproof door contact with temperature, humidity and a memory. */
const em300mcs: Channels = new Map([
  ...about,
  channel(0x03, 0x67, 2, (v, from) => [temperature(v, from, {})]),
  channel(0x04, 0x68, 1, (v, from) => [humidity(v, from, {})]),
  channel(0x06, 0x00, 1, contact),
  channel(0x20, 0xce, 8, (v, from) =>
    remembered(v, from, (at) => [
      temperature(v, from + 4, at),
      humidity(v, from + 6, at),
      state('door contact', v.getUint8(from + 7), (open) => ({ what: 'door', open, ...at })),
    ]),
  ),
]);

/** WS202, movement and whether it is light or dark. */
const ws202: Channels = new Map([
  ...about,
  channel(0x03, 0x00, 1, (v, from) => [
    state('movement', v.getUint8(from), (moving) => ({ what: 'movement', moving })),
  ]),
  channel(0x04, 0x00, 1, (v, from) => [
    state('daylight', v.getUint8(from), (light) => ({ what: 'daylight', light })),
  ]),
]);

/** EM500-LGT, light level in lux, with a memory. */
const em500lgt: Channels = new Map([
  ...about,
  channel(0x03, 0x94, 4, (v, from) => [lightLevel(v, from, {})]),
  channel(0x20, 0xce, 8, (v, from) => remembered(v, from, (at) => [lightLevel(v, from + 4, at)])),
]);

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

function decode(model: string, channels: Channels, uplinkPort: number, bytes: Uint8Array): Decoded {
  if (uplinkPort !== port) {
    return { readings: [], notes: [`came on port ${uplinkPort}; a ${model} reports on port ${port}`] };
  }
  const findings: Finding[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  while (offset < bytes.length) {
    if (offset + 2 > bytes.length) {
      findings.push(`the last byte, ${hex(view.getUint8(offset))}, is half a channel and was not read`);
      break;
    }
    const [id, type] = [view.getUint8(offset), view.getUint8(offset + 1)];
    const found = channels.get(id * 256 + type);
    offset += 2;
    if (found === undefined) {
      findings.push(
        `channel ${hex(id)} ${hex(type)} is none that is known of a ${model}: it and ${bytes.length - offset} more bytes were not read`,
      );
      break;
    }
    if (offset + found.length > bytes.length) {
      findings.push(`the payload ends within channel ${hex(id)} ${hex(type)}, which was not read`);
      break;
    }
    findings.push(...found.read(view, offset));
    offset += found.length;
  }
  return decodedOf(findings);
}

/** Decoders of Milesight's channel format, by model; see {@link Decoded}. */
export const milesight = {
  ws301: (uplinkPort: number, bytes: Uint8Array) => decode('WS301', ws301, uplinkPort, bytes),
  'em300-mcs': (uplinkPort: number, bytes: Uint8Array) => decode('EM300-MCS', em300mcs, uplinkPort, bytes),
  ws202: (uplinkPort: number, bytes: Uint8Array) => decode('WS202', ws202, uplinkPort, bytes),
  'em500-lgt': (uplinkPort: number, bytes: Uint8Array) => decode('EM500-LGT', em500lgt, uplinkPort, bytes),
};
