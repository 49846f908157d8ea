import { OpenAPIHono, z } from '@hono/zod-openapi';
import { clearanceTimes } from '../../shared/incidents/clearance-times.ts';
import { type Incident as IncidentOnRecord, IncidentStatus } from '../../shared/incidents/incident.ts';
import { pictureName, picturesOf } from '../../shared/incidents/incident-file.ts';
import { type IncidentMove, incidentMoves, moveIncident } from '../../shared/incidents/incident-moves.ts';
import { NotFound } from '../../shared/platform/errors.ts';
import { byPerson } from '../../shared/platform/person.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiContext, type ApiEnv, personOf, withinSight } from './caller.ts';
import { Id, Incident, IncidentFile, json, PageAsked, pageOf, registerId } from './contract.ts';
import { moveBody, type PersonMove, personMoves, requireVersion } from './moves.ts';
import { Problem } from './problem.ts';
import type { Room } from './room.ts';

const tags = ['Incidents'];
const IncidentIdParam = z.object({ incidentId: Id.openapi({ example: 'FT-7K2M9QX4DA' }) });
const PictureName = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'the beginning of the picture’s SHA-256, 16 digits')
  .openapi({ example: '9f86d081884c7d65' });

const listRoute = staffRoute(
  { roles: ALL_ROLES, within: 'asked-patch' },
  {
    method: 'get',
    path: '/incidents',
    operationId: 'listIncidents',
    tags,
    summary: 'The incidents of a patch in one status, the most urgent first',
    description:
      'Emergencies, then those that were raised, then the rest; newest first within each. Without a status: the ' +
      'flagged ones, which wait for somebody to look.',
    request: {
      query: PageAsked.extend({ patch: registerId('north'), status: IncidentStatus.default('flagged') }),
    },
    responses: { 200: json('A page of incidents.', pageOf(Incident, 'IncidentPage')) },
  },
);

const readRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/incidents/{incidentId}',
    operationId: 'readIncident',
    tags,
    summary: 'An incident with everything filed on it',
    request: { params: IncidentIdParam },
    responses: { 200: json('The incident’s file.', IncidentFile) },
  },
);

const stillRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch', footage: true },
  {
    method: 'get',
    path: '/incidents/{incidentId}/stills/{picture}',
    operationId: 'viewStill',
    tags,
    summary: 'Go to a picture of an incident',
    description:
      'Who asked, when and for what is recorded before the link is given. The link lives five minutes.',
    request: { params: IncidentIdParam.extend({ picture: PictureName }) },
    responses: { 303: { description: 'The picture is at the address in `location`.' } },
  },
);

/** Incidents: the review queue, the file, the pictures, and the moves that people make. */
export function incidentsRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  async function seenIncident(c: ApiContext, incidentId: string): Promise<IncidentOnRecord> {
    const incident = withinSight(c, await room.incidents.get(incidentId), `incident “${incidentId}”`);
    c.set('version', incident.version);
    return incident;
  }

  routes.openapi(listRoute, async (c) => {
    const { patch, status, limit, from } = c.req.valid('query');
    return c.json(await room.incidents.ofPatch(patch, status, limit, from), 200);
  });

  routes.openapi(readRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const file = await room.incidents.file(incidentId);
    const incident = withinSight(c, file?.incident, `incident “${incidentId}”`);
    const { sightings = [], history = [], tasks = [], bids = [] } = file ?? {};
    const stills = picturesOf({ incident, sightings }).map(({ still, of, at }) => {
      const { shows, atSeconds, sha256 } = still;
      const link = `/incidents/${encodeURIComponent(incidentId)}/stills/${pictureName(still)}`;
      return { of, at, shows, atSeconds, sha256, link };
    });
    const clearance = clearanceTimes({ incident, sightings, history });
    const referrals = await room.referrals.ofIncident(incidentId);
    return c.json({ incident, sightings, history, tasks, bids, stills, referrals, clearance }, 200);
  });

  routes.openapi(stillRoute, async (c) => {
    const { incidentId, picture } = c.req.valid('param');
    const file = await room.incidents.file(incidentId);
    const incident = withinSight(c, file?.incident, `incident “${incidentId}”`);
    const still = picturesOf({ incident, sightings: file?.sightings ?? [] })
      .map((each) => each.still)
      .find((each) => pictureName(each) === picture);
    if (still === undefined) throw new NotFound(`Incident ${incidentId} has no picture “${picture}”.`);
    const { username } = personOf(c);
    await room.audit.note({
      username,
      at: room.clock(),
      did: 'viewed-still',
      subject: incidentId,
      detail: still.key,
    });
    const link = await room.stills.to(still.key);
    room.log.info('FOOTAGE_VIEWED', { incidentId, shows: still.shows });
    return c.redirect(link, 303);
  });

  for (const move of personMoves(incidentMoves)) addMove(move);

  function addMove(move: PersonMove<IncidentMove>): void {
    routes.openapi(moveRoute(move), async (c) => {
      const incident = await seenIncident(c, c.req.valid('param').incidentId);
      const body = c.req.valid('json');
      requireVersion(`Incident ${incident.id}`, incident.version, body.version);
      const detail = z.parse(incidentMoves[move.name].needs, body);
      const change = moveIncident(incident, move.name, detail, byPerson(personOf(c)), room.clock());
      await room.incidents.save(change, { after: incident.version });
      room.log.info('INCIDENT_CHANGED', { incidentId: incident.id, status: change.incident.status });
      return c.json(change.incident, 200);
    });
  }

  return routes;
}

function moveRoute({ name, roles, leads }: PersonMove<IncidentMove>) {
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return staffRoute(
    { roles, within: 'its-patch' },
    {
      method: 'post',
      path: `/incidents/{incidentId}/${name}`,
      operationId: `${name}Incident`,
      tags,
      summary: `${title} an incident`,
      description: leads,
      request: {
        params: IncidentIdParam,
        body: {
          required: true,
          ...json(
            'What is decided, and on which version.',
            moveBody(incidentMoves[name].needs, `${title}Incident`),
          ),
        },
      },
      responses: {
        200: json('The incident as it is now.', Incident),
        409: {
          description: 'It has changed since you looked, or is in a state from which this is not done.',
          content: { 'application/problem+json': { schema: Problem } },
        },
      },
    },
  );
}
