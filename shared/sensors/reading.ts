import { z } from 'zod';
import { Instant } from '../platform/instant.ts';

// A reading that a device remembered from earlier carries its own time; a live one is as old as its uplink.
const at = Instant.optional();

// Said again without having changed, as a door controller does when somebody subscribes to it: state, and no news.
const restated = z.literal(true).optional();

/** A part of a luminaire that its controller reports to have failed, or not. uCIFI object 3416. */
const failure = <What extends string>(what: What) => z.object({ what: z.literal(what), failed: z.boolean() });

/** What a door controller lets a door be, as ONVIF's Door Control names it: its `DoorMode`. */
export const DoorMode = z.enum([
  'unlocked',
  'locked',
  'double-locked',
  'accessed',
  'blocked',
  'locked-down',
  'locked-open',
]);

/** What a door controller raises the alarm about. */
export const DoorAlarm = z.enum(['none', 'forced', 'open-too-long']);

/**
 * One fact that a device states about itself or about what it watches. `at` is set when it remembers it, and
 * `restated` when it says again what it has said before: such a fact holds, but did not just happen.
 *
 * `access-granted` is that somebody was let in just now; by whom is not kept. `openings` are counted since the device started. `lamp` is 0 % when it is off. The failures of a luminaire are
 * kinds of their own, because its controller may report one without the others.
 */
export const Reading = z.discriminatedUnion('what', [
  z.object({ what: z.literal('door'), open: z.boolean(), at, restated }),
  z.object({
    what: z.literal('openings'),
    count: z.int().nonnegative(),
    lastOpenMinutes: z.int().nonnegative(),
  }),
  z.object({ what: z.literal('open-too-long'), alarm: z.boolean() }),
  z.object({ what: z.literal('access-granted') }),
  z.object({ what: z.literal('door-alarm'), alarm: DoorAlarm, restated }),
  z.object({ what: z.literal('door-fault'), faulty: z.boolean(), restated }),
  z.object({ what: z.literal('door-mode'), mode: DoorMode, restated }),
  z.object({ what: z.literal('light-level'), lux: z.number().nonnegative(), at }),
  z.object({ what: z.literal('daylight'), light: z.boolean() }),
  z.object({ what: z.literal('movement'), moving: z.boolean(), restated }),
  z.object({ what: z.literal('tamper'), tampered: z.boolean(), restated }),
  z.object({ what: z.literal('lamp'), dimmingPercent: z.number().min(0).max(100) }),
  z.object({ what: z.literal('power'), watts: z.number().nonnegative() }),
  z.object({ what: z.literal('operating-hours'), hours: z.number().nonnegative() }),
  failure('lamp-failure'),
  z.object({ what: z.literal('lamp-failure-reason'), reason: z.string().max(120) }),
  failure('control-gear-failure'),
  failure('relay-failure'),
  failure('day-burner'),
  failure('cycling-failure'),
  failure('gear-communication-failure'),
  z.object({ what: z.literal('battery'), percent: z.number().min(0).max(100) }),
  z.object({ what: z.literal('battery-voltage'), millivolts: z.int().nonnegative() }),
  z.object({ what: z.literal('temperature'), celsius: z.number(), at }),
  z.object({ what: z.literal('humidity'), percent: z.number().min(0).max(100), at }),
]);
export type Reading = z.infer<typeof Reading>;

/** What a luminaire's controller may report to have failed, by the reading's `what`. */
export const luminaireFailures = [
  'lamp-failure',
  'control-gear-failure',
  'relay-failure',
  'day-burner',
  'cycling-failure',
  'gear-communication-failure',
] as const satisfies readonly Reading['what'][];

/** What a decoder makes of a payload: the facts it is sure of, and a sentence for each thing it is not. */
export interface Decoded {
  readings: Reading[];
  notes: string[];
}
