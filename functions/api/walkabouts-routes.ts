import { OpenAPIHono, z } from '@hono/zod-openapi';
import { Day, dayOf } from '../../shared/platform/day.ts';
import { byPerson } from '../../shared/platform/person.ts';
import { itemsAlong, notLookedAt } from '../../shared/walkabouts/answer.ts';
import {
  moveWalkabout,
  type WalkaboutMove,
  type WalkaboutMoveDetail,
  walkaboutMoves,
} from '../../shared/walkabouts/walkabout.ts';
import type { WalkaboutFile as FileOnRecord } from '../../shared/walkabouts/walkabout-store.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiContext, type ApiEnv, personOf, withinSight } from './caller.ts';
import { Id, json, PageAsked, pageOf, registerId } from './contract.ts';
import { moveBody, type PersonMove, personMoves, requireVersion } from './moves.ts';
import { enterWalkabout, stopsNamed } from './plan-walkabout.ts';
import { Problem } from './problem.ts';
import type { Room } from './room.ts';
import { saveAnswers } from './save-answers.ts';
import { inList, showWalkabout } from './walkabout-file.ts';
import {
  NewWalkabout,
  SaveAnswers,
  Walkabout,
  WalkaboutFile,
  WalkaboutInList,
} from './walkabouts-contract.ts';

const tags = ['Walkabouts'];
const params = z.object({ walkaboutId: Id.openapi({ example: 'W-7K2M9QX4DA' }) });
const conflict = (description: string) => ({
  409: { description, content: { 'application/problem+json': { schema: Problem } } },
});

const listRoute = staffRoute(
  { roles: ALL_ROLES, within: 'asked-patch' },
  {
    method: 'get',
    path: '/walkabouts',
    operationId: 'listWalkabouts',
    tags,
    summary: 'The walkabouts of a patch by day, the latest first',
    description: 'Without days: from a year ago to a year ahead.',
    request: {
      query: PageAsked.extend({ patch: registerId('north'), since: Day.optional(), until: Day.optional() }),
    },
    responses: { 200: json('A page of walkabouts.', pageOf(WalkaboutInList, 'WalkaboutPage')) },
  },
);

const planRoute = staffRoute(
  { roles: ['estate-officer'], within: 'its-patch' },
  {
    method: 'post',
    path: '/walkabouts',
    operationId: 'planWalkabout',
    tags,
    summary: 'Plan a walkabout or a patch inspection',
    description:
      'Without stops the register proposes a route: the blocks in walking order, each with its doors and lights.',
    request: { body: { required: true, ...json('Where and when, and who leads it.', NewWalkabout) } },
    responses: {
      201: json('The walkabout with its route.', Walkabout),
      ...conflict('One of this kind is planned there for that day.'),
    },
  },
);

const readRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/walkabouts/{walkaboutId}',
    operationId: 'readWalkabout',
    tags,
    summary: 'A walkabout with its stops, answers and findings',
    request: { params },
    responses: { 200: json('The walkabout’s file.', WalkaboutFile) },
  },
);

const answersRoute = staffRoute(
  { roles: ['estate-officer'], within: 'its-patch' },
  {
    method: 'put',
    path: '/walkabouts/{walkaboutId}/answers',
    operationId: 'saveAnswers',
    tags,
    summary: 'Save what was found at some stops',
    description:
      'In as many parts as the field allows, and again when it is not sure that they arrived. A no becomes an incident, ' +
      'confirmed, since an officer has looked.',
    request: { params, body: { required: true, ...json('The answers.', SaveAnswers) } },
    responses: {
      200: json('The walkabout as it is now.', WalkaboutFile),
      ...conflict('It is not under way.'),
    },
  },
);

