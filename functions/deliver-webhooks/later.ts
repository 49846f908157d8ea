import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';

/** That a delivery is due for the try after so many. */
export const Due = z.object({ deliveryId: z.string(), tries: z.int().min(0) });
export type Due = z.infer<typeof Due>;

// What is due later than this comes back and is put in again. SQS would hold it back for 15 minutes, but then the alarm for
// messages that have waited so long would sound.
const LONGEST_DELAY_SECONDS = 600;

/** Has deliveries come again later, by the queue itself. */
export class Later {
  readonly #queue: SQSClient;
  readonly #url: string;
  constructor(queue: SQSClient, url: string) {
    this.#queue = queue;
    this.#url = url;
  }

  /** Has a delivery come again after so many seconds, or sooner if that is longer than the queue can wait. */
  async again(due: Due, afterSeconds: number): Promise<void> {
    const DelaySeconds = Math.min(LONGEST_DELAY_SECONDS, Math.max(0, Math.ceil(afterSeconds)));
    const MessageBody = JSON.stringify(due);
    await this.#queue.send(new SendMessageCommand({ QueueUrl: this.#url, MessageBody, DelaySeconds }));
  }
}
