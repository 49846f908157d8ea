import { describe, expect, it } from 'vitest';
import { needsALook, Sighting } from '../../../../shared/incidents/sighting.ts';
import { Block } from '../../../../shared/register/asset.ts';
import {
  Assessment,
  askedOf,
  checkDay,
  sightingOfAnswer,
  withAnswers,
} from '../../../../shared/walkabouts/assessment.ts';
import { incidentsOf, summaryOf } from '../../../../shared/walkabouts/assessments-summary.ts';
import { aRegister, at } from '../../../support/builders.ts';

const NOW = at('2026-11-26T10:00:00Z');
const parts = aRegister().assets.filter((asset) => 'blockId' in asset && asset.blockId === 'ash-court');
const ashCourt = Block.parse(aRegister().assets.find(({ id }) => id === 'ash-court'));
const frontDoor = parts.filter(({ kind }) => kind === 'door');
const backDoor = frontDoor.map((door) => ({ ...door, id: 'ash-court-back', name: 'Ash Court back door' }));

const anAssessment = (said: Partial<Assessment> = {}) =>
  Assessment.parse({
    id: 'A-7K2M9QX4DA',
    assessorId: 'TA-7K2M9QX4DA',
    day: '2026-11-26',
    blockId: 'ash-court',
    blockName: 'Ash Court',
    estateId: 'riverside',
    patch: 'north',
    receivedAt: NOW,
    answers: [],
    version: 1,
    ...said,
  });
const no = (item: string, incidentId: string) =>
  ({ item, answer: 'no', assetId: 'ash-court', incidentId }) as const;

describe('an assessor’s answer', () => {
  it('about the doors is of the block’s only outer door', () => {
    const given = { item: 'closes-and-latches', answer: 'no' } as const;
    expect(askedOf(ashCourt, given, parts).asset.id).toBe('ash-court-door');
  });

  it('about the doors of a block that has two is of the block, or of the door that it names', () => {
    const given = { item: 'closes-and-latches', answer: 'no' } as const;
    const both = [...parts, ...backDoor];
    expect(askedOf(ashCourt, given, both).asset.id).toBe('ash-court');
    expect(askedOf(ashCourt, { ...given, assetId: 'ash-court-back' }, both).asset.id).toBe('ash-court-back');
  });

  it('about a light of the block, or a door elsewhere, is no answer about its doors', () => {
    for (const assetId of ['ash-court-light', 'elm-house-door']) {
      const given = { item: 'closes-and-latches', answer: 'no', assetId } as const;
      expect(() => askedOf(ashCourt, given, parts)).toThrow(`“${assetId}” is no door of Ash Court.`);
    }
  });

  it('to what only officers are asked is refused with the questions that there are', () => {
    const given = { item: 'no-graffiti', answer: 'no' } as const;
    expect(() => askedOf(ashCourt, given, parts)).toThrow(
      '“no-graffiti” is not one of the questions: “free-of-obstruction”, “security-lighting”, “closes-and-latches”, “visitors-checked”.',
    );
  });

  it('of no is a sighting that an officer must look at, without the assessor’s name', () => {
    const asked = askedOf(ashCourt, { item: 'closes-and-latches', answer: 'no' }, parts);
    const sighting = Sighting.parse(sightingOfAnswer(anAssessment(), asked, 'it stays ajar'));
    expect(sighting).toMatchObject({
      id: 'assessment/A-7K2M9QX4DA/ash-court-door/closes-and-latches',
      kind: 'door-fault',
      at: NOW,
      assetId: 'ash-court-door',
      insecure: true,
      reasons: [
        'a tenant assessor reports (A-7K2M9QX4DA): the door does not close and latch',
        'in their words: “it stays ajar”',
      ],
    });
    expect(needsALook(sighting)).toBe(true);
  });

  it('about an earlier day was so at noon of that day', () => {
    const asked = askedOf(ashCourt, { item: 'security-lighting', answer: 'no' }, parts);
    const sighting = sightingOfAnswer(anAssessment({ day: '2026-11-20' }), asked, undefined);
    expect(sighting.at).toBe('2026-11-20T12:00:00.000Z');
  });
});

describe('an assessor’s form', () => {
  it.each([
    ['1926-11-26', '1926-11-26 is more than 31 days ago: forms are taken from 2026-10-26 on.'],
    ['2026-11-27', '2026-11-27 is still to come'],
  ])('for %s is refused in words', (day, words) => {
    expect(() => checkDay(day, NOW)).toThrow(words);
  });

  it('filled in after midnight in British summer is taken', () => {
    expect(() => checkDay('2026-07-02', at('2026-07-01T23:10:00Z'))).not.toThrow();
  });

  it('sent again has its later answers, and knows what the earlier ones became', () => {
    const kept = anAssessment({
      answers: [no('free-of-obstruction', 'MC-1'), no('security-lighting', 'LF-1')],
    });
    const later = { item: 'free-of-obstruction', answer: 'yes', assetId: 'ash-court' } as const;
    expect(withAnswers(kept, [later]).answers).toEqual([
      { ...later, incidentId: 'MC-1' },
      no('security-lighting', 'LF-1'),
    ]);
  });
});

describe('the summary of a quarter', () => {
  const forms = [
    anAssessment({ answers: [no('closes-and-latches', 'DF-1'), no('free-of-obstruction', 'MC-1')] }),
    anAssessment({ answers: [no('closes-and-latches', 'DF-2'), no('free-of-obstruction', 'MC-1')] }),
    anAssessment({ answers: [no('closes-and-latches', 'DF-3')] }),
    anAssessment({ answers: [{ item: 'closes-and-latches', answer: 'yes', assetId: 'ash-court-door' }] }),
    anAssessment({
      answers: [{ item: 'closes-and-latches', answer: 'not-looked-at', assetId: 'ash-court' }],
    }),
    anAssessment({ estateId: 'hillside', answers: [no('closes-and-latches', 'DF-4')] }),
  ];
  const statuses = new Map([
    ['DF-1', 'resolved'],
    ['DF-2', 'dismissed'],
    ['DF-3', 'flagged'],
    ['DF-4', 'closed'],
    ['MC-1', 'confirmed'],
  ] as const);
  const of = (estateId: string, item: string) =>
    summaryOf(forms, statuses).find((each) => each.estateId === estateId && each.item === item);

  it('counts what was asked, not looked at and wrong, and what became of each wrong', () => {
    expect(of('riverside', 'closes-and-latches')).toEqual({
      estateId: 'riverside',
      item: 'closes-and-latches',
      asks: 'The door closes by itself and latches',
      asked: 5,
      notLookedAt: 1,
      wrong: 3,
      putRight: 1,
      dismissed: 1,
      open: 1,
    });
  });

  it('counts each estate by itself, and each answer though two are of one incident', () => {
    expect(of('hillside', 'closes-and-latches')).toMatchObject({ asked: 1, wrong: 1, putRight: 1, open: 0 });
    expect(of('riverside', 'free-of-obstruction')).toMatchObject({
      asked: 2,
      wrong: 2,
      putRight: 0,
      open: 2,
    });
    expect(incidentsOf(forms)).toEqual(['DF-1', 'MC-1', 'DF-2', 'DF-3', 'DF-4']);
  });

  it('shows a question that nobody was asked', () => {
    expect(of('hillside', 'visitors-checked')).toMatchObject({ asked: 0, wrong: 0, open: 0 });
  });
});
