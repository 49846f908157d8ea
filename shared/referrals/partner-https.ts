import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { z } from 'zod';
import { publicLookup, whyNotPublic } from '../platform/public-host.ts';

const TIMEOUT_MILLIS = 15_000;
const MOST_BYTES = 2_000_000;

/** A partner's answer. A redirect is one like any other, and is not followed. */
export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** The request certainly did not reach the partner; the message says why. */
export class NotReached extends Error {
  override readonly name = 'NotReached';
}

/** The request may have reached the partner, but its answer did not reach us; the message says why. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

/** Calls partners' servers: on the public internet by https, unless they are on the landlord's own network. */
export class PartnerHttps {
  readonly #timeoutMillis: number;
  constructor(timeoutMillis = TIMEOUT_MILLIS) {
    this.#timeoutMillis = timeoutMillis;
  }

  /** Sends a form, or asks. Rejects with {@link NotReached} or {@link AnswerLost}. */
  async ask(
    url: URL,
    { onOwnNetwork, form }: { readonly onOwnNetwork: boolean; readonly form?: URLSearchParams },
  ): Promise<Answered> {
    const why = onOwnNetwork ? undefined : whyNotPublic(url);
    if (why !== undefined) throw new NotReached(`${why}.`);
    const body = form?.toString();
    const request = (url.protocol === 'http:' ? requestHttp : requestHttps)(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers:
        body === undefined
          ? {}
          : {
              'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
              'content-length': `${Buffer.byteLength(body)}`,
            },
      // A connection of its own, so that its name is looked up anew and it cannot be one that is dead.
      agent: false,
      signal: AbortSignal.timeout(this.#timeoutMillis),
      ...(onOwnNetwork ? {} : { lookup: publicLookup() }),
    });
    const connected = connectionOf(request, url.protocol);
    try {
      const answered = once(request, 'response');
      // What goes wrong once the answer has begun is told by reading it; without a listener it would end us.
      request.on('error', () => undefined);
      request.end(body);
      const [response] = z.tuple([z.custom<IncomingMessage>()]).parse(await answered);
      return { status: response.statusCode ?? 0, text: await textOf(response) };
    } catch (cause) {
      const because = cause instanceof Error && cause.name === 'AbortError' ? this.#late() : reasonOf(cause);
      throw connected.is ? new AnswerLost(because, { cause }) : new NotReached(because, { cause });
    } finally {
      request.destroy();
    }
  }

  #late(): string {
    return `no answer within ${this.#timeoutMillis / 1_000} s.`;
  }
}

/** Whether a connection came about: before that, nothing of the request has left us. */
function connectionOf(request: ClientRequest, protocol: string): { is: boolean } {
  const connected = { is: false };
  request.once('socket', (socket) => {
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      connected.is = true;
    });
  });
  return connected;
}

function reasonOf(cause: unknown): string {
  const code = z.object({ code: z.string() }).safeParse(cause).data?.code;
  return `${code ?? (cause instanceof Error ? cause.message : 'no connection')}.`;
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Error(`the answer has more than ${MOST_BYTES / 1_000_000} MB`);
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
