import { type Instant, millis } from '../../../../shared/platform/instant.ts';
import type { Person } from '../../../../shared/platform/person.ts';

/** What a request may hold besides its method and path. */
export interface Request {
  readonly query?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, text as it is, and bytes as API Gateway hands them over. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as the HTTP API hands it to the function: an event of payload format 2.0. */
export function eventOf(
  person: Person | undefined,
  method: string,
  path: string,
  { query = {}, body, headers = {} }: Request,
  now: Instant,
) {
  const claims = person && {
    username: person.username,
    // As API Gateway hands a list claim over.
    'cognito:groups': `[${[...person.roles.map((role) => `role/${role}`), ...person.patches.map((patch) => `patch/${patch}`)].join(' ')}]`,
  };
  return {
    version: '2.0',
    routeKey: 'ANY /{proxy+}',
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      host: 'api.example.org',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : bodyOf(body),
    isBase64Encoded: body instanceof Uint8Array,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      authentication: null,
      authorizer: claims === undefined ? {} : { jwt: { claims, scopes: null } },
      domainName: 'api.example.org',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: 'ANY /{proxy+}',
      stage: '$default',
      time: '22/Nov/2026:09:30:00 +0000',
      timeEpoch: millis(now),
    },
  };
}

function bodyOf(body: unknown): string {
  if (body instanceof Uint8Array) return Buffer.from(body).toString('base64');
  return typeof body === 'string' ? body : JSON.stringify(body);
}
