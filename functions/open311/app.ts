import { type Context, Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import { z } from 'zod';
import { serviceOf } from '../../shared/reports/services.ts';
import { formIn } from './body.ts';
import { Refusal } from './refusal.ts';
import { reportIn } from './report-form.ts';
import { duplicatesOffered, requestsAsked, updatesAsked } from './requests.ts';
import type { Room } from './room.ts';
import { takeReport } from './take-report.ts';
import { discovery, publicRequest, publicUpdate, receipt, serviceDefinition, serviceList } from './views.ts';
import { type Told, xmlOf } from './xml.ts';

/** Where the server is, under the API's address. */
export const OPEN311 = '/open311/v2';

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
};

// Payload format 2.0 says where a request comes from.
const Event = z.object({
  event: z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) }),
});

/** The Open311 GeoReport v2 server over a room, with mySociety's updates. Every answer is XML or, for `.json`, JSON. */
export function open311Over(room: Room): Hono {
  const app = new Hono({
    // What is asked for is the same in either format.
    getPath: (request) => getPath(request).replace(/\.(xml|json)$/, ''),
  }).basePath(OPEN311);
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  });
  const { landlord } = room;
  const requestsTold = (c: Context, found: readonly Parameters<typeof publicRequest>[0][]) =>
    tell(
      c,
      'service_requests',
      found.map((report) => publicRequest(report, landlord)),
    );

  app.get('/discovery', (c) => tell(c, 'discovery', discovery(addressOf(c), room)));
  app.get('/services', (c) => tell(c, 'services', serviceList()));
  app.get('/services/:code', (c) => {
    const service = serviceOf(c.req.param('code'));
    if (service === undefined) throw notFound(`service “${c.req.param('code')}”`, 'services.xml lists them');
    return tell(c, 'service_definition', serviceDefinition(service));
  });
  app.post('/requests', async (c) => {
    const form = await formIn(await c.req.arrayBuffer(), c.req.header('content-type'));
    const taken = await takeReport(reportIn(form), form.uploads, sourceOf(c), room);
    return tell(c, 'service_requests', [receipt(taken)]);
  });
  app.get('/requests', async (c) => requestsTold(c, await requestsAsked(c.req.query(), room)));
  app.get('/requests/:id', async (c) => {
    const report = await room.reports.get(c.req.param('id'));
    if (report === undefined) throw notFound(`report “${c.req.param('id')}”`, 'look at its reference again');
    return requestsTold(c, [report]);
  });
  app.get('/duplicates', async (c) => requestsTold(c, await duplicatesOffered(c.req.query(), room)));
  app.get('/servicerequestupdates', async (c) => {
    const updates = await updatesAsked(c.req.query(), room);
    return tell(c, 'service_request_updates', updates.map(publicUpdate));
  });

  app.notFound((c) => refuse(c, notFound('such address', 'discovery.xml says what there is'), room));
  app.onError((error, c) => refuse(c, error, room));
  return app;
}

function notFound(what: string, instead: string): Refusal {
  return new Refusal(404, [`There is no ${what}: ${instead}.`]);
}

function refuse(c: Context, error: Error, { log }: Room): Response {
  const about = { method: c.req.method, path: c.req.path };
  if (!(error instanceof Refusal)) {
    log.error('REQUEST_FAILED', { ...about, status: 500 }, error);
    const description = 'Something went wrong on our side and was noted: try again in a minute.';
    return tell(c, 'errors', [{ code: 500, description }], 500);
  }
  const { status, reasons } = error;
  log.warn('REQUEST_REFUSED', { ...about, status });
  return tell(
    c,
    'errors',
    reasons.slice(0, MOST_REASONS).map((description) => ({ code: status, description })),
    status,
  );
}

// A form may be wrong in hundreds of places; the first ones are enough to go on with.
const MOST_REASONS = 20;

function tell(c: Context, root: string, told: Told, status: Refusal['status'] | 200 | 500 = 200): Response {
  return new URL(c.req.url).pathname.endsWith('.json')
    ? c.body(JSON.stringify(told), status, { 'content-type': 'application/json; charset=utf-8' })
    : c.body(xmlOf(root, told), status, { 'content-type': 'text/xml; charset=utf-8' });
}

function sourceOf(c: Context): string {
  return Event.parse(c.env).event.requestContext.http.sourceIp;
}

/** Where the caller reached us, for the discovery document. */
function addressOf(c: Context): string {
  const { host } = new URL(c.req.url);
  return `${c.req.header('x-forwarded-proto') === 'http' ? 'http' : 'https'}://${host}${OPEN311}`;
}
