import type { IncomingMessage } from 'node:http';
import type {
  APIGatewayEventRequestContextJWTAuthorizer,
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
} from 'aws-lambda';

/** What the server knows of a request when it writes the event. */
export interface Reception {
  request: IncomingMessage;
  /** The path as the client encoded it. */
  path: string;
  /** What follows the question mark, as the client encoded it; empty when there is none. */
  queryString: string;
  body: Buffer;
  routeKey: string;
  pathParameters: Record<string, string>;
  authorizer: APIGatewayEventRequestContextJWTAuthorizer | undefined;
  requestId: string;
  at: Date;
}

/** The event of a function behind an HTTP API; with an authorizer's claims when its route has one. */
export type HttpApiEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

// These belong to one connection, not to the request (RFC 9110, section 7.6.1); cookies have a field of their own.
const notPassedOn = new Set([
  'connection',
  'cookie',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

// What API Gateway hands over as text; any other body arrives as base64, forms included.
const textTypes = /^(text\/|application\/(json|xml|javascript)\b)/i;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as the Common Log Format writes it: `22/Nov/2026:16:05:00 +0000`. */
function commonLogTime(at: Date): string {
  const [date = '', time = ''] = at.toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}

function joinedHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headersDistinct).filter(([name]) => !notPassedOn.has(name));
  return Object.fromEntries(entries.map(([name, values]) => [name, (values ?? []).join(',')]));
}

function joinedQuery(queryString: string): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(queryString)) {
    const before = joined[name];
    joined[name] = before === undefined ? value : `${before},${value}`;
  }
  return joined;
}

function cookiesOf(request: IncomingMessage): string[] {
  return (request.headers.cookie ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '');
}

/**
 * The event that API Gateway hands to a function for a request: payload format 2.0, with the path decoded, as HTTP
 * APIs do, and the query string as the client wrote it.
 * @throws URIError when the path's percent-encoding is broken
 */
export function eventOf(reception: Reception): HttpApiEvent {
  const { request, path, queryString, body, pathParameters, at } = reception;
  const method = request.method ?? 'GET';
  const cookies = cookiesOf(request);
  const query = joinedQuery(queryString);
  const rawPath = decodeURIComponent(path);
  const host = request.headers.host ?? '';
  const sourceIp = request.socket.remoteAddress ?? '';
  const isText = body.length === 0 || textTypes.test(request.headers['content-type'] ?? '');
  return {
    version: '2.0',
    routeKey: reception.routeKey,
    rawPath,
    rawQueryString: queryString,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: {
      ...joinedHeaders(request),
      'x-forwarded-for': sourceIp,
      'x-forwarded-port': String(request.socket.localPort ?? ''),
      'x-forwarded-proto': 'http',
    },
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      ...(reception.authorizer === undefined ? {} : { authorizer: reception.authorizer }),
      domainName: host,
      domainPrefix: host.split('.')[0] ?? '',
      http: {
        method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: reception.requestId,
      routeKey: reception.routeKey,
      stage: '$default',
      time: commonLogTime(at),
      timeEpoch: at.getTime(),
    },
    ...(body.length > 0 ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: !isText,
  };
}
