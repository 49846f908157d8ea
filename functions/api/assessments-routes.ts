import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { type Assessor, admittedBy, assessorNamedBy } from '../../shared/walkabouts/assessor.ts';
import { assessorsItems } from '../../shared/walkabouts/checklist.ts';
import { ASSESSOR_KEY_HEADER, assessorRoute } from './access.ts';
import { Assessment, AssessmentForm, BlankForm } from './assessments-contract.ts';
import type { ApiContext, ApiEnv } from './caller.ts';
import { json } from './contract.ts';
import { NotSignedIn, TooMany } from './problem.ts';
import type { Room } from './room.ts';
import { takeAssessment } from './take-assessment.ts';
import { statusesOf } from './walkabout-file.ts';

const tags = ['Assessments'];

/** For tenant assessors, who show a key of their own: what they are asked, and the forms that they send. */
export function assessmentsRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();
  const admit = admitAssessor(room);

  const blankRoute = assessorRoute(admit, {
    method: 'get',
    path: '/assessments',
    operationId: 'readBlankForm',
    tags,
    summary: 'What you are asked, and about which blocks',
    responses: { 200: json('The blank form.', BlankForm) },
  });

  const sendRoute = assessorRoute(admit, {
    method: 'post',
    path: '/assessments',
    operationId: 'sendAssessment',
    tags,
    summary: 'Send what you found in a block',
    description: 'What is wrong waits for an officer to look at it. The same form again changes nothing.',
    request: { body: { required: true, ...json('The form.', AssessmentForm) } },
    responses: { 200: json('The form under its reference.', Assessment) },
  });

  routes.openapi(blankRoute, async (c) => {
    const assets = await Promise.all(assessorOf(c).estateIds.map((id) => room.register.onEstate(id)));
    const blocks = assets.flat().filter((asset) => asset.kind === 'block');
    const doors = assets.flat().filter((asset) => asset.kind === 'door' && asset.outer);
    return c.json(
      {
        blocks: blocks.map(({ id, name }) => {
          const own = doors.filter((door) => door.kind === 'door' && door.blockId === id);
          return { id, name, doors: own.map((door) => ({ id: door.id, name: door.name })) };
        }),
        questions: assessorsItems.map(({ id, of, asks }) => ({ item: id, of, asks })),
      },
      200,
    );
  });

  routes.openapi(sendRoute, async (c) => {
    const assessment = await takeAssessment(c.req.valid('json'), assessorOf(c), room, room.clock());
    const { assessorId, patch: _, answers, ...shown } = assessment;
    room.log.info('ASSESSMENT_TAKEN', { assessmentId: assessment.id, assessorId });
    const statuses = await statusesOf(
      answers.flatMap(({ incidentId }) => incidentId ?? []),
      room.incidents,
    );
    const told = answers.map(({ incidentId, ...answer }) => {
      const status = incidentId && statuses.get(incidentId);
      return { ...answer, ...(status ? { status } : {}) };
    });
    return c.json({ ...shown, answers: told }, 200);
  });

  return routes;
}

// Payload format 2.0 says where a request comes from.
const Event = z.object({
  event: z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) }),
});

/** Lets in who shows an assessor's key that holds. Counts what they send, and wrong keys by the address they come from. */
function admitAssessor({ assessments, allowance, formsPerHour, clock }: Room): MiddlewareHandler<ApiEnv> {
  const count = async (sender: string) => {
    if (await allowance.take(sender, formsPerHour, clock())) return;
    throw new TooMany(
      `You have sent ${formsPerHour} in this hour, which is as many as we take: try again after the next full hour.`,
    );
  };
  return async (c, next) => {
    const key = c.req.header(ASSESSOR_KEY_HEADER) ?? '';
    const id = assessorNamedBy(key);
    const assessor = admittedBy(key, id === undefined ? undefined : await assessments.assessor(id));
    if (assessor === undefined) {
      await count(`wrong-key/${Event.parse(c.env).event.requestContext.http.sourceIp}`);
      throw new NotSignedIn('The key is not one of ours, or was withdrawn: ask the landlord for a new link.');
    }
    await count(`assessor/${assessor.id}`);
    c.set('assessor', assessor);
    await next();
  };
}

function assessorOf(c: ApiContext): Assessor {
  const assessor = c.get('assessor');
  if (assessor === undefined) throw new NotSignedIn('Open the link that the landlord gave you.');
  return assessor;
}
