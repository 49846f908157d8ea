// The other way round than shared/sensors/decoders/milesight.ts, and written apart from it: what the demo's devices
// send is checked against the maker's examples in a test of its own.

const battery = (percent: number): number[] => [0x01, 0x75, percent];

/** What a WS301 sends when its door moves, and with its battery's level when it reports by itself. */
export function doorPayload(open: boolean, batteryPercent?: number): Uint8Array {
  const told = batteryPercent === undefined ? [] : battery(batteryPercent);
  return Uint8Array.from([...told, 0x03, 0x00, open ? 1 : 0, 0x04, 0x00, 0]);
}

/** What an EM500-LGT sends: the light level in whole lux, and now and then its battery's level. */
export function lightPayload(lux: number, batteryPercent?: number): Uint8Array {
  const level = new Uint8Array(4);
  new DataView(level.buffer).setUint32(0, lux, true);
  const told = batteryPercent === undefined ? [] : battery(batteryPercent);
  return Uint8Array.from([...told, 0x03, 0x94, ...level]);
}
