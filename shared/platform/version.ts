import { z } from 'zod';
import { Conflict } from './errors.ts';
import { LostRace } from './table.ts';

const Versioned = z.object({ version: z.number() });

/** Runs a save and turns a lost race into the {@link Conflict} that tells the caller the version there is now. */
export async function orConflict(what: string, save: () => Promise<void>): Promise<void> {
  try {
    await save();
  } catch (error) {
    if (!(error instanceof LostRace)) throw error;
    const current = Versioned.safeParse(error.current).data?.version ?? 0;
    throw new Conflict(
      `${what} has changed since it was read (it is at version ${current} now): look again.`,
      current,
      { cause: error },
    );
  }
}
