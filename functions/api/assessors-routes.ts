import { OpenAPIHono, z } from '@hono/zod-openapi';
import { Quarter } from '../../shared/platform/day.ts';
import { derivedId } from '../../shared/platform/derived-id.ts';
import { NotFound, Rejected } from '../../shared/platform/errors.ts';
import { incidentsOf, summaryOf } from '../../shared/walkabouts/assessments-summary.ts';
import {
  type Assessor as AssessorOnRecord,
  keyFor,
  keySha256,
  revoked,
} from '../../shared/walkabouts/assessor.ts';
import { staffRoute } from './access.ts';
import { AssessmentsSummary, Assessor, NamedAssessor, NewAssessor } from './assessments-contract.ts';
import { type ApiEnv, personOf } from './caller.ts';
import { Id, json, listOf } from './contract.ts';
import { requireVersion } from './moves.ts';
import { Problem } from './problem.ts';
import type { Room } from './room.ts';
import { statusesOf } from './walkabout-file.ts';

const tags = ['Assessments'];

const nameRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'post',
    path: '/assessors',
    operationId: 'nameAssessor',
    tags,
    summary: 'Name a tenant assessor',
    description: 'Answers the key by which they send forms without an account. It is shown this once.',
    request: { body: { required: true, ...json('Who it is, and which estates they look at.', NewAssessor) } },
    responses: { 201: json('The assessor and their key.', NamedAssessor) },
  },
);

const listRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'get',
    path: '/assessors',
    operationId: 'listAssessors',
    tags,
    summary: 'The tenant assessors',
    description: 'Those whose key was withdrawn too.',
    responses: { 200: json('All of them.', listOf(Assessor, 'AssessorList')) },
  },
);

const revokeRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'post',
    path: '/assessors/{assessorId}/revoke',
    operationId: 'revokeAssessor',
    tags,
    summary: 'Withdraw a tenant assessor’s key',
    description: 'From then on it admits nobody. What they sent stays.',
    request: {
      params: z.object({ assessorId: Id.openapi({ example: 'TA-7K2M9QX4DA' }) }),
      body: {
        required: true,
        ...json(
          'The version that you looked at.',
          z.strictObject({ version: z.int().min(1) }).openapi('RevokeAssessor'),
        ),
      },
    },
    responses: {
      200: json('The assessor as they are now.', Assessor),
      404: { description: 'No such assessor.', content: { 'application/problem+json': { schema: Problem } } },
      409: {
        description: 'It was withdrawn before, or they have changed since you looked.',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  },
);

const summaryRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'get',
    path: '/assessments/summary',
    operationId: 'summariseAssessments',
    tags,
    summary: 'What tenant assessors said in a quarter, by estate and question',
    description:
      'How often each was asked, not looked at and wrong; and of what was wrong, what was put right, dismissed and is ' +
      'open, as its incident stands now.',
    request: { query: z.object({ quarter: Quarter.clone().openapi({ example: '2026-Q4' }) }) },
    responses: { 200: json('The quarter.', AssessmentsSummary) },
  },
);

/** For managers: who the tenant assessors are, and what they said in a quarter. */
export function assessorsRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  routes.openapi(nameRoute, async (c) => {
    const { name, estateIds } = c.req.valid('json');
    for (const estateId of estateIds) {
      const asset = await room.register.asset(estateId);
      if (asset?.kind !== 'estate') throw new Rejected(`There is no estate “${estateId}” in the register.`);
    }
    const id = derivedId('TA', `assessor/${room.secret()}`);
    const key = keyFor(id, room.secret());
    const assessor: AssessorOnRecord = {
      id,
      name,
      estateIds,
      keySha256: keySha256(key),
      namedAt: room.clock(),
      namedBy: personOf(c).username,
      version: 1,
    };
    await room.assessments.saveAssessor(assessor);
    room.log.info('ASSESSOR_CHANGED', { assessorId: id });
    return c.json({ assessor: shown(assessor), key }, 201);
  });

  routes.openapi(listRoute, async (c) => {
    return c.json({ items: (await room.assessments.assessors()).map(shown) }, 200);
  });

  routes.openapi(revokeRoute, async (c) => {
    const { assessorId } = c.req.valid('param');
    const assessor = await room.assessments.assessor(assessorId);
    if (assessor === undefined) throw new NotFound(`There is no assessor “${assessorId}”.`);
    c.set('version', assessor.version);
    requireVersion(`Assessor ${assessorId}`, assessor.version, c.req.valid('json').version);
    const next = revoked(assessor, personOf(c).username, room.clock());
    await room.assessments.saveAssessor(next);
    room.log.info('ASSESSOR_CHANGED', { assessorId });
    return c.json(shown(next), 200);
  });

  routes.openapi(summaryRoute, async (c) => {
    const { quarter } = c.req.valid('query');
    const forms = await room.assessments.ofQuarter(quarter);
    const items = summaryOf(forms, await statusesOf(incidentsOf(forms), room.incidents));
    return c.json({ quarter, forms: forms.length, items }, 200);
  });

  return routes;
}

function shown({ keySha256: _, ...assessor }: AssessorOnRecord): z.infer<typeof Assessor> {
  return assessor;
}
