import { z } from 'zod';
import { ReportPhoto, type Sighting } from '../incidents/sighting.ts';
import { Rejected } from '../platform/errors.ts';
import { type Instant, Instant as InstantSchema, plusSeconds } from '../platform/instant.ts';
import { RegisterId } from '../register/place.ts';
import { type ChecklistItem, itemsFor } from './checklist.ts';
import type { Stop } from './route.ts';
import type { StopItem, Walkabout } from './walkabout.ts';

/** Whether it is so. What was not looked at is neither well nor wrong. */
export const AnswerWord = z.enum(['yes', 'no', 'not-looked-at']);
export type AnswerWord = z.infer<typeof AnswerWord>;

/** An answer as it comes from the field. By `lookedAt` one that comes twice is known, and the later look counts. */
export const AnswerSaid = z.object({
  assetId: RegisterId,
  item: z.string().min(1).max(60),
  answer: AnswerWord,
  lookedAt: InstantSchema,
  note: z.string().trim().max(1_000).optional(),
});
export type AnswerSaid = z.infer<typeof AnswerSaid>;

/** What was found at a stop for one item of its checklist: the last look at it. */
export const Answer = AnswerSaid.extend({
  walkaboutId: z.string(),
  /** Who looked, by username. */
  by: z.string(),
  photos: z.array(ReportPhoto),
  /** The incident that a no became; with a yes, one that an inspection had found there and that was still open. */
  incidentId: z.string().optional(),
});
export type Answer = z.infer<typeof Answer>;

/** Everything that the checklist asks along a route. */
export function itemsAlong(stops: readonly Stop[]): { stop: Stop; item: ChecklistItem }[] {
  return stops.flatMap((stop) => itemsFor(stop).map((item) => ({ stop, item })));
}

/** The items of a route that nobody has looked at: without an answer, or with one that says so. */
export function notLookedAt(stops: readonly Stop[], answers: readonly Answer[]): StopItem[] {
  const looked = new Set(
    answers
      .filter(({ answer }) => answer !== 'not-looked-at')
      .map(({ assetId, item }) => `${assetId} ${item}`),
  );
  return itemsAlong(stops)
    .map(({ stop, item }) => ({ assetId: stop.assetId, item: item.id }))
    .filter(({ assetId, item }) => !looked.has(`${assetId} ${item}`));
}

// A telephone's clock may be ahead of ours, and a walkabout may be started here after it set out without a signal.
const AHEAD_SECONDS = 300;
const BEFORE_START_SECONDS = 86_400;

/** The stop and item that an answer is for. Throws {@link Rejected}, in words, for one that the walkabout cannot have. */
export function askedBy(
  { id, stops, startedAt }: Walkabout,
  { assetId, item, lookedAt }: AnswerSaid,
  now: Instant,
): { stop: Stop; item: ChecklistItem } {
  const stop = stops.find((each) => each.assetId === assetId);
  if (stop === undefined) throw new Rejected(`“${assetId}” is no stop of walkabout ${id}.`);
  const asked = itemsFor(stop);
  const found = asked.find((each) => each.id === item);
  if (found === undefined) {
    throw new Rejected(
      `“${item}” is not asked at ${stop.assetName}: ${asked.map((each) => `“${each.id}”`).join(', ')}.`,
    );
  }
  if (lookedAt > plusSeconds(now, AHEAD_SECONDS)) {
    throw new Rejected(
      `${stop.assetName} was looked at at ${lookedAt}, which is still to come: check the clock.`,
    );
  }
  if (startedAt !== undefined && lookedAt < plusSeconds(startedAt, -BEFORE_START_SECONDS)) {
    throw new Rejected(
      `${stop.assetName} was looked at at ${lookedAt}, more than a day before walkabout ${id} started: check the clock.`,
    );
  }
  return { stop, item: found };
}

const WEIGHTS = { no: 2, yes: 1, 'not-looked-at': 0 } as const;

/**
 * The answer that is kept of two for one item: the later look, and of two at the same moment the graver one; in
 * whichever order they come. What incident it became stays known.
 */
export function laterAnswer(kept: Answer | undefined, said: Answer): Answer {
  if (kept === undefined) return said;
  const order = (one: Answer) => `${one.lookedAt} ${WEIGHTS[one.answer]} ${one.note ?? ''} ${one.by}`;
  const [last, other] = order(said) > order(kept) ? [said, kept] : [kept, said];
  const incidentId = last.incidentId ?? other.incidentId;
  return { ...last, ...(incidentId === undefined ? {} : { incidentId }) };
}

/**
 * What an officer found wrong at a stop, as a sighting: the same answer again is the same one. It is where the stop is,
 * or where an incident stands that is known to be of it. Pure.
 */
export function sightingOf(
  { id, kind, patch }: Pick<Walkabout, 'id' | 'kind' | 'patch'>,
  stop: Stop,
  item: ChecklistItem,
  { lookedAt, note }: Pick<AnswerSaid, 'lookedAt' | 'note'>,
  known?: Pick<Sighting, 'assetId' | 'assetName'>,
): Sighting {
  const { kind: _, outer: __, ...place } = stop;
  return {
    id: `inspection/${id}/${stop.assetId}/${item.id}/${lookedAt}`,
    at: lookedAt,
    ...place,
    ...(known && { assetId: known.assetId, assetName: known.assetName }),
    patch,
    ...wrongWith(item, stop),
    reasons: [
      `found on a ${kind.replace('-', ' ')} (${id}) at ${stop.assetName}: ${item.wrong}`,
      ...(note ? [`note: “${note}”`] : []),
    ],
    source: { from: 'inspection', foundBy: 'officer', inspectionId: id, item: item.id, photos: [] },
  };
}

/** What a no to an item is a sighting of. */
export function wrongWith(
  { kind, matter, insecure, emergency }: ChecklistItem,
  { outer }: { readonly outer?: boolean | undefined },
): Pick<Sighting, 'kind' | 'matter' | 'insecure' | 'emergency' | 'planned'> {
  return {
    kind,
    ...(matter === undefined ? {} : { matter }),
    insecure: insecure === true && outer === true,
    emergency: emergency === true,
    planned: false,
  };
}
