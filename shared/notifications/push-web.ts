import { request } from 'node:https';
import webPush from 'web-push';
import { NotPublic, publicLookup } from '../platform/public-host.ts';
import type { PushSubscription } from './contact.ts';
import type { Message } from './message.ts';
import { whyNotPublic } from './push-endpoint.ts';
import type { PushKeys } from './push-keys-secret.ts';
import { inOneWord, type Sent } from './sent.ts';

// A phone that is off for a day is told when it is on again; after that the work list says more.
const LIVES_SECONDS = 86_400;
const PATIENCE_MILLIS = 8_000;

/** What is posted to a push service, encrypted and signed. */
export interface PushRequest {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
}

/** Posts a request and answers with its status and where the service keeps the message. */
export type Post = (
  request: PushRequest,
) => Promise<{ readonly status: number; readonly location?: string | undefined }>;

/**
 * A message for one browser as its push service takes it: encrypted for the browser (RFC 8291), signed by us (RFC 8292).
 * Subject is how the service may reach the landlord.
 */
export function pushRequestOf(
  { endpoint, keys }: PushSubscription,
  { title, summary, link }: Message,
  isUrgent: boolean,
  { subject, ...pair }: PushKeys & { readonly subject: string },
): PushRequest {
  const payload = JSON.stringify({ title, body: summary, url: link });
  const { headers, body } = webPush.generateRequestDetails({ endpoint, keys }, payload, {
    vapidDetails: { subject, ...pair },
    TTL: LIVES_SECONDS,
    urgency: isUrgent ? 'high' : 'normal',
  });
  if (!Buffer.isBuffer(body)) throw new TypeError('A push message without a body says nothing.');
  return { endpoint, headers: headerValues(headers), body };
}

function headerValues(headers: object): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}

/** Posts a push message. One whose browser takes none any more (404, 410) is `gone`; other refusals of 4xx are final. */
export async function sendPush(message: PushRequest, post: Post = postPublicly): Promise<Sent> {
  try {
    const { status, location } = await post(message);
    if (status >= 200 && status < 300)
      return { outcome: 'delivered', ...(location !== undefined && { providerId: location }) };
    const why = `HTTP ${status}`;
    if (status === 404 || status === 410) return { outcome: 'gone', why };
    return { outcome: status >= 400 && status < 500 && status !== 429 ? 'refused' : 'failed', why };
  } catch (error) {
    return { outcome: 'failed', why: inOneWord(error) };
  }
}

/** Posts to the public internet alone: the address that a name leads to is checked in the very look-up that is used. */
export const postPublicly: Post = ({ endpoint, headers, body }) =>
  new Promise((resolve, reject) => {
    const why = whyNotPublic(endpoint);
    if (why !== undefined) return reject(new NotPublic(why));
    const signal = AbortSignal.timeout(PATIENCE_MILLIS);
    const asked = request(endpoint, { method: 'POST', headers, lookup: publicLookup(), signal }, (answer) => {
      resolve({ status: answer.statusCode ?? 0, location: answer.headers.location });
      // What the service says besides is of no use to us, however long it is.
      answer.destroy();
    });
    asked.on('error', reject);
    asked.end(body);
  });
