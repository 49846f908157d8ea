import { z } from 'zod';
import { Instant } from '../platform/instant.ts';

// A reading that a device remembered from earlier carries its own time; a live one is as old as its uplink.
const at = Instant.optional();

/** One fact that a device states about itself or about what it watches. `at` is set when it remembers it. */
export const Reading = z.discriminatedUnion('what', [
  z.object({ what: z.literal('door'), open: z.boolean(), at }),
  z.object({
    what: z.literal('openings'),
    count: z.int().nonnegative(),
    lastOpenMinutes: z.int().nonnegative(),
  }),
  z.object({ what: z.literal('open-too-long'), alarm: z.boolean() }),
  z.object({ what: z.literal('light-level'), lux: z.number().nonnegative(), at }),
  z.object({ what: z.literal('daylight'), light: z.boolean() }),
  z.object({ what: z.literal('movement'), moving: z.boolean() }),
  z.object({ what: z.literal('tamper'), tampered: z.boolean() }),
  z.object({ what: z.literal('battery'), percent: z.number().min(0).max(100) }),
  z.object({ what: z.literal('battery-voltage'), millivolts: z.int().nonnegative() }),
  z.object({ what: z.literal('temperature'), celsius: z.number(), at }),
  z.object({ what: z.literal('humidity'), percent: z.number().min(0).max(100), at }),
]);
export type Reading = z.infer<typeof Reading>;

/** What a decoder makes of a payload: the facts it is sure of, and a sentence for each thing it is not. */
export interface Decoded {
  readings: Reading[];
  notes: string[];
}
