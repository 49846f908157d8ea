import { OpenAPIHono } from '@hono/zod-openapi';
import { NotFound } from '../../shared/platform/errors.ts';
import { assessmentsRoutes } from './assessments-routes.ts';
import { assessorsRoutes } from './assessors-routes.ts';
import { bidsRoutes } from './bids-routes.ts';
import type { ApiContext, ApiEnv } from './caller.ts';
import { camerasRoutes } from './cameras-routes.ts';
import { clipsRoutes } from './clips-routes.ts';
import { contactRoutes } from './contact-routes.ts';
import { documentationRoutes } from './documentation-routes.ts';
import { faultsRoutes } from './faults-routes.ts';
import { fieldWorkRoutes } from './field-work-routes.ts';
import { incidentsRoutes } from './incidents-routes.ts';
import { notificationsRoutes } from './notifications-routes.ts';
import { personRoutes } from './person-routes.ts';
import { placesRoutes } from './places-routes.ts';
import { invalid, problemOf } from './problem.ts';
import { referralsRoutes } from './referrals-routes.ts';
import { registerRoutes } from './register-routes.ts';
import { reportsRoutes } from './reports-routes.ts';
import type { Room } from './room.ts';
import { rotaRoutes } from './rota-routes.ts';
import { sheetRoutes } from './sheet-routes.ts';
import { targetHardeningRoutes } from './target-hardening-routes.ts';
import { tasksRoutes } from './tasks-routes.ts';
import { walkaboutsRoutes } from './walkabouts-routes.ts';
import { webhooksRoutes } from './webhooks-routes.ts';

// What every answer carries unless its route says otherwise: answers are for one person and are no pages.
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
};

/** The whole API over a room. */
export function apiOver(room: Room): OpenAPIHono<ApiEnv> {
  const api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error, result.target);
    },
  });
  api.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.header(name, value);
  });
  api.route('/', personRoutes());
  api.route('/', contactRoutes(room));
  api.route('/', incidentsRoutes(room));
  api.route('/', referralsRoutes(room));
  api.route('/', tasksRoutes(room));
  api.route('/', fieldWorkRoutes(room));
  api.route('/', walkaboutsRoutes(room));
  api.route('/', assessorsRoutes(room));
  api.route('/', assessmentsRoutes(room));
  api.route('/', targetHardeningRoutes(room));
  api.route('/', bidsRoutes(room));
  api.route('/', clipsRoutes(room));
  api.route('/', camerasRoutes(room));
  api.route('/', registerRoutes(room));
  api.route('/', sheetRoutes(room));
  api.route('/', reportsRoutes(room));
  api.route('/', placesRoutes(room));
  api.route('/', faultsRoutes(room));
  api.route('/', webhooksRoutes(room));
  api.route('/', rotaRoutes(room));
  api.route('/', notificationsRoutes(room));
  api.route(
    '/',
    documentationRoutes(room, (about) => api.getOpenAPI31Document(about)),
  );
  api.notFound((c) =>
    refuse(new NotFound('There is nothing at this address: /docs lists what there is.'), c, room),
  );
  api.onError((error, c) => refuse(error, c, room));
  return api;
}

async function refuse(error: Error, c: ApiContext, room: Room): Promise<Response> {
  const problem = problemOf(error, c.get('version'));
  const about = { method: c.req.method, path: c.req.path, status: problem.status, problem: problem.code };
  if (problem.status === 500) room.log.error('REQUEST_FAILED', about, error);
  else room.log.warn('REQUEST_REFUSED', about);
  if (problem.status === 403 || problem.status === 404) await recordRefusal(c, room, problem.code);
  if (problem.status === 401) c.header('www-authenticate', 'Bearer');
  return c.json(problem, problem.status, { 'content-type': 'application/problem+json' });
}

/** Who tried to see footage, a reporter’s name or an order that is not theirs to see is recorded as who saw it is. */
async function recordRefusal(c: ApiContext, room: Room, detail: string): Promise<void> {
  const person = c.get('person');
  const { footage, personal, within } = c.get('access') ?? {};
  if (person === undefined || !(footage || personal || within === 'named')) return;
  const entry = {
    username: person.username,
    at: room.clock(),
    did: 'was-refused',
    subject: c.req.path,
    detail,
  } as const;
  try {
    await room.audit.note(entry);
  } catch (cause) {
    // The refusal stands whether or not it could be recorded.
    room.log.error('REQUEST_FAILED', { path: c.req.path, during: 'audit' }, cause);
  }
}
