import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import { PictureReport } from './picture-orders.ts';

/** A thread of its own that looks at pictures. */
export interface PictureThread<Order, Answer> {
  /**
   * What the thread makes of an order.
   * @throws Error when the thread fails; the next call starts a new one
   */
  ask(order: Order): Promise<Answer>;
  /** Ends the thread; calls under way are refused. */
  close(): Promise<void>;
}

/** A thread that runs `script` and starts with the first order. `who` begins the sentences of its failures. */
export function pictureThread<Order extends object, Answer>(
  script: URL,
  answer: z.ZodType<Answer>,
  who: string,
): PictureThread<Order, Answer> {
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  let thread: Worker | undefined;
  let orders = 0;

  // A thread that fails reports twice, error and exit; by the second, another may have taken its place.
  const refuseAll = (ended: Worker, why: Error) => {
    if (thread !== ended) return;
    thread = undefined;
    for (const caller of waiting.values()) caller.reject(why);
    waiting.clear();
  };

  const start = () => {
    // The engines chat there about pictures they find odd; what fails is reported.
    const worker = new Worker(script, { stderr: true });
    worker.stderr.resume();
    worker.on('message', (message: unknown) => {
      const report = PictureReport.parse(message);
      const caller = waiting.get(report.number);
      waiting.delete(report.number);
      if ('failure' in report) caller?.reject(new Error(`${who} failed: ${report.failure}`));
      else caller?.resolve(answer.parse(report.answer));
    });
    worker.on('error', (cause) => refuseAll(worker, new Error(`${who}’s thread failed.`, { cause })));
    worker.on('exit', () => refuseAll(worker, new Error(`${who} has been closed.`)));
    return worker;
  };

  return {
    ask(order) {
      thread ??= start();
      orders += 1;
      const caller = Promise.withResolvers<Answer>();
      waiting.set(orders, caller);
      thread.postMessage({ ...order, number: orders });
      return caller.promise;
    },
    async close() {
      await thread?.terminate();
    },
  };
}
