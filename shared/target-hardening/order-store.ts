import { z } from 'zod';
import type { Deadline } from '../deadlines/deadline.ts';
import { DeadlineStore } from '../deadlines/deadline-store.ts';
import { Instant, millis } from '../platform/instant.ts';
import { EXPIRES, keys } from '../platform/keys.ts';
import type { Page, Table } from '../platform/table.ts';
import { orConflict } from '../platform/version.ts';
import type { Item, Write } from '../platform/write.ts';
import { Home } from './home.ts';
import { isNamed, Order, type OrderChange, OrderHistory, OrderStatus } from './order.ts';
import { Package } from './target-hardening-settings.ts';

/** Whether anything is still to be done about an order, as people list their own. */
export const Which = z.enum(['underway', 'over']);
export type Which = z.infer<typeof Which>;

/** An order as its people list it: when its work or its follow-up is due, and nothing that tells of the home. */
export const ListedOrder = z.object({
  orderId: z.string(),
  status: OrderStatus,
  package: Package,
  requestedAt: Instant,
  dueAt: Instant.optional(),
});
export type ListedOrder = z.infer<typeof ListedOrder>;

const ExpiringHome = Home.extend({ [EXPIRES]: z.int().optional() });

/** Target hardening orders in the table. The home that one is for is an item by itself, read by {@link OrderStore.home} alone. */
export class OrderStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Keeps a new order and its home, in one transaction. */
  async request(change: OrderChange, home: Home): Promise<void> {
    const writes = orderWrites(change, 'new', []);
    await this.#table.commit([...writes, { put: homeItem(change.order, home), when: 'new' }]);
  }

  /**
   * Saves a change with its history, with what else is known of the home, and with further writes. Throws `Conflict` when
   * the order has changed since `before`.
   */
  async save(
    change: OrderChange,
    { before, home, with: further = [] }: { before: Order; home?: Home | undefined; with?: readonly Write[] },
  ): Promise<void> {
    const { order, history } = change;
    const isDated = order.homeUntil !== before.homeUntil;
    const kept = home ?? (isDated ? await this.home(order.id, history.at) : undefined);
    await orConflict(`Order ${order.id}`, () =>
      this.#table.commit([
        ...orderWrites(change, { version: before.version }, before.named),
        ...(kept === undefined ? [] : [{ put: homeItem(order, kept) }]),
        ...further,
      ]),
    );
  }

  /** An order. One GetItem. */
  async get(orderId: string): Promise<Order | undefined> {
    return this.#table.get(keys.order(orderId), Order);
  }

  /** What was done to an order, oldest first. One Query. */
  async history(orderId: string): Promise<OrderHistory[]> {
    return this.#table.all({ pk: keys.order(orderId).pk, prefix: 'HISTORY#' }, OrderHistory);
  }

  /** The home that an order is for, until it is forgotten. One GetItem. Whoever is shown it is recorded by the caller. */
  async home(orderId: string, now: Instant): Promise<Home | undefined> {
    const found = await this.#table.get(keys.orderHome(orderId), ExpiringHome);
    if (found === undefined) return undefined;
    const { [EXPIRES]: expiresAtSeconds, ...home } = found;
    // DynamoDB removes an item up to two days after its time.
    return expiresAtSeconds !== undefined && expiresAtSeconds * 1_000 <= millis(now) ? undefined : home;
  }

  /** The orders that a person may know of, what is due first first. One Query. */
  async ofPerson(username: string, which: Which, limit: number, from?: string): Promise<Page<ListedOrder>> {
    const pk = keys.personOrders(username, which);
    return this.#table.query({ index: 'byPerson', pk, limit, from }, ListedOrder);
  }

  /** The orders requested in a year (UTC) such as 2026. One Query a page of 1 MB. */
  async ofYear(year: number): Promise<Order[]> {
    return this.#table.all({ index: 'byQueue', pk: keys.yearOrders(String(year)) }, Order);
  }
}

function orderWrites(
  { order, history }: OrderChange,
  when: 'new' | { readonly version: number },
  namedBefore: readonly string[],
): Write[] {
  const parted = namedBefore.filter((username) => !isNamed(order, username));
  return [
    { put: orderItem(order), when },
    {
      put: {
        ...keys.orderHistory(order.id, history.version),
        type: 'target-hardening-history',
        ...history,
      },
    },
    ...order.named.map((username) => ({ put: namedItem(order, username) })),
    ...parted.map((username) => ({ remove: keys.orderNamed(order.id, username) })),
    ...DeadlineStore.writes(deadlinesOf(order, history.did), history.at),
  ];
}

function deadlinesOf({ id: orderId, followUpDueAt: at }: Order, did: OrderHistory['did']): Deadline[] {
  if (did !== 'fit' || at === undefined) return [];
  return [{ id: `order/${orderId}/${at}`, at, wakes: { what: 'order', orderId } }];
}

function orderItem(order: Order): Item {
  return {
    ...keys.order(order.id),
    type: 'target-hardening-order',
    queuePk: keys.yearOrders(order.requestedAt.slice(0, 4)),
    queueSk: `${order.requestedAt}#${order.id}`,
    ...order,
  };
}

function namedItem(order: Order, username: string): Item {
  const { id: orderId, status, requestedAt } = order;
  const which: Which = status === 'followed-up' || status === 'cancelled' ? 'over' : 'underway';
  const dueAt = status === 'ordered' ? order.dueAt : status === 'fitted' ? order.followUpDueAt : undefined;
  return {
    ...keys.orderNamed(orderId, username),
    type: 'target-hardening-named',
    personPk: keys.personOrders(username, which),
    personSk: `${dueAt ?? requestedAt}#${orderId}`,
    username,
    orderId,
    status,
    package: order.package,
    requestedAt,
    ...(dueAt !== undefined && { dueAt }),
  };
}

function homeItem({ id, homeUntil }: Order, home: Home): Item {
  const expiry = homeUntil === undefined ? {} : { [EXPIRES]: Math.floor(millis(homeUntil) / 1_000) };
  return { ...keys.orderHome(id), type: 'target-hardening-home', ...home, ...expiry };
}
