import { isDeepStrictEqual } from 'node:util';
import type { Incident } from '../../shared/incidents/incident.ts';
import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import type { Sighting } from '../../shared/incidents/sighting.ts';
import { NotFound, WrongState } from '../../shared/platform/errors.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import { byPerson, type Person } from '../../shared/platform/person.ts';
import { decideAgainAfterLostRaces } from '../../shared/platform/races.ts';
import type { RegisterStore } from '../../shared/register/register-store.ts';
import {
  type Answer,
  type AnswerSaid,
  askedBy,
  laterAnswer,
  sightingOf,
} from '../../shared/walkabouts/answer.ts';
import type { ChecklistItem } from '../../shared/walkabouts/checklist.ts';
import type { Stop } from '../../shared/walkabouts/route.ts';
import type { WalkaboutStore } from '../../shared/walkabouts/walkabout-store.ts';

interface Room {
  readonly walkabouts: WalkaboutStore;
  readonly incidents: IncidentStore;
  readonly register: RegisterStore;
}

/**
 * Saves what was found on a walkabout: each no becomes a sighting of an incident, and then all answers are kept. The
 * same again, in parts or in another order, ends the same. Throws `WrongState` unless the walkabout is under way,
 * `Rejected` when an answer is not one that it asks for; then nothing is saved.
 */
export async function saveAnswers(
  walkaboutId: string,
  said: readonly AnswerSaid[],
  person: Person,
  room: Room,
  now: Instant,
): Promise<void> {
  const take = (sighting: Sighting) => room.incidents.take(sighting, byPerson(person), now);
  await decideAgainAfterLostRaces(async () => {
    const file = await room.walkabouts.file(walkaboutId);
    if (file === undefined) throw new NotFound(`There is no walkabout “${walkaboutId}”.`);
    const { walkabout } = file;
    if (walkabout.status !== 'under-way') {
      throw new WrongState(
        `Walkabout ${walkaboutId} is ${walkabout.status}: answers are saved while it is under way.`,
      );
    }
    const asked = said.map((answer) => ({ answer, ...askedBy(walkabout, answer, now) }));
    const kept = new Map(file.answers.map((answer) => [nameOf(answer), answer]));
    const next = new Map<string, Answer>();
    for (const { answer, stop, item } of asked) {
      // Before the answer is kept: should this end here, the finding is not lost, and the next save takes it no second time.
      const incidentId =
        answer.answer === 'no'
          ? (await take(sightingOf(walkabout, stop, item, answer, await openAt(stop, item, room)))).id
          : answer.answer === 'yes'
            ? await foundBefore(item, stop, room)
            : undefined;
      const name = nameOf(answer);
      const own = { walkaboutId, by: person.username, photos: [] };
      const given: Answer = { ...answer, ...own, ...(incidentId === undefined ? {} : { incidentId }) };
      next.set(name, laterAnswer(next.get(name) ?? kept.get(name), given));
    }
    const changed = [...next]
      .filter(([name, answer]) => !isDeepStrictEqual(kept.get(name), answer))
      .map(([, answer]) => answer);
    if (changed.length > 0) await room.walkabouts.keep(changed, walkabout);
  });
}

const nameOf = ({ assetId, item }: AnswerSaid) => `${assetId} ${item}`;

/** The open incident that an inspection had found where all is well now. What devices tell of, they end themselves. */
async function foundBefore(item: ChecklistItem, stop: Stop, room: Room): Promise<string | undefined> {
  const incident = await openAt(stop, item, room);
  if (incident === undefined) return undefined;
  const file = await room.incidents.file(incident.id);
  const isOfInspection = file?.sightings.some(
    ({ source }) => source.from === 'inspection' && source.item === item.id,
  );
  return isOfInspection ? incident.id : undefined;
}

/** The open incident of an item at a stop, or at one of the cameras that see it. */
async function openAt(
  { assetId, estateId, blockId }: Stop,
  { kind, matter, seenByCameras }: ChecklistItem,
  { incidents, register }: Room,
): Promise<Incident | undefined> {
  const parts = seenByCameras && blockId !== undefined ? await register.inBlock(estateId, blockId) : [];
  const cameras = parts.filter((part) => part.kind === 'camera').map(({ id }) => id);
  const last = await Promise.all([assetId, ...cameras].map((id) => incidents.lastAt(id, kind, matter)));
  return last.find((each) => each?.status === 'flagged' || each?.status === 'confirmed');
}
