import { z } from 'zod';
import { RecurrenceDays } from '../../shared/incidents/kinds.ts';
import { NotificationSettings } from '../../shared/notifications/notification-settings.ts';
import { jsonSetting } from '../../shared/platform/environment.ts';
import { QueueConsumerEnvironment } from '../../shared/platform/queue-consumer.ts';
import { WorkingHours } from '../../shared/tasks/working-time.ts';

export const Environment = QueueConsumerEnvironment.extend({
  TABLE: z.string(),
  NOTIFICATIONS: jsonSetting(NotificationSettings),
  WORKING_HOURS: jsonSetting(WorkingHours),
  RECURRENCE_DAYS: jsonSetting(RecurrenceDays),
  PUSH_SECRET_ID: z.string(),
});
