import type { Frame } from './life.ts';

/**
 * What an LDS02 sends of its door, in the mode in which it counts: its battery in millivolts, the openings since it was
 * started, and how many minutes the last took. Written apart from the decoder, as those of Milesight.
 */
export function countingDoorPayload(
  open: boolean,
  {
    batteryMillivolts,
    openings,
    lastMinutes,
  }: { batteryMillivolts: number; openings: number; lastMinutes: number },
): Frame {
  const bytes = new Uint8Array(10);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, batteryMillivolts + (open ? 0x8000 : 0));
  view.setUint8(2, 1);
  // Three bytes each, of which numbers this small need two.
  view.setUint16(4, openings);
  view.setUint16(7, lastMinutes);
  return { port: 10, bytes };
}
