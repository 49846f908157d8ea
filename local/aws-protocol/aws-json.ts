import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { listenOn, stopListening } from '../machine/listen.ts';
import { AwsRefusal } from './aws-refusal.ts';

/** One operation of a service: takes the parsed input, answers with the output; throws {@link AwsRefusal} to refuse. */
export type Action = (input: unknown, signal: AbortSignal) => unknown;

/** An operation whose input is parsed by a schema; input of another shape is refused as `ValidationException`. */
export function action<Schema extends z.ZodType>(
  schema: Schema,
  run: (input: z.output<Schema>, signal: AbortSignal) => unknown,
): Action {
  return (input, signal) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new AwsRefusal('ValidationException', z.prettifyError(parsed.error));
    return run(parsed.data, signal);
  };
}

/** A service as the AWS SDK meets it under the AWS JSON protocol. */
export interface AwsJsonService {
  /** What is served, as it reads in "…, so the queues cannot be served there". */
  readonly what: string;
  /** What stands before the dot in `X-Amz-Target`, such as `AmazonSQS`. */
  readonly target: string;
  readonly protocolVersion: '1.0' | '1.1';
  /** What stands before the `#` in an error's `__type`. */
  readonly errorNamespace: string;
  readonly actions: ReadonlyMap<string, Action>;
}

/** Where a served thing is, and how to stop it. */
export interface Served {
  readonly endpoint: string;
  close(): Promise<void>;
}

// Ten messages of 1 MiB in all, every byte escaped as \u00XX, and room for the rest of a batch.
const largestBodyBytes = 8 * 1_048_576;

/**
 * Serves operations on 127.0.0.1. Signatures are not checked: whatever credentials come will do. A `port` of 0, or none, picks a
 * free one. `serve` is called with the endpoint, because answers hold addresses.
 */
export async function serveAwsJson(
  serve: (endpoint: () => string) => AwsJsonService,
  options: { port?: number },
): Promise<Served> {
  let endpoint = '';
  const service = serve(() => endpoint);
  const server = createServer((request, response) => void answer(service, request, response));
  const port = await listenOn(server, options.port ?? 0, service.what);
  endpoint = `http://127.0.0.1:${port}`;
  return { endpoint, close: () => stopListening(server) };
}

async function answer(
  service: AwsJsonService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const reply = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
    if (response.destroyed) return;
    response.writeHead(status, {
      'content-type': `application/x-amz-json-${service.protocolVersion}`,
      'x-amzn-requestid': randomUUID(),
      ...headers,
    });
    response.end(JSON.stringify(body));
  };
  try {
    const output = await actionOf(service, request)(await bodyOf(request), gone.signal);
    reply(200, output ?? {});
  } catch (error) {
    const refusal = asRefusal(error);
    const fault = refusal.status < 500 ? 'Sender' : 'Receiver';
    reply(
      refusal.status,
      { __type: `${service.errorNamespace}#${refusal.code}`, message: refusal.message },
      refusal.olderCode === undefined ? {} : { 'x-amzn-query-error': `${refusal.olderCode};${fault}` },
    );
  }
}

function asRefusal(error: unknown): AwsRefusal {
  if (error instanceof AwsRefusal) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AwsRefusal('InternalFailure', message, { status: 500, cause: error });
}

function actionOf(service: AwsJsonService, request: IncomingMessage): Action {
  const target = request.headers['x-amz-target'];
  const [prefix, name] = typeof target === 'string' ? target.split('.') : [];
  if (prefix !== service.target || name === undefined) {
    throw new AwsRefusal(
      'UnknownOperationException',
      `The header X-Amz-Target must begin with ${service.target}.`,
    );
  }
  const found = service.actions.get(name);
  if (found === undefined) {
    throw new AwsRefusal(
      'UnknownOperationException',
      `The operation ${name} is not known to the local system.`,
    );
  }
  return found;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = z.instanceof(Buffer).parse(chunk);
    bytes += part.length;
    if (bytes > largestBodyBytes) {
      throw new AwsRefusal('RequestEntityTooLarge', 'The request is too large.', { status: 413 });
    }
    chunks.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  } catch (cause) {
    throw new AwsRefusal('SerializationException', 'The request is not JSON.', { cause });
  }
}
