import { Conflict } from './errors.ts';
import { LostRace } from './table.ts';

// Tries, and how long to wait before each further one: long enough for whoever won to be done.
const WAITS_MILLIS = [10, 30, 80, 200, 400, 800, 1_600] as const;

/**
 * Reads, decides and writes, and does all of it again when somebody else wrote in between. Rejects with the last
 * {@link LostRace}, or the {@link Conflict} that a store made of it, when that keeps happening.
 */
export async function decideAgainAfterLostRaces<T>(decide: () => Promise<T>): Promise<T> {
  for (const waitMillis of WAITS_MILLIS) {
    try {
      return await decide();
    } catch (error) {
      if (!(error instanceof LostRace || error instanceof Conflict)) throw error;
      // Not all at the same moment again.
      await new Promise((resolve) => setTimeout(resolve, waitMillis * (0.5 + Math.random())));
    }
  }
  return decide();
}
