import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sighting } from '../../../../shared/incidents/sighting.ts';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import {
  Answer,
  type AnswerSaid,
  askedBy,
  itemsAlong,
  laterAnswer,
  notLookedAt,
  sightingOf,
} from '../../../../shared/walkabouts/answer.ts';
import { at, aWalkabout } from '../../../support/builders.ts';

const STARTED = at('2026-11-26T10:00:00Z');
const LOOKED = at('2026-11-26T10:20:00Z');
const NOW = at('2026-11-26T10:30:00Z');
const walkabout = aWalkabout({ status: 'under-way', startedAt: STARTED });

const said = (more: Partial<AnswerSaid> = {}): AnswerSaid => ({
  assetId: 'ash-court-door',
  item: 'closes-and-latches',
  answer: 'no',
  lookedAt: LOOKED,
  ...more,
});
const anAnswer = (more: Partial<Answer> = {}) =>
  Answer.parse({ ...said(), walkaboutId: walkabout.id, by: 'officer-north', photos: [], ...more });

describe('an answer', () => {
  it.each([
    [{ assetId: 'elm-house' }, '“elm-house” is no stop of walkabout W-0000000001.'],
    [
      { item: 'bin-store' },
      '“bin-store” is not asked at Ash Court front door: “closes-and-latches”, “visitors-checked”.',
    ],
    [{ lookedAt: at('1926-11-26T10:20:00Z') }, 'more than a day before walkabout W-0000000001 started'],
    [{ lookedAt: plusSeconds(NOW, 301) }, 'which is still to come'],
  ])('with %j is refused in words', (more, words) => {
    expect(() => askedBy(walkabout, said(more), NOW)).toThrow(words);
  });

  it('from a telephone whose clock is five minutes ahead is taken', () => {
    expect(askedBy(walkabout, said({ lookedAt: plusSeconds(NOW, 299) }), NOW).item.id).toBe(
      'closes-and-latches',
    );
  });
});

describe('two answers to one item', () => {
  it('are the later look, and keep the incident that the earlier one became', () => {
    const wrong = anAnswer({ incidentId: 'DF-1' });
    const right = anAnswer({ answer: 'yes', lookedAt: plusSeconds(LOOKED, 60) });
    expect(laterAnswer(wrong, right)).toEqual({ ...right, incidentId: 'DF-1' });
    expect(laterAnswer(right, wrong)).toEqual({ ...right, incidentId: 'DF-1' });
  });

  it('of the same moment are the graver one', () => {
    const [wrong, right] = [anAnswer(), anAnswer({ answer: 'yes' })];
    expect(laterAnswer(wrong, right).answer).toBe('no');
    expect(laterAnswer(right, wrong).answer).toBe('no');
  });

  it('or more end the same in whichever order and however often they come', () => {
    const any = fc
      .record({
        answer: fc.constantFrom('yes', 'no', 'not-looked-at'),
        seconds: fc.integer({ min: 0, max: 3 }),
        note: fc.constantFrom(undefined, 'a', 'b'),
      })
      .map(({ answer, seconds, note }) => {
        const look = { answer, lookedAt: plusSeconds(LOOKED, seconds) };
        return anAnswer({ ...look, ...(note === undefined ? {} : { note }) });
      });
    const end = (answers: Answer[]) =>
      answers.reduce((kept: Answer | undefined, each) => laterAnswer(kept, each), undefined);
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 5 }), (answers) => {
        expect(end([...answers.toReversed(), ...answers])).toEqual(end(answers));
      }),
    );
  });
});

describe('what was not looked at', () => {
  const all = itemsAlong(walkabout.stops).map(({ stop, item }) => ({ assetId: stop.assetId, item: item.id }));

  it('is everything before the first answer', () => {
    expect(notLookedAt(walkabout.stops, [])).toEqual(all);
    expect(all).toHaveLength(8);
  });

  it('is neither what is well nor what is wrong, but what an answer says was not looked at', () => {
    const [first, second, third] = all;
    const answers = [
      anAnswer({ ...first, answer: 'yes' }),
      anAnswer({ ...second, answer: 'no' }),
      anAnswer({ ...third, answer: 'not-looked-at' }),
    ];
    expect(notLookedAt(walkabout.stops, answers)).toEqual(all.slice(2));
  });
});

describe('what an officer found wrong', () => {
  const sighted = (more: Partial<AnswerSaid>, at = walkabout) => {
    const { stop, item } = askedBy(at, said(more), NOW);
    return Sighting.parse(sightingOf(at, stop, item, said(more)));
  };

  it('at an outer door leaves the block insecure, in words that name the walkabout', () => {
    expect(sighted({ note: 'held with a brick' })).toEqual({
      id: `inspection/W-0000000001/ash-court-door/closes-and-latches/${LOOKED}`,
      kind: 'door-fault',
      at: LOOKED,
      assetId: 'ash-court-door',
      assetName: 'Ash Court front door',
      blockId: 'ash-court',
      estateId: 'riverside',
      patch: 'north',
      reasons: [
        'found on a walkabout (W-0000000001) at Ash Court front door: the door does not close and latch',
        'note: “held with a brick”',
      ],
      insecure: true,
      emergency: false,
      planned: false,
      source: {
        from: 'inspection',
        foundBy: 'officer',
        inspectionId: 'W-0000000001',
        item: 'closes-and-latches',
        photos: [],
      },
    });
  });

  it('at an inner door does not', () => {
    const stops = walkabout.stops.map((stop) => ({ ...stop, outer: false }));
    expect(sighted({}, { ...walkabout, stops })).toMatchObject({ kind: 'door-fault', insecure: false });
  });

  it('with the lights of the stairs is an emergency', () => {
    const dark = sighted({ assetId: 'ash-court', item: 'stairs-lit' });
    expect(dark).toMatchObject({ kind: 'lighting-fault', emergency: true, insecure: false });
  });

  it('on a wall is a matter of its own', () => {
    const graffiti = sighted({ assetId: 'ash-court', item: 'no-graffiti' });
    expect(graffiti).toMatchObject({ kind: 'misuse-of-communal-space', matter: 'graffiti' });
  });
});
