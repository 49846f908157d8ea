import { z } from 'zod';

/** How staff are told of what happens. What has no default must be said. */
export const NotificationSettings = z.strictObject({
  /** Whom messages are from. The domain is the landlord's, and mail from it is signed (DKIM). */
  sender: z.email(),
  /** Who is told when nobody on duty can be: an address that somebody reads at any hour. */
  escalationContact: z.email(),
  /** Where people sign in to see what a message is about: its links begin so. */
  webAddress: z
    .url({ protocol: /^https$/, error: 'an address that begins with https://' })
    .transform((address) => address.replace(/\/+$/, '')),
  /** When patches have their morning digest, local time. */
  digestAt: z.iso.time({ precision: -1, error: 'a time such as 07:30' }).default('07:30'),
  /** For so long after a message what else is urgent is gathered into the next. Our own default. */
  gatherMinutes: z.number().min(0.1).max(120).default(10),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;
