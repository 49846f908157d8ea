import { parentPort } from 'node:worker_threads';
import { z } from 'zod';

/** What a thread that looks at pictures is asked; what else an order holds is the thread's own. */
export const NumberedOrder = z.looseObject({ number: z.int() });

/** What such a thread answers to the order of the same number. */
export const PictureReport = z.union([
  z.object({ number: z.int(), answer: z.unknown() }).strict(),
  z.object({ number: z.int(), failure: z.string() }).strict(),
]);
export type PictureReport = z.infer<typeof PictureReport>;

/**
 * In a thread: answers what its owner orders, one picture after the other, as two at once would only share the same
 * core. What `look` throws is reported, and the next order is taken.
 */
export function answerOrders<Order>(order: z.ZodType<Order>, look: (order: Order) => Promise<unknown>): void {
  let turn = Promise.resolve();
  parentPort?.on('message', (message: unknown) => {
    const { number } = NumberedOrder.parse(message);
    const asked = order.parse(message);
    turn = turn.then(async () => {
      const report: PictureReport = await look(asked).then(
        (answer) => ({ number, answer }),
        (cause: unknown) => ({ number, failure: String(cause) }),
      );
      parentPort?.postMessage(report);
    });
  });
}
