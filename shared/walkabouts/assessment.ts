import { z } from 'zod';
import { placeOf, type Sighting } from '../incidents/sighting.ts';
import { Day, dayOf } from '../platform/day.ts';
import { derivedId } from '../platform/derived-id.ts';
import { Rejected } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import type { Asset, Block, Door, Light } from '../register/asset.ts';
import { RegisterId } from '../register/place.ts';
import { AnswerWord, wrongWith } from './answer.ts';
import { assessorsItems, type ChecklistItem } from './checklist.ts';

const AnswerGiven = z.strictObject({
  item: z.string().min(1).max(60),
  answer: AnswerWord,
  /** Which door or light it was, where the block has several. */
  assetId: RegisterId.optional(),
  note: z.string().trim().max(1_000).optional(),
});

/** What a tenant assessor sends about one block on one day. */
export const AssessmentForm = z.strictObject({
  blockId: RegisterId,
  day: Day,
  answers: z.array(AnswerGiven).min(1, 'answer one question at least').max(30),
});
export type AssessmentForm = z.infer<typeof AssessmentForm>;

/** An answer as it is kept: at which asset, and which incident it became. */
export const AssessmentAnswer = z.object({
  ...AnswerGiven.shape,
  assetId: z.string(),
  incidentId: z.string().optional(),
});
export type AssessmentAnswer = z.infer<typeof AssessmentAnswer>;

/** A tenant assessor's form. One of a block and a day is one form, however often it is sent. */
export const Assessment = z.object({
  id: z.string(),
  assessorId: z.string(),
  day: Day,
  blockId: z.string(),
  blockName: z.string(),
  estateId: z.string(),
  patch: z.string(),
  receivedAt: Instant,
  answers: z.array(AssessmentAnswer).max(60),
  version: z.int().min(1),
});
export type Assessment = z.infer<typeof Assessment>;

/** The reference of an assessor's form. */
export function assessmentId(assessorId: string, { blockId, day }: AssessmentForm): string {
  return derivedId('A', `assessment/${assessorId}/${blockId}/${day}`);
}

// Forms are filled in on paper too, and typed in later.
const LATE_DAYS = 31;

/** Throws {@link Rejected}, in words, for a day that a form is not taken for. */
export function checkDay(day: Day, now: Instant): void {
  // A day begins an hour sooner in British summer than in UTC.
  const [first, last] = [dayOf(now, -LATE_DAYS), dayOf(now, 1 / 24)];
  if (day > last) throw new Rejected(`${day} is still to come: give the day on which you looked.`);
  if (day < first)
    throw new Rejected(`${day} is more than ${LATE_DAYS} days ago: forms are taken from ${first} on.`);
}

/** What was asked about, and where. */
export interface Asked {
  readonly item: ChecklistItem;
  readonly asset: Block | Door | Light;
}

/**
 * The item and the asset that an answer is of: the door that it names, the block's only outer door, or the block
 * itself. Throws {@link Rejected}, in words, for what is not asked of assessors or lies elsewhere.
 */
export function askedOf(block: Block, given: z.infer<typeof AnswerGiven>, parts: readonly Asset[]): Asked {
  const item = assessorsItems.find(({ id }) => id === given.item);
  if (item === undefined) {
    const known = assessorsItems.map(({ id }) => `“${id}”`).join(', ');
    throw new Rejected(`“${given.item}” is not one of the questions: ${known}.`);
  }
  if (given.assetId !== undefined && given.assetId !== block.id) {
    const asset = parts.find(({ id }) => id === given.assetId);
    if (asset?.kind === item.of) return { item, asset };
    throw new Rejected(`“${given.assetId}” is no ${item.of} of ${block.name}.`);
  }
  if (item.of !== 'door') return { item, asset: block };
  const [door, ...others] = parts.filter((part) => part.kind === 'door').filter(({ outer }) => outer);
  return { item, asset: door !== undefined && others.length === 0 ? door : block };
}

/** What an assessor found wrong, as a sighting that waits for an officer to look. Pure. */
export function sightingOfAnswer(
  assessment: Pick<Assessment, 'id' | 'day' | 'receivedAt'>,
  { item, asset }: Asked,
  note: string | undefined,
): Sighting {
  const { id, day, receivedAt } = assessment;
  return {
    id: `assessment/${id}/${asset.id}/${item.id}`,
    at: day >= dayOf(receivedAt) ? receivedAt : Instant.parse(`${day}T12:00:00Z`),
    ...placeOf(asset),
    // Where several doors may be meant, it is one that leads out.
    ...wrongWith(item, { outer: asset.kind === 'door' ? asset.outer : true }),
    reasons: [
      `a tenant assessor reports (${id}): ${item.wrong}`,
      ...(note ? [`in their words: “${note}”`] : []),
    ],
    source: { from: 'inspection', foundBy: 'assessor', inspectionId: id, item: item.id, photos: [] },
  };
}

/** The form with answers that came again or anew: those of today take the place of those before. Pure. */
export function withAnswers(kept: Assessment, answers: readonly AssessmentAnswer[]): Assessment {
  const of = ({ assetId, item }: AssessmentAnswer) => `${assetId} ${item}`;
  const all = new Map(kept.answers.map((answer) => [of(answer), answer]));
  for (const answer of answers) {
    const incidentId = answer.incidentId ?? all.get(of(answer))?.incidentId;
    all.set(of(answer), { ...answer, ...(incidentId === undefined ? {} : { incidentId }) });
  }
  return { ...kept, answers: [...all.values()] };
}
