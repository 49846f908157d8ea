import { z } from 'zod';
import { jsonSetting } from '../../shared/platform/environment.ts';
import { QueueConsumerEnvironment } from '../../shared/platform/queue-consumer.ts';
import { ReferralSettings } from '../../shared/referrals/referral-settings.ts';

export const Environment = z.object({
  ...QueueConsumerEnvironment.shape,
  TABLE: z.string(),
  REFERRALS: jsonSetting(ReferralSettings),
  /** The secret with the partners' keys. */
  PARTNER_KEYS_ID: z.string(),
});
