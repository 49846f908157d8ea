import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { z } from 'zod';
import { IncidentStore } from '../../shared/incidents/incident-store.ts';
import type { PushSubscription } from '../../shared/notifications/contact.ts';
import { sendEmail } from '../../shared/notifications/email-ses.ts';
import type { Message } from '../../shared/notifications/message.ts';
import { PushKeysSecret } from '../../shared/notifications/push-keys-secret.ts';
import { pushRequestOf, sendPush } from '../../shared/notifications/push-web.ts';
import { tellingOn } from '../../shared/notifications/telling.ts';
import { openLog } from '../../shared/platform/log.ts';
import { Table } from '../../shared/platform/table.ts';
import { TaskStore } from '../../shared/tasks/task-store.ts';
import type { Environment } from './environment.ts';

/** What notify works with, made once when the function starts. */
export function roomFor(
  environment: z.output<typeof Environment>,
  ses: SESv2Client,
  secrets: SecretsManagerClient,
) {
  const { NOTIFICATIONS: settings, WORKING_HOURS: hours } = environment;
  const table = new Table(environment.TABLE);
  const incidents = new IncidentStore(table, environment.RECURRENCE_DAYS);
  const tasks = new TaskStore(table, hours);
  const keys = new PushKeysSecret(secrets, environment.PUSH_SECRET_ID);
  const subject = `mailto:${settings.sender}`;
  return {
    incidents,
    tasks,
    ...tellingOn(table, { incidents, tasks, hours, settings, log: openLog() }),
    settings,
    hours,
    email: (to: string, message: Message) => sendEmail(ses, settings.sender, to, message),
    push: async (to: PushSubscription, message: Message, isUrgent: boolean) =>
      sendPush(pushRequestOf(to, message, isUrgent, { subject, ...(await keys.get()) })),
  };
}
