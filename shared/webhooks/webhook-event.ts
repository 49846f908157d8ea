import { z } from 'zod';
import { type Incident, IncidentStatus } from '../incidents/incident.ts';
import type { Priority } from '../incidents/kinds.ts';
import type { Change } from '../platform/change.ts';
import type { Instant } from '../platform/instant.ts';
import type { IncidentTask, Task, TaskHistory } from '../tasks/task.ts';

/** What can be subscribed to; docs/webhooks.md says when each of them comes. */
export const WebhookEventType = z.enum([
  'uk.estatewatch.incident.flagged',
  'uk.estatewatch.incident.confirmed',
  'uk.estatewatch.incident.dismissed',
  'uk.estatewatch.incident.resolved',
  'uk.estatewatch.incident.closed',
  'uk.estatewatch.incident.reopened',
  'uk.estatewatch.task.opened',
  'uk.estatewatch.task.paused',
  'uk.estatewatch.task.resumed',
  'uk.estatewatch.task.completed',
  'uk.estatewatch.task.cancelled',
  'uk.estatewatch.task.attend_overdue',
  'uk.estatewatch.task.at_risk',
  'uk.estatewatch.task.overdue',
  'uk.estatewatch.task.breached',
]);
export type WebhookEventType = z.infer<typeof WebhookEventType>;

/** A thing that happened, ready to be delivered: the same for every subscription, at every try and replay. */
export interface WebhookEvent {
  readonly id: string;
  readonly type: WebhookEventType;
  readonly at: Instant;
  readonly reference: string;
  readonly patch: string;
  /** A CloudEvent in structured JSON. */
  readonly body: string;
}

/** The type of the event that a change of an incident is; undefined when its status stays. Pure. */
export function incidentEventType({
  status,
  previousStatus,
}: Pick<Change, 'status' | 'previousStatus'>): WebhookEventType | undefined {
  const now = IncidentStatus.safeParse(status).data;
  if (now === undefined || status === previousStatus) return undefined;
  const wasOver = previousStatus === 'resolved' || previousStatus === 'closed';
  const isOpen = now === 'flagged' || now === 'confirmed';
  return wasOver && isOpen ? 'uk.estatewatch.incident.reopened' : `uk.estatewatch.incident.${now}`;
}

const TASK_EVENTS: Partial<Record<TaskHistory['did'], WebhookEventType>> = {
  opened: 'uk.estatewatch.task.opened',
  pause: 'uk.estatewatch.task.paused',
  resume: 'uk.estatewatch.task.resumed',
  complete: 'uk.estatewatch.task.completed',
  cancel: 'uk.estatewatch.task.cancelled',
  'attend-overdue': 'uk.estatewatch.task.attend_overdue',
  'at-risk': 'uk.estatewatch.task.at_risk',
  overdue: 'uk.estatewatch.task.overdue',
  breached: 'uk.estatewatch.task.breached',
};

/**
 * The type of the event that a line of a task's history is; undefined for what is of no interest outside, and for
 * security works: where somebody needs protection is told to nobody. Pure.
 */
export function taskEventType(
  { kind }: Pick<Task, 'kind'>,
  { did }: Pick<TaskHistory, 'did'>,
): WebhookEventType | undefined {
  return kind === 'security-works' ? undefined : TASK_EVENTS[did];
}

/** What happened: of which type, when, and at which version of the thing, from which the event's id follows. */
interface Happened {
  readonly type: WebhookEventType;
  readonly at: Instant;
  readonly version: number;
}

/** The event of an incident that came into a status. Links begin with `webAddress`. Pure. */
export function incidentEvent(
  incident: Incident,
  status: string,
  happened: Happened,
  webAddress: string,
): WebhookEvent {
  const { id: reference, kind, patch, priority } = incident;
  const link = `${webAddress}/incidents/${reference}`;
  return eventOf({ reference, kind, status, patch, priority, link }, happened, webAddress);
}

/** The event of a task to which something was done; its priority is its incident's. Pure. */
export function taskEvent(
  task: IncidentTask,
  priority: Priority,
  status: string,
  happened: Happened,
  webAddress: string,
): WebhookEvent {
  const { id: reference, kind, patch, dueAt, incidentId } = task;
  const link = `${webAddress}/tasks/${reference}`;
  const data = { reference, kind, status, patch, priority, dueAt, incident: incidentId, link };
  return eventOf(data, happened, webAddress);
}

// Named one by one: whatever else a thing holds (places, people, reasons, footage) must not go out.
interface Data {
  readonly reference: string;
  readonly kind: string;
  readonly status: string;
  readonly patch: string;
  readonly priority: Priority;
  readonly dueAt?: Instant;
  readonly incident?: string;
  readonly link: string;
}

function eventOf(data: Data, { type, at, version }: Happened, source: string): WebhookEvent {
  const { reference, patch } = data;
  const id = `${reference}-v${version}`;
  const context = { specversion: '1.0', id, source, type, time: at, subject: reference };
  const body = JSON.stringify({ ...context, datacontenttype: 'application/json', data });
  return { id, type, at, reference, patch, body };
}
