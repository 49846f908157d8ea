import { z } from 'zod';
import { Rejected, WrongState } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import type { Moves } from '../platform/moves.ts';
import type { By } from '../platform/person.ts';
import { monthsLater } from './months.ts';
import {
  FollowUp,
  notFundedPence,
  type Order,
  type OrderChange,
  type OrderStatus,
  type Permission,
  PlanChange,
  togetherNamed,
  Username,
} from './order.ts';
import { allowanceFor, type TargetHardeningSettings } from './target-hardening-settings.ts';

const Because = z.object({ reason: z.string().trim().min(1, 'say why').max(500) });

/** What people and rules may do to an order. People must besides be named on it. */
export const orderMoves = {
  /** What is to be done changes, and is approved anew. Other equipment needs permission anew. */
  revise: {
    from: ['requested', 'approved'],
    to: 'requested',
    by: ['estate-officer', 'manager'],
    needs: PlanChange,
  },
  permit: {
    from: ['requested'],
    to: 'requested',
    by: ['estate-officer', 'manager'],
    /** Who allowed it for the home's landlord is kept with the home. */
    needs: z.object({
      givenBy: z.string().trim().min(1, 'say who allowed it').max(100),
      givenAt: Instant.optional(),
    }),
  },
  'refuse-permission': {
    from: ['requested'],
    to: 'requested',
    by: ['estate-officer', 'manager'],
    needs: Because,
  },
  approve: {
    from: ['requested'],
    to: 'approved',
    by: ['estate-officer', 'manager'],
    needs: z.object({}),
  },
  /** Whoever is to fit it is named on the order, and the clock of its package starts. */
  instruct: {
    from: ['approved'],
    to: 'ordered',
    by: ['estate-officer', 'manager'],
    needs: z.object({ fitter: Username }),
  },
  fit: { from: ['ordered'], to: 'fitted', by: ['rule'], needs: z.object({ fittedAt: Instant }) },
  return: { from: ['ordered'], to: 'approved', by: ['rule'], needs: Because },
  'fall-due': { from: ['fitted'], to: 'fitted', by: ['rule'], needs: z.object({}) },
  'follow-up': {
    from: ['fitted'],
    to: 'followed-up',
    by: ['estate-officer', 'manager'],
    needs: FollowUp,
  },
  /** Before it is ordered. The task of one that is ordered is cancelled first, which brings the order back. */
  cancel: {
    from: ['requested', 'approved'],
    to: 'cancelled',
    by: ['estate-officer', 'manager'],
    needs: Because,
  },
} as const satisfies Moves<OrderStatus>;
export type OrderMove = keyof typeof orderMoves;
type Detail<Move extends OrderMove> = z.output<(typeof orderMoves)[Move]['needs']>;

/** What moves go by: the landlord's packages and months, and the time zone that months are counted in. */
export interface OrderSettings extends TargetHardeningSettings {
  readonly timeZone: string;
}

interface Made {
  readonly next: Order;
  readonly said: string;
}
type Making = {
  readonly [Move in OrderMove]: (
    order: Order,
    detail: Detail<Move>,
    now: Instant,
    settings: OrderSettings,
  ) => Made;
};

/**
 * The order after a move. Pure. Throws {@link WrongState} when its state does not allow the move, and {@link Rejected} when
 * something is missing: permission, money, a package that the landlord has.
 */
export function moveOrder<Move extends OrderMove>(
  order: Order,
  move: Move,
  detail: Detail<Move>,
  by: By,
  now: Instant,
  settings: OrderSettings,
): OrderChange {
  const { from, to } = orderMoves[move];
  if (!(from as readonly OrderStatus[]).includes(order.status)) {
    const first =
      move === 'cancel' && order.status === 'ordered'
        ? `: cancel its task ${order.taskId} first, which brings it back`
        : ` from there`;
    throw new WrongState(`Order ${order.id} is ${order.status}: it cannot ${move}${first}.`);
  }
  const { next, said } = making[move](order, detail, now, settings);
  const version = order.version + 1;
  return {
    order: { ...next, status: to, version },
    history: { version, at: now, by, did: move, status: to, said },
  };
}

