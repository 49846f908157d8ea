import { z } from 'zod';
import { DaySlots, withSlot } from './day-slots.ts';
import { historyLength, insert, type Kept, type Place, recentOf } from './history.ts';

export const hourMillis = 3_600_000;
export const hoursPerDay = 24;

/** How a door stood: closed, just opened, or open as its controller says again when asked, whenever it was opened. */
const doorWords = { closed: 0, opened: 1, stillOpen: 2 } as const;
const DoorWord = z.literal([0, 1, 2]);
type DoorWord = z.infer<typeof DoorWord>;

/**
 * What is known of a door: its last readings one by one, in `before` how it stood at the last reading that is no longer
 * kept and since when (milliseconds since 1970), and the hours of the last 35 days in which such readings told of an
 * opening.
 */
export const DoorHistory = recentOf(DoorWord).extend({
  before: z.object({ open: z.boolean(), sinceMillis: z.number() }).exactOptional(),
  openedHours: DaySlots.exactOptional(),
});
export type DoorHistory = z.infer<typeof DoorHistory>;

/**
 * A stretch of time in which a door was open, or closed, throughout, in milliseconds since 1970; without `untilMillis`
 * it lasts. `isSeen` is true when the door was heard to open or close at its beginning; `reports` is how many readings said
 * so, as far as they are kept.
 */
export interface DoorStretch {
  open: boolean;
  isSeen: boolean;
  reports: number;
  fromMillis: number;
  untilMillis: number | undefined;
}

/** The stretches of a door's history, oldest first. */
export function doorStretches({ kept, before }: DoorHistory): DoorStretch[] {
  const stretches: DoorStretch[] = [];
  let last: DoorStretch | undefined;
  if (before !== undefined) {
    last = {
      open: before.open,
      isSeen: false,
      reports: 1,
      fromMillis: before.sinceMillis,
      untilMillis: undefined,
    };
    stretches.push(last);
  }
  for (const reading of kept) {
    const word = reading[3];
    const open = word !== doorWords.closed;
    if (last?.open === open) {
      last.reports += 1;
      continue;
    }
    const atMillis = reading[0];
    const isSeen = last !== undefined && word !== doorWords.stillOpen;
    if (last !== undefined) last.untilMillis = atMillis;
    last = { open, isSeen, reports: 1, fromMillis: atMillis, untilMillis: undefined };
    stretches.push(last);
  }
  return stretches;
}

/** The history with one more reading in its place; the same object when it tells nothing new. */
export function withDoorReading(
  history: DoorHistory | undefined,
  place: Place,
  reading: { open: boolean; restated?: true | undefined },
): DoorHistory | undefined {
  const word = !reading.open ? doorWords.closed : reading.restated ? doorWords.stillOpen : doorWords.opened;
  const merged = insert<DoorWord>(history, historyLength, place, word);
  if (merged === undefined) return history;
  const { recent, fallen } = merged;
  return { ...history, ...recent, ...(fallen !== undefined && folded(history, fallen)) };
}

function folded(
  history: DoorHistory | undefined,
  [atMillis, , , word]: Kept<DoorWord>,
): Pick<DoorHistory, 'before' | 'openedHours'> {
  const open = word !== doorWords.closed;
  const before = history?.before;
  if (before?.open === open) return {};
  const isOpening = before?.open === false && word === doorWords.opened;
  return {
    before: { open, sinceMillis: atMillis },
    ...(isOpening && {
      openedHours: withSlot(history?.openedHours, hoursPerDay, Math.floor(atMillis / hourMillis)),
    }),
  };
}

/** The hours of the last 35 days, counted from 1 January 1970 in UTC, in which a door was seen to open. */
export function openedHours(history: DoorHistory): DaySlots | undefined {
  let hours = history.openedHours;
  for (const { open, isSeen, fromMillis } of doorStretches(history)) {
    if (open && isSeen) hours = withSlot(hours, hoursPerDay, Math.floor(fromMillis / hourMillis));
  }
  return hours;
}
