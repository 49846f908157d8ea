import { z } from 'zod';

/** A council or a service such as FixMyStreet that reports under a key of its own. */
const Partner = z.strictObject({
  name: z.string().min(1).max(60),
  /** The SHA-256 of its key, in hexadecimal: the key itself stands in no settings. */
  keySha256: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of the key: 64 small hexadecimal digits'),
});

/** How residents and partners may report. Every number is our own default, for the landlord to set. */
export const ReportSettings = z.strictObject({
  /** Whom to ask about it, in the discovery document. */
  contact: z.string().min(1).default('Ask the landlord’s customer service.'),
  partners: z.array(Partner).max(20).default([]),
  /** Whether only partners may report. */
  partnersOnly: z.boolean().default(false),
  /** What lies further from everything in the register is not on the landlord's land. */
  withinMetres: z.number().min(10).max(1_000).default(100),
  /** Reports that one address may send in an hour: a block may share one. */
  perHour: z.int().min(1).default(60),
  /** The same for one partner. */
  perHourOfPartner: z.int().min(1).default(600),
});
export type ReportSettings = z.infer<typeof ReportSettings>;
