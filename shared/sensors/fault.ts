import { z } from 'zod';
import type { Instant } from '../platform/instant.ts';

/**
 * Where the watched thing is, in degrees (WGS 84), and whether it is a block's way in from outside. `mutedUntil` is the
 * end of the last time that faults were not to be told of it (planned maintenance, a removal van, a polling station),
 * whether that is over or not.
 */
export interface WatchedPlace {
  latitude: number;
  longitude: number;
  outerDoor: boolean;
  mutedUntil?: Instant;
}

/** The name of a rule, which is the name of the fault it finds. */
export const FaultName = z.enum([
  'held-open',
  'open-overnight',
  'forced',
  'not-latching',
  'never-opens',
  'tampered',
  'reported-faulty',
  'dark-when-due',
  'burning-by-day',
  'cycling',
  'movement-unlit',
  'lamp-failed',
  'silent',
  'battery-low',
]);
export type FaultName = z.infer<typeof FaultName>;

/** What a fault is of: a door, a light, or the device that watches it. These are kinds of incident. */
export const kindOfFault = {
  'held-open': 'door-fault',
  'open-overnight': 'door-fault',
  forced: 'door-fault',
  'not-latching': 'door-fault',
  'never-opens': 'door-fault',
  tampered: 'door-fault',
  'reported-faulty': 'door-fault',
  'dark-when-due': 'lighting-fault',
  'burning-by-day': 'lighting-fault',
  cycling: 'lighting-fault',
  'movement-unlit': 'lighting-fault',
  'lamp-failed': 'lighting-fault',
  silent: 'device-silent',
  'battery-low': 'device-silent',
} as const satisfies Record<FaultName, string>;

/**
 * A fault that stands. `since` is when the stretch began that shows it (for a light, in this night: an incident
 * open from an earlier night keeps its own start). `insecure` is true for an outer door that anybody can pass.
 * `planned` is true where the work can wait for the next visit. `reasons` are for an officer to read, in local time.
 */
export interface Fault {
  kind: (typeof kindOfFault)[FaultName];
  fault: FaultName;
  since: Instant;
  insecure: boolean;
  planned: boolean;
  reasons: string[];
}

/**
 * What the rules say of one device.
 *
 * `faults` stand. `cannotTell` names the rules that have nothing to go by (no such reading, silence, daylight, muted):
 * they neither open a fault nor end one. A rule in neither list says that all is well, which ends its fault.
 * `deadlines`, all later than `now` and the earliest first, are when to ask again even if nothing arrives. Whoever asks
 * again at the first of them is told the rest anew.
 */
export interface Judgement {
  faults: Fault[];
  cannotTell: FaultName[];
  deadlines: Instant[];
}

/** Whether a fault that stood is over: the rules can tell, and do not find it. */
export function isOver(fault: FaultName, { faults, cannotTell }: Judgement): boolean {
  return !cannotTell.includes(fault) && !faults.some((standing) => standing.fault === fault);
}
