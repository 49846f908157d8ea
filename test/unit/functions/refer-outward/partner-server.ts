import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { open311Over } from '../../../../functions/open311/app.ts';
import type { Room } from '../../../../functions/open311/room.ts';

/** A partner's server on this machine, until the test ends. Answers its address. */
export async function partnerServer(
  answer: (request: IncomingMessage, body: string, response: ServerResponse) => void | Promise<void>,
): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    await answer(request, Buffer.concat(chunks).toString(), response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return `http://127.0.0.1:${port}`;
}

/** Our own Open311 server as a partner's. */
export async function estatewatchPartner(room: Room): Promise<string> {
  const app = open311Over(room);
  const env = { event: { requestContext: { http: { sourceIp: '192.0.2.9' } } } };
  const address = await partnerServer(async (request, body, response) => {
    const { method = 'GET', url = '/' } = request;
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const asked = new Request(`http://partner.example${url}`, {
      method,
      headers,
      ...(method === 'POST' && { body }),
    });
    const answer = await app.fetch(asked, env);
    response.writeHead(answer.status).end(await answer.text());
  });
  return `${address}/open311/v2/`;
}
