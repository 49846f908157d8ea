import { z } from 'zod';
import { WrongState } from '../platform/errors.ts';
import { earlier, Instant, later, secondsBetween } from '../platform/instant.ts';
import type { Moves } from '../platform/moves.ts';
import { By } from '../platform/person.ts';
import { IncidentKind, Priority, type RecurrenceDays } from './kinds.ts';
import { NearbyIncident } from './nearby.ts';
import { faultsOf, needsALook, SeenCleared, SeenInClip, type Sighting, seenIn } from './sighting.ts';

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

const Note = z.string().trim().max(2_000);
const Reason = z.object({ reason: Note.min(1, 'say why') });

/** One thing that is wrong at one place, from first sighting to closed. */
export const Incident = z.object({
  id: z.string(),
  kind: IncidentKind,
  status: IncidentStatus,
  assetId: z.string(),
  assetName: z.string(),
  blockId: z.string().optional(),
  estateId: z.string(),
  patch: z.string(),
  occurredAt: Instant,
  lastSeenAt: Instant,
  sightings: z.int().min(1),
  reasons: z.array(z.string()),
  insecure: z.boolean(),
  /** The names of the faults that devices or the camera itself told of it. */
  faults: z.array(z.string()).default([]),
  /** An emergency from its first sighting that is one; raised while something is nearby. Routine on old records. */
  priority: Priority.default('routine'),
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
  resolvedAt: Instant.optional(),
  /** The incident of the same kind at the same place that this one follows. */
  recurrenceOf: z.string().optional(),
  timesReopened: z.int().min(0),
  version: z.int().min(1),
});
export type Incident = z.infer<typeof Incident>;

/** What people and rules may do to an incident. */
export const incidentMoves = {
  confirm: {
    from: ['flagged'],
    to: 'confirmed',
    by: ['estate-officer'],
    needs: z.object({ note: Note.optional() }),
  },
  dismiss: {
    from: ['flagged'],
    to: 'dismissed',
    by: ['estate-officer'],
    needs: z.object({ disposition: Disposition, note: Note.optional() }),
  },
  resolve: { from: ['confirmed'], to: 'resolved', by: ['estate-officer', 'rule'], needs: Reason },
  close: { from: ['resolved'], to: 'closed', by: ['estate-officer', 'rule'], needs: Reason },
  reopen: { from: ['resolved', 'closed'], to: 'flagged', by: ['estate-officer', 'rule'], needs: Reason },
  /** A fault that a device reports again needs nobody to look before it counts. */
  'report-again': { from: ['resolved', 'closed'], to: 'confirmed', by: ['rule'], needs: Reason },
} as const satisfies Moves<IncidentStatus>;
export type IncidentMove = keyof typeof incidentMoves;
export type IncidentMoveDetail<Move extends IncidentMove> = z.output<(typeof incidentMoves)[Move]['needs']>;

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

/** The incident after a move. Pure. Throws {@link WrongState} when its state does not allow the move. */
export function moveIncident<Move extends IncidentMove>(
  incident: Incident,
  move: Move,
  detail: IncidentMoveDetail<Move>,
  by: By,
  now: Instant,
): IncidentChange {
  const { from, to } = incidentMoves[move];
  if (!(from as readonly IncidentStatus[]).includes(incident.status)) {
    throw new WrongState(`Incident ${incident.id} is ${incident.status}: it cannot ${move} from there.`);
  }
  const reopened = move === 'reopen' || move === 'report-again';
  const { resolvedAt: _, clearedAt: __, seenCleared: ___, ...unresolved } = incident;
  const next: Incident = {
    ...(reopened ? unresolved : incident),
    ...(move === 'resolve' ? { resolvedAt: now, clearedAt: incident.seenCleared?.at ?? now } : {}),
    ...('disposition' in detail ? { disposition: detail.disposition } : {}),
    status: to,
    timesReopened: incident.timesReopened + (reopened ? 1 : 0),
    version: incident.version + 1,
  };
  return { incident: next, history: line(next, move, by, now, words(detail)) };
}

/** What a sighting is to what is already known about its place. */
export type Placement =
  | { readonly as: 'new'; readonly recurrenceOf?: string }
  | { readonly as: 'joins'; readonly incident: Incident }
  | { readonly as: 'reopens'; readonly incident: Incident };

