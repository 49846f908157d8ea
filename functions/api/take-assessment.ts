import { isDeepStrictEqual } from 'node:util';
import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import { Rejected } from '../../shared/platform/errors.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import { byRule } from '../../shared/platform/person.ts';
import { decideAgainAfterLostRaces } from '../../shared/platform/races.ts';
import type { Asset, Block } from '../../shared/register/asset.ts';
import type { RegisterStore } from '../../shared/register/register-store.ts';
import {
  type Assessment,
  type AssessmentAnswer,
  type AssessmentForm,
  askedOf,
  assessmentId,
  checkDay,
  sightingOfAnswer,
  withAnswers,
} from '../../shared/walkabouts/assessment.ts';
import type { AssessmentStore } from '../../shared/walkabouts/assessment-store.ts';
import type { Assessor } from '../../shared/walkabouts/assessor.ts';

interface Room {
  readonly register: RegisterStore;
  readonly incidents: IncidentStore;
  readonly assessments: AssessmentStore;
}

/**
 * Takes a tenant assessor's form in: each no becomes a sighting that waits for an officer, and then the form is kept.
 * The same again changes nothing. Throws `Rejected`, in words, for a block that is not theirs, a day or a question that
 * there is not; then nothing is kept.
 */
export async function takeAssessment(
  form: AssessmentForm,
  assessor: Assessor,
  room: Room,
  now: Instant,
): Promise<Assessment> {
  checkDay(form.day, now);
  const { block, parts } = await blockOfForm(form, assessor, room.register);
  const asked = form.answers.map((given) => ({ given, ...askedOf(block, given, parts) }));
  const id = assessmentId(assessor.id, form);
  return decideAgainAfterLostRaces(async () => {
    const before = await room.assessments.get(id);
    const { estateId, patch } = block;
    const of = { id, assessorId: assessor.id, day: form.day, blockId: block.id, blockName: block.name };
    const kept = before ?? { ...of, estateId, patch, receivedAt: now, answers: [], version: 0 };
    const answers: AssessmentAnswer[] = [];
    for (const { given, item, asset } of asked) {
      const sighting = sightingOfAnswer(kept, { item, asset }, given.note);
      const wrong = given.answer === 'no';
      const incident = wrong && (await room.incidents.take(sighting, byRule('assessment'), now));
      answers.push({ ...given, assetId: asset.id, ...(incident ? { incidentId: incident.id } : {}) });
    }
    const next = { ...withAnswers(kept, answers), version: kept.version + 1 };
    if (before !== undefined && isDeepStrictEqual(before.answers, next.answers)) return before;
    await room.assessments.keep(next);
    return next;
  });
}

/** The block of a form, if it is on an estate that the assessor looks at, with its doors and lights. */
async function blockOfForm(
  { blockId }: AssessmentForm,
  { estateIds }: Assessor,
  register: RegisterStore,
): Promise<{ block: Block; parts: Asset[] }> {
  const block = await register.asset(blockId);
  if (block?.kind !== 'block' || !estateIds.includes(block.estateId)) {
    throw new Rejected(`There is no block “${blockId}” on the estates that you look at.`);
  }
  return { block, parts: await register.inBlock(block.estateId, block.id) };
}