const making: Making = {
  revise: ({ approvedAt: _, ...order }, { permissionNeeded, ...plan }, _now, settings) => {
    if (plan.package !== undefined) allowanceFor(plan.package, settings);
    const changed = Object.entries(plan).filter(([, value]) => value !== undefined);
    const next: Order = { ...order, ...Object.fromEntries(changed) };
    const said = [
      ...changed.map(([name]) => name.replace(/Pence$/, '')),
      ...(permissionNeeded === undefined ? [] : ['permission']),
    ];
    if (said.length === 0)
      throw new Rejected('Say what is to change: its package, equipment, costs or funding.');
    const permission = permissionFor(order, next, permissionNeeded);
    return { next: { ...next, permission }, said: `changed: ${said.join(', ')}` };
  },
  permit: (order, { givenAt }, now) => {
    needPermission(order);
    if (givenAt !== undefined && givenAt > now)
      throw new Rejected('Permission cannot be given later than now.');
    const permission: Permission = { state: 'given', at: givenAt ?? now };
    return { next: { ...order, permission }, said: 'permission given' };
  },
  'refuse-permission': (order, { reason }, now) => {
    needPermission(order);
    const permission: Permission = { state: 'refused', at: now, because: reason };
    return { next: { ...order, permission }, said: `permission refused: ${reason}` };
  },
  approve: (order, _detail, now, settings) => {
    allowanceFor(order.package, settings);
    requirePermission(order);
    requireFunding(order);
    return { next: { ...order, approvedAt: now }, said: 'permission and money are settled' };
  },
  instruct: (order, { fitter }) => {
    const named = togetherNamed([...order.named, fitter]);
    return { next: { ...order, named, fitter }, said: `${fitter} is to fit it` };
  },
  fit: (order, { fittedAt }, _now, settings) => {
    const followUpDueAt = monthsLater(fittedAt, settings.followUpMonths, settings.timeZone);
    return {
      // Forgotten one day even if nobody ever asks how it is.
      next: { ...order, fittedAt, followUpDueAt, homeUntil: homeUntil(followUpDueAt, settings) },
      said: 'the work is done',
    };
  },
  return: ({ dueAt: _, ...order }, { reason }) => ({ next: order, said: `the work was not done: ${reason}` }),
  'fall-due': (order) => ({ next: { ...order, followUpAwaited: true }, said: 'it is time to ask how it is' }),
  'follow-up': (order, followUp, now, settings) => ({
    next: {
      ...order,
      followUp: { ...followUp, at: now },
      followUpAwaited: false,
      homeUntil: homeUntil(now, settings),
    },
    said: `in place: ${inWords(followUp.stillInPlace)}; feels safer: ${inWords(followUp.feelsSafer)}; it happened again: ${followUp.repeatIncidents}`,
  }),
  cancel: (order, { reason }, now, settings) => ({
    next: { ...order, homeUntil: homeUntil(now, settings) },
    said: reason,
  }),
};

function homeUntil(from: Instant, { keepAddressMonths, timeZone }: OrderSettings): Instant {
  return monthsLater(from, keepAddressMonths, timeZone);
}

/** Permission was for what was to be fitted then. */
function permissionFor(before: Order, after: Order, needed: boolean | undefined): Permission {
  const isNeeded = needed ?? before.permission.state !== 'not-needed';
  if (!isNeeded) return { state: 'not-needed' };
  const isSame = itemsOf(before) === itemsOf(after) && before.permission.state !== 'not-needed';
  return isSame ? before.permission : { state: 'awaited' };
}

function itemsOf({ equipment }: Order): string {
  return equipment
    .map(({ item }) => item)
    .sort()
    .join();
}

function needPermission({ id, permission }: Order): void {
  if (permission.state === 'not-needed') throw new Rejected(`Order ${id} needs nobody’s permission.`);
}

function requirePermission({ permission }: Order): void {
  if (permission.state === 'awaited') {
    throw new Rejected('The home’s landlord has not allowed it yet: note the permission first.');
  }
  if (permission.state === 'refused') {
    throw new Rejected(`The home’s landlord has refused it (${permission.because}): nothing may be fitted.`);
  }
}

const POUNDS = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });

function requireFunding(order: Order): void {
  const missing = notFundedPence(order);
  if (missing === 0) return;
  throw new Rejected(
    `Nobody pays ${POUNDS.format(missing / 100)} of it yet: revise “funding” until it covers equipment and labour.`,
  );
}

function inWords(slug: string): string {
  return slug.replaceAll('-', ' ');
}