/**
 * Whether a sighting is of the open incident at its place, of one from before it was resolved, the recently resolved
 * one again, or a new one.
 * A dismissed flag is no incident: what is seen after it is new, and no recurrence.
 */
export function placeSighting(
  sighting: Sighting,
  last: Incident | undefined,
  days: RecurrenceDays,
): Placement {
  if (last === undefined || last.status === 'dismissed') return { as: 'new' };
  if (last.status === 'flagged' || last.status === 'confirmed') return { as: 'joins', incident: last };
  // A clip that comes late shows what has been put right since; a device tells of what stands now, whenever it began.
  const wasPutRight = last.resolvedAt !== undefined && sighting.at <= last.resolvedAt;
  if (wasPutRight && sighting.source.from !== 'device') return { as: 'joins', incident: last };
  const quietSeconds = secondsBetween(last.resolvedAt ?? last.lastSeenAt, sighting.at);
  return quietSeconds <= days[sighting.kind] * 86_400
    ? { as: 'reopens', incident: last }
    : { as: 'new', recurrenceOf: last.id };
}

/** A new incident from its first sighting: flagged where a person must look, confirmed where a rule is sure. */
export function openIncident(
  sighting: Sighting,
  id: string,
  by: By,
  now: Instant,
  recurrenceOf?: string,
): IncidentChange {
  const { id: _, source: __, at, emergency, ...place } = sighting;
  const incident: Incident = {
    ...place,
    id,
    faults: faultsOf(sighting),
    priority: emergency ? 'emergency' : 'routine',
    nearby: [],
    status: needsALook(sighting) ? 'flagged' : 'confirmed',
    occurredAt: at,
    lastSeenAt: at,
    sightings: 1,
    ...seenIn(sighting),
    ...(recurrenceOf === undefined ? {} : { recurrenceOf }),
    timesReopened: 0,
    version: 1,
  };
  return { incident, history: line(incident, 'opened', by, now, sighting.reasons.join('; ')) };
}

/** The incident with one more sighting of it. It occurred when it was first so, whichever sighting arrived first. */
export function joinSighting(incident: Incident, sighting: Sighting, by: By, now: Instant): IncidentChange {
  const { seenCleared, ...lying } = incident;
  const isStillCleared = seenCleared !== undefined && sighting.at <= seenCleared.at;
  const next: Incident = {
    ...(isStillCleared ? incident : lying),
    // What was only reported is established by a device that tells of the same.
    status: incident.status === 'flagged' && !needsALook(sighting) ? 'confirmed' : incident.status,
    occurredAt: earlier(sighting.at, incident.occurredAt),
    lastSeenAt: later(sighting.at, incident.lastSeenAt),
    sightings: incident.sightings + 1,
    insecure: incident.insecure || sighting.insecure,
    faults: [...new Set([...incident.faults, ...faultsOf(sighting)])].sort(),
    priority: sighting.emergency ? 'emergency' : incident.priority,
    planned: incident.planned && sighting.planned,
    ...(incident.seen === undefined && seenIn(sighting)),
    version: incident.version + 1,
  };
  return { incident: next, history: line(next, 'seen-again', by, now, sighting.reasons.join('; ')) };
}

/** The incident after a camera saw its place clean again. Undefined when that is known or no news: it is over. */
export function seeCleared(
  incident: Incident,
  cleared: SeenCleared,
  by: By,
  now: Instant,
): IncidentChange | undefined {
  const isOpen = incident.status === 'flagged' || incident.status === 'confirmed';
  if (!isOpen || incident.seenCleared !== undefined || cleared.at < incident.lastSeenAt) return undefined;
  const next = { ...incident, seenCleared: cleared, version: incident.version + 1 };
  const said = `${cleared.cameraName} saw the place clean again`;
  return { incident: next, history: line(next, 'seen-cleared', by, now, said) };
}

function line(
  incident: Incident,
  did: IncidentHistory['did'],
  by: By,
  at: Instant,
  said: string | undefined,
): IncidentHistory {
  return { version: incident.version, at, by, did, status: incident.status, ...(said ? { said } : {}) };
}

function words(detail: {
  reason?: string;
  note?: string | undefined;
  disposition?: Disposition;
}): string | undefined {
  return (
    [detail.disposition?.replaceAll('-', ' '), detail.reason, detail.note].filter(Boolean).join(': ') ||
    undefined
  );
}
