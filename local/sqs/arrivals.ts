import type { Clock } from '../machine/clock.ts';

/**
 * Tells those who wait for a queue that a message in it has become visible: sent, released, or its delay or
 * visibility timeout has run out. Tells, and no more: who is told asks the queue, and may find it empty.
 */
export class Arrivals {
  private readonly clock: Clock;
  private readonly nextVisibleAt: (queueName: string) => number | undefined;
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly alarms = new Map<string, () => void>();

  /** `nextVisibleAt` gives the moment (milliseconds) at which the queue's next hidden message shows. */
  constructor(clock: Clock, nextVisibleAt: (queueName: string) => number | undefined) {
    this.clock = clock;
    this.nextVisibleAt = nextVisibleAt;
  }

  /** Adds a listener; the answer takes it away. Several listeners of one queue are all told. */
  on(queueName: string, listener: () => void): () => void {
    const listeners = this.listeners.get(queueName) ?? new Set();
    this.listeners.set(queueName, listeners.add(listener));
    this.watch(queueName);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      this.alarms.get(queueName)?.();
      this.alarms.delete(queueName);
    };
  }

  /** Tells the queue's listeners, after the work in hand is done. */
  tell(queueName: string): void {
    for (const listener of this.listeners.get(queueName) ?? []) queueMicrotask(listener);
    this.watch(queueName);
  }

  /** Sets the alarm for the queue's next hidden message anew; called whenever that may have changed. */
  watch(queueName: string): void {
    this.alarms.get(queueName)?.();
    this.alarms.delete(queueName);
    if ((this.listeners.get(queueName)?.size ?? 0) === 0) return;
    const at = this.nextVisibleAt(queueName);
    if (at !== undefined) {
      this.alarms.set(
        queueName,
        this.clock.wakeAt(at, () => this.tell(queueName)),
      );
    }
  }

  close(): void {
    for (const callOff of this.alarms.values()) callOff();
    this.alarms.clear();
    this.listeners.clear();
  }
}
