import { z } from 'zod';

/** How many days a device's slots are kept: four weeks, and a week of slack for late deliveries and holidays. */
export const slotDays = 35;

/**
 * Which parts of the last days were marked. Days count from 1 January 1970 in UTC; each is parted into the same number
 * of slots (24 are hours). `bits` has one bit a slot from `firstDay` on, six to a character of base64's alphabet, the
 * first in its highest bit; the last character is of the last day marked.
 */
export const DaySlots = z.object({ firstDay: z.int(), bits: z.string().regex(/^[A-Za-z0-9+/]*$/) });
export type DaySlots = z.infer<typeof DaySlots>;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const bitsPerCharacter = 6;
const allMarked = 63;

function sextet(code: number): number {
  if (code >= 97) return code - 71;
  if (code >= 65) return code - 65;
  if (code >= 48) return code + 4;
  return code === 43 ? 62 : 63;
}

/**
 * The slots with one more marked, the same object when it was already. `slot` counts from 1 January 1970, and a day has
 * `slotsPerDay` of them, a multiple of six. Only the newest {@link slotDays} days are kept, so that the result follows
 * from which slots were marked and not from their order: what is older than that is not marked at all.
 */
export function withSlot(slots: DaySlots | undefined, slotsPerDay: number, slot: number): DaySlots {
  const perDay = slotsPerDay / bitsPerCharacter;
  const day = Math.floor(slot / slotsPerDay);
  const { firstDay, bits } = slots ?? { firstDay: day, bits: '' };
  const lastDay = firstDay + Math.ceil(bits.length / perDay) - 1;
  if (slots !== undefined && day <= lastDay - slotDays) return slots;

  const index = slot - firstDay * slotsPerDay;
  const character = Math.floor(index / bitsPerCharacter);
  const bit = 1 << (bitsPerCharacter - 1 - (index - character * bitsPerCharacter));
  if (character >= 0 && character < bits.length) {
    const value = sextet(bits.charCodeAt(character));
    if ((value & bit) !== 0) return slots ?? { firstDay, bits };
    return {
      firstDay,
      bits: bits.slice(0, character) + alphabet.charAt(value | bit) + bits.slice(character + 1),
    };
  }
  const marked = alphabet.charAt(bit);
  if (character < 0) {
    const before = 'A'.repeat(character + (firstDay - day) * perDay);
    const between = 'A'.repeat(-character - 1);
    return { firstDay: day, bits: before + marked + between + bits };
  }
  return trimmed(firstDay, bits + 'A'.repeat(character - bits.length) + marked, day, perDay);
}

/** The slots from the first day on that is neither empty nor too long before the last one. */
function trimmed(firstDay: number, bits: string, lastDay: number, perDay: number): DaySlots {
  let days = Math.max(0, lastDay - slotDays + 1 - firstDay);
  if (days === 0) return { firstDay, bits };
  const empty = 'A'.repeat(perDay);
  while (bits.startsWith(empty, days * perDay)) days += 1;
  return { firstDay: firstDay + days, bits: bits.slice(days * perDay) };
}

/** Whether a slot is marked. */
export function hasSlot(slots: DaySlots | undefined, slotsPerDay: number, slot: number): boolean {
  if (slots === undefined) return false;
  const index = slot - slots.firstDay * slotsPerDay;
  if (index < 0) return false;
  const character = Math.floor(index / bitsPerCharacter);
  if (character >= slots.bits.length) return false;
  const value = sextet(slots.bits.charCodeAt(character));
  return (value & (1 << (bitsPerCharacter - 1 - (index - character * bitsPerCharacter)))) !== 0;
}

/** The marked slots from one to another, the last not included, in order. */
export function slotsBetween(
  slots: DaySlots | undefined,
  slotsPerDay: number,
  from: number,
  until: number,
): number[] {
  const marked: number[] = [];
  if (slots === undefined) return marked;
  const begins = slots.firstDay * slotsPerDay;
  const first = Math.max(0, Math.floor((from - begins) / bitsPerCharacter));
  for (let character = first; character < slots.bits.length; character += 1) {
    const value = sextet(slots.bits.charCodeAt(character));
    if (value === 0) continue;
    const slot = begins + character * bitsPerCharacter;
    if (slot >= until) break;
    for (let bit = 0; bit < bitsPerCharacter; bit += 1) {
      const isMarked = (value & (1 << (bitsPerCharacter - 1 - bit))) !== 0;
      if (isMarked && slot + bit >= from && slot + bit < until) marked.push(slot + bit);
    }
  }
  return marked;
}

/** The days, counted from 1 January 1970, of which any slot is marked. */
export function daysMarked(slots: DaySlots | undefined, slotsPerDay: number): Set<number> {
  const days = new Set<number>();
  if (slots === undefined) return days;
  const perDay = slotsPerDay / bitsPerCharacter;
  for (let day = 0; day * perDay < slots.bits.length; day += 1) {
    if (/[^A]/.test(slots.bits.slice(day * perDay, (day + 1) * perDay))) days.add(slots.firstDay + day);
  }
  return days;
}

/**
 * The longest distance between marked slots on each day of which any is marked, oldest first: from the one before, which
 * may be of an earlier day. Neighbours are at a distance of 0: nothing is known of how long it was between them.
 */
export function longestGaps(slots: DaySlots | undefined, slotsPerDay: number): number[] {
  const longest: number[] = [];
  if (slots === undefined) return longest;
  const perDay = slotsPerDay / bitsPerCharacter;
  let last = Number.NaN;
  let longestDay = -1;
  const mark = (slot: number, day: number): void => {
    const gap = slot - last > 1 ? slot - last : 0;
    if (day !== longestDay) longest.push(gap);
    else if (gap > (longest.at(-1) ?? 0)) longest[longest.length - 1] = gap;
    longestDay = day;
    last = slot;
  };
  for (let character = 0; character < slots.bits.length; character += 1) {
    const value = sextet(slots.bits.charCodeAt(character));
    if (value === 0) continue;
    const day = Math.floor(character / perDay);
    for (let bit = 0; bit < bitsPerCharacter; bit += 1) {
      const isMarked = (value & (1 << (bitsPerCharacter - 1 - bit))) !== 0;
      if (isMarked) mark(character * bitsPerCharacter + bit, day);
      // The rest of a busy hour are neighbours.
      if (value === allMarked) {
        last = character * bitsPerCharacter + bitsPerCharacter - 1;
        break;
      }
    }
  }
  return longest;
}
