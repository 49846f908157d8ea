import type { Decoded, Reading } from '../reading.ts';
import { clockNotSet, rememberedAt } from './device-memory.ts';

const wholeNumber = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

const cameOn = (uplinkPort: number, model: string, reportsOn: string): Decoded => ({
  readings: [],
  notes: [`came on port ${uplinkPort}; an ${model} reports on ${reportsOn}`],
});

// LDS02: two AAA cells, 0.9 V each when empty, 1.83 V each for fresh lithium ones. LDS03A: one of 3.6 V.
const batteryMillivolts = {
  lds02: { lowest: 1800, highest: 3700, cells: 'two AAA cells' },
  lds03a: { lowest: 2000, highest: 3800, cells: 'a 3.6 V cell' },
};

function battery(millivolts: number, of: keyof typeof batteryMillivolts): Reading | string {
  const { lowest, highest, cells } = batteryMillivolts[of];
  return millivolts >= lowest && millivolts <= highest
    ? { what: 'battery-voltage', millivolts }
    : `battery ${millivolts} mV is not what ${cells} give`;
}

/**
 * LDS02, a contact for a door. Ten bytes on port 10: status and battery (2), mode (1), openings (3), how long the
 * last of them lasted in minutes (3), alarm (1). In mode 1 it watches a door; in mode 3 a door and a leak, without
 * counts; in mode 2 a leak only. Whether it is open is sure once the mode is known.
 */
function lds02(uplinkPort: number, bytes: Uint8Array): Decoded {
  if (uplinkPort !== 10) return cameOn(uplinkPort, 'LDS02', 'port 10');
  const readings: Reading[] = [];
  const notes: string[] = [];
  const [status, , mode, , , , , , , alarm] = bytes;
  if (bytes.length !== 10) notes.push(`has ${bytes.length} bytes where an LDS02 sends 10`);
  if (status === undefined || bytes.length < 2) return { readings, notes };

  const power = battery(wholeNumber(bytes.subarray(0, 2)) & 0x3fff, 'lds02');
  if (typeof power === 'string') notes.push(power);
  else readings.push(power);

  if (mode !== 1 && mode !== 3) {
    if (mode !== undefined) notes.push(`is in mode ${mode}, in which it does not watch a door`);
    return { readings, notes };
  }
  readings.push({ what: 'door', open: (status & 0x80) !== 0 });
  if (mode === 1 && bytes.length >= 9) {
    readings.push({
      what: 'openings',
      count: wholeNumber(bytes.subarray(3, 6)),
      lastOpenMinutes: wholeNumber(bytes.subarray(6, 9)),
    });
  }
  if (alarm !== undefined) readings.push({ what: 'open-too-long', alarm: (alarm & 1) === 1 });
  return { readings, notes };
}

const recordLength = 11;
const OPEN = 0x01;
const ALARM = 0x02;

/**
 * LDS03A, a weatherproof contact for a door. On port 2 a record of eleven bytes: status (1: open, alarm, and whether
 * this is a regular report), openings (3), minutes that the last took (3), and its clock in Unix time (4), which is
 * not needed for what holds now. On port 3 such records from its memory. On port 5, about itself, with the battery.
 * Source: Dragino's manual and end-node decoder 1.2.2.
 */
function lds03a(uplinkPort: number, bytes: Uint8Array): Decoded {
  if (uplinkPort === 2) return lds03aNow(bytes);
  if (uplinkPort === 3) return lds03aMemory(bytes);
  if (uplinkPort === 5) return lds03aItself(bytes);
  // Its settings, when it is asked for them.
  if (uplinkPort === 4) return { readings: [], notes: [] };
  return cameOn(uplinkPort, 'LDS03A', 'ports 2 to 5');
}

function lds03aNow(bytes: Uint8Array): Decoded {
  const readings: Reading[] = [];
  const notes: string[] = [];
  const [status] = bytes;
  if (bytes.length > recordLength)
    notes.push(`bytes after the first ${recordLength}, of a second door, were not read`);
  if (bytes.length < recordLength) {
    notes.push(`has ${bytes.length} bytes where an LDS03A sends ${recordLength}`);
  }
  if (status === undefined) return { readings, notes };
  readings.push({ what: 'door', open: (status & OPEN) !== 0 });
  readings.push({ what: 'open-too-long', alarm: (status & ALARM) !== 0 });
  if (bytes.length >= 7) {
    readings.push({
      what: 'openings',
      count: wholeNumber(bytes.subarray(1, 4)),
      lastOpenMinutes: wholeNumber(bytes.subarray(4, 7)),
    });
  }
  return { readings, notes };
}

function lds03aMemory(bytes: Uint8Array): Decoded {
  const readings: Reading[] = [];
  const notes: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += recordLength) {
    const record = bytes.subarray(offset, offset + recordLength);
    const [status] = record;
    if (status === undefined || record.length < recordLength) {
      notes.push('the payload ends within a remembered record, which was not read');
      break;
    }
    const at = rememberedAt(wholeNumber(record.subarray(7)));
    if (at === undefined) notes.push(clockNotSet);
    else readings.push({ what: 'door', open: (status & OPEN) !== 0, at });
  }
  return { readings, notes };
}

function lds03aItself(bytes: Uint8Array): Decoded {
  if (bytes.length < 7) return { readings: [], notes: ['the payload ends before the battery'] };
  if (bytes[0] !== 0x0a) return { readings: [], notes: [`says that it is model ${bytes[0]}, not an LDS03A`] };
  const power = battery(wholeNumber(bytes.subarray(5, 7)), 'lds03a');
  return typeof power === 'string' ? { readings: [], notes: [power] } : { readings: [power], notes: [] };
}

/** Decoders of Dragino's formats, by model; see {@link Decoded}. */
export const dragino = { lds02, lds03a };
