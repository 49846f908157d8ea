import type { IncomingHttpHeaders } from 'node:http';

/** The CorsConfiguration of an HTTP API. Origins may be `*`, `http://*` or `https://*`; the rest may be `*`. */
export interface CorsConfiguration {
  allowOrigins?: readonly string[];
  allowMethods?: readonly string[];
  allowHeaders?: readonly string[];
  exposeHeaders?: readonly string[];
  maxAgeSeconds?: number;
  allowCredentials?: boolean;
}

/** Whether a browser asks what it may send, rather than sends it. */
export function isPreflight(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  );
}

function allowedOrigin(cors: CorsConfiguration, origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  const allowed = cors.allowOrigins ?? [];
  if (allowed.includes('*')) return '*';
  const fits = allowed.some(
    (each) => each === origin || (each.endsWith('://*') && origin.startsWith(each.slice(0, -1))),
  );
  return fits ? origin : undefined;
}

/** The headers that API Gateway adds to any answer for a page of this origin; none when it is not allowed. */
export function corsHeaders(
  cors: CorsConfiguration | undefined,
  origin: string | undefined,
): Record<string, string> {
  const allowed = cors && allowedOrigin(cors, origin);
  if (cors === undefined || allowed === undefined) return {};
  return {
    'access-control-allow-origin': allowed,
    ...(cors.allowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.exposeHeaders?.length ? { 'access-control-expose-headers': cors.exposeHeaders.join(',') } : {}),
  };
}

/** The headers of the answer to a preflight; none when the origin is not allowed, so that the browser refuses. */
export function preflightHeaders(
  cors: CorsConfiguration,
  origin: string | undefined,
): Record<string, string> {
  const common = corsHeaders(cors, origin);
  if (Object.keys(common).length === 0) return {};
  return {
    ...common,
    ...(cors.allowMethods?.length ? { 'access-control-allow-methods': cors.allowMethods.join(',') } : {}),
    ...(cors.allowHeaders?.length ? { 'access-control-allow-headers': cors.allowHeaders.join(',') } : {}),
    ...(cors.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(cors.maxAgeSeconds) }),
  };
}
