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
 * it lasts. `isSeen` is true when the door was heard to open or close at its beginning; `index` is that of the first
 * reading that said so, as far as they are kept.
 */
export interface DoorStretch {
  open: boolean;
  isSeen: boolean;
  index: number;
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
      index: 0,
      fromMillis: before.sinceMillis,
      untilMillis: undefined,
    };
    stretches.push(last);
  }
  let index = -1;
  for (const reading of kept) {
    index += 1;
    const word = reading[3];
    const open = word !== doorWords.closed;
    if (last?.open === open) continue;
    const atMillis = reading[0];
    const isSeen = last !== undefined && word !== doorWords.stillOpen;
    if (last !== undefined) last.untilMillis = atMillis;
    last = { open, isSeen, index, fromMillis: atMillis, untilMillis: undefined };
    stretches.push(last);
  }
  return stretches;
}

/**
 * A part of an opening in which nothing that the device said can have been lost, so that the door was open throughout:
 * when that was said first, and when last (milliseconds since 1970).
 */
export interface SurePart {
  fromMillis: number;
  saidMillis: number;
}

/**
 * The sure parts of an opening, oldest first. Where the frame counter skips some, a closing and another opening may have
 * been lost; a controller that is asked says how the door stands, whatever was lost before.
 */
export function sureParts({ kept, before, folded }: DoorHistory, opening: DoorStretch): SurePart[] {
  const parts: SurePart[] = [];
  let last: Kept<DoorWord> | undefined;
  if (before?.sinceMillis === opening.fromMillis && opening.index === 0) {
    // It lasts for longer than is kept.
    last = folded;
    parts.push({ fromMillis: opening.fromMillis, saidMillis: folded?.[0] ?? opening.fromMillis });
  }
  for (const reading of kept.slice(opening.index)) {
    const [atMillis, counter, run, word] = reading;
    if (word === doorWords.closed) break;
    const isNext = last !== undefined && run === last[2] && (counter === last[1] || counter === last[1] + 1);
    const part = parts.at(-1);
    if (part !== undefined && (isNext || word === doorWords.stillOpen)) part.saidMillis = atMillis;
    else parts.push({ fromMillis: atMillis, saidMillis: atMillis });
    last = reading;
  }
  return parts;
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
