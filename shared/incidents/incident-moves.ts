import { z } from 'zod';
import { WrongState } from '../platform/errors.ts';
import type { Instant } from '../platform/instant.ts';
import type { Moves } from '../platform/moves.ts';
import type { By } from '../platform/person.ts';
import {
  Disposition,
  historyLine,
  type Incident,
  type IncidentChange,
  type IncidentStatus,
  Outcome,
  type ShownBy,
} from './incident.ts';
import { Hazard } from './kinds.ts';

const Note = z.string().trim().max(2_000);
const Reason = z.object({ reason: Note.min(1, 'say why') });

/** What people and rules may do to an incident. */
export const incidentMoves = {
  confirm: {
    from: ['flagged'],
    to: 'confirmed',
    by: ['estate-officer', 'rule'],
    needs: z.object({ hazard: Hazard.optional(), note: Note.optional() }),
  },
  'name-hazard': {
    from: ['confirmed'],
    to: 'confirmed',
    by: ['estate-officer'],
    needs: z.object({ hazard: Hazard, note: Note.optional() }),
  },
  dismiss: {
    from: ['flagged'],
    to: 'dismissed',
    by: ['estate-officer'],
    needs: z.object({ disposition: Disposition, note: Note.optional() }),
  },
  resolve: {
    from: ['confirmed'],
    to: 'resolved',
    by: ['estate-officer', 'rule'],
    needs: Reason.extend({ outcome: Outcome.optional() }),
  },
  close: { from: ['resolved'], to: 'closed', by: ['estate-officer', 'rule'], needs: Reason },
  reopen: { from: ['resolved', 'closed'], to: 'flagged', by: ['estate-officer', 'rule'], needs: Reason },
  /** A fault that a device reports again needs nobody to look before it counts. */
  'report-again': { from: ['resolved', 'closed'], to: 'confirmed', by: ['rule'], needs: Reason },
} as const satisfies Moves<IncidentStatus>;
export type IncidentMove = keyof typeof incidentMoves;
export type IncidentMoveDetail<Move extends IncidentMove> = z.output<(typeof incidentMoves)[Move]['needs']>;

/** When the work that ends an incident was done in fact, and what shows it. */
export interface Clearance {
  readonly at: Instant;
  readonly shownBy: ShownBy;
}

/** What is said with any move. */
interface Said {
  readonly reason?: string | undefined;
  readonly note?: string | undefined;
  readonly disposition?: Disposition | undefined;
  readonly hazard?: Hazard | undefined;
  readonly outcome?: Outcome | undefined;
}

/**
 * The incident after a move. What is resolved was cleared as `clearance` says, else when a camera saw it so, else now.
 * Pure. Throws {@link WrongState} when its state does not allow the move.
 */
export function moveIncident<Move extends IncidentMove>(
  incident: Incident,
  move: Move,
  detail: IncidentMoveDetail<Move>,
  by: By,
  now: Instant,
  clearance?: Clearance,
): IncidentChange {
  const { from, to } = incidentMoves[move];
  if (!(from as readonly IncidentStatus[]).includes(incident.status)) {
    throw new WrongState(`Incident ${incident.id} is ${incident.status}: it cannot ${move} from there.`);
  }
  const said: Said = detail;
  const isReopened = move === 'reopen' || move === 'report-again';
  const next: Incident = {
    ...(isReopened ? unresolved(incident) : incident),
    ...(move === 'resolve' && ending(incident, said.outcome, clearance, now)),
    ...(said.disposition && { disposition: said.disposition }),
    ...(said.hazard && { hazard: said.hazard, priority: 'emergency' }),
    status: to,
    timesReopened: incident.timesReopened + (isReopened ? 1 : 0),
    version: incident.version + 1,
  };
  return { incident: next, history: historyLine(next, move, by, now, words(said)) };
}

function unresolved(incident: Incident): Incident {
  const { resolvedAt: _, clearedAt: __, shownBy: ___, outcome: ____, seenCleared: _____, ...open } = incident;
  return open;
}

function ending(
  { seenCleared }: Incident,
  outcome: Outcome = 'put-right',
  clearance: Clearance | undefined,
  now: Instant,
): Partial<Incident> {
  // What is on somebody else's land may lie there still.
  if (outcome === 'not-our-land') return { resolvedAt: now, outcome };
  const seen: Clearance | undefined = seenCleared && { at: seenCleared.at, shownBy: 'camera' };
  const { at, shownBy } = clearance ?? seen ?? { at: now, shownBy: 'word' };
  return { resolvedAt: now, clearedAt: at, shownBy, outcome };
}

function words({ disposition, hazard, outcome, reason, note }: Said): string | undefined {
  const what = disposition ?? hazard ?? (outcome === 'put-right' ? undefined : outcome);
  return [what?.replaceAll('-', ' '), reason, note].filter(Boolean).join(': ') || undefined;
}
