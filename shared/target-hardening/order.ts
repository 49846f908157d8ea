import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import { By } from '../platform/person.ts';
import { RegisterId } from '../register/place.ts';
import { type Equipment, EquipmentList, Funding } from './equipment.ts';
import { Package } from './target-hardening-settings.ts';

export const OrderStatus = z.enum(['requested', 'approved', 'ordered', 'fitted', 'followed-up', 'cancelled']);
export type OrderStatus = z.infer<typeof OrderStatus>;

/** Who asked for the work. */
const Agency = z.enum(['council', 'police', 'landlord', 'support-service']);

/** Why somebody is at risk, as a class: what happened to them stands nowhere here. */
const ReasonClass = z.enum([
  'domestic-abuse',
  'sexual-violence',
  'stalking-or-harassment',
  'hate-crime',
  'burglary',
  'anti-social-behaviour',
  'other',
]);

/** How great the agency takes the risk to be, in the words of the DASH checklist. */
const Risk = z.enum(['standard', 'medium', 'high']);

export const Tenure = z.enum(['social-rented', 'private-rented', 'owner-occupied', 'temporary', 'other']);

const Pence = z.int().min(0).max(100_000_000);
/** A member of staff, as the sign-in service knows them. */
export const Username = z
  .string()
  .trim()
  .regex(/^\S{1,100}$/, 'a username, without spaces');

/** More people than this do not keep something to themselves. */
const MOST_NAMED = 12;

/** The people who may know of an order. */
export const NamedPeople = z.array(Username).min(1, 'somebody must be named').max(MOST_NAMED);

/** Whether the landlord of the home has to allow the work, and whether it is allowed. Who said so is kept with the home. */
const Permission = z.discriminatedUnion('state', [
  z.object({ state: z.literal('not-needed') }),
  z.object({ state: z.literal('awaited') }),
  z.object({ state: z.literal('given'), at: Instant }),
  z.object({ state: z.literal('refused'), at: Instant, because: z.string() }),
]);
export type Permission = z.infer<typeof Permission>;

/** How it was when somebody asked, months after the work. */
export const FollowUp = z.object({
  stillInPlace: z.enum(['yes', 'in-part', 'no']),
  feelsSafer: z.enum(['yes', 'no', 'not-said']),
  repeatIncidents: z.enum(['yes', 'no']),
});

/** What is to be done and who pays: money in whole pence, without VAT. The resident pays nothing. */
const plan = {
  package: Package,
  equipment: EquipmentList,
  labourPence: Pence,
  funding: z.array(Funding).max(20),
  tenure: Tenure,
};

/** A change of what is to be done; what is left out stays. */
export const PlanChange = z.object({ ...plan, permissionNeeded: z.boolean() }).partial();

/** What is said to have an order made, but for the home, which is kept apart. */
export const OrderRequest = z.object({
  patch: RegisterId,
  agency: Agency,
  reason: ReasonClass,
  risk: Risk,
  ...plan,
  permissionNeeded: z.boolean(),
});
export type OrderRequest = z.infer<typeof OrderRequest>;

/**
 * A target hardening order: what is fitted at a home whose people are at risk. Whose and where is not in it (`Home`), and
 * only those who are `named` may know of it. `homeUntil` is when the home is forgotten, `timesOrdered` how often a fitter
 * was instructed, `taskId` the work of the last time.
 */
export const Order = z.object({
  id: z.string(),
  status: OrderStatus,
  ...OrderRequest.omit({ permissionNeeded: true }).shape,
  permission: Permission,
  named: NamedPeople,
  requestedAt: Instant,
  approvedAt: Instant.optional(),
  orderedAt: Instant.optional(),
  timesOrdered: z.int().min(0),
  fitter: Username.optional(),
  taskId: z.string().optional(),
  dueAt: Instant.optional(),
  fittedAt: Instant.optional(),
  followUpDueAt: Instant.optional(),
  /** That the time for the follow-up has come, and nobody has noted one. */
  followUpAwaited: z.boolean(),
  followUp: FollowUp.extend({ at: Instant }).optional(),
  homeUntil: Instant.optional(),
  version: z.int().min(1),
});
export type Order = z.infer<typeof Order>;

/** One line of an order's history. Neither the home nor its people stand in it. */
export const OrderHistory = z.object({
  version: z.int().min(1),
  at: Instant,
  by: By,
  did: z.enum([
    'requested',
    'revise',
    'permit',
    'refuse-permission',
    'approve',
    'instruct',
    'fit',
    'return',
    'fall-due',
    'follow-up',
    'cancel',
    'name-people',
    'correct-home',
  ]),
  status: OrderStatus,
  said: z.string(),
});
export type OrderHistory = z.infer<typeof OrderHistory>;

/** An order after a change, with the line that its history gains. */
export interface OrderChange {
  readonly order: Order;
  readonly history: OrderHistory;
}

/** The people together, each once. Throws {@link Rejected} when they are too many to keep something to themselves. */
export function togetherNamed(usernames: readonly string[]): string[] {
  const named = [...new Set(usernames)];
  if (named.length <= MOST_NAMED) return named;
  throw new Rejected(`At most ${MOST_NAMED} people may know of an order: take somebody off it first.`);
}

/** A new order, of which its maker and those whom the maker names may know. Pure. */
export function requestOrder(
  { permissionNeeded, ...asked }: OrderRequest,
  { id, named, maker }: { readonly id: string; readonly named: readonly string[]; readonly maker: string },
  now: Instant,
): OrderChange {
  const order: Order = {
    id,
    status: 'requested',
    ...asked,
    permission: { state: permissionNeeded ? 'awaited' : 'not-needed' },
    named: togetherNamed([maker, ...named]),
    requestedAt: now,
    timesOrdered: 0,
    followUpAwaited: false,
    version: 1,
  };
  const by: By = { who: 'person', username: maker };
  const said = `${asked.package}, for the ${asked.agency.replaceAll('-', ' ')}`;
  return { order, history: { version: 1, at: now, by, did: 'requested', status: 'requested', said } };
}

/** The order with other things known of it, and the line that says so. Its state stays as it is. */
export function withKnown(
  order: Order,
  known: Partial<Order>,
  did: OrderHistory['did'],
  said: string,
  by: By,
  now: Instant,
): OrderChange {
  const version = order.version + 1;
  return {
    order: { ...order, ...known, version },
    history: { version, at: now, by, did, status: order.status, said },
  };
}

/** Whether a person may know of an order. Nobody else may, whatever their role. */
export function isNamed({ named }: Pick<Order, 'named'>, username: string): boolean {
  return named.includes(username);
}

/** What equipment and labour cost together, in pence. */
export function costPence({ equipment, labourPence }: Pick<Order, 'equipment' | 'labourPence'>): number {
  return equipment.reduce((sum, line: Equipment) => sum + line.costPence, labourPence);
}

/** How much of the cost nobody pays yet, in pence; 0 when all of it is covered. */
export function notFundedPence(order: Pick<Order, 'equipment' | 'labourPence' | 'funding'>): number {
  const funded = order.funding.reduce((sum, { pence }) => sum + pence, 0);
  return Math.max(0, costPence(order) - funded);
}
