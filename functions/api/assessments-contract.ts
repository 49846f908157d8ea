import { z } from '@hono/zod-openapi';
import { IncidentStatus } from '../../shared/incidents/incident.ts';
import { Quarter } from '../../shared/platform/day.ts';
import {
  AssessmentAnswer as SharedAnswer,
  Assessment as SharedAssessment,
  AssessmentForm as SharedForm,
} from '../../shared/walkabouts/assessment.ts';
import { QuestionSummary as SharedQuestionSummary } from '../../shared/walkabouts/assessments-summary.ts';
import { Assessor as SharedAssessor } from '../../shared/walkabouts/assessor.ts';
import { named, registerId } from './contract.ts';

/** A tenant assessor as the API shows them: without what is kept of their key. */
export const Assessor = named(
  SharedAssessor.omit({ keySha256: true }),
  'Assessor',
  'A resident whom the landlord named to assess some estates.',
  {
    id: 'TA-7K2M9QX4DA',
    name: 'Ada Example',
    estateIds: ['riverside'],
    namedAt: '2026-11-22T09:30:00.000Z',
    namedBy: 'manager',
    version: 1,
  },
);

/** A tenant assessor as a manager names them. */
export const NewAssessor = z
  .strictObject({
    name: SharedAssessor.shape.name.clone().openapi({ example: 'Ada Example' }),
    estateIds: SharedAssessor.shape.estateIds.clone().openapi({ example: ['riverside'] }),
  })
  .openapi('NewAssessor');

/** An assessor who was just named, with the key that nobody is shown again. */
export const NamedAssessor = z
  .object({
    assessor: Assessor,
    key: z.string().openapi({
      description:
        'To be put into the link that they are given. It is shown this once: only its hash is kept.',
      example: 'TA-7K2M9QX4DA.mK2zT0b1Yw4p7s9dQfH3x6v8c5n2JrLgEaUiOkPqZtM',
    }),
  })
  .openapi('NamedAssessor');

/** What a tenant assessor is asked, and about which blocks. */
export const BlankForm = z
  .object({
    blocks: z.array(
      z.object({
        id: registerId('ash-court'),
        name: z.string(),
        doors: z.array(z.object({ id: registerId('ash-court-door'), name: z.string() })),
      }),
    ),
    questions: z.array(
      z.object({ item: z.string(), of: z.enum(['block', 'door', 'light']), asks: z.string() }),
    ),
  })
  .openapi('BlankForm', { description: 'The blocks that an assessor looks at, and what is asked of each.' });

/** A form as an assessor sends it. */
export const AssessmentForm = named(
  SharedForm,
  'AssessmentForm',
  'What a tenant assessor found in one block on one day. Sent again, its answers take the place of those before.',
  {
    blockId: 'ash-court',
    day: '2026-11-22',
    answers: [
      { item: 'closes-and-latches', answer: 'no', note: 'It stays ajar unless you pull it.' },
      { item: 'security-lighting', answer: 'yes' },
      { item: 'visitors-checked', answer: 'not-looked-at' },
    ],
  },
);

/** A form as it was taken in. */
export const Assessment = z
  .object({
    ...SharedAssessment.omit({ assessorId: true, patch: true }).shape,
    answers: z.array(
      z
        .object({ ...SharedAnswer.omit({ incidentId: true }).shape, status: IncidentStatus.optional() })
        .openapi('AssessmentAnswer', { description: 'An answer; a no with how it stands now.' }),
    ),
  })
  .openapi('Assessment', { description: 'A form of a tenant assessor, under its reference.' });

/** The forms of a quarter by estate and question. */
export const AssessmentsSummary = z
  .object({
    quarter: Quarter.clone().openapi({ example: '2026-Q4' }),
    forms: z.int().min(0),
    items: z.array(
      named(SharedQuestionSummary, 'QuestionSummary', 'What was said of one question on one estate.', {
        estateId: 'riverside',
        item: 'closes-and-latches',
        asks: 'The door closes by itself and latches',
        asked: 12,
        notLookedAt: 1,
        wrong: 4,
        putRight: 2,
        dismissed: 1,
        open: 1,
      }),
    ),
  })
  .openapi('AssessmentsSummary', {
    description: 'What tenant assessors said in a quarter, and what came of it.',
  });
