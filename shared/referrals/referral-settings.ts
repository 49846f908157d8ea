import { z } from 'zod';
import { IncidentKind } from '../incidents/kinds.ts';

/** What a partner calls one of our kinds of incidents, and what it asks for besides. */
const PartnerService = z.strictObject({
  code: z.string().min(1).max(100),
  attributes: z.record(z.string(), z.string()).default({}),
});

/** A council or another landlord to whom incidents on their land are referred, by their Open311 endpoint. */
export const ReferralPartner = z
  .strictObject({
    name: z.string().min(1).max(60),
    /** Where its `requests` and `services` are, such as `https://open311.council.example/v2`. */
    url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
    jurisdictionId: z.string().min(1).max(100).optional(),
    format: z.enum(['json', 'xml']).default('json'),
    services: z.partialRecord(IncidentKind, PartnerService),
    /** The attribute in which our reference stands. */
    referenceAttribute: z.string().min(1).max(60).default('external_id'),
    /** Whether it has mySociety’s `servicerequestupdates`. */
    tellsUpdates: z.boolean().default(false),
    /** Whether the same reference a second time is the same request there, so that it may be sent again. */
    takesRepeats: z.boolean().default(false),
    /** Whether it is on the landlord’s own network, where hosts need be neither public nor https. */
    onOwnNetwork: z.boolean().default(false),
  })
  .refine(({ url, onOwnNetwork }) => onOwnNetwork || url.startsWith('https:'), {
    path: ['url'],
    error: 'a partner’s address is https, unless it is onOwnNetwork',
  });
export type ReferralPartner = z.infer<typeof ReferralPartner>;

/** To whom incidents on other people’s land are referred, and how often we ask what became of them. Our own defaults. */
export const ReferralSettings = z.strictObject({
  partners: z
    .array(ReferralPartner)
    .max(10)
    .default([])
    .refine((partners) => new Set(partners.map(({ name }) => name)).size === partners.length, {
      error: 'two partners have one name',
    }),
  pollMinutes: z.number().min(1).max(1_440).default(60),
  /** Whom the partner writes to; many ask for an address. The landlord’s own, and nobody’s in person. */
  contactEmail: z.email().optional(),
});
export type ReferralSettings = z.infer<typeof ReferralSettings>;
