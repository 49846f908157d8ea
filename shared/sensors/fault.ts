import { z } from 'zod';
import type { Instant } from '../platform/instant.ts';

/** Where the watched thing is, in degrees (WGS 84), and whether it is a block's way in from outside. */
export interface WatchedPlace {
  latitude: number;
  longitude: number;
  outerDoor: boolean;
}

/** The name of a rule, which is the name of the fault it finds. */
export const FaultName = z.enum(['held-open', 'dark-when-due']);
export type FaultName = z.infer<typeof FaultName>;

/**
 * A fault that stands. `since` is when the stretch began that shows it (for a light, in this night: an incident
 * open from an earlier night keeps its own start). `insecure` is true for an outer door that stays open.
 * `reasons` are for an officer to read, in local time.
 */
export interface Fault {
  kind: 'door-fault' | 'lighting-fault';
  fault: FaultName;
  since: Instant;
  insecure: boolean;
  reasons: string[];
}

/**
 * What the rules say of one device.
 *
 * `faults` stand. `cannotTell` names the rules that have nothing to go by (no such reading, silence, daylight):
 * they neither open a fault nor end one. A rule in neither list says that all is well, which ends its fault.
 * `deadlines`, all later than `now`, are when to ask again even if nothing arrives.
 */
export interface Judgement {
  faults: Fault[];
  cannotTell: FaultName[];
  deadlines: Instant[];
}
