import { z } from 'zod';
import type { Whereabouts } from './whereabouts.ts';

const Token = z.object({ access_token: z.string() });
const Problem = z.object({ detail: z.string() });

/** Calls the API of the running system as one of its demo people. */
export class ApiClient {
  readonly #api: string;
  readonly #token: string;

  private constructor(api: string, token: string) {
    this.#api = api;
    this.#token = token;
  }

  /** Signs a demo person in, such as `manager.riverside`. */
  static async as(username: string, whereabouts: Whereabouts): Promise<ApiClient> {
    return new ApiClient(whereabouts.api, await tokenFor(username, whereabouts));
  }

  /** The answer to a GET; undefined when there is no such thing. Throws with the API's own sentence for other refusals. */
  async get<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const response = await this.#call('GET', path);
    return response.status === 404 ? undefined : schema.parse(await answerOf(response));
  }

  /** Sends JSON and gives back what the API answers. Throws with the API's own sentence when it refuses. */
  async send(method: 'POST' | 'PUT', path: string, body: unknown): Promise<unknown> {
    return answerOf(await this.#call(method, path, body));
  }

  /** Posts a file's bytes and gives back what the API answers. Throws with the API's own sentence when it refuses. */
  async sendFile(path: string, bytes: Uint8Array): Promise<unknown> {
    return answerOf(await this.#call('POST', path, bytes));
  }

  /** The answer as it is, a redirect included. */
  raw(path: string): Promise<Response> {
    return this.#call('GET', path);
  }

  #call(method: string, path: string, body?: unknown): Promise<Response> {
    const isFile = body instanceof Uint8Array;
    return fetch(`${this.#api}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': isFile ? 'application/octet-stream' : 'application/json',
      },
      ...(body === undefined ? {} : { body: isFile ? Buffer.from(body) : JSON.stringify(body) }),
    });
  }
}

/** An access token for a demo person. Throws with a sentence that says who there is when nobody has that name. */
export async function tokenFor(username: string, { issuer, clientId }: Whereabouts): Promise<string> {
  const response = await fetch(`${issuer}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:estatewatch:params:oauth:grant-type:demo-person',
      client_id: clientId,
      username,
    }),
  });
  const answer: unknown = await response.json();
  const token = Token.safeParse(answer);
  if (token.success) return token.data.access_token;
  throw new Error(
    z.object({ error_description: z.string() }).safeParse(answer).data?.error_description ??
      'No token was given.',
  );
}

async function answerOf(response: Response): Promise<unknown> {
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  throw new Error(Problem.safeParse(answer).data?.detail ?? `The API answered ${response.status}.`);
}
