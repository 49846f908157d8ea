import { z } from 'zod';
import { RecurrenceDays } from '../../shared/incidents/kinds.ts';
import { NotificationSettings } from '../../shared/notifications/notification-settings.ts';
import { jsonSetting } from '../../shared/platform/environment.ts';
import { SensorSettings } from '../../shared/sensors/sensor-settings.ts';
import { TargetHardeningSettings } from '../../shared/target-hardening/target-hardening-settings.ts';
import { WorkingHours } from '../../shared/tasks/working-time.ts';

export const Environment = z.object({
  TABLE: z.string(),
  SENSOR_SETTINGS: jsonSetting(SensorSettings),
  WORKING_HOURS: jsonSetting(WorkingHours),
  NOTIFICATIONS: jsonSetting(NotificationSettings),
  TARGET_HARDENING: jsonSetting(TargetHardeningSettings),
  REFERRAL_QUEUE_URL: z.url(),
  RECURRENCE_DAYS: jsonSetting(RecurrenceDays),
});
