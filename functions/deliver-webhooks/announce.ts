import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import type { Change } from '../../shared/platform/change.ts';
import { NotFound } from '../../shared/platform/errors.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import { isOfIncident } from '../../shared/tasks/task.ts';
import type { TaskStore } from '../../shared/tasks/task-store.ts';
import { deliveryOf } from '../../shared/webhooks/delivery.ts';
import type { DeliveryStore } from '../../shared/webhooks/delivery-store.ts';
import { wants } from '../../shared/webhooks/subscription.ts';
import {
  incidentEvent,
  incidentEventType,
  taskEvent,
  taskEventType,
  type WebhookEvent,
} from '../../shared/webhooks/webhook-event.ts';
import type { WebhookStore } from '../../shared/webhooks/webhook-store.ts';

interface Room {
  readonly incidents: IncidentStore;
  readonly tasks: TaskStore;
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryStore;
  readonly webAddress: string;
}

/**
 * Enters a delivery for each subscription that wants the event that a change is. The same change again enters nothing:
 * the event's id follows from the thing and its version.
 */
export async function announce(change: Change, room: Room, log: Log, now: Instant): Promise<void> {
  const all = await room.webhooks.all();
  const listening = all.filter(({ patches }) => change.patch === undefined || patches.includes(change.patch));
  const event = listening.length === 0 ? undefined : await eventOf(change, room);
  if (event === undefined) return;
  const wanting = listening.filter((subscription) => wants(subscription, event));
  for (const subscription of wanting) await room.deliveries.enter(deliveryOf(event, subscription, now));
  if (wanting.length === 0) return;
  log.info('WEBHOOK_QUEUED', { event: event.id, subscriptions: wanting.map(({ id }) => id) });
}

async function eventOf(change: Change, room: Room): Promise<WebhookEvent | undefined> {
  if (change.thing === 'incident') return eventOfIncident(change, room);
  return change.thing === 'task' ? eventOfTask(change, room) : undefined;
}

async function eventOfIncident(change: Change, room: Room): Promise<WebhookEvent | undefined> {
  const type = incidentEventType(change);
  if (type === undefined) return undefined;
  const file = await room.incidents.file(change.id);
  if (file === undefined) throw new NotFound(`There is no incident “${change.id}”.`);
  const { at, version } = lineOf(change, file.history);
  return incidentEvent(file.incident, change.status, { type, at, version }, room.webAddress);
}

async function eventOfTask(change: Change, room: Room): Promise<WebhookEvent | undefined> {
  const [task, history] = await Promise.all([room.tasks.get(change.id), room.tasks.history(change.id)]);
  if (task === undefined) throw new NotFound(`There is no task “${change.id}”.`);
  if (!isOfIncident(task)) return undefined;
  const line = lineOf(change, history);
  const type = taskEventType(task, line);
  if (type === undefined) return undefined;
  const incident = await room.incidents.get(task.incidentId);
  const happened = { type, at: line.at, version: line.version };
  return taskEvent(task, incident?.priority ?? 'routine', line.status, happened, room.webAddress);
}

/** What was done when the thing came to the change's version: written with it, so it is there. */
function lineOf<Line extends { readonly version: number }>(change: Change, history: readonly Line[]): Line {
  const line = history.find(({ version }) => version === change.version);
  if (line !== undefined) return line;
  throw new NotFound(`The history of ${change.id} has no version ${change.version}.`);
}