/** Walkabouts: their plan, their moves, what was found at each stop and what came of it. */
export function walkaboutsRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  async function seenFile(c: ApiContext, walkaboutId: string): Promise<FileOnRecord> {
    const found = await room.walkabouts.file(walkaboutId);
    const placed = found && { ...found, patch: found.walkabout.patch };
    const file = withinSight(c, placed, `walkabout “${walkaboutId}”`);
    c.set('version', file.walkabout.version);
    return file;
  }

  async function seenPlace(c: ApiContext, { estateId, patch = '' }: z.output<typeof NewWalkabout>) {
    if (estateId === undefined) return withinSight(c, { patch }, `patch “${patch}”`);
    const asset = await room.register.asset(estateId);
    const estate = withinSight(c, asset?.kind === 'estate' ? asset : undefined, `estate “${estateId}”`);
    return { patch: estate.patch, estateId };
  }

  routes.openapi(listRoute, async (c) => {
    const { patch, limit, from, since, until } = c.req.valid('query');
    const now = room.clock();
    const days = [since ?? dayOf(now, -366), until ?? dayOf(now, 366)] as const;
    const { items, next } = await room.walkabouts.ofPatch(patch, days, limit, from);
    return c.json({ items: items.map(inList), ...(next === undefined ? {} : { next }) }, 200);
  });

  routes.openapi(planRoute, async (c) => {
    const planned = c.req.valid('json');
    const place = await seenPlace(c, planned);
    const person = personOf(c);
    const led = { ...planned, leader: planned.leader ?? person.username };
    const walkabout = await enterWalkabout(place, led, room, byPerson(person));
    room.log.info('WALKABOUT_CHANGED', { walkaboutId: walkabout.id, status: walkabout.status });
    return c.json(walkabout, 201);
  });

  routes.openapi(readRoute, async (c) => {
    const file = await seenFile(c, c.req.valid('param').walkaboutId);
    return c.json(await showWalkabout(file, room.incidents), 200);
  });

  routes.openapi(answersRoute, async (c) => {
    const { walkaboutId } = c.req.valid('param');
    await seenFile(c, walkaboutId);
    const { answers } = c.req.valid('json');
    await saveAnswers(walkaboutId, answers, personOf(c), room, room.clock());
    room.log.info('WALKABOUT_CHANGED', { walkaboutId, answers: answers.length });
    return c.json(await showWalkabout(await seenFile(c, walkaboutId), room.incidents), 200);
  });

  for (const move of personMoves(walkaboutMoves)) {
    routes.openapi(moveRoute(move), async (c) => {
      const { walkabout, answers } = await seenFile(c, c.req.valid('param').walkaboutId);
      const body = c.req.valid('json');
      requireVersion(`Walkabout ${walkabout.id}`, walkabout.version, body.version);
      const said = z.parse(walkaboutMoves[move.name].needs, body);
      const detail: WalkaboutMoveDetail = {
        ...said,
        stops: 'stops' in said ? await stopsNamed(said.stops, walkabout, room) : undefined,
        notLookedAt: notLookedAt(walkabout.stops, answers),
        items: itemsAlong(walkabout.stops).length,
      };
      const change = moveWalkabout(walkabout, move.name, detail, byPerson(personOf(c)), room.clock());
      await room.walkabouts.save(change, { after: walkabout.version });
      room.log.info('WALKABOUT_CHANGED', { walkaboutId: walkabout.id, status: change.walkabout.status });
      return c.json(change.walkabout, 200);
    });
  }

  return routes;
}

function moveRoute({ name, roles, leads }: PersonMove<WalkaboutMove>) {
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return staffRoute(
    { roles, within: 'its-patch' },
    {
      method: 'post',
      path: `/walkabouts/{walkaboutId}/${name}`,
      operationId: `${name}Walkabout`,
      tags,
      summary: `${title} a walkabout`,
      description: leads,
      request: {
        params,
        body: {
          required: true,
          ...json(
            'What is decided, and on which version.',
            moveBody(walkaboutMoves[name].needs, `${title}Walkabout`),
          ),
        },
      },
      responses: {
        200: json('The walkabout as it is now.', Walkabout),
        ...conflict('It has changed since you looked, or is in a state from which this is not done.'),
      },
    },
  );
}
