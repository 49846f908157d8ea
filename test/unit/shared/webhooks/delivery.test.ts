import { describe, expect, it } from 'vitest';
import { WrongState } from '../../../../shared/platform/errors.ts';
import { plusSeconds, secondsBetween } from '../../../../shared/platform/instant.ts';
import {
  type Answer,
  afterTry,
  type Delivery,
  deliveryOf,
  forgottenAtSeconds,
  RETRY_GAPS_SECONDS,
  replayed,
} from '../../../../shared/webhooks/delivery.ts';
import { at } from '../../../support/builders.ts';
import { anEvent, aSubscription } from '../../../support/webhook-builders.ts';

const NOW = at('2026-11-22T09:30:00Z');
const answer = (statusCode: number, said = ''): Answer => ({ millis: 12, statusCode, said });
const NO_ANSWER: Answer = { millis: 10_000, failure: 'No answer within 10 s.', final: false };
const fresh = (): Delivery => deliveryOf(anEvent(), aSubscription(), NOW);
const waitSeconds = (delivery: Delivery) => secondsBetween(NOW, delivery.nextTryAt ?? NOW);

describe('a delivery', () => {
  it('is the same for the same event and subscription', () => {
    expect(fresh()).toMatchObject({
      id: 'WH-0000000001_FT-0000000001-v2',
      status: 'pending',
      nextTryAt: NOW,
    });
  });

  it('to a paused subscription is put into the log as not sent', () => {
    expect(deliveryOf(anEvent(), aSubscription({ status: 'paused' }), NOW)).toMatchObject({
      status: 'failed',
      because: 'Not sent: the subscription is paused.',
      attempts: [],
    });
  });

  it.each([200, 204, 299])('that is answered %d has come', (status) => {
    const next = afterTry(fresh(), answer(status, 'thanks'), 0, NOW);
    expect(next).toMatchObject({
      status: 'delivered',
      attempts: [{ at: NOW, millis: 12, statusCode: status }],
      version: 2,
    });
    expect(next.attempts[0]).not.toHaveProperty('failure');
  });

  it.each([408, 429, 500, 503])('that is answered %d is tried again', (status) => {
    expect(afterTry(fresh(), answer(status), 0, NOW)).toMatchObject({ status: 'pending', tries: 1 });
  });

  it('that is not answered is tried again', () => {
    const next = afterTry(fresh(), NO_ANSWER, 0, NOW);
    expect(next).toMatchObject({ status: 'pending', attempts: [{ failure: 'No answer within 10 s.' }] });
  });

  it.each([301, 400, 401, 404, 410])('that is answered %d has failed', (status) => {
    expect(afterTry(fresh(), answer(status), 0, NOW)).toMatchObject({ status: 'failed' });
  });

  it('keeps the first 200 characters of what went wrong', () => {
    const [attempt] = afterTry(fresh(), answer(500, 'x'.repeat(1_000)), 0, NOW).attempts;
    expect(attempt?.failure).toBe(`500 ${'x'.repeat(196)}`);
  });

  it('has failed after eight tries over a day', () => {
    let delivery = fresh();
    let sumSeconds = 0;
    const gaps: number[] = [];
    while (delivery.status === 'pending') {
      delivery = afterTry(delivery, answer(503), 0, NOW);
      if (delivery.status === 'pending') gaps.push(waitSeconds(delivery));
    }
    for (const gap of gaps) sumSeconds += gap;
    expect(delivery).toMatchObject({ status: 'failed', tries: 8 });
    expect(gaps).toEqual([...RETRY_GAPS_SECONDS]);
    expect(gaps.toSorted((a, b) => a - b)).toEqual(gaps);
    expect(sumSeconds / 3_600).toBeCloseTo(24.58, 1);
  });

  it('waits up to a tenth longer, so that not all come back at once', () => {
    expect(waitSeconds(afterTry(fresh(), answer(503), 1, NOW))).toBeCloseTo(5.5);
  });

  it('waits as long as the receiver asks, ten hours at most', () => {
    const asked = (seconds: number): Answer => ({
      millis: 1,
      statusCode: 503,
      said: '',
      retryAfterSeconds: seconds,
    });
    expect(waitSeconds(afterTry(fresh(), asked(120), 0, NOW))).toBe(120);
    expect(waitSeconds(afterTry(fresh(), asked(1), 0, NOW))).toBe(5);
    expect(waitSeconds(afterTry(fresh(), asked(9_999_999), 0, NOW))).toBe(36_000);
  });

  it('replayed begins anew under the same id with the same body, and remembers its tries', () => {
    const failed = afterTry(fresh(), answer(404), 0, NOW);
    const later = plusSeconds(NOW, 3_600);
    const again = replayed(failed, later);
    expect(again).toEqual({
      ...fresh(),
      nextTryAt: later,
      attempts: failed.attempts,
      version: failed.version + 1,
    });
  });

  it('is not replayed while it is on its way', () => {
    expect(() => replayed(fresh(), NOW)).toThrow(WrongState);
  });

  it('is forgotten thirty days after its event', () => {
    expect(forgottenAtSeconds(fresh())).toBe(Date.parse('2026-12-22T09:30:00Z') / 1_000);
  });
});
