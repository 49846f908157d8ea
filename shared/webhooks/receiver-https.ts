import { lookup } from 'node:dns';
import { once } from 'node:events';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { z } from 'zod';
import { hostOf, type LookUp, NotPublic, publicLookup } from '../platform/public-host.ts';
import type { Answer } from './delivery.ts';
import { whyNotDeliverable } from './receiver-address.ts';
import type { WebhookSettings } from './webhook-settings.ts';

/** For so long a receiver may take over its answer, from the look-up of its name on. */
export const TIMEOUT_MILLIS = 10_000;

// More of an answer is not read than is kept of it.
const READ_BYTES = 1_000;

/** Posts to a receiver; never rejects, but says why there is no answer. Redirects are answers like any other. */
export class ReceiverHttps {
  readonly #settings: Pick<WebhookSettings, 'allowPrivateHosts'>;
  readonly #timeoutMillis: number;
  readonly #lookUp: LookUp;
  constructor(
    settings: Pick<WebhookSettings, 'allowPrivateHosts'>,
    { timeoutMillis = TIMEOUT_MILLIS, lookUp = lookup }: { timeoutMillis?: number; lookUp?: LookUp } = {},
  ) {
    this.#settings = settings;
    this.#timeoutMillis = timeoutMillis;
    this.#lookUp = lookUp;
  }

  /** Posts a body. Its answer's words are its first characters, whitespace put together. */
  async post(address: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> {
    const begun = performance.now();
    const took = () => performance.now() - begun;
    const why = whyNotDeliverable(address, this.#settings);
    if (why !== undefined)
      return { millis: took(), failure: `Not sent: of the address, ${why}.`, final: true };
    try {
      const response = await this.#ask(new URL(address), headers, body);
      const { statusCode = 0 } = response;
      const retryAfterSeconds = RetryAfter.safeParse(response.headers['retry-after']).data;
      return { millis: took(), statusCode, said: await beginningOf(response), retryAfterSeconds };
    } catch (error) {
      const final = error instanceof NotPublic;
      return { millis: took(), failure: this.#wordsFor(error), final };
    }
  }

  async #ask(url: URL, headers: Readonly<Record<string, string>>, body: string): Promise<IncomingMessage> {
    const request = (url.protocol === 'http:' ? requestHttp : requestHttps)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      // A connection of its own: one that was kept would not be looked at again, and may be dead by the next event.
      agent: false,
      signal: AbortSignal.timeout(this.#timeoutMillis),
      ...(this.#settings.allowPrivateHosts.includes(hostOf(url))
        ? {}
        : { lookup: publicLookup(this.#lookUp) }),
    });
    const answered = once(request, 'response');
    // What goes wrong once the answer has begun is told by the answer; nobody else listens, and that would end us.
    request.on('error', () => undefined);
    request.end(body);
    return z.tuple([z.custom<IncomingMessage>()]).parse(await answered)[0];
  }

  #wordsFor(error: unknown): string {
    if (error instanceof NotPublic) return error.message;
    if (error instanceof Error && error.name === 'AbortError')
      return `No answer within ${this.#timeoutMillis / 1_000} s.`;
    const code = z.object({ code: z.string() }).safeParse(error).data?.code;
    return `No connection: ${code ?? (error instanceof Error ? error.message : String(error))}.`;
  }
}

const RetryAfter = z.coerce.number().pipe(z.int().positive());

/** The first characters of what an answer says. What breaks while it is read does not matter: its status is known. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  let said = Buffer.alloc(0);
  try {
    for await (const chunk of response) {
      said = Buffer.concat([said, Buffer.from(chunk)]);
      if (said.length >= READ_BYTES) break;
    }
  } catch {
    // Its status is known.
  }
  response.destroy();
  return said.toString('utf8', 0, READ_BYTES).replaceAll(/\s+/g, ' ').trim();
}
