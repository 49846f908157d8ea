import { Worker } from 'node:worker_threads';
import { type FoundObject, type LookOrder, LookReport } from './detector-messages.ts';
import type { Picture } from './picture.ts';

/** Finds everyday things in pictures. */
export interface Detector {
  /**
   * The things in a picture whose score (0 to 1) reaches `lowestScore`, best first.
   * The first call loads the model, about half a second.
   * @throws Error when the detector's thread fails; the next call starts a new one
   */
  look(picture: Picture, lowestScore: number): Promise<FoundObject[]>;
  /** Ends the thread; calls under way are refused. */
  close(): Promise<void>;
}

/** COCO-SSD (80 classes) in a thread of its own, which starts with the first picture. */
export function cocoDetector(): Detector {
  const waiting = new Map<number, PromiseWithResolvers<FoundObject[]>>();
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
    const worker = new Worker(new URL('./detector-thread.ts', import.meta.url));
    worker.on('message', (message: unknown) => {
      const report = LookReport.parse(message);
      const caller = waiting.get(report.number);
      waiting.delete(report.number);
      if ('failure' in report) caller?.reject(new Error(`The detector failed: ${report.failure}`));
      else caller?.resolve(report.objects);
    });
    worker.on('error', (cause) => refuseAll(worker, new Error('The detector’s thread failed.', { cause })));
    worker.on('exit', () => refuseAll(worker, new Error('The detector has been closed.')));
    return worker;
  };

  return {
    look(picture, lowestScore) {
      thread ??= start();
      orders += 1;
      const order: LookOrder = { number: orders, ...picture, lowestScore };
      const answer = Promise.withResolvers<FoundObject[]>();
      waiting.set(order.number, answer);
      thread.postMessage(order);
      return answer.promise;
    },
    async close() {
      await thread?.terminate();
    },
  };
}
