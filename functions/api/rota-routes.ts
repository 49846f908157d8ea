import { OpenAPIHono, z } from '@hono/zod-openapi';
import { canBeTold } from '../../shared/notifications/contact.ts';
import { onDuty } from '../../shared/notifications/rota.ts';
import { Instant } from '../../shared/platform/instant.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiEnv, personOf } from './caller.ts';
import { json, registerId } from './contract.ts';
import { requireVersion } from './moves.ts';
import { NewRota, OnDuty, SetRota } from './notifications-contract.ts';
import { Problem } from './problem.ts';
import type { Room } from './room.ts';

const tags = ['Telling people'];

const readRoute = staffRoute(
  { roles: ALL_ROLES, within: 'landlord' },
  {
    method: 'get',
    path: '/rota',
    operationId: 'readRota',
    tags,
    summary: 'The rota: who is on duty when',
    responses: { 200: json('The rota, and who set it.', SetRota) },
  },
);

const setRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'put',
    path: '/rota',
    operationId: 'setRota',
    tags,
    summary: 'Set the rota',
    description: 'It holds for whatever is told from now on.',
    request: { body: { required: true, ...json('The whole rota, and on which version.', NewRota) } },
    responses: {
      200: json('The rota as it is now.', SetRota),
      409: {
        description: 'Somebody set it anew since you looked.',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  },
);

const onDutyRoute = staffRoute(
  { roles: ALL_ROLES, within: 'asked-patch' },
  {
    method: 'get',
    path: '/rota/on-duty',
    operationId: 'readOnDuty',
    tags,
    summary: 'Who is on duty for a patch now, or at another moment',
    request: { query: z.object({ patch: registerId('north'), at: Instant.optional() }) },
    responses: { 200: json('Who would be told.', OnDuty) },
  },
);

/** The rota: who is told of what is urgent. */
export function rotaRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  routes.openapi(readRoute, async (c) => c.json(await room.rotas.get(), 200));

  routes.openapi(setRoute, async (c) => {
    const { version, rota } = c.req.valid('json');
    const { version: current } = await room.rotas.get();
    requireVersion('The rota', current, version);
    const set = await room.rotas.save(rota, personOf(c).username, room.clock(), { after: version });
    return c.json(set, 200);
  });

  routes.openapi(onDutyRoute, async (c) => {
    const { patch, at = room.clock() } = c.req.valid('query');
    const { rota } = await room.rotas.get();
    const { usernames, by } = onDuty(rota, patch, at, room.taskSettings.hours);
    const people = await Promise.all(
      usernames.map(async (username) => ({
        username,
        canBeTold: canBeTold(await room.contacts.get(username)),
      })),
    );
    return c.json({ patch, at, by, people }, 200);
  });

  return routes;
}
