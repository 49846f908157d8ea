import { z } from 'zod';
import type { Incident } from '../incidents/incident.ts';
import { derivedId } from '../platform/derived-id.ts';
import { Instant } from '../platform/instant.ts';
import type { Task } from '../tasks/task.ts';

/** What cannot wait for the morning, in the general words that a message may use. */
export const UrgentKind = z.enum([
  'insecure-door',
  'block-dark',
  'hazardous-waste',
  'emergency',
  'not-attended',
  'breached',
]);
export type UrgentKind = z.infer<typeof UrgentKind>;

/** One urgent thing that somebody is told: what kind of thing, on which patch, and the reference to sign in for. */
export const Notice = z.object({
  /** Follows from what it is about, so that the same is told once. */
  id: z.string(),
  what: UrgentKind,
  patch: z.string(),
  /** The page that shows it, and its id there. */
  page: z.enum(['incidents', 'tasks']),
  reference: z.string(),
  at: Instant,
});
export type Notice = z.infer<typeof Notice>;

/** What of an incident is urgent now; undefined when nothing is, or it is over. What is reopened is news again. Pure. */
export function urgentIncident(incident: Incident, now: Instant): Notice | undefined {
  const { id, status, patch, timesReopened } = incident;
  if (status !== 'flagged' && status !== 'confirmed') return undefined;
  const what = urgencyOf(incident);
  if (what === undefined) return undefined;
  const noticeId = derivedId('U', `${id} ${what} ${timesReopened}`);
  return { id: noticeId, what, patch, page: 'incidents', reference: id, at: now };
}

function urgencyOf({ kind, insecure, hazard, priority }: Incident): UrgentKind | undefined {
  if (insecure) return 'insecure-door';
  if (hazard !== undefined) return 'hazardous-waste';
  if (priority !== 'emergency') return undefined;
  switch (kind) {
    case 'lighting-fault':
      return 'block-dark';
    case 'fly-tipping':
    case 'misuse-of-communal-space':
      return 'hazardous-waste';
    default:
      return 'emergency';
  }
}

/** Whether what has come of a task by the clock must be told, and to whom: whoever is on duty, or the managers. */
export interface UrgentWork {
  readonly notice: Notice;
  readonly to: 'on-duty' | 'escalation';
}

/** What of a task is urgent now; a breach before anything else. `incident` is what the work is for. Pure. */
export function urgentWork(task: Task, incident: Incident | undefined, now: Instant): UrgentWork | undefined {
  if (task.status !== 'open') return undefined;
  const { told } = task.clock;
  const notice = (what: UrgentKind): Notice => ({
    id: derivedId('U', `${task.id} ${what}`),
    what,
    patch: task.patch,
    page: 'tasks',
    reference: task.id,
    at: now,
  });
  if (told.includes('breached')) return { notice: notice('breached'), to: 'escalation' };
  const isLeftAlone = told.includes('attend-overdue') && task.attendedAt === undefined;
  if (!isLeftAlone || incident === undefined || urgencyOf(incident) === undefined) return undefined;
  return { notice: notice('not-attended'), to: 'on-duty' };
}
