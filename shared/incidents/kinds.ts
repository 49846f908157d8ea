import { z } from 'zod';

/** What can be wrong at a place. */
export const IncidentKind = z.enum([
  'fly-tipping',
  'door-fault',
  'lighting-fault',
  'device-silent',
  'camera-fault',
  'misuse-of-communal-space',
]);
export type IncidentKind = z.infer<typeof IncidentKind>;

/** Waste that must not be touched, and that those who come for it must know of. */
export const Hazard = z.enum(['asbestos', 'clinical', 'chemical']);
export type Hazard = z.infer<typeof Hazard>;

/** How soon an incident must be looked at: an emergency before what was raised, that before the rest. */
export const Priority = z.enum(['routine', 'raised', 'emergency']);
export type Priority = z.infer<typeof Priority>;

/**
 * How long after an incident was resolved the same thing at the same place is still that incident, in days.
 * Later it is a new one, linked as a recurrence. Our default, for the landlord to set.
 */
export const RecurrenceDays = z.record(IncidentKind, z.number().min(0)).default({
  'fly-tipping': 1,
  'door-fault': 7,
  'lighting-fault': 7,
  'device-silent': 7,
  'camera-fault': 7,
  'misuse-of-communal-space': 1,
});
export type RecurrenceDays = z.infer<typeof RecurrenceDays>;
