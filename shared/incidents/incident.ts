import { z } from 'zod';
import { Instant } from '../platform/instant.ts';
import { By } from '../platform/person.ts';
import { Hazard, IncidentKind, Priority } from './kinds.ts';
import { NearbyIncident } from './nearby.ts';
import { SeenCleared, SeenInClip, Where } from './sighting.ts';

export const IncidentStatus = z.enum(['flagged', 'confirmed', 'dismissed', 'resolved', 'closed']);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

/** Why a flag was not what it seemed. */
export const Disposition = z.enum([
  'authorised-collection',
  'residents-own-bins',
  'weather-or-light',
  'not-waste',
  'duplicate',
  'test',
]);
export type Disposition = z.infer<typeof Disposition>;

/** How an incident came to its end: by the landlord's work, by the resident whose it was, or as somebody else's land. */
export const Outcome = z.enum(['put-right', 'resident-cleared', 'not-our-land']);
export type Outcome = z.infer<typeof Outcome>;

/** What shows that a place is in order again: a camera that saw it, a photo from there, or somebody's word. */
export const ShownBy = z.enum(['camera', 'photo', 'word']);
export type ShownBy = z.infer<typeof ShownBy>;

/** One thing that is wrong at one place, from first sighting to closed. */
export const Incident = z.object({
  id: z.string(),
  kind: IncidentKind,
  status: IncidentStatus,
  ...Where.shape,
  occurredAt: Instant,
  lastSeenAt: Instant,
  sightings: z.int().min(1),
  reasons: z.array(z.string()),
  insecure: z.boolean(),
  /** The names of the faults that devices or the camera itself told of it. */
  faults: z.array(z.string()).default([]),
  /** An emergency from its first sighting that is one; raised while something is nearby. Routine on old records. */
  priority: Priority.default('routine'),
  /** What makes it dangerous to touch. */
  hazard: Hazard.optional(),
  /** Whether the work can wait for the next visit: while all its sightings say so. */
  planned: z.boolean().default(false),
  /** What else was wrong there and then, the nearest first. */
  nearby: z.array(NearbyIncident).default([]),
  /** Where the first clip that shows it does so. */
  seen: SeenInClip.optional(),
  /** Since a camera saw the place clean again; gone as soon as it is seen lying there again. */
  seenCleared: SeenCleared.optional(),
  disposition: Disposition.optional(),
  /** When it was put right in fact: when a camera saw it so, else when somebody said so. */
  clearedAt: Instant.optional(),
  shownBy: ShownBy.optional(),
  outcome: Outcome.optional(),
  resolvedAt: Instant.optional(),
  /** The incident of the same kind at the same place that this one follows. */
  recurrenceOf: z.string().optional(),
  timesReopened: z.int().min(0),
  version: z.int().min(1),
});
export type Incident = z.infer<typeof Incident>;

/** One line of an incident's history: what was done, by whom, when, and what was said. */
export const IncidentHistory = z.object({
  version: z.int().min(1),
  at: Instant,
  by: By,
  did: z.enum([
    'opened',
    'seen-again',
    'seen-cleared',
    'found-nearby',
    'confirm',
    'name-hazard',
    'dismiss',
    'resolve',
    'close',
    'reopen',
    'report-again',
  ]),
  status: IncidentStatus,
  said: z.string().optional(),
});
export type IncidentHistory = z.infer<typeof IncidentHistory>;

/** An incident after a change, with the line that its history gains. */
export interface IncidentChange {
  readonly incident: Incident;
  readonly history: IncidentHistory;
}

/** The line that a change adds to an incident's history. */
export function historyLine(
  incident: Incident,
  did: IncidentHistory['did'],
  by: By,
  at: Instant,
  said: string | undefined,
): IncidentHistory {
  return { version: incident.version, at, by, did, status: incident.status, ...(said ? { said } : {}) };
}
