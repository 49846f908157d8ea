import { z } from 'zod';
import { RecurrenceDays } from '../../shared/incidents/kinds.ts';
import { jsonSetting } from '../../shared/platform/environment.ts';
import { QueueConsumerEnvironment } from '../../shared/platform/queue-consumer.ts';
import { WorkingHours } from '../../shared/tasks/working-time.ts';
import { WebhookSettings } from '../../shared/webhooks/webhook-settings.ts';

export const Environment = QueueConsumerEnvironment.extend({
  TABLE: z.string(),
  WORKING_HOURS: jsonSetting(WorkingHours),
  RECURRENCE_DAYS: jsonSetting(RecurrenceDays),
  WEBHOOKS: jsonSetting(WebhookSettings),
  /** Where people sign in to see what an event is about: links and the events' source begin so. */
  WEB_ADDRESS: z.url(),
  /** The queue that it reads: what is to be tried later goes back into it. */
  QUEUE_URL: z.url(),
});
