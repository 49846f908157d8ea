import { z } from 'zod';
import { Instant } from '../platform/instant.ts';
import { By } from '../platform/person.ts';
import { Coordinates } from '../register/place.ts';

/**
 * How a referral stands. `sending` is written down before it is sent: if nothing follows, nobody knows whether it
 * arrived, and it is looked for there instead of being sent again. `unsure` is what could not be found either way.
 */
export const ReferralStatus = z.enum([
  'waiting',
  'sending',
  'awaiting-reference',
  'open',
  'closed',
  'refused',
  'unsure',
]);
export type ReferralStatus = z.infer<typeof ReferralStatus>;

/** An incident as it was referred to a partner: what goes out, and what came back. */
export const Referral = z.object({
  /** Ours, which the partner is told. */
  id: z.string(),
  incidentId: z.string(),
  patch: z.string(),
  /** The partner's name in the landlord's settings. */
  partner: z.string(),
  serviceCode: z.string(),
  coordinates: Coordinates,
  description: z.string(),
  status: ReferralStatus,
  /** How it stands, for staff to read. */
  sentence: z.string(),
  openedAt: Instant,
  openedBy: z.string(),
  tries: z.int().min(0),
  triedAt: Instant.optional(),
  token: z.string().optional(),
  theirReference: z.string().optional(),
  theirStatus: z.string().optional(),
  /** Until when we have their updates, and the last ones of them that were written down. */
  askedUntil: Instant.optional(),
  updatesKnown: z.array(z.string()).default([]),
  endedAt: Instant.optional(),
  version: z.int().min(1),
});
export type Referral = z.infer<typeof Referral>;

/** One line of a referral's history. What the partner said stands in `said` in quotation marks. */
export const ReferralHistory = z.object({
  referralId: z.string(),
  version: z.int().min(1),
  at: Instant,
  by: By,
  did: z.enum(['opened', 'sending', 'put-off', 'sent', 'lost', 'found', 'told', 'refused', 'unsure']),
  status: ReferralStatus,
  said: z.string(),
});
export type ReferralHistory = z.infer<typeof ReferralHistory>;

/** A referral with what was done to it, oldest first. */
export const ReferralFile = z.object({ referral: Referral, history: z.array(ReferralHistory) });
export type ReferralFile = z.infer<typeof ReferralFile>;

/** A referral after a change, with the line that its history gains. */
export interface ReferralChange {
  readonly referral: Referral;
  readonly history: ReferralHistory;
}

/** Whether something is still to come of a referral: sending it, or an answer. */
export function isUnderway({ status }: Pick<Referral, 'status'>): boolean {
  return status === 'waiting' || status === 'sending' || status === 'awaiting-reference' || status === 'open';
}
