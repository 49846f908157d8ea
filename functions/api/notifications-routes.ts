import { OpenAPIHono, z } from '@hono/zod-openapi';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiEnv, personOf } from './caller.ts';
import { json, PageAsked, pageOf, registerId } from './contract.ts';
import { Notification } from './notifications-contract.ts';
import type { Room } from './room.ts';

const tags = ['Telling people'];
const NotificationPage = pageOf(Notification, 'NotificationPage');

const listRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'get',
    path: '/notifications',
    operationId: 'listNotifications',
    tags,
    summary: 'What was told on a day, to whom, and what came of each try, newest first',
    description: 'Without a day: today (UTC).',
    request: { query: PageAsked.extend({ day: z.iso.date().optional() }) },
    responses: { 200: json('A page of notifications.', NotificationPage) },
  },
);

const digestRoute = staffRoute(
  { roles: ALL_ROLES, within: 'asked-patch' },
  {
    method: 'post',
    path: '/digests',
    operationId: 'askForDigest',
    tags,
    summary: 'Have a patch’s digest sent to you now',
    description: 'The one of the next morning stays as it is.',
    request: { query: z.object({ patch: registerId('north') }) },
    responses: { 202: json('What is being sent to you.', Notification) },
  },
);

/** What people were told. */
export function notificationsRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  routes.openapi(listRoute, async (c) => {
    const { day = room.clock().slice(0, 10), limit, from } = c.req.valid('query');
    return c.json(await room.notifications.ofDay(day, limit, from), 200);
  });

  routes.openapi(digestRoute, async (c) => {
    const { patch } = c.req.valid('query');
    const notification = await room.digests.forOne(patch, personOf(c).username, room.clock());
    await room.notifications.decide(notification);
    return c.json(notification, 202);
  });

  return routes;
}
