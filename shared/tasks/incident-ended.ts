import type { Incident, IncidentChange } from '../incidents/incident.ts';
import { moveIncident } from '../incidents/incident-moves.ts';
import type { Instant } from '../platform/instant.ts';
import { byRule } from '../platform/person.ts';
import type { IncidentTask } from './task.ts';
import { putsRight, taskIdFor } from './work-for-incident.ts';

const RULE = byRule('work-ended');

/**
 * How the end of a task ends its incident: what was put right is resolved, and what turned out to be cleared by the
 * resident whose it was or to lie on another's land, too. One change after the other; none when the incident goes on, is
 * over, or has been reported again since the work was opened. Pure.
 */
export function incidentEndedBy(task: IncidentTask, incident: Incident, now: Instant): IncidentChange[] {
  if (task.id !== taskIdFor(incident, task.kind)) return [];
  if (incident.status !== 'confirmed' && incident.status !== 'flagged') return [];
  if (task.status === 'completed' && putsRight(task.kind))
    return ended(incident, task, `${kindOf(task)} completed`, now);
  if (task.status !== 'cancelled' || task.endedAs === undefined || task.endedAs === 'not-needed') return [];
  return ended(incident, task, `${kindOf(task)} ended`, now);
}

function ended(incident: Incident, task: IncidentTask, reason: string, now: Instant): IncidentChange[] {
  const { doneAt, endedAs, endedAt = now, shownBy = 'word' } = task;
  const outcome = endedAs === undefined || endedAs === 'not-needed' ? 'put-right' : endedAs;
  // Whoever came to look has seen that it was there, or whose land it is.
  const confirmed =
    incident.status === 'flagged'
      ? [moveIncident(incident, 'confirm', { note: 'looked at' }, RULE, now)]
      : [];
  const clearance = { at: doneAt ?? endedAt, shownBy };
  const standing = confirmed[0]?.incident ?? incident;
  return [...confirmed, moveIncident(standing, 'resolve', { reason, outcome }, RULE, now, clearance)];
}

function kindOf({ kind }: IncidentTask): string {
  return kind.replaceAll('-', ' ');
}
