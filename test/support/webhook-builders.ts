import type { z } from 'zod';
import { Subscription } from '../../shared/webhooks/subscription.ts';
import { incidentEvent, type WebhookEvent } from '../../shared/webhooks/webhook-event.ts';
import { anIncident, at } from './builders.ts';

/** A subscription of the housing-management system to what is confirmed in the patch north. */
export function aSubscription(said: Partial<z.input<typeof Subscription>> = {}): Subscription {
  return Subscription.parse({
    id: 'WH-0000000001',
    url: 'https://housing.landlord.example/hooks',
    description: 'The housing-management system',
    eventTypes: ['uk.estatewatch.incident.confirmed'],
    patches: ['north'],
    status: 'enabled',
    changedBy: 'manager',
    changedAt: '2026-11-20T09:00:00Z',
    version: 1,
    ...said,
  });
}

/** That the fly-tip beside the bin store of Ash Court was confirmed. */
export function anEvent(): WebhookEvent {
  const type = 'uk.estatewatch.incident.confirmed';
  const happened = { type, at: at('2026-11-22T09:30:00Z'), version: 2 } as const;
  return incidentEvent(anIncident(), 'confirmed', happened, 'https://estatewatch.landlord.example');
}
