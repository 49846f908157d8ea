import { describe, expect, it } from 'vitest';
import { daysFrom } from '../../../../local/simulation/calendar.ts';
import { dueMillis } from '../../../../local/simulation/limit.ts';

const minute = 60_000;
const [day] = daysFrom(Date.UTC(2026, 9, 12), 1);
if (day === undefined) throw new Error('A simulation has a first day.');
const began = { fromMillis: day.fromMillis, day, reportMinutes: 20 };
/** Words so many minutes after the beginning, that arrive a second later. */
type Said = readonly [minutes: number, ordinal: number];
const words = (said: readonly Said[]) =>
  said.map(([minutes, ordinal]) => {
    const saidMillis = began.fromMillis + minutes * minute;
    return { saidMillis, arrivedMillis: saidMillis + 1_000, ordinal };
  });
const dueMinutes = (...said: readonly Said[]) => {
  const due = dueMillis({ openMinutes: 60 }, began, words(said));
  return due === undefined ? undefined : (due - began.fromMillis) / minute;
};

describe('the limit of an opening', () => {
  it('is an hour after its first word, when it is said again before that', () => {
    expect(dueMinutes([0, 1], [20, 2], [40, 3])).toBe(60);
  });

  it('is when it is said again, when that is later', () => {
    expect(dueMinutes([0, 1], [90, 2])).toBeCloseTo(90 + 1 / 60);
  });

  it('is counted from the first word after which none was lost', () => {
    expect(dueMinutes([0, 1], [40, 3], [60, 4])).toBe(100);
  });

  it('is none while it was said once, or again in the moments of somebody passing', () => {
    expect(dueMinutes([0, 1])).toBeUndefined();
    expect(dueMinutes([0, 1], [1, 2])).toBeUndefined();
  });
});
