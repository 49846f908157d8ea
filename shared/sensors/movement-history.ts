import { z } from 'zod';
import { insert, type Place, recentOf } from './history.ts';

/** How many reports of movement are kept. */
const movementLength = 32;

/** What a detector said in one uplink: whether it sees movement, and whether it is light there; a dash for neither. */
const MovementWord = z.enum([
  'moving-dark',
  'moving-light',
  'moving',
  'still-dark',
  'still-light',
  'dark',
  'light',
]);
export type MovementWord = z.infer<typeof MovementWord>;

/** The last reports of a movement detector, with what it said in the same breath of the light. */
export const MovementHistory = recentOf(MovementWord);
export type MovementHistory = z.infer<typeof MovementHistory>;

/** What an uplink said of movement and light, together; `undefined` when of neither. */
export function movementWord(
  moving: boolean | undefined,
  light: boolean | undefined,
): MovementWord | undefined {
  const level = light === undefined ? undefined : light ? 'light' : 'dark';
  if (moving === undefined) return level;
  if (level === undefined) return moving ? 'moving' : undefined;
  return `${moving ? 'moving' : 'still'}-${level}`;
}

/** The history with one more report in its place; the same object when it tells nothing new. */
export function withMovement(
  history: MovementHistory | undefined,
  place: Place,
  word: MovementWord,
): MovementHistory | undefined {
  return insert(history, movementLength, place, word)?.recent ?? history;
}
