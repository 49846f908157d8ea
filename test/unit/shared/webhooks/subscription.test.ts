import { describe, expect, it } from 'vitest';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import {
  changed,
  disabledAsGone,
  pausedAsFailing,
  SubscriptionAsked,
  wants,
} from '../../../../shared/webhooks/subscription.ts';
import { at } from '../../../support/builders.ts';
import { anEvent, aSubscription } from '../../../support/webhook-builders.ts';

const NOW = at('2026-11-22T09:30:00Z');

describe('a subscription', () => {
  it('wants the types and patches that it names', () => {
    expect(wants(aSubscription(), anEvent())).toBe(true);
    expect(wants(aSubscription({ patches: ['south'] }), anEvent())).toBe(false);
    expect(wants(aSubscription({ eventTypes: ['uk.estatewatch.task.breached'] }), anEvent())).toBe(false);
  });

  it('has in its log what happens while it is paused, and nothing once its receiver is gone', () => {
    expect(wants(aSubscription({ status: 'paused' }), anEvent())).toBe(true);
    expect(wants(aSubscription({ status: 'disabled' }), anEvent())).toBe(false);
  });

  it('is paused after a whole day of failures and says so, not before', () => {
    const paused = pausedAsFailing(aSubscription(), plusSeconds(NOW, -86_400), NOW);
    expect(paused).toMatchObject({
      status: 'paused',
      because: expect.stringContaining('Nothing could be delivered since 2026-11-21T09:30:00.000Z'),
      version: 2,
    });
    expect(pausedAsFailing(aSubscription(), plusSeconds(NOW, -86_399), NOW)).toBeUndefined();
  });

  it('is disabled when its receiver is gone, until a manager enables it', () => {
    const gone = disabledAsGone(aSubscription(), NOW);
    expect(gone).toMatchObject({ status: 'disabled', because: expect.stringContaining('410') });
    const asked = SubscriptionAsked.parse({ ...ASKED, status: 'enabled' });
    const enabled = changed(gone, asked, 'manager', NOW);
    expect(enabled).toMatchObject({ status: 'enabled', version: 3 });
    expect(enabled).not.toHaveProperty('because');
  });

  it('names each type and patch once, in order', () => {
    const types = [
      'uk.estatewatch.task.overdue',
      'uk.estatewatch.task.at_risk',
      'uk.estatewatch.task.overdue',
    ];
    expect(SubscriptionAsked.parse({ ...ASKED, eventTypes: types, patches: ['b', 'a', 'b'] })).toMatchObject({
      eventTypes: ['uk.estatewatch.task.at_risk', 'uk.estatewatch.task.overdue'],
      patches: ['a', 'b'],
    });
  });
});

const ASKED = {
  url: 'https://housing.landlord.example/hooks',
  description: 'The housing-management system',
  eventTypes: ['uk.estatewatch.incident.confirmed'],
  patches: ['north'],
};
