import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { z } from 'zod';
import type { Log } from '../../shared/platform/log.ts';
import { LARGEST_DELIVERY_BYTES, type ReadingMessage } from '../../shared/sensors/reading-message.ts';
import type { WebhookSecret } from './webhook-secret.ts';

interface Room {
  readonly queueUrl: string;
  readonly queue: SQSClient;
  readonly secret: WebhookSecret;
  readonly log: Log;
}

/**
 * Takes a webhook call in: checks who calls and how much it says, and no more. Whether it makes sense is found out by
 * whoever reads the queue, so that nothing that a network server said is lost to a mistake of ours.
 */
export async function receiveUplink(
  body: Buffer,
  authorization: string | undefined,
  { queueUrl, queue, secret, log }: Room,
  nowMillis: number,
): Promise<{ status: number; says: string }> {
  if (!(await secret.isShownBy(authorization, nowMillis))) {
    log.warn('WEBHOOK_REFUSED', { because: 'secret' });
    return {
      status: 401,
      says: 'Send the secret of this webhook as a bearer token in the Authorization header.',
    };
  }
  if (body.length > LARGEST_DELIVERY_BYTES) {
    log.warn('WEBHOOK_REFUSED', { because: 'size', bytes: body.length });
    return { status: 413, says: `A delivery may weigh ${LARGEST_DELIVERY_BYTES / 1_024} KB at most.` };
  }
  const message: z.input<typeof ReadingMessage> = {
    way: 'webhook',
    from: 'the-things-stack',
    body: body.toString('base64'),
    receivedAtMillis: nowMillis,
  };
  await queue.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
  return { status: 202, says: 'Taken in.' };
}
