import type { Instant } from '../../../../shared/platform/instant.ts';
import { instant } from '../../../../shared/platform/instant.ts';
import { applyUplink, type DeviceState } from '../../../../shared/sensors/device.ts';
import type { Fault, FaultName, Judgement } from '../../../../shared/sensors/fault.ts';
import type { Reading } from '../../../../shared/sensors/reading.ts';
import { Uplink } from '../../../../shared/sensors/uplink.ts';

/** An instant from any ISO text with an offset. */
export const at = (text: string): Instant => instant(new Date(text));

/** A payload in the form in which makers print it. */
export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** An uplink of one door contact, changed as a test needs it. */
export const anUplink = (changes: Partial<Record<keyof Uplink, unknown>> = {}): Uplink =>
  Uplink.parse(
    // Through JSON, so that `undefined` takes a field away.
    JSON.parse(
      JSON.stringify({
        deviceId: 'door-1',
        session: 'session-a',
        counter: 1,
        receivedAt: '2026-11-20T12:00:00Z',
        port: 85,
        payload: '',
        source: 'mqtt',
        ...changes,
      }),
    ),
  );

/** One step in a device's life: when it was received, what it said, and the counter and session it came with. */
export interface Step {
  at: string;
  says: Reading[];
  counter?: number;
  session?: string;
}

/** The state after these steps in this order; counters count up unless a step says otherwise. */
export function stateAfter(steps: readonly Step[]): DeviceState | undefined {
  let state: DeviceState | undefined;
  for (const [index, step] of steps.entries()) {
    const uplink = anUplink({
      receivedAt: step.at,
      counter: step.counter ?? index,
      ...(step.session !== undefined && { session: step.session }),
    });
    state = applyUplink(state, uplink, { readings: step.says, notes: [] }).state;
  }
  return state;
}

/** A door contact's word. */
export const door = (open: boolean): Reading[] => [{ what: 'door', open }];

/** A light meter's word. */
export const lux = (level: number): Reading[] => [{ what: 'light-level', lux: level }];

/** What one rule says in a judgement: its fault, that nobody can tell, or that all is well. */
export function sayingOf(name: FaultName, { faults, cannotTell }: Judgement): Fault | 'cannot tell' | 'well' {
  const fault = faults.find((found) => found.fault === name);
  return fault ?? (cannotTell.includes(name) ? 'cannot tell' : 'well');
}

/** The fault that one rule finds in a judgement; fails the test when it finds none. */
export function foundBy(name: FaultName, judgement: Judgement): Fault {
  const says = sayingOf(name, judgement);
  if (typeof says === 'string') throw new Error(`The rule ${name} says: ${says}.`);
  return says;
}
