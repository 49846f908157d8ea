import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Bid as BidOnRecord } from '../../shared/bids/bid.ts';
import { Conflict, NotFound } from '../../shared/platform/errors.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import type { ApiEnv } from './caller.ts';
import { Bid, BidFile, json, listOf, NewBid, registerId } from './contract.ts';
import { type FieldProblem, Invalid, Problem } from './problem.ts';
import type { Room } from './room.ts';

const tags = ['Bids'];

const listRoute = staffRoute(
  { roles: ALL_ROLES, within: 'landlord' },
  {
    method: 'get',
    path: '/bids',
    operationId: 'listBids',
    tags,
    summary: 'The bids of a programme',
    request: { query: z.object({ programme: registerId('2027-28') }) },
    responses: { 200: json('All of its bids, by status.', listOf(Bid, 'BidList')) },
  },
);

const readRoute = staffRoute(
  { roles: ALL_ROLES, within: 'landlord' },
  {
    method: 'get',
    path: '/bids/{bidId}',
    operationId: 'readBid',
    tags,
    summary: 'A bid with what it answers',
    request: { params: z.object({ bidId: registerId('ash-court-lighting') }) },
    responses: { 200: json('The bid and its links.', BidFile), 404: problem('There is no such bid.') },
  },
);

const enterRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'post',
    path: '/bids',
    operationId: 'enterBid',
    tags,
    summary: 'Enter a bid as a draft',
    request: { body: { required: true, ...json('The bid.', NewBid) } },
    responses: {
      201: {
        ...json('The bid as it was entered.', Bid),
        headers: { location: { description: 'Where the bid is.', schema: { type: 'string' } } },
      },
      409: problem('There is a bid with this id already.'),
    },
  },
);

function problem(description: string) {
  return { description, content: { 'application/problem+json': { schema: Problem } } };
}

/** Bids: those of a programme, one with what it answers, and a new one. */
export function bidsRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  routes.openapi(listRoute, async (c) => {
    return c.json({ items: await room.bids.ofProgramme(c.req.valid('query').programme) }, 200);
  });

  routes.openapi(readRoute, async (c) => {
    const { bidId } = c.req.valid('param');
    const file = await room.bids.file(bidId);
    if (file === undefined) throw new NotFound(`There is no bid “${bidId}”.`);
    return c.json(file, 200);
  });

  routes.openapi(enterRoute, async (c) => {
    const bid: BidOnRecord = { ...c.req.valid('json'), status: 'draft', openedAt: room.clock(), version: 1 };
    const misplaced = await misplacedScope(bid);
    if (misplaced.length > 0) throw new Invalid(misplaced);
    if (!(await room.bids.enter(bid))) {
      const taken = await room.bids.file(bid.id);
      throw new Conflict(`There is a bid “${bid.id}” already: choose another id.`, taken?.bid.version ?? 1);
    }
    return c.json(bid, 201, { location: `/bids/${bid.id}` });
  });

  /** A bid whose scope the register does not know would never be linked to anything, and nobody would notice. */
  async function misplacedScope({ estateIds, scope }: BidOnRecord): Promise<FieldProblem[]> {
    const places = new Set(estateIds);
    const wrong: FieldProblem[] = [];
    for (const [index, estateId] of estateIds.entries()) {
      const estate = await room.register.asset(estateId);
      if (estate?.kind !== 'estate') {
        wrong.push({ field: `estateIds[${index}]`, message: `“${estateId}” is no estate of the register` });
      }
      for (const { id } of await room.register.onEstate(estateId)) places.add(id);
    }
    for (const [index, id] of scope.entries()) {
      if (places.has(id)) continue;
      wrong.push({
        field: `scope[${index}]`,
        message: `“${id}” is on none of the estates that the bid names`,
      });
    }
    return wrong;
  }

  return routes;
}
