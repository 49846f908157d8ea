import { describe, expect, it } from 'vitest';
import { WrongState } from '../../../../shared/platform/errors.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import { checklist, itemsFor } from '../../../../shared/walkabouts/checklist.ts';
import {
  moveWalkabout,
  planWalkabout,
  type WalkaboutMove,
  WalkaboutStatus,
  walkaboutMoves,
} from '../../../../shared/walkabouts/walkabout.ts';
import { aPerson, at, aWalkabout } from '../../../support/builders.ts';

const NOW = at('2026-11-26T10:00:00Z');
const officer = byPerson(aPerson());
const MOVES: WalkaboutMove[] = ['reroute', 'start', 'complete', 'cancel'];

describe('a walkabout', () => {
  it('begins as planned, for its day and with its stops', () => {
    const { walkabout, history } = planWalkabout(aWalkabout(), officer, NOW);
    expect(walkabout).toEqual(aWalkabout());
    expect(history).toMatchObject({
      did: 'planned',
      status: 'planned',
      said: 'for 2026-11-26, 3 stops',
      version: 1,
    });
  });

  it.each(WalkaboutStatus.options)('that is %s makes the moves of that state and no other', (status) => {
    for (const move of MOVES) {
      const { from, to } = walkaboutMoves[move];
      const moving = () => moveWalkabout(aWalkabout({ status }), move, { note: 'rain' }, officer, NOW);
      if (from.some((each) => each === status))
        expect(moving().walkabout).toMatchObject({ status: to, version: 2 });
      else expect(moving).toThrow(WrongState);
    }
  });

  it('sets out with those who came, not with those who were expected', () => {
    const detail = { residents: 2, note: 'the police sent nobody', partners: 0 };
    const { walkabout, history } = moveWalkabout(aWalkabout(), 'start', detail, officer, NOW);
    expect(walkabout).toMatchObject({ residents: 2, partners: 0, startedAt: NOW });
    expect(history.said).toBe('with 2 residents and 0 partners: the police sent nobody');
  });

  it('says when it is completed what nobody looked at', () => {
    const notLookedAt = [{ assetId: 'ash-court-light', item: 'works' }];
    const detail = { notLookedAt, items: 8 };
    const started = aWalkabout({ status: 'under-way', startedAt: NOW });
    const { walkabout, history } = moveWalkabout(started, 'complete', detail, officer, NOW);
    expect(walkabout).toMatchObject({ notLookedAt, endedAt: NOW });
    expect(history.said).toBe('1 of 8 items not looked at');
  });

  it('is not cancelled without a reason', () => {
    expect(walkaboutMoves.cancel.needs.safeParse({ note: ' ' }).error?.issues[0]?.message).toBe(
      'say why it does not take place',
    );
  });
});

describe('the checklist', () => {
  it('names each item once, and asks something of every kind of stop', () => {
    expect(new Set(checklist.map(({ id }) => id)).size).toBe(checklist.length);
    for (const kind of ['block', 'door', 'light'] as const) expect(itemsFor({ kind })).not.toEqual([]);
  });

  it('asks whether visitors are checked at outer doors only', () => {
    const ids = (outer: boolean) => itemsFor({ kind: 'door', outer }).map(({ id }) => id);
    expect(ids(true)).toEqual(['closes-and-latches', 'visitors-checked']);
    expect(ids(false)).toEqual(['closes-and-latches']);
  });
});
