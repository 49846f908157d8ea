import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import { Allowance } from '../tasks/service-levels.ts';

/** How soon the work is to be done: by metals or by urgency, whichever of the two the landlord speaks of. */
export const Package = z.enum(['gold', 'silver', 'bronze', 'urgent', 'priority', 'standard']);
export type Package = z.infer<typeof Package>;

/**
 * How long each package may take. The defaults are those of Target hardening across Wales (Welsh Local Government
 * Association, 2016): gold 24 hours, silver within four days, bronze within a week, or 48, 72 and 96 hours. Their days
 * are taken as days by the clock, as those who are at risk are so at the weekend, too.
 */
const Packages = z.discriminatedUnion('scheme', [
  z.strictObject({
    scheme: z.literal('gold-silver-bronze'),
    gold: Allowance.default({ clockHours: 24 }),
    silver: Allowance.default({ clockHours: 96 }),
    bronze: Allowance.default({ clockHours: 168 }),
  }),
  z.strictObject({
    scheme: z.literal('urgent-priority-standard'),
    urgent: Allowance.default({ clockHours: 48 }),
    priority: Allowance.default({ clockHours: 72 }),
    standard: Allowance.default({ clockHours: 96 }),
  }),
]);

/** What the landlord decides about target hardening. */
export const TargetHardeningSettings = z.strictObject({
  packages: Packages.prefault({ scheme: 'gold-silver-bronze' }),
  /** How long after the work is done somebody asks how it is: six months, as in Wales. */
  followUpMonths: z.int().min(1).max(24).default(6),
  /** How long an address is kept after its order is over. Our own. */
  keepAddressMonths: z.int().min(1).max(60).default(12),
});
export type TargetHardeningSettings = z.infer<typeof TargetHardeningSettings>;

/** How long a package may take. Throws {@link Rejected} when it is not of the landlord's scheme. */
export function allowanceFor(wanted: Package, { packages }: TargetHardeningSettings): Allowance {
  const { scheme: _, ...allowances } = packages;
  const allowance: Allowance | undefined = { ...NONE, ...allowances }[wanted];
  if (allowance !== undefined) return allowance;
  throw new Rejected(`There is no package “${wanted}” here: choose ${Object.keys(allowances).join(', ')}.`);
}

const NONE: Partial<Record<Package, Allowance>> = {};
