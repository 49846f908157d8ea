import { setTimeout as wait } from 'node:timers/promises';

/** What goes wrong with feeding a function, such as a full disk, is told to this. */
export type OnTrouble = (error: unknown) => void;

const TRIED_AGAIN_MILLIS = 2_000;

/** Feeds a function again and again until it is stopped. Trouble is told, and a while later it goes on: what waits, waits. */
export async function keepFeeding(
  feed: () => Promise<void>,
  onTrouble: OnTrouble,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      await feed();
    } catch (error) {
      onTrouble(error);
      await wait(TRIED_AGAIN_MILLIS, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}
