import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { listenOn, stopListening } from '../machine/listen.ts';
import { answerOf, type HttpAnswer, messageAnswer } from './answer.ts';
import { type JwtAuthorizer, TokenChecker } from './authorizer.ts';
import { type CorsConfiguration, corsHeaders, isPreflight, preflightHeaders } from './cors.ts';
import { eventOf, type HttpApiEvent } from './event.ts';
import { chooseRoute, type RoutePattern, readRouteKey } from './routes.ts';

/** A route of the API and the function behind it. */
export interface HttpApiRoute {
  /** `GET /incidents/{id}`, `ANY /{proxy+}` or `$default`. */
  routeKey: string;
  functionName: string;
  authorizer?: JwtAuthorizer;
}

/** An HTTP API to serve on 127.0.0.1; port 0 or none asks for any free one. */
export interface HttpApiOptions {
  port?: number;
  routes: readonly HttpApiRoute[];
  cors?: CorsConfiguration;
  /** API Gateway's default stage, whose name is not in the path; the only one that is served. */
  stageName: '$default';
  /** How long a function may take, 30 seconds when left out, which is also API Gateway's maximum. */
  integrationTimeoutSeconds?: number;
  /** Runs a function and answers its result; a rejection is the function's error. */
  invoke(functionName: string, event: HttpApiEvent): Promise<unknown>;
}

/** The running API. */
export interface HttpApi {
  url: string;
  port: number;
  close(): Promise<void>;
}

type PlannedRoute = HttpApiRoute & { pattern: RoutePattern };

// API Gateway's quotas for HTTP APIs.
const mostRequestBytes = 10 * 1024 * 1024;
const longestIntegrationSeconds = 30;

/** The request's body, or `undefined` when it is larger than 10 MB. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  // Read to the end even when it is too much: an answer before that would break the caller's connection.
  for await (const part of request) {
    const chunk = z.instanceof(Buffer).parse(part);
    bytes += chunk.length;
    if (bytes <= mostRequestBytes) parts.push(chunk);
  }
  return bytes > mostRequestBytes ? undefined : Buffer.concat(parts);
}

function withinSeconds<Result>(work: Promise<Result>, seconds: number): Promise<Result | 'late'> {
  const clock = Promise.withResolvers<'late'>();
  const alarm = setTimeout(() => clock.resolve('late'), seconds * 1000);
  return Promise.race([work, clock.promise]).finally(() => clearTimeout(alarm));
}

/**
 * Stands where an Amazon API Gateway HTTP API stands, with payload format 2.0: chooses the route, checks the token,
 * calls the function, and answers what it says. A preflight that a route with an authorizer catches (`ANY`,
 * `$default`) needs a token too, as at Amazon's.
 * @throws Rejected for a route key that API Gateway would not take
 * @throws CannotRunHere when the port belongs to another program
 */
export async function startHttpApi(options: HttpApiOptions): Promise<HttpApi> {
  const routes: PlannedRoute[] = options.routes.map((route) => ({
    ...route,
    pattern: readRouteKey(route.routeKey),
  }));
  const tokens = new TokenChecker();
  const timeoutSeconds = options.integrationTimeoutSeconds ?? longestIntegrationSeconds;

  const integrate = async (functionName: string, event: HttpApiEvent): Promise<HttpAnswer> => {
    try {
      const result = await withinSeconds(options.invoke(functionName, event), timeoutSeconds);
      return result === 'late' ? messageAnswer(503, 'Service Unavailable') : withoutCors(answerOf(result));
    } catch {
      // What went wrong is in the function's own log; a caller learns no more than this.
      return messageAnswer(500, 'Internal Server Error');
    }
  };

  // With a CORS configuration the function's own CORS headers are ignored, as API Gateway does.
  const withoutCors = (given: HttpAnswer): HttpAnswer => {
    const kept = Object.entries(given.headers).filter(([name]) => !name.startsWith('access-control-'));
    return options.cors === undefined ? given : { ...given, headers: Object.fromEntries(kept) };
  };

  const answer = async (request: IncomingMessage, requestId: string): Promise<HttpAnswer> => {
    const at = new Date();
    const body = await readBody(request);
    if (body === undefined) return messageAnswer(413, 'Request Entity Too Large');
    const [path = '/', ...query] = (request.url ?? '/').split('?');
    const match = chooseRoute(routes, request.method ?? 'GET', path);
    const needs = match?.route.authorizer;
    const admission = needs && (await tokens.admit(request.headers.authorization, needs));
    if (admission && 'refused' in admission) {
      const message = admission.refused === 401 ? 'Unauthorized' : 'Forbidden';
      return messageAnswer(admission.refused, message, { 'www-authenticate': admission.challenge });
    }
    if (options.cors && isPreflight(request.method, request.headers)) {
      const headers = preflightHeaders(options.cors, request.headers.origin);
      return { status: 204, headers, body: Buffer.alloc(0) };
    }
    if (match === undefined) return messageAnswer(404, 'Not Found');
    const event = eventOf({
      request,
      path,
      queryString: query.join('?'),
      body,
      routeKey: match.route.routeKey,
      pathParameters: match.pathParameters,
      authorizer: admission?.admitted,
      requestId,
      at,
    });
    return integrate(match.route.functionName, event);
  };

  const server = createServer((request, response) => {
    const requestId = randomUUID();
    answer(request, requestId)
      .catch((cause: unknown) =>
        cause instanceof URIError
          ? messageAnswer(400, 'Bad Request')
          : messageAnswer(500, 'Internal Server Error'),
      )
      .then((given) => {
        const common = { ...corsHeaders(options.cors, request.headers.origin), 'apigw-requestid': requestId };
        response.writeHead(given.status, { ...common, ...given.headers }).end(given.body);
      })
      // A header that HTTP does not allow; the client gets the bare status.
      .catch(() => response.writeHead(500).end());
  });

  const port = await listenOn(server, options.port ?? 0, 'the API');
  return { url: `http://127.0.0.1:${port}`, port, close: () => stopListening(server) };
}
