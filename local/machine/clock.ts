/** Now, and a call at a later moment. Passed in so that tests can move time by hand. Milliseconds since 1970. */
export interface Clock {
  nowMillis(): number;
  /** Calls back once at or after that moment; the answer calls it off. */
  wakeAt(atMillis: number, call: () => void): () => void;
}

// setTimeout fires at once for anything longer than a signed 32-bit number of milliseconds (24.8 days).
const longestTimerMillis = 2 ** 31 - 1;

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  nowMillis: () => Date.now(),
  wakeAt: (atMillis, call) => {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const leftMillis = atMillis - Date.now();
      timer = setTimeout(
        () => (Date.now() >= atMillis ? call() : arm()),
        Math.min(Math.max(leftMillis, 0), longestTimerMillis),
      ).unref();
    };
    arm();
    return () => clearTimeout(timer);
  },
};
