import { OpenAPIHono } from '@hono/zod-openapi';
import { staffRoute } from './access.ts';
import { type ApiEnv, personOf } from './caller.ts';
import { json, Person } from './contract.ts';

const meRoute = staffRoute(
  { roles: [], within: 'own' },
  {
    method: 'get',
    path: '/me',
    operationId: 'readMe',
    tags: ['You'],
    summary: 'Who you are here: your roles and your patches',
    responses: { 200: json('You.', Person) },
  },
);

/** Who is asking. */
export function personRoutes(): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();
  routes.openapi(meRoute, (c) => c.json(personOf(c), 200));
  return routes;
}
