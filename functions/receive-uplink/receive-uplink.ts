import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { z } from 'zod';
import type { Log } from '../../shared/platform/log.ts';
import { LARGEST_DELIVERY_BYTES, type ReadingMessage } from '../../shared/sensors/reading-message.ts';
import { WebhookSource } from '../../shared/sensors/uplink.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';

interface Room {
  readonly queueUrl: string;
  readonly queue: SQSClient;
  readonly secrets: WebhookSecrets;
  readonly log: Log;
}

/** A call of a webhook: the last part of its address, its `Authorization` header, and what was posted. */
export interface WebhookCall {
  readonly source: string;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

/**
 * Takes a webhook call in: checks who calls and how much it says, and no more. Whether it makes sense is found out by
 * whoever reads the queue, so that nothing that a network server said is lost to a mistake of ours.
 */
export async function receiveUplink(
  call: WebhookCall,
  { queueUrl, queue, secrets, log }: Room,
  nowMillis: number,
): Promise<{ status: 202 | 401 | 404 | 413; says: string }> {
  const source = WebhookSource.safeParse(call.source).data;
  if (source === undefined) {
    log.warn('WEBHOOK_REFUSED', { because: 'source' });
    return { status: 404, says: `There is no such webhook. There are: ${WebhookSource.options.join(', ')}.` };
  }
  if (!(await secrets.isShownBy(source, call.authorization, nowMillis))) {
    log.warn('WEBHOOK_REFUSED', { because: 'secret', source });
    return {
      status: 401,
      says: 'Send the secret of this webhook in the Authorization header, as a bearer token or a Basic password.',
    };
  }
  if (call.body.length > LARGEST_DELIVERY_BYTES) {
    log.warn('WEBHOOK_REFUSED', { because: 'size', source, bytes: call.body.length });
    return { status: 413, says: `A delivery may weigh ${LARGEST_DELIVERY_BYTES / 1_024} KB at most.` };
  }
  const message: z.input<typeof ReadingMessage> = {
    way: 'webhook',
    from: source,
    body: call.body.toString('base64'),
    receivedAtMillis: nowMillis,
  };
  await queue.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
  return { status: 202, says: 'Taken in.' };
}
