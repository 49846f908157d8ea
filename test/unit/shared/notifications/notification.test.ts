import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterTry,
  closeWindow,
  type Delivery,
  decide,
  type GatheringWindow,
  type Notification,
  tellOrGather,
} from '../../../../shared/notifications/notification.ts';
import type { Notice } from '../../../../shared/notifications/urgency.ts';
import { type Instant, plusSeconds, secondsBetween } from '../../../../shared/platform/instant.ts';
import { at } from '../../../support/builders.ts';

const NOW = at('2026-11-23T20:00:00Z');
const GATHER_MINUTES = 10;

const noticeOf = (index: number, now: Instant): Notice => ({
  id: `U-${index}`,
  what: 'insecure-door',
  patch: 'north',
  page: 'incidents',
  reference: `DF-${index}`,
  at: now,
});

/** What one person is told when urgent things come after so many seconds each, and the check runs every minute. */
function live(gapsSeconds: readonly number[]) {
  const told = new Map<string, Notification>();
  const wentOut: Instant[] = [];
  let window: GatheringWindow | undefined;
  let now = NOW;
  const keep = (next: { notification: Notification; window: GatheringWindow } | undefined) => {
    if (next === undefined) return;
    window = next.window;
    told.set(next.notification.id, next.notification);
    if (next.notification.status === 'due') wentOut.push(now);
  };
  const gathering = () => told.get(window?.notificationId ?? '');
  const passTo = (moment: Instant) => {
    for (let tick = plusSeconds(now, 60); tick <= moment; tick = plusSeconds(tick, 60)) {
      now = tick;
      keep(closeWindow(window, gathering(), GATHER_MINUTES, now));
    }
    now = moment;
  };
  for (const [index, gap] of gapsSeconds.entries()) {
    passTo(plusSeconds(now, gap));
    keep(tellOrGather(noticeOf(index, now), 'ana', window, gathering(), GATHER_MINUTES, now));
  }
  passTo(plusSeconds(now, (GATHER_MINUTES + 1) * 60));
  return { told: [...told.values()], wentOut };
}

describe('whatever urgent things come, and whenever', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 40 });

  it('each is in exactly one message, and every message goes out', () => {
    fc.assert(
      fc.property(gaps, (gapsSeconds) => {
        const { told } = live(gapsSeconds);
        const notices = told.flatMap(({ content }) => (content.tells === 'urgent' ? content.notices : []));
        expect(notices.map(({ id }) => id).sort()).toEqual(
          gapsSeconds.map((_, index) => `U-${index}`).sort(),
        );
        expect(told.every(({ status }) => status === 'due')).toBe(true);
      }),
    );
  });

  it('there are ten minutes between two messages to one person, or more', () => {
    fc.assert(
      fc.property(gaps, (gapsSeconds) => {
        const { wentOut } = live(gapsSeconds);
        const pauses = wentOut
          .slice(1)
          .map((moment, index) => secondsBetween(wentOut[index] ?? moment, moment));
        expect(pauses.filter((seconds) => seconds < GATHER_MINUTES * 60)).toEqual([]);
      }),
    );
  });
});

describe('a notification after a try', () => {
  const ways = [{ channel: 'email' }, { channel: 'push', subscriptionId: 'PS-1' }] as const;
  const content = { tells: 'urgent', notices: [noticeOf(1, NOW)], beyond: 0 } as const;
  const due = decide('U-1', 'ana', { ...content, notices: [...content.notices] }, 'due', NOW);
  const tried = (...outcomes: Delivery['outcome'][]): Delivery[] =>
    outcomes.map((outcome, index) => ({ at: NOW, outcome, ...(ways[index] ?? { channel: 'email' }) }));

  it.each<[Delivery['outcome'][], boolean, Notification['status']]>([
    [['delivered', 'delivered'], false, 'sent'],
    [['delivered', 'gone'], false, 'sent'],
    [['delivered', 'failed'], false, 'due'],
    [['delivered', 'failed'], true, 'sent'],
    [['failed', 'failed'], false, 'due'],
    [['failed', 'failed'], true, 'failed'],
    [['refused', 'gone'], false, 'failed'],
    [['refused', 'failed'], false, 'due'],
  ])('that came to %s (the last: %s) is %s', (outcomes, isLast, status) => {
    expect(afterTry(due, ways, tried(...outcomes), isLast, NOW).status).toBe(status);
  });

  it('to somebody who is told nowhere has failed', () => {
    expect(afterTry(due, [], [], false, NOW)).toMatchObject({ status: 'failed', endedAt: NOW });
  });
});
