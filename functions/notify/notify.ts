import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import type { Digests } from '../../shared/notifications/digests.ts';
import type { NotificationStore } from '../../shared/notifications/notification-store.ts';
import type { Recipients } from '../../shared/notifications/recipients.ts';
import { type Notice, urgentIncident, urgentWork } from '../../shared/notifications/urgency.ts';
import type { Change } from '../../shared/platform/change.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import { isOfIncident } from '../../shared/tasks/task.ts';
import type { TaskStore } from '../../shared/tasks/task-store.ts';
import { type SendingRoom, sendNotification } from './send-notification.ts';

interface Room extends SendingRoom {
  readonly incidents: IncidentStore;
  readonly tasks: TaskStore;
  readonly digests: Digests;
  readonly recipients: Recipients;
  readonly notifications: NotificationStore;
}

/**
 * Tells people what follows from a change: of something urgent at once; of the rest their patch's next digest will. It
 * looks at things as they are now, so that changes may come twice or in any order. A notification that is due is sent.
 */
export async function notify(
  { thing, id, status, previousStatus }: Change,
  room: Room,
  log: Log,
  now: Instant,
  attempt: number,
): Promise<void> {
  if (thing === 'incident') await lookAtIncident(id, room, log, now);
  if (thing === 'task') await lookAtTask(id, room, log, now);
  // Noting a try changes the notification too; the queue's own message comes again by itself.
  const hasBecomeDue = status === 'due' && previousStatus !== 'due';
  if (thing === 'notification' && hasBecomeDue) await sendNotification(id, room, log, now, attempt);
}

async function lookAtIncident(incidentId: string, room: Room, log: Log, now: Instant): Promise<void> {
  const incident = await room.incidents.get(incidentId);
  if (incident === undefined) return;
  await room.digests.expect(incident.patch, now);
  const notice = urgentIncident(incident, now);
  if (notice !== undefined)
    await tell(notice, await room.recipients.onDuty(notice.patch, now), room, log, now);
}

async function lookAtTask(taskId: string, room: Room, log: Log, now: Instant): Promise<void> {
  const task = await room.tasks.get(taskId);
  if (task === undefined) return;
  const incident = isOfIncident(task) ? await room.incidents.get(task.incidentId) : undefined;
  const urgent = urgentWork(task, incident, now);
  if (urgent === undefined) return;
  const { notice, to } = urgent;
  const people =
    to === 'escalation'
      ? await room.recipients.escalation(notice.patch)
      : await room.recipients.onDuty(notice.patch, now);
  await tell(notice, people, room, log, now);
}

async function tell(notice: Notice, people: string[], room: Room, log: Log, now: Instant): Promise<void> {
  if (!(await room.notifications.tell(notice, people, now))) return;
  log.info('URGENT_TOLD', { notice: notice.id, reference: notice.reference, people: people.length });
}
