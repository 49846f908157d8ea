import type { z } from 'zod';
import { Home } from '../../shared/target-hardening/home.ts';
import { Order, OrderRequest } from '../../shared/target-hardening/order.ts';
import type { OrderSettings } from '../../shared/target-hardening/order-moves.ts';
import { TargetHardeningSettings } from '../../shared/target-hardening/target-hardening-settings.ts';
import type { OrderTask } from '../../shared/tasks/task.ts';
import { startClock } from '../../shared/tasks/task-clock.ts';
import { WorkingHours } from '../../shared/tasks/working-time.ts';
import { at } from './builders.ts';

/** The landlord's defaults: gold, silver and bronze, six months and twelve, in British time. */
export const orderSettings: OrderSettings = {
  ...TargetHardeningSettings.parse({}),
  timeZone: 'Europe/London',
};

/** What the police ask for: two locks and a door alarm within 24 hours, paid by the landlord. */
export function anOrderRequest(said: Partial<z.input<typeof OrderRequest>> = {}): OrderRequest {
  return OrderRequest.parse({
    patch: 'north',
    agency: 'police',
    reason: 'domestic-abuse',
    risk: 'high',
    package: 'gold',
    equipment: [
      { item: 'lock', quantity: 2, costPence: 8_000 },
      { item: 'door-alarm', quantity: 1, costPence: 3_500 },
    ],
    labourPence: 6_000,
    funding: [
      { source: 'landlord', kind: 'capital', pence: 11_500 },
      { source: 'police', kind: 'revenue', pence: 6_000 },
    ],
    tenure: 'social-rented',
    permissionNeeded: true,
    ...said,
  });
}

/** That order as an officer of the patch north made it. */
export function anOrder(said: Partial<z.input<typeof Order>> = {}): Order {
  const { permissionNeeded: _, ...request } = anOrderRequest();
  return Order.parse({
    id: 'TH-0000000001',
    status: 'requested',
    ...request,
    permission: { state: 'awaited' },
    named: ['officer-north'],
    requestedAt: '2026-11-22T09:00:00Z',
    timesOrdered: 0,
    followUpAwaited: false,
    version: 1,
    ...said,
  });
}

/** A home whose every word is found again if it leaks. */
export function aHome(said: Partial<z.input<typeof Home>> = {}): Home {
  return Home.parse({
    address: {
      lines: ['Flat 7', '41 Tattletale Terrace', 'Cardiff'],
      postcode: 'CF99 9ZZ',
      uprn: '100099887766',
    },
    resident: {
      name: 'Zenobia Quillfeather',
      phone: '01632 960777',
      email: 'zenobia@quillfeather.example',
      howToReach: 'Only by text, never before ten: code word marmalade',
    },
    requestedBy: 'DC Peregrine Snodgrass',
    ...said,
  });
}

/** What must be found nowhere but in the home. */
export const TELL_TALES = [
  /tattletale/i,
  /flat 7/i,
  /CF99/i,
  /100099887766/,
  /zenobia|quillfeather/i,
  /960777/,
  /marmalade/i,
  /snodgrass/i,
];

/** The task of an order that a fitter was instructed on, open for 24 hours. */
export function anOrderTask(said: Partial<OrderTask> = {}): OrderTask {
  const openedAt = at('2026-11-22T10:00:00Z');
  const level = { task: 'security-works', complete: { clockHours: 24 } } as const;
  return {
    id: 'T-0000000009',
    kind: 'security-works',
    trade: 'security-fitting',
    status: 'open',
    orderId: 'TH-0000000001',
    patch: 'north',
    openedAt,
    ...startClock(level, openedAt, WorkingHours.parse({})),
    planned: false,
    assignee: 'fitter',
    photos: [],
    version: 1,
    ...said,
  };
}
