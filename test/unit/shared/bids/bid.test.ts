import { describe, expect, it } from 'vitest';
import {
  ANSWERED_BY,
  Bid,
  BidStatus,
  linkFor,
  OPEN_BID_STATUSES,
  Works,
} from '../../../../shared/bids/bid.ts';
import { IncidentKind } from '../../../../shared/incidents/kinds.ts';
import { aBid, aTask, at } from '../../../support/builders.ts';

const NOW = at('2026-11-23T10:00:00Z');

describe('a bid answers a task', () => {
  it('in words that a manager reads', () => {
    expect(linkFor(aBid(), aTask(), NOW)).toEqual({
      bidId: 'ash-court-lights',
      incidentId: 'FT-0000000001',
      taskId: 'T-0000000001',
      incidentKind: 'fly-tipping',
      taskKind: 'inspect',
      assetName: 'Ash Court bin store camera',
      linkedAt: NOW,
      because: 'security lighting at ash-court would answer fly tipping at Ash Court bin store camera',
    });
  });

  it.each([
    ['the asset itself', ['ash-court-bin-camera'], 'ash-court-bin-camera'],
    ['its block', ['ash-court'], 'ash-court'],
    ['its estate', ['riverside'], 'riverside'],
    ['one of many', ['hillside', 'elm-house', 'riverside'], 'riverside'],
    ['the nearest of several', ['riverside', 'ash-court'], 'ash-court'],
  ])('when its scope holds %s', (_, scope, place) => {
    expect(linkFor(aBid({ scope }), aTask(), NOW)?.because).toContain(` at ${place} would`);
  });

  it('not when its scope is elsewhere', () => {
    expect(linkFor(aBid({ scope: ['hillside', 'elm-house'] }), aTask(), NOW)).toBeUndefined();
  });

  it('not by a scope of nothing, when the task is in no block', () => {
    const { blockId: _, ...outside } = aTask();
    expect(linkFor(aBid({ scope: ['ash-court'] }), outside, NOW)).toBeUndefined();
    expect(linkFor(aBid({ scope: ['riverside'] }), outside, NOW)).toBeDefined();
  });

  it.each(BidStatus.options)('while it is open: %s', (status) => {
    const isOpen = ['draft', 'submitted', 'feasible', 'panel', 'approved', 'deferred', 'scheduled'].includes(
      status,
    );
    expect(OPEN_BID_STATUSES.includes(status)).toBe(isOpen);
    expect(linkFor(aBid({ status }), aTask(), NOW) !== undefined).toBe(isOpen);
  });

  it.each(Works.options.flatMap((works) => IncidentKind.options.map((kind) => ({ works, kind }))))(
    'by $works exactly when they would prevent $kind',
    ({ works, kind }) => {
      const link = linkFor(aBid({ works }), aTask({ incidentKind: kind }), NOW);
      expect(link !== undefined).toBe(ANSWERED_BY[works].includes(kind));
    },
  );
});

describe('a bid', () => {
  it('asks for whole pence', () => {
    expect(Bid.safeParse({ ...aBid(), costPence: 99.5 }).success).toBe(false);
  });

  it('has a scope', () => {
    expect(Bid.safeParse({ ...aBid(), scope: [] }).success).toBe(false);
  });
});
