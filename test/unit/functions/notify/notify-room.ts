import { notify } from '../../../../functions/notify/notify.ts';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import type { Message } from '../../../../shared/notifications/message.ts';
import { NotificationSettings } from '../../../../shared/notifications/notification-settings.ts';
import { Rota } from '../../../../shared/notifications/rota.ts';
import type { Sent } from '../../../../shared/notifications/sent.ts';
import { tellingOn } from '../../../../shared/notifications/telling.ts';
import { Change } from '../../../../shared/platform/change.ts';
import type { Instant } from '../../../../shared/platform/instant.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { TaskStore } from '../../../../shared/tasks/task-store.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { aDoorSighting, aTask, at } from '../../../support/builders.ts';
import { keptLog } from '../../../support/kept-log.ts';

/** A Monday at noon, when the patch north's officers are at work. */
export const NOON = at('2026-11-23T12:00:00Z');

/** The landlord's own lines to providers, as the tests see them: what was handed over, and what comes of it. */
export interface Line {
  readonly to: string;
  readonly message: Message;
}

/** Notify over a table, with Ana on duty for the patch north, and providers that take everything. */
export async function notifyOn(table: Table) {
  const hours = WorkingHours.parse({});
  const settings = NotificationSettings.parse({
    sender: 'estatewatch@landlord.example',
    escalationContact: 'control-room@landlord.example',
    webAddress: 'https://estatewatch.example',
  });
  const log = keptLog();
  const incidents = new IncidentStore(table, RecurrenceDays.parse(undefined));
  const tasks = new TaskStore(table, hours);
  const telling = tellingOn(table, { incidents, tasks, hours, settings, log });
  const [mails, pushes]: [Line[], Line[]] = [[], []];
  const answers = {
    email: (): Sent => ({ outcome: 'delivered', providerId: 'ses-1' }),
    push: (_: string): Sent => ({ outcome: 'delivered', providerId: '/m/1' }),
  };
  const room = {
    ...telling,
    incidents,
    tasks,
    hours,
    settings,
    email: async (to: string, message: Message) => {
      mails.push({ to, message });
      return answers.email();
    },
    push: async ({ id }: { id: string }, message: Message) => {
      pushes.push({ to: id, message });
      return answers.push(id);
    },
  };
  const rota = Rota.parse({
    landlord: { escalation: ['max'] },
    patches: { north: { working: { officers: ['ana'] } } },
  });
  await room.rotas.save(rota, 'manager', NOON, { after: 0 });
  for (const username of ['ana', 'max'])
    await room.contacts.setEmail(username, `${username}@landlord.example`, NOON);

  const hear = (change: Partial<Change> & Pick<Change, 'thing' | 'id'>, now: Instant = NOON, attempt = 1) =>
    notify(Change.parse({ status: 'due', ...change }), room, log, now, attempt);
  const notifications = async () => (await room.notifications.ofDay('2026-11-23', 100)).items.toReversed();
  return {
    ...room,
    log,
    mails,
    pushes,
    answers,
    hear,
    all: notifications,
    /** The door of Ash Court stands open; its incident's id. */
    async insecureDoor(said: Parameters<typeof aDoorSighting>[0] = {}): Promise<string> {
      return (await incidents.take(aDoorSighting(said), byRule('held-open'), NOON)).id;
    },
    async close(incidentId: string): Promise<void> {
      const incident = await incidents.get(incidentId);
      if (incident === undefined) throw new Error(`there is no incident ${incidentId}`);
      const change = moveIncident(incident, 'resolve', { reason: 'closed' }, byRule('closed'), NOON);
      await incidents.save(change, { after: incident.version });
    },
    async openTask(said: Parameters<typeof aTask>[0]): Promise<string> {
      const task = aTask(said);
      const history = {
        version: 1,
        at: NOON,
        by: byRule('work'),
        did: 'opened',
        status: 'open',
        said: '',
      } as const;
      await tasks.open({ task, history });
      return task.id;
    },
    /** Hears of every notification that is due, as the bus tells of it. */
    async sendDue(now: Instant = NOON, attempt = 1): Promise<void> {
      for (const { id, status } of await notifications())
        if (status === 'due') await hear({ thing: 'notification', id }, now, attempt);
    },
  };
}
