import { OpenAPIHono, z } from '@hono/zod-openapi';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiEnv, withinSight } from './caller.ts';
import { Asset, Estate, json, listOf, Register, registerId } from './contract.ts';
import type { Room } from './room.ts';

const tags = ['Register'];

// 5,000 assets with long names and all their fields are about 2 MB; a function is handed 6 MB at most.
const REGISTER_MEGABYTES = 6;

const importRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'put',
    path: '/register',
    operationId: 'importRegister',
    tags,
    summary: 'Import the landlord’s register',
    description:
      'Writes every asset, replacing those of the same id. The same register twice changes nothing.',
    request: { body: { required: true, ...json('The whole register.', Register) } },
    responses: {
      200: json('How many assets were written.', z.object({ assets: z.int() }).openapi('RegisterImported')),
    },
  },
  { bodyMegabytes: REGISTER_MEGABYTES },
);

const estatesRoute = staffRoute(
  { roles: ALL_ROLES, within: 'asked-patch' },
  {
    method: 'get',
    path: '/estates',
    operationId: 'listEstates',
    tags,
    summary: 'The estates of a patch',
    request: { query: z.object({ patch: registerId('north') }) },
    responses: { 200: json('All of its estates.', listOf(Estate, 'EstateList')) },
  },
);

const assetsRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/estates/{estateId}/assets',
    operationId: 'listAssets',
    tags,
    summary: 'Everything on an estate, each block’s parts together',
    request: { params: z.object({ estateId: registerId('riverside') }) },
    responses: { 200: json('All of its assets.', listOf(Asset, 'AssetList')) },
  },
);

/** The register: what the landlord looks after. */
export function registerRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  routes.openapi(importRoute, async (c) => {
    const register = c.req.valid('json');
    await room.register.import(register);
    // What their sensors are and watch may be otherwise now.
    const estates = register.assets.filter(({ kind }) => kind === 'estate').map(({ id }) => id);
    await room.places.lookAgainAt(estates, room.clock());
    return c.json({ assets: register.assets.length }, 200);
  });

  routes.openapi(estatesRoute, async (c) => {
    return c.json({ items: await room.register.estatesOf(c.req.valid('query').patch) }, 200);
  });

  routes.openapi(assetsRoute, async (c) => {
    const { estateId } = c.req.valid('param');
    const asset = await room.register.asset(estateId);
    withinSight(c, asset?.kind === 'estate' ? asset : undefined, `estate “${estateId}”`);
    return c.json({ items: await room.register.onEstate(estateId) }, 200);
  });

  return routes;
}
