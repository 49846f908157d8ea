import { z } from '@hono/zod-openapi';
import { IncidentStatus } from '../../shared/incidents/incident.ts';
import { Day } from '../../shared/platform/day.ts';
import { Answer, AnswerSaid, AnswerWord } from '../../shared/walkabouts/answer.ts';
import { MOST_STOPS, Stop } from '../../shared/walkabouts/route.ts';
import {
  CameAlong,
  WalkaboutHistory as SharedHistory,
  Walkabout as SharedWalkabout,
  StopItem,
  WalkaboutKind,
} from '../../shared/walkabouts/walkabout.ts';
import { named, registerId } from './contract.ts';

const aStop = {
  kind: 'door',
  assetId: 'ash-court-door',
  assetName: 'Ash Court front door',
  blockId: 'ash-court',
  estateId: 'riverside',
  outer: true,
};

/** A walkabout as the API shows it. */
export const Walkabout = named(
  SharedWalkabout,
  'Walkabout',
  'A dated round over an estate or a patch, along a route of stops.',
  {
    id: 'W-7K2M9QX4DA',
    kind: 'walkabout',
    status: 'planned',
    day: '2026-11-26',
    patch: 'north',
    estateId: 'riverside',
    leader: 'officer-north',
    residents: 4,
    partners: 1,
    stops: [aStop],
    version: 1,
  },
);

/** A walkabout in a list: without its route. */
export const WalkaboutInList = named(
  SharedWalkabout.omit({ stops: true, notLookedAt: true }).extend({
    stops: z.int(),
    notLookedAt: z.int().optional(),
  }),
  'WalkaboutInList',
  'A walkabout with the numbers of its stops and, once it is completed, of what was not looked at.',
);

/** A walkabout as it is planned. */
export const NewWalkabout = z
  .strictObject({
    kind: WalkaboutKind,
    day: Day.clone().openapi({ example: '2026-11-26' }),
    estateId: registerId('riverside').optional(),
    patch: registerId('north').optional(),
    leader: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .openapi({ description: 'You, unless you say otherwise.' }),
    residents: CameAlong.default(0),
    partners: CameAlong.default(0),
    stops: z
      .array(registerId('ash-court-door'))
      .min(1)
      .max(MOST_STOPS)
      .optional()
      .openapi({ description: 'The assets to stop at. Without them the register proposes a route.' }),
  })
  .refine(({ estateId, patch }) => (estateId === undefined) !== (patch === undefined), {
    message: 'name either the estate or, for a round over all its estates, the patch',
    path: ['estateId'],
  })
  .openapi('NewWalkabout', {
    example: { kind: 'walkabout', day: '2026-11-26', estateId: 'riverside', residents: 4, partners: 1 },
  });

/** As many answers as one save takes: they are kept all or none, and DynamoDB takes 100 writes at once. */
const MOST_ANSWERS = 90;

/** Answers from the field. */
export const SaveAnswers = z
  .strictObject({
    answers: z
      .array(
        z
          .strictObject({
            ...AnswerSaid.shape,
            assetId: registerId('ash-court-door'),
            item: AnswerSaid.shape.item.clone().openapi({ example: 'closes-and-latches' }),
          })
          .openapi('AnswerSaid', {
            description:
              'What was found. The same again changes nothing; of two looks at one thing the later one counts.',
          }),
      )
      .min(1)
      .max(MOST_ANSWERS),
  })
  .openapi('SaveAnswers');

const Check = z
  .object({
    item: z.string(),
    asks: z.string(),
    answer: AnswerWord.clone().openapi({
      description: 'Without an answer: not-looked-at. It is never taken for fine.',
    }),
    ...Answer.pick({ lookedAt: true, note: true, by: true, photos: true }).partial().shape,
  })
  .openapi('Check', { description: 'One item of the checklist at a stop, and what was found.' });

const Finding = z
  .object({
    ...StopItem.shape,
    assetName: z.string(),
    finding: z.string().openapi({ example: 'the door does not close and latch' }),
    incidentId: z.string(),
    status: IncidentStatus.clone().openapi({ description: 'How that incident stands now.' }),
  })
  .openapi('WalkaboutFinding', { description: 'What was found, and the incident that it belongs to.' });

/** A walkabout with everything on it. */
export const WalkaboutFile = z
  .object({
    walkabout: Walkabout,
    stops: z.array(
      z
        .object({ ...Stop.shape, checks: z.array(Check) })
        .openapi('StopFile', { description: 'A stop of the route with its checklist.' }),
    ),
    findings: z.array(Finding).openapi({ description: 'What was answered no.' }),
    stillOpen: z.array(Finding).openapi({
      description:
        'Found right now, though an incident that an inspection found there before is still open: for an officer to resolve.',
    }),
    notLookedAt: z.array(named(StopItem, 'StopItem', 'An item of the checklist at a stop.')),
    history: z.array(named(SharedHistory, 'WalkaboutHistory', 'What was done to a walkabout.')),
  })
  .openapi('WalkaboutFile', { description: 'A walkabout with its stops, answers, findings and history.' });
export type WalkaboutFile = z.infer<typeof WalkaboutFile>;
