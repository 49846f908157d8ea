import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Incident } from '../../shared/incidents/incident.ts';
import { NotFound, Rejected } from '../../shared/platform/errors.ts';
import { openReferral } from '../../shared/referrals/open-referral.ts';
import { isUnderway } from '../../shared/referrals/referral.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiContext, type ApiEnv, personOf, withinSight } from './caller.ts';
import { Id, IncidentFile, json } from './contract.ts';
import type { Room } from './room.ts';

const tags = ['Incidents'];
const ReferralFile = IncidentFile.shape.referrals.element;
const params = z.object({ incidentId: Id.openapi({ example: 'FT-7K2M9QX4DA' }) });

const listRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/incidents/{incidentId}/referrals',
    operationId: 'listReferrals',
    tags,
    summary: 'To whom an incident was referred, and what they say of it',
    request: { params },
    responses: {
      200: json(
        'Its referrals, oldest first, and the partners who take such an incident.',
        z.object({ items: z.array(ReferralFile), partners: z.array(z.string()) }).openapi('ReferralList'),
      ),
    },
  },
);

const referRoute = staffRoute(
  { roles: ['estate-officer', 'manager'], within: 'its-patch' },
  {
    method: 'post',
    path: '/incidents/{incidentId}/referrals',
    operationId: 'referIncident',
    tags,
    summary: 'Refer an incident to whoever’s land it is on',
    description:
      'It is sent within two minutes. They are told what it is, the day, the place by the register and your note: ' +
      'write no names into it. One that is under way at this partner already is not sent again.',
    request: {
      params,
      body: {
        required: true,
        ...json(
          'To whom, and what they should know.',
          z
            .strictObject({
              partner: z.string().min(1).max(60).openapi({ example: 'Northside Council' }),
              note: z.string().trim().min(1, 'say where exactly it is and what they should know').max(2_000),
            })
            .openapi('ReferIncident'),
        ),
      },
    },
    responses: { 201: json('The referral as it is now.', ReferralFile) },
  },
);

/** Referrals: incidents on other people's land, and what became of them there. */
export function referralsRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();
  const { partners } = room.referralSettings;

  async function seenIncident(c: ApiContext, incidentId: string): Promise<Incident> {
    return withinSight(c, await room.incidents.get(incidentId), `incident “${incidentId}”`);
  }

  routes.openapi(listRoute, async (c) => {
    const { id, kind } = await seenIncident(c, c.req.valid('param').incidentId);
    const taking = partners.filter(({ services }) => services[kind] !== undefined).map(({ name }) => name);
    return c.json({ items: await room.referrals.ofIncident(id), partners: taking }, 200);
  });

  routes.openapi(referRoute, async (c) => {
    const incident = await seenIncident(c, c.req.valid('param').incidentId);
    const { partner: name, note } = c.req.valid('json');
    const partner = partners.find((each) => each.name === name);
    if (partner === undefined) {
      const names = partners.map((each) => `“${each.name}”`).join(', ') || 'none';
      throw new NotFound(`There is no partner “${name}”: the settings name ${names}.`);
    }
    const asset = await room.register.asset(incident.assetId);
    if (asset === undefined)
      throw new Rejected(
        `“${incident.assetId}” is not in the register any more: nobody could be told where it is.`,
      );
    const before = (await room.referrals.ofIncident(incident.id)).filter(
      ({ referral }) => referral.partner === name,
    );
    const underway = before.find(({ referral }) => isUnderway(referral));
    if (underway !== undefined) return c.json(underway, 201);
    const asked = { partner, note, landlord: room.landlord, timesBefore: before.length };
    const opened = openReferral(incident, asset, asked, personOf(c), room.clock());
    await room.referrals.open(opened);
    const { id: referralId, status } = opened.referral;
    room.log.info('REFERRAL_CHANGED', { referralId, did: 'opened', status });
    return c.json({ referral: opened.referral, history: [opened.history] }, 201);
  });

  return routes;
}
