import { once } from 'node:events';
import type { Server } from 'node:net';
import { CannotRunHere } from './durable-file.ts';

/**
 * Listens on 127.0.0.1 and answers with the port (a `port` of 0 picks a free one). Throws {@link CannotRunHere} with a
 * sentence when the port is taken or not allowed; `what` names the thing to be served, such as "the queues".
 */
export async function listenOn(server: Server, port: number, what: string): Promise<number> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new CannotRunHere(
        `Port ${port} is in use, so ${what} cannot be served there; stop what uses it or choose another port.`,
        { cause: error },
      );
    }
    if (code === 'EACCES') {
      throw new CannotRunHere(`Port ${port} may not be used for ${what} by this user; choose another port.`, {
        cause: error,
      });
    }
    throw error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`No port was given for ${what}.`);
  return address.port;
}

/** Stops listening and drops the connections that are still open. */
export async function stopListening(server: Server & { closeAllConnections?: () => void }): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections?.();
  await closed;
}
