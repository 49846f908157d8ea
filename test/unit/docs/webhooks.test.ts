import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RETRY_GAPS_SECONDS } from '../../../shared/webhooks/delivery.ts';
import { SubscriptionAsked } from '../../../shared/webhooks/subscription.ts';
import { taskEvent, WebhookEventType } from '../../../shared/webhooks/webhook-event.ts';
import { aTask, at } from '../../support/builders.ts';

const page = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8');
const [asked, body] = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']): unknown =>
  JSON.parse(json),
);

describe('The page on webhooks', () => {
  it('has a row for every type of event and for no other', () => {
    const types = [...page.matchAll(/^\| `(uk\.[\w.]+)` \|/gm)].map(([, type]) => type);
    expect(types).toEqual(WebhookEventType.options);
  });

  it('shows a subscription that is accepted', () => {
    expect(SubscriptionAsked.parse(asked)).toMatchObject({ status: 'enabled' });
  });

  it('shows a body as it is sent', () => {
    const task = aTask({
      id: 'T-3QX4DA7K2M',
      kind: 'make-safe',
      patch: 'riverside',
      incidentId: 'DF-SC6NJE6AMR',
      dueAt: '2026-11-23T17:00:00Z',
    });
    const type = 'uk.estatewatch.task.breached';
    const happened = { type, at: at('2026-11-24T17:00:20Z'), version: 7 } as const;
    const event = taskEvent(task, 'emergency', 'open', happened, 'https://estatewatch.landlord.example');
    expect(body).toEqual(JSON.parse(event.body));
  });

  it('names the gaps between tries', () => {
    const units = { s: 1, min: 60, h: 3_600 };
    const [, gaps = ''] = /tried again after (.+?), up to/.exec(page) ?? [];
    const seconds = [...gaps.matchAll(/(\d+) (s|min|h)/g)].map(
      ([, amount, unit]) => Number(amount) * (unit === 's' ? units.s : unit === 'min' ? units.min : units.h),
    );
    expect(seconds).toEqual([...RETRY_GAPS_SECONDS]);
  });
});
