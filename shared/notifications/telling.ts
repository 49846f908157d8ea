import type { IncidentStore } from '../incidents/incident-store.ts';
import type { Log } from '../platform/log.ts';
import type { Table } from '../platform/table.ts';
import type { TaskStore } from '../tasks/task-store.ts';
import type { WorkingHours } from '../tasks/working-time.ts';
import { ContactStore } from './contact-store.ts';
import { DigestStore } from './digest-store.ts';
import { Digests } from './digests.ts';
import type { NotificationSettings } from './notification-settings.ts';
import { NotificationStore } from './notification-store.ts';
import { Recipients } from './recipients.ts';
import { RotaStore } from './rota-store.ts';

interface TellingRoom {
  readonly incidents: IncidentStore;
  readonly tasks: TaskStore;
  readonly hours: WorkingHours;
  readonly settings: Pick<NotificationSettings, 'digestAt' | 'gatherMinutes'>;
  readonly log: Log;
}

/** All that telling people works with, over a table. */
export function tellingOn(table: Table, { incidents, tasks, hours, settings, log }: TellingRoom) {
  const { digestAt, gatherMinutes } = settings;
  const [rotas, contacts, turns] = [new RotaStore(table), new ContactStore(table), new DigestStore(table)];
  const recipients = new Recipients({ rotas, contacts, hours, log });
  return {
    rotas,
    contacts,
    recipients,
    notifications: new NotificationStore(table, gatherMinutes),
    digests: new Digests({ turns, tasks, incidents, recipients, hours, digestAt }),
  };
}
