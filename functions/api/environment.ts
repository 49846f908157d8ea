import { z } from 'zod';
import { SpendingAndThresholds } from '../../shared/clips/detection-settings.ts';
import { RecurrenceDays } from '../../shared/incidents/kinds.ts';
import { NotificationSettings } from '../../shared/notifications/notification-settings.ts';
import { jsonSetting } from '../../shared/platform/environment.ts';
import { ReferralSettings } from '../../shared/referrals/referral-settings.ts';
import { SensorSettings } from '../../shared/sensors/sensor-settings.ts';
import { TargetHardeningSettings } from '../../shared/target-hardening/target-hardening-settings.ts';
import { Crews } from '../../shared/tasks/trade.ts';
import { WorkingHours } from '../../shared/tasks/working-time.ts';
import { WebhookSettings } from '../../shared/webhooks/webhook-settings.ts';

export const Environment = z.object({
  TABLE: z.string(),
  STILLS_BUCKET: z.string(),
  LANDLORD: z.string(),
  WORKING_HOURS: jsonSetting(WorkingHours),
  TARGET_HARDENING: jsonSetting(TargetHardeningSettings),
  CREWS: jsonSetting(Crews),
  REFERRALS: jsonSetting(ReferralSettings),
  RECURRENCE_DAYS: jsonSetting(RecurrenceDays),
  SENSOR_SETTINGS: jsonSetting(SensorSettings),
  DETECTION: jsonSetting(SpendingAndThresholds),
  FORMS_PER_HOUR: z.coerce.number().int().min(1),
  WEBHOOKS: jsonSetting(WebhookSettings),
  NOTIFICATIONS: jsonSetting(NotificationSettings),
  PUSH_SECRET_ID: z.string(),
  /** Where the documentation page signs people in. */
  ISSUER: z.url(),
  CLIENT_ID: z.string(),
});
