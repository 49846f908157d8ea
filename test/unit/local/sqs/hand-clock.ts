import type { Clock } from '../../../../local/machine/clock.ts';

/** A clock that a test moves by hand. */
export class HandClock implements Clock {
  private millis: number;
  private readonly wakes = new Set<{ atMillis: number; call: () => void }>();

  constructor(startMillis: number) {
    this.millis = startMillis;
  }

  nowMillis(): number {
    return this.millis;
  }

  wakeAt(atMillis: number, call: () => void): () => void {
    const wake = { atMillis, call };
    this.wakes.add(wake);
    return () => this.wakes.delete(wake);
  }

  /** Moves time on, waking what is due on the way in its order and letting what it started run. */
  async pass(seconds: number): Promise<void> {
    const untilMillis = this.millis + seconds * 1000;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = [...this.wakes].sort((a, b) => a.atMillis - b.atMillis);
      if (next === undefined || next.atMillis > untilMillis) break;
      this.wakes.delete(next);
      this.millis = Math.max(this.millis, next.atMillis);
      next.call();
    }
    this.millis = untilMillis;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
