import { z } from 'zod';
import { Instant } from '../platform/instant.ts';
import { insert, Kept } from './history.ts';

const DoorReading = Kept.extend({ open: z.boolean() });

/** A door's being open or closed at a place in its history. */
export type DoorReading = z.infer<typeof DoorReading>;

/**
 * What is known of a door: whether it is `open`, `since` when (the first report of it), when that was last
 * reported (`seenAt`), the last readings one by one, and in `before` how it stood at the last reading that is no
 * longer kept (`last`) and since when.
 */
export const DoorHistory = z.object({
  open: z.boolean(),
  since: Instant,
  seenAt: Instant,
  readings: z.array(DoorReading).min(1),
  before: z.object({ open: z.boolean(), since: Instant, last: Kept }).exactOptional(),
});
export type DoorHistory = z.infer<typeof DoorHistory>;

/** A stretch of time in which a door was open, or closed, throughout; without `until` it lasts. */
export interface DoorStretch {
  open: boolean;
  from: Instant;
  until?: Instant;
}

type Before = DoorHistory['before'];

function stretchesOf(readings: readonly DoorReading[], before: Before): DoorStretch[] {
  const stretches: DoorStretch[] = [];
  let last: DoorStretch | undefined;
  const report = (open: boolean, at: Instant) => {
    if (last?.open === open) return;
    if (last !== undefined) last.until = at;
    last = { open, from: at };
    stretches.push(last);
  };
  if (before !== undefined) report(before.open, before.since);
  for (const reading of readings) report(reading.open, reading.at);
  return stretches;
}

/** The stretches of a door's history, oldest first. */
export function doorStretches(history: DoorHistory): DoorStretch[] {
  return stretchesOf(history.readings, history.before);
}

/** The history with one more reading in its place; the same object when it tells nothing new. */
export function withDoorReading(history: DoorHistory | undefined, reading: DoorReading): DoorHistory {
  const merged = insert(history?.readings ?? [], history?.before?.last, reading);
  if (merged === undefined && history !== undefined) return history;
  const { readings, fallen } = merged ?? { readings: [reading], fallen: undefined };
  const before = fallen === undefined ? history?.before : fold(history?.before, fallen);
  const stretch = stretchesOf(readings, before).at(-1);
  return {
    open: stretch?.open ?? reading.open,
    since: stretch?.from ?? reading.at,
    seenAt: readings.at(-1)?.at ?? reading.at,
    readings,
    ...(before !== undefined && { before }),
  };
}

function fold(before: Before, fallen: DoorReading): Before {
  const { open, ...last } = fallen;
  return { open, since: before?.open === open ? before.since : fallen.at, last };
}
