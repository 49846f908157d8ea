import { OpenAPIHono, z } from '@hono/zod-openapi';
import { NotFound } from '../../shared/platform/errors.ts';
import { Instant, plusSeconds } from '../../shared/platform/instant.ts';
import { Contact as SharedContact, Report as SharedReport } from '../../shared/reports/report.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiContext, type ApiEnv, personOf, withinSight } from './caller.ts';
import { Id, json, named, PageAsked, pageOf, registerId } from './contract.ts';
import type { Room } from './room.ts';

const tags = ['Reports'];
const params = z.object({ reference: Id.openapi({ example: 'R-7K2M9QX4DA' }) });
const LAST_SECONDS = 90 * 86_400;

const Report = named(
  SharedReport,
  'Report',
  'What a resident or partner reported, in their own words and answers. Its photos are on its incident.',
);
const Contact = named(SharedContact, 'ReportContact', 'Who reported, as far as they said.');

const listRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/reports',
    operationId: 'listReports',
    tags,
    summary: 'What was reported of an estate, newest first',
    description: 'Without times: of the last 90 days.',
    request: {
      query: PageAsked.extend({
        estate: registerId('riverside'),
        since: Instant.optional(),
        until: Instant.optional(),
      }),
    },
    responses: { 200: json('A page of reports.', pageOf(Report, 'ReportPage')) },
  },
);

const readRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/reports/{reference}',
    operationId: 'readReport',
    tags,
    summary: 'A report, with what was said',
    description: 'One of a place that is nobody’s patch is for managers.',
    request: { params },
    responses: { 200: json('The report.', Report) },
  },
);

const contactRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch', personal: true },
  {
    method: 'get',
    path: '/reports/{reference}/contact',
    operationId: 'viewReportContact',
    tags,
    summary: 'Who reported it',
    description: 'For asking them something. Who looked and when is recorded before it is shown.',
    request: { params },
    responses: { 200: json('Who it was; empty if they did not say.', Contact) },
  },
);

/** What residents and partners reported, for the staff of the patch. */
export function reportsRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  async function seenReport(c: ApiContext, reference: string): Promise<SharedReport> {
    const report = await room.reports.get(reference);
    const isNowhere = report !== undefined && report.place === undefined;
    if (isNowhere && personOf(c).roles.includes('manager')) return report;
    withinSight(c, report?.place, `report “${reference}”`);
    if (report !== undefined) return report;
    throw new NotFound(`There is no report “${reference}”.`);
  }

  routes.openapi(listRoute, async (c) => {
    const { estate, since, until = room.clock(), limit, from } = c.req.valid('query');
    const asset = await room.register.asset(estate);
    withinSight(c, asset?.kind === 'estate' ? asset : undefined, `estate “${estate}”`);
    const span = { since: since ?? plusSeconds(until, -LAST_SECONDS), until };
    return c.json(await room.reports.pageOfEstate(estate, span, limit, from), 200);
  });

  routes.openapi(readRoute, async (c) => {
    return c.json(await seenReport(c, c.req.valid('param').reference), 200);
  });

  routes.openapi(contactRoute, async (c) => {
    const { id } = await seenReport(c, c.req.valid('param').reference);
    const { username } = personOf(c);
    await room.audit.note({ username, at: room.clock(), did: 'viewed-contact', subject: id });
    return c.json((await room.reports.contact(id)) ?? {}, 200);
  });

  return routes;
}
