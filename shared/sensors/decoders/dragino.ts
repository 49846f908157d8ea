import type { Decoded, Reading } from '../reading.ts';

const port = 10;
const length = 10;

// Two AAA cells: 0.9 V each when empty, 1.83 V each for fresh lithium ones.
const batteryMillivolts = { lowest: 1800, highest: 3700 };

const wholeNumber = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

/**
 * LDS02, a contact for a door. Ten bytes on port 10: status and battery (2), mode (1), openings (3), how long the
 * last of them lasted in minutes (3), alarm (1). In mode 1 it watches a door; in mode 3 a door and a leak, without
 * counts; in mode 2 a leak only. Whether it is open is sure once the mode is known.
 */
function lds02(uplinkPort: number, bytes: Uint8Array): Decoded {
  if (uplinkPort !== port) {
    return { readings: [], notes: [`came on port ${uplinkPort}; an LDS02 reports on port ${port}`] };
  }
  const readings: Reading[] = [];
  const notes: string[] = [];
  const [status, , mode, , , , , , , alarm] = bytes;
  if (bytes.length !== length) notes.push(`has ${bytes.length} bytes where an LDS02 sends ${length}`);
  if (status === undefined || bytes.length < 2) return { readings, notes };

  const millivolts = wholeNumber(bytes.subarray(0, 2)) & 0x3fff;
  if (millivolts >= batteryMillivolts.lowest && millivolts <= batteryMillivolts.highest) {
    readings.push({ what: 'battery-voltage', millivolts });
  } else notes.push(`battery ${millivolts} mV is not what two AAA cells give`);

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

/** Decoders of Dragino's formats, by model; see {@link Decoded}. */
export const dragino = { lds02 };
