import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { AmazonError, serializationError, unknownOperation } from './amazon-error.ts';
import type { Operation } from './operations.ts';

/** DynamoDB's own limit on a request. */
const maximumRequestBytes = 16 * 1024 * 1024;

/** An HTTP server that speaks DynamoDB's JSON protocol. Signatures are not looked at. */
export function serve(operations: ReadonlyMap<string, Operation>): Server {
  const server = createServer((request, response) => {
    void answer(operations, request, response);
  });
  // The SDK keeps its connections; to close one after Node's 5 s would now and then meet its next request.
  server.keepAliveTimeout = 60_000;
  return server;
}

async function answer(
  operations: ReadonlyMap<string, Operation>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await bodyOf(request);
    send(response, 200, operationFor(operations, request)(body));
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    const refusal = error instanceof AmazonError ? error : failure(error);
    send(response, refusal.statusCode, refusal.body());
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > maximumRequestBytes) {
      throw new AmazonError(
        'com.amazon.coral.service#RequestEntityTooLargeException',
        `A request to DynamoDB has at most ${maximumRequestBytes} bytes`,
        {},
        413,
      );
    }
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw serializationError('The body of the request is not JSON');
  }
}

function operationFor(operations: ReadonlyMap<string, Operation>, request: IncomingMessage): Operation {
  const target = request.headers['x-amz-target'];
  const [api, name = ''] = typeof target === 'string' ? target.split('.') : [];
  const operation = operations.get(name);
  if (api === 'DynamoDB_20120810' && operation !== undefined) return operation;
  throw unknownOperation(
    `The operation ${target ?? '(no X-Amz-Target)'} is not served by this local DynamoDB`,
  );
}

// A full disk or a fault of ours. The SDK tries such a request again, then shows the message.
function failure(error: unknown): AmazonError {
  const message = error instanceof Error ? error.message : String(error);
  return new AmazonError('com.amazonaws.dynamodb.v20120810#InternalServerError', message, {}, 500);
}

function send(response: ServerResponse, statusCode: number, content: object): void {
  const body = JSON.stringify(content);
  response.writeHead(statusCode, {
    'Content-Type': 'application/x-amz-json-1.0',
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-RequestId': randomUUID(),
    'x-amz-crc32': crc32(body),
  });
  response.end(body);
}
