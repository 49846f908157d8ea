import type { IncidentKind } from '../incidents/kinds.ts';

/** The kinds of assets that are stops of a route, each with items of its own to look at. */
export type StopKind = 'block' | 'door' | 'light';

/** One thing to look at, and what it is when it is not so. */
export interface ChecklistItem {
  readonly id: string;
  /** What it is asked of. */
  readonly of: StopKind;
  /** As a sentence that is true where all is well. */
  readonly asks: string;
  /** What an officer reads when the answer is no. */
  readonly wrong: string;
  /** The incident that a no is a sighting of; with a `matter`, one apart from others of its kind at that place. */
  readonly kind: IncidentKind;
  readonly matter?: string;
  /** The block's cameras may have told of it already. */
  readonly seenByCameras?: true;
  /** Asked of outer doors only. */
  readonly outerOnly?: true;
  /** Where the answer is no at an outer door, anyone can get into the block. */
  readonly insecure?: true;
  /** Where the answer is no, people are in danger now. */
  readonly emergency?: true;
  /** It stands on tenant assessors' forms too: what they are asked at NPT Homes (Secure Homes and Estates, 2017). */
  readonly assessors?: true;
}

/** What is looked at on a walkabout, in the order that it is asked. Ids are kept for good: answers name them. */
export const checklist: readonly ChecklistItem[] = [
  {
    id: 'free-of-obstruction',
    of: 'block',
    asks: 'Halls, stairs and landings are free of obstruction',
    wrong: 'communal areas are obstructed',
    kind: 'misuse-of-communal-space',
    assessors: true,
  },
  {
    id: 'no-graffiti',
    of: 'block',
    asks: 'There is no graffiti',
    wrong: 'there is graffiti',
    kind: 'misuse-of-communal-space',
    matter: 'graffiti',
  },
  {
    id: 'bin-store',
    of: 'block',
    asks: 'The bin store is in order: nothing is dumped in it or beside it',
    wrong: 'the bin store is not in order',
    kind: 'fly-tipping',
    seenByCameras: true,
  },
  {
    id: 'security-lighting',
    of: 'block',
    asks: 'The security lighting works',
    wrong: 'security lighting does not work',
    kind: 'lighting-fault',
    matter: 'security-lighting',
    assessors: true,
  },
  {
    id: 'stairs-lit',
    of: 'block',
    asks: 'Halls, stairs and landings are lit',
    wrong: 'halls, stairs or landings are dark',
    kind: 'lighting-fault',
    emergency: true,
  },
  {
    id: 'closes-and-latches',
    of: 'door',
    asks: 'The door closes by itself and latches',
    wrong: 'the door does not close and latch',
    kind: 'door-fault',
    insecure: true,
    assessors: true,
  },
  {
    id: 'visitors-checked',
    of: 'door',
    asks: 'Visitors are checked before they are let in',
    wrong: 'visitors are let in unchecked',
    kind: 'misuse-of-communal-space',
    matter: 'visitors',
    outerOnly: true,
    assessors: true,
  },
  {
    id: 'works',
    of: 'light',
    asks: 'The light works',
    wrong: 'the light does not work',
    kind: 'lighting-fault',
  },
];

/** What is looked at at a stop of this kind. */
export function itemsFor(stop: {
  readonly kind: StopKind;
  readonly outer?: boolean | undefined;
}): ChecklistItem[] {
  return checklist.filter(({ of, outerOnly }) => of === stop.kind && (!outerOnly || stop.outer === true));
}

/** What tenant assessors are asked about a block. */
export const assessorsItems: readonly ChecklistItem[] = checklist.filter(({ assessors }) => assessors);
