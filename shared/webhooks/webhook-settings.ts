import { z } from 'zod';

/** What the landlord decides about outgoing webhooks. */
export const WebhookSettings = z.strictObject({
  /**
   * Names or numbers of hosts in a network of the landlord's own that may be delivered to though they are not of the
   * public internet; to these, plain http too.
   */
  allowPrivateHosts: z
    .array(z.string().regex(/^[a-z0-9.:-]+$/, 'a host in small letters, such as housing.landlord.internal'))
    .max(20)
    .default([]),
  /** How many deliveries of one subscription may be under way at once, so that a slow receiver holds up nobody else. */
  deliveriesAtOnce: z.int().min(1).max(10).default(4),
});
export type WebhookSettings = z.infer<typeof WebhookSettings>;
