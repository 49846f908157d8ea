import type { Incident } from '../incidents/incident.ts';
import { derivedId } from '../platform/derived-id.ts';
import type { Instant } from '../platform/instant.ts';
import type { By } from '../platform/person.ts';
import { proposeCompletion } from './proposal.ts';
import { serviceLevelFor, type TaskKind } from './service-levels.ts';
import {
  type IncidentTask,
  isUnderway,
  type ProposedCompletion,
  type Task,
  type TaskChange,
} from './task.ts';
import { bringForward, type ClockStart, startClock } from './task-clock.ts';
import { moveTask } from './task-moves.ts';
import type { TaskSettings } from './task-settings.ts';
import { crewFor, tradeFor } from './trade.ts';
import { localMonth } from './working-time.ts';

/**
 * What must change among an incident's tasks, given the incident as it is now: which to open, complete and cancel.
 * It depends on the state and not on the event that told of it, so that events may come twice or in any order. Pure.
 */
export function workForIncident(
  incident: Incident,
  tasks: readonly IncidentTask[],
  settings: TaskSettings,
  by: By,
  now: Instant,
): TaskChange[] {
  const wanted = workWanted(incident).map((kind) => openTask(incident, kind, settings, by, now));
  const known = new Set(tasks.map(({ id }) => id));
  const wantedIds = new Set(wanted.map(({ task }) => task.id));
  // Open work of an earlier round goes too, as it would have when that round ended.
  const unwanted = tasks.filter((task) => isUnderway(task) && !wantedIds.has(task.id));
  const changed = tasks.flatMap((task) => {
    if (!wantedIds.has(task.id)) return [];
    const sooner = dueSooner(task, incident, settings, by, now);
    return sooner ?? proposeCompletion(task, proposedFor(task.kind, incident), by, now) ?? [];
  });
  return [
    ...unwanted.map((task) => endOf(task, incident, settings, by, now)),
    ...wanted.filter(({ task }) => !known.has(task.id)),
    ...changed,
  ];
}

/** Work cannot wait as long as it was to, when a device that was low on battery falls silent or waste proves hazardous. */
function dueSooner(
  task: IncidentTask,
  incident: Incident,
  settings: TaskSettings,
  by: By,
  now: Instant,
): TaskChange<IncidentTask> | undefined {
  if (!isUnderway(task)) return undefined;
  const { hazard, planned } = incident;
  const isHazardNews = hazard !== undefined && task.hazard === undefined;
  const isUnplannedNow = task.planned && !planned;
  if (!isHazardNews && !isUnplannedNow) return undefined;
  const why = isHazardNews ? `it is hazardous: ${hazard}` : 'it is planned work no longer';
  return bringForward(task, clockFor(task.kind, incident, settings, now), { planned, hazard }, why, by, now);
}

function clockFor(
  kind: TaskKind,
  incident: Incident,
  { levels, hours }: TaskSettings,
  now: Instant,
): ClockStart {
  return startClock(serviceLevelFor(kind, incident, localMonth(now, hours), levels), now, hours);
}

/** A camera that saw the place clean says that looking at it, or clearing it, may be over. */
function proposedFor(kind: TaskKind, { seenCleared }: Incident): ProposedCompletion | undefined {
  if (seenCleared === undefined || (kind !== 'inspect' && kind !== 'clear')) return undefined;
  const { at, cameraName } = seenCleared;
  return { doneAt: at, because: `seen cleared by ${cameraName}` };
}

/** The kinds of work that an incident in its present state calls for. */
export function workWanted({ kind, status, insecure, priority }: Incident): readonly TaskKind[] {
  if (status !== 'flagged' && status !== 'confirmed') return [];
  if (status === 'flagged') return ['inspect'];
  switch (kind) {
    case 'fly-tipping':
    case 'misuse-of-communal-space':
      return ['clear'];
    case 'door-fault':
      return insecure ? ['make-safe', 'repair'] : ['repair'];
    case 'lighting-fault':
      return priority === 'emergency' ? ['make-safe', 'repair'] : ['repair'];
    case 'device-silent':
    case 'camera-fault':
      return ['check-device'];
  }
}

/** Whether completing a task of this kind puts the incident right. Looking at it, or making it safe, does not. */
export function putsRight(kind: TaskKind): boolean {
  return kind === 'clear' || kind === 'repair' || kind === 'check-device' || kind === 'security-works';
}

function endOf(task: Task, incident: Incident, settings: TaskSettings, by: By, now: Instant): TaskChange {
  // Whatever became of a flag since, unless it was dismissed it was confirmed on the way.
  if (task.kind === 'inspect' && incident.status !== 'dismissed') {
    return moveTask(task, 'complete', { note: 'confirmed by looking' }, by, now, settings);
  }
  const why =
    incident.status === 'dismissed'
      ? `the flag was dismissed: ${incident.disposition?.replaceAll('-', ' ') ?? 'no disposition'}`
      : workWanted(incident).includes(task.kind)
        ? 'the incident was resolved and reopened: new work was opened'
        : `the incident is ${incident.status}`;
  return moveTask(task, 'cancel', { note: why }, by, now, settings);
}

/** The id of an incident's task of a kind. Reopening asks for new work; everything before that is one round. */
export function taskIdFor({ id, timesReopened }: Incident, kind: TaskKind): string {
  return derivedId('T', `${id} ${kind} ${timesReopened}`);
}

function openTask(
  incident: Incident,
  kind: TaskKind,
  settings: TaskSettings,
  by: By,
  now: Instant,
): TaskChange<IncidentTask> {
  const {
    id: incidentId,
    kind: incidentKind,
    assetId,
    assetName,
    blockId,
    estateId,
    patch,
    planned,
    hazard,
  } = incident;
  const proposed = proposedFor(kind, incident);
  const trade = tradeFor(kind, incidentKind);
  const assignee = crewFor(trade, patch, settings.crews);
  const task: IncidentTask = {
    id: taskIdFor(incident, kind),
    kind,
    trade,
    status: 'open',
    incidentId,
    incidentKind,
    assetId,
    assetName,
    ...(blockId === undefined ? {} : { blockId }),
    estateId,
    patch,
    openedAt: now,
    ...clockFor(kind, incident, settings, now),
    planned,
    ...(hazard && { hazard }),
    ...(proposed && { proposed }),
    ...(assignee !== undefined && { assignee }),
    photos: [],
    version: 1,
  };
  const said = `${incidentKind.replaceAll('-', ' ')} ${incident.status}`;
  return { task, history: { version: 1, at: now, by, did: 'opened', status: 'open', said } };
}
