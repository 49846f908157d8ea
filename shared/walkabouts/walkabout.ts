import { z } from 'zod';
import { Day } from '../platform/day.ts';
import { WrongState } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import type { Moves } from '../platform/moves.ts';
import { By } from '../platform/person.ts';
import { RegisterId } from '../register/place.ts';
import { MOST_STOPS, Stop } from './route.ts';

/** With residents and partners along, or an officer's own round of the patch. */
export const WalkaboutKind = z.enum(['walkabout', 'patch-inspection']);
export type WalkaboutKind = z.infer<typeof WalkaboutKind>;

export const WalkaboutStatus = z.enum(['planned', 'under-way', 'completed', 'cancelled']);
export type WalkaboutStatus = z.infer<typeof WalkaboutStatus>;

/** How many came along. Who they were is not kept. */
export const CameAlong = z.int().min(0).max(200);

/** An item of the checklist at a stop. */
export const StopItem = z.object({ assetId: z.string(), item: z.string() });
export type StopItem = z.infer<typeof StopItem>;

/** A dated round over an estate or a patch, along a route of stops. */
export const Walkabout = z.object({
  id: z.string(),
  kind: WalkaboutKind,
  status: WalkaboutStatus,
  day: Day,
  patch: z.string(),
  /** None for a round over all estates of the patch. */
  estateId: z.string().optional(),
  /** The username of who leads it. */
  leader: z.string(),
  residents: CameAlong,
  partners: CameAlong,
  stops: z.array(Stop).min(1).max(MOST_STOPS),
  startedAt: Instant.optional(),
  /** When it was completed or cancelled. */
  endedAt: Instant.optional(),
  /** What nobody had looked at when it was completed: none of it is known to be fine. */
  notLookedAt: z.array(StopItem).optional(),
  version: z.int().min(1),
});
export type Walkabout = z.infer<typeof Walkabout>;

const Note = z.string().trim().max(2_000);
const along = { residents: CameAlong.optional(), partners: CameAlong.optional() };

/** What people may do to a walkabout. */
export const walkaboutMoves = {
  reroute: {
    from: ['planned'],
    to: 'planned',
    by: ['estate-officer'],
    /** The assets to stop at, in the order of the way. */
    needs: z.object({ stops: z.array(RegisterId).min(1).max(MOST_STOPS), note: Note.optional() }),
  },
  start: {
    from: ['planned'],
    to: 'under-way',
    by: ['estate-officer'],
    needs: z.object({ ...along, note: Note.optional() }),
  },
  complete: {
    from: ['under-way'],
    to: 'completed',
    by: ['estate-officer'],
    needs: z.object({ ...along, note: Note.optional() }),
  },
  cancel: {
    from: ['planned', 'under-way'],
    to: 'cancelled',
    by: ['estate-officer'],
    needs: z.object({ note: Note.min(1, 'say why it does not take place') }),
  },
} as const satisfies Moves<WalkaboutStatus>;
export type WalkaboutMove = keyof typeof walkaboutMoves;

/** One line of a walkabout's history. */
export const WalkaboutHistory = z.object({
  version: z.int().min(1),
  at: Instant,
  by: By,
  did: z.enum(['planned', 'reroute', 'start', 'complete', 'cancel']),
  status: WalkaboutStatus,
  said: z.string(),
});
export type WalkaboutHistory = z.infer<typeof WalkaboutHistory>;

/** A walkabout after a change, with the line that its history gains. */
export interface WalkaboutChange {
  readonly walkabout: Walkabout;
  readonly history: WalkaboutHistory;
}

/** What is said with a move, and what follows from what was looked at. */
export interface WalkaboutMoveDetail {
  readonly note?: string | undefined;
  readonly residents?: number | undefined;
  readonly partners?: number | undefined;
  /** The new route, with `reroute`. */
  readonly stops?: readonly Stop[] | undefined;
  /** With `complete`: every item of the route that nobody looked at. */
  readonly notLookedAt?: readonly StopItem[] | undefined;
  /** With `complete`: how many items the route has. */
  readonly items?: number | undefined;
}

/** A new walkabout along a route, of which nothing was looked at yet. */
export function planWalkabout(
  said: Omit<Walkabout, 'status' | 'startedAt' | 'endedAt' | 'notLookedAt' | 'version'>,
  by: By,
  now: Instant,
): WalkaboutChange {
  const walkabout: Walkabout = { ...said, status: 'planned', version: 1 };
  const line = `for ${said.day}, ${countOf(said.stops.length, 'stop')}`;
  return { walkabout, history: { version: 1, at: now, by, did: 'planned', status: 'planned', said: line } };
}

/** The walkabout after a move. Pure. Throws {@link WrongState} when its state does not allow the move. */
export function moveWalkabout(
  walkabout: Walkabout,
  move: WalkaboutMove,
  detail: WalkaboutMoveDetail,
  by: By,
  now: Instant,
): WalkaboutChange {
  const { from, to } = walkaboutMoves[move];
  if (!(from as readonly WalkaboutStatus[]).includes(walkabout.status)) {
    throw new WrongState(`Walkabout ${walkabout.id} is ${walkabout.status}: it cannot ${move} from there.`);
  }
  const version = walkabout.version + 1;
  const next: Walkabout = {
    ...walkabout,
    ...(move === 'reroute' && detail.stops !== undefined ? { stops: [...detail.stops] } : {}),
    ...(move === 'start' ? { startedAt: now } : {}),
    ...(move === 'complete' ? { notLookedAt: [...(detail.notLookedAt ?? [])] } : {}),
    ...(to === 'completed' || to === 'cancelled' ? { endedAt: now } : {}),
    residents: detail.residents ?? walkabout.residents,
    partners: detail.partners ?? walkabout.partners,
    status: to,
    version,
  };
  const said = [saidOf(next, move, detail), detail.note].filter(Boolean).join(': ');
  return { walkabout: next, history: { version, at: now, by, did: move, status: to, said } };
}

function saidOf(next: Walkabout, move: WalkaboutMove, { notLookedAt, items }: WalkaboutMoveDetail): string {
  switch (move) {
    case 'reroute':
      return `the route has ${countOf(next.stops.length, 'stop')} now`;
    case 'start':
      return `with ${countOf(next.residents, 'resident')} and ${countOf(next.partners, 'partner')}`;
    case 'complete':
      return notLookedAt === undefined || notLookedAt.length === 0
        ? 'everything was looked at'
        : `${notLookedAt.length} of ${countOf(items ?? 0, 'item')} not looked at`;
    case 'cancel':
      return '';
  }
}

const countOf = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
