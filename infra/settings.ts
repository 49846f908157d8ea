import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { DetectionSettings } from '../shared/clips/detection-settings.ts';
import { RecurrenceDays } from '../shared/incidents/kinds.ts';
import { NearbySettings } from '../shared/incidents/nearby.ts';
import { NotificationSettings } from '../shared/notifications/notification-settings.ts';
import { ReferralSettings } from '../shared/referrals/referral-settings.ts';
import { RegisterId } from '../shared/register/place.ts';
import { ReportSettings } from '../shared/reports/report-settings.ts';
import { SensorSettings } from '../shared/sensors/sensor-settings.ts';
import { TargetHardeningSettings } from '../shared/target-hardening/target-hardening-settings.ts';
import { ServiceLevels } from '../shared/tasks/service-levels.ts';
import { Crews } from '../shared/tasks/trade.ts';
import { WorkingHours } from '../shared/tasks/working-time.ts';
import { WebhookSettings } from '../shared/webhooks/webhook-settings.ts';

/** What one landlord decides about one deployment. What has no default must be said. */
export const Settings = z.strictObject({
  landlord: z.string().min(1),
  /** Several may stand side by side in one account: it is part of every stack's name. */
  environment: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,20}$/, 'small letters, digits and hyphens, such as “live” or “trial”'),
  patches: z.array(RegisterId).min(1),
  region: z.string().default('eu-west-2'),
  workingHours: z.prefault(WorkingHours, {}),
  serviceLevels: ServiceLevels,
  /** Who holds which work from when it is opened. */
  crews: Crews,
  recurrenceDays: RecurrenceDays,
  nearby: z.prefault(NearbySettings, {}),
  sensors: z.prefault(SensorSettings, {}),
  detection: z.prefault(DetectionSettings, {}),
  reports: z.prefault(ReportSettings, {}),
  webhooks: z.prefault(WebhookSettings, {}),
  notifications: NotificationSettings,
  targetHardening: z.prefault(TargetHardeningSettings, {}),
  referrals: z.prefault(ReferralSettings, {}),
  /** How many clips may be analysed at once. */
  clipsAtOnce: z.int().min(2).max(1_000).default(10),
  /** Footage that shows nothing is deleted after so many days; 31 is the convention in Britain. */
  keepUnflaggedDays: z.int().min(1).default(31),
  /** Before `.auth.{region}.amazoncognito.com`, where staff sign in: nobody else in the region may have it. */
  signInPrefix: z.string().regex(/^[a-z][a-z0-9-]{2,60}$/, 'small letters, digits and hyphens'),
  /** Where staff may come back to after signing in. */
  signInReturnUrls: z.array(z.url()).min(1),
});
export type Settings = z.infer<typeof Settings>;

/** The settings in a JSON file. Throws an `Error` whose message says in words what is wrong with it. */
export function readSettings(file: string): Settings {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(
      `The settings in ${file} cannot be read: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
  const settings = Settings.safeParse(json);
  if (settings.success) return settings.data;
  throw new Error(`The settings in ${file} are not right:\n${z.prettifyError(settings.error)}`);
}
