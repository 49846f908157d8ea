import { earlier, type Instant, later, secondsBetween } from '../platform/instant.ts';
import type { By } from '../platform/person.ts';
import { historyLine, type Incident, type IncidentChange } from './incident.ts';
import type { RecurrenceDays } from './kinds.ts';
import { faultsOf, needsALook, type SeenCleared, type Sighting, seenIn } from './sighting.ts';

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
  return { incident, history: historyLine(incident, 'opened', by, now, sighting.reasons.join('; ')) };
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
    ...(sighting.hazard && { hazard: incident.hazard ?? sighting.hazard }),
    planned: incident.planned && sighting.planned,
    ...(incident.seen === undefined && seenIn(sighting)),
    version: incident.version + 1,
  };
  return { incident: next, history: historyLine(next, 'seen-again', by, now, sighting.reasons.join('; ')) };
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
  return { incident: next, history: historyLine(next, 'seen-cleared', by, now, said) };
}
