import { randomUUID } from 'node:crypto';
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { derivedId } from '../../shared/platform/derived-id.ts';
import { NotFound } from '../../shared/platform/errors.ts';
import { byPerson, seesPatch } from '../../shared/platform/person.ts';
import { type Home, HomeSaid } from '../../shared/target-hardening/home.ts';
import {
  costPence,
  notFundedPence,
  type Order,
  type OrderChange,
  requestOrder,
  withKnown,
} from '../../shared/target-hardening/order.ts';
import { moveOrder, orderMoves } from '../../shared/target-hardening/order-moves.ts';
import { namePeople } from '../../shared/target-hardening/order-people.ts';
import { instruct } from '../../shared/target-hardening/order-task.ts';
import { allowanceFor } from '../../shared/target-hardening/target-hardening-settings.ts';
import { yearlyCounts } from '../../shared/target-hardening/yearly-counts.ts';
import { type ApiContext, type ApiEnv, personOf } from './caller.ts';
import { personMoves, requireVersion } from './moves.ts';
import { refuseTellTale, seenOrder } from './order-sight.ts';
import type { Room } from './room.ts';
import {
  correctHomeRoute,
  countsRoute,
  homeRoute,
  listRoute,
  moveRoute,
  peopleRoute,
  readRoute,
  requestRoute,
} from './target-hardening-contract.ts';

/** Target hardening orders, for those whom each names; and a year's counts, for managers. */
export function targetHardeningRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  routes.openapi(requestRoute, async (c) => {
    const { home, named, ...asked } = c.req.valid('json');
    const person = personOf(c);
    allowanceFor(asked.package, room.orderSettings);
    const estates = seesPatch(person, asked.patch) ? await room.register.estatesOf(asked.patch) : [];
    if (estates.length === 0)
      throw new NotFound(`There is no patch “${asked.patch}” among what you look after.`);
    // Random: a reference made from the home could be found by trying homes.
    const id = derivedId('TH', randomUUID());
    const change = requestOrder(asked, { id, named, maker: person.username }, room.clock());
    await room.orders.request(change, home);
    told(change);
    return c.json(shown(change.order), 201, { location: `/target-hardening/orders/${id}` });
  });

  routes.openapi(listRoute, async (c) => {
    const { which, limit, from } = c.req.valid('query');
    return c.json(await room.orders.ofPerson(personOf(c).username, which, limit, from), 200);
  });

  routes.openapi(readRoute, async (c) => {
    const order = await seenOrder(c, room, c.req.valid('param').orderId);
    return c.json({ order: shown(order), history: await room.orders.history(order.id) }, 200);
  });

  routes.openapi(homeRoute, async (c) => {
    const { id } = await seenOrder(c, room, c.req.valid('param').orderId);
    const home = await homeOf(id);
    const { username } = personOf(c);
    await room.audit.note({ username, at: room.clock(), did: 'viewed-address', subject: id });
    room.log.info('ADDRESS_VIEWED', { orderId: id });
    return c.json(home, 200);
  });

  routes.openapi(correctHomeRoute, async (c) => {
    const { version, ...said } = c.req.valid('json');
    const before = await decided(c, c.req.valid('param').orderId, version);
    const { permittedBy } = await homeOf(before.id);
    const home = { ...HomeSaid.parse(said), permittedBy };
    const by = byPerson(personOf(c));
    const change = withKnown(
      before,
      {},
      'correct-home',
      'what is known of the home was put right',
      by,
      room.clock(),
    );
    await room.orders.save(change, { before, home });
    told(change);
    return c.json(shown(change.order), 200);
  });

  routes.openapi(peopleRoute, async (c) => {
    const { version, usernames } = c.req.valid('json');
    const before = await decided(c, c.req.valid('param').orderId, version);
    const change = namePeople(before, usernames, byPerson(personOf(c)), room.clock());
    if (change !== undefined) await room.orders.save(change, { before });
    if (change !== undefined) told(change);
    return c.json(shown(change?.order ?? before), 200);
  });

  routes.openapi(countsRoute, async (c) => {
    const { year } = c.req.valid('query');
    return c.json(yearlyCounts(year, await room.orders.ofYear(year)), 200);
  });

  for (const move of personMoves(orderMoves)) {
    routes.openapi(moveRoute(move), async (c) => {
      const body = c.req.valid('json');
      const before = await decided(c, c.req.valid('param').orderId, body.version);
      const by = byPerson(personOf(c));
      const now = room.clock();
      if (move.name === 'instruct') {
        const settings = { ...room.orderSettings, hours: room.taskSettings.hours };
        const detail = orderMoves.instruct.needs.parse(body);
        const { opened, ...change } = instruct(before, detail, by, now, settings);
        await room.orders.save(change, { before, with: room.tasks.writes(opened, 'new') });
        room.log.info('WORK_CHANGED', { tasks: [opened.task.id], did: 'opened' });
        told(change);
        return c.json(shown(change.order), 200);
      }
      const detail = z.parse(orderMoves[move.name].needs, body);
      const change = moveOrder(before, move.name, detail, by, now, room.orderSettings);
      await refuseTellTale(room, before.id, 'reason' in detail ? detail.reason : undefined);
      const home = 'givenBy' in detail ? await permitted(before, detail.givenBy, change.order) : undefined;
      await room.orders.save(change, { before, home });
      told(change);
      return c.json(shown(change.order), 200);
    });
  }

  async function decided(c: ApiContext, orderId: string, version: number): Promise<Order> {
    const order = await seenOrder(c, room, orderId);
    requireVersion(`Order ${order.id}`, order.version, version);
    return order;
  }

  async function homeOf(orderId: string): Promise<Home> {
    const home = await room.orders.home(orderId, room.clock());
    if (home === undefined) throw new NotFound(`The home of order ${orderId} has been forgotten.`);
    return home;
  }

  async function permitted({ id }: Order, name: string, { permission }: Order): Promise<Home> {
    const at = permission.state === 'given' ? permission.at : room.clock();
    return { ...(await homeOf(id)), permittedBy: { name, at } };
  }

  function told({ order, history }: OrderChange): void {
    room.log.info('ORDER_CHANGED', { orderId: order.id, did: history.did });
  }

  return routes;
}

function shown(order: Order) {
  return { ...order, costPence: costPence(order), notFundedPence: notFundedPence(order) };
}
