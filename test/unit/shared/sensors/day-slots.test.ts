import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DaySlots,
  daysMarked,
  hasSlot,
  longestGaps,
  slotDays,
  slotsBetween,
  withSlot,
} from '../../../../shared/sensors/day-slots.ts';

const today = 20_000;
const marked = (slots: readonly number[], perDay: number): DaySlots | undefined =>
  slots.reduce<DaySlots | undefined>((all, slot) => withSlot(all, perDay, slot), undefined);
const lives = fc.constantFrom(24, 96).chain((perDay) =>
  fc.record({
    perDay: fc.constant(perDay),
    slots: fc.array(fc.integer({ min: today * perDay, max: (today + 80) * perDay }), {
      minLength: 1,
      maxLength: 60,
    }),
  }),
);

describe('the slots of the last days', () => {
  it('are those that were marked in the newest 35 days, and no others', () => {
    fc.assert(
      fc.property(lives, ({ perDay, slots }) => {
        const lastDay = Math.floor(Math.max(...slots) / perDay);
        const recent = slots.filter((slot) => Math.floor(slot / perDay) > lastDay - slotDays);
        const expected = [...new Set(recent)].sort((a, b) => a - b);
        const all = marked(slots, perDay);
        expect([...slotsBetween(all, perDay, 0, Number.POSITIVE_INFINITY)]).toEqual(expected);
        expect(daysMarked(all, perDay)).toEqual(new Set(expected.map((slot) => Math.floor(slot / perDay))));
      }),
    );
  });

  it('have the longest distances of their days, whatever the hours are full of', () => {
    const busy = fc.array(fc.integer({ min: today * 24, max: (today + 4) * 24 }), {
      minLength: 40,
      maxLength: 120,
    });
    fc.assert(
      fc.property(busy, (slots) => {
        const all = marked(slots, 24);
        const expected = new Map<number, number>();
        let last: number | undefined;
        for (const slot of slotsBetween(all, 24, 0, Number.POSITIVE_INFINITY)) {
          const gap = last === undefined || slot - last === 1 ? 0 : slot - last;
          const day = Math.floor(slot / 24);
          expected.set(day, Math.max(expected.get(day) ?? 0, gap));
          last = slot;
        }
        expect(longestGaps(all, 24)).toEqual([...expected.values()]);
      }),
    );
  });

  it('are the same in whatever order they were marked', () => {
    fc.assert(
      fc.property(lives, ({ perDay, slots }) => {
        const inOrder = [...slots].sort((a, b) => a - b);
        expect(marked(inOrder.toReversed(), perDay)).toEqual(marked(inOrder, perDay));
        expect(marked(slots, perDay)).toEqual(marked(inOrder, perDay));
      }),
    );
  });

  it('stay the same object when one is marked that was', () => {
    const slots = marked([today * 24 + 5, today * 24 + 9], 24);
    expect(withSlot(slots, 24, today * 24 + 5)).toBe(slots);
    expect(hasSlot(slots, 24, today * 24 + 5)).toBe(true);
    expect(hasSlot(slots, 24, today * 24 + 6)).toBe(false);
    expect(hasSlot(undefined, 24, 5)).toBe(false);
  });
});
