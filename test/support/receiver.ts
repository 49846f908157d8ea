import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** A webhook call as it came in. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver of webhooks on this machine, such as a housing-management system would run. */
export interface Receiver {
  readonly url: string;
  /** What came in, oldest first. */
  readonly received: Received[];
  /** What it answers from now on. Without, it says 204. */
  answerWith(answer: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** Starts one. Whoever starts it closes it. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answer = (response: ServerResponse): void => {
    response.writeHead(204).end();
  };
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}/estatewatch`,
    received,
    answerWith: (next) => {
      answer = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A call's signature headers, as libraries of Standard Webhooks take them. */
export function signatureOf({ headers }: Received): Record<string, string> {
  return z
    .object({ 'webhook-id': z.string(), 'webhook-timestamp': z.string(), 'webhook-signature': z.string() })
    .parse(headers);
}
