import { z } from 'zod';
import type { Disposition, Incident, IncidentHistory, IncidentStatus } from '../incidents/incident.ts';
import type { Instant } from '../platform/instant.ts';

/**
 * How a report stands, in the statuses of mySociety's extension to Open311 that FixMyStreet understands. Those that
 * leave nothing to be done are `closed` in Open311's own two statuses.
 */
export const PublicStatus = z.enum([
  'open',
  'investigating',
  'action_scheduled',
  'fixed',
  'duplicate',
  'no_further_action',
  'not_councils_responsibility',
]);
export type PublicStatus = z.infer<typeof PublicStatus>;

/** A status with the sentence that the public reads: always one of ours, never what staff or reporters wrote. */
export interface PublicState {
  readonly status: PublicStatus;
  readonly sentence: string;
}

/** A report that has come in and that nobody has been sent to yet. */
export const RECEIVED: PublicState = { status: 'open', sentence: 'We have your report.' };

/** A report of something on land of somebody else's. */
export const NOT_OURS: PublicState = {
  status: 'not_councils_responsibility',
  sentence: 'The place you reported is not on our land, so we cannot put it right. Tell the local council.',
};

const STATES: Readonly<Record<Exclude<IncidentStatus, 'dismissed'>, PublicState>> = {
  flagged: { status: 'investigating', sentence: 'The estate team has been asked to look at it.' },
  confirmed: {
    status: 'action_scheduled',
    sentence: 'It was confirmed, and the work to put it right has been ordered.',
  },
  resolved: { status: 'fixed', sentence: 'It has been put right.' },
  closed: { status: 'fixed', sentence: 'It has been put right.' },
};

const lookedAt = (found: string): PublicState => ({
  status: 'no_further_action',
  sentence: `The estate team looked at it: ${found}.`,
});

const DISMISSED: Readonly<Record<Disposition, PublicState>> = {
  duplicate: {
    status: 'duplicate',
    sentence: 'It was reported before, and is dealt with under that report.',
  },
  'authorised-collection': lookedAt('it waits for a collection that was arranged'),
  'residents-own-bins': lookedAt('these are residents’ own bins'),
  'weather-or-light': lookedAt('there was nothing to put right'),
  'not-waste': lookedAt('it is not waste'),
  test: lookedAt('it was a test'),
};

/** Whether something is still to be done about a report: `open` in Open311's words, otherwise `closed`. */
export function isOpen(status: PublicStatus): boolean {
  return status === 'open' || status === 'investigating' || status === 'action_scheduled';
}

const GONE: PublicState = { status: 'fixed', sentence: 'It was gone when the estate team came.' };

/** What the public is told of an incident in a status. A dismissal is its last, so that its disposition is known. */
export function publicState(
  status: IncidentStatus,
  { disposition, outcome }: Pick<Incident, 'disposition' | 'outcome'>,
): PublicState {
  const isOver = status === 'resolved' || status === 'closed';
  if (isOver && outcome === 'not-our-land') return NOT_OURS;
  if (isOver && outcome === 'resident-cleared') return GONE;
  if (status !== 'dismissed') return STATES[status];
  return disposition === undefined ? lookedAt('there was nothing to put right') : DISMISSED[disposition];
}

/** Something that the public is told: what an incident became with a line of its history, by that line's version. */
export interface PublicUpdate extends PublicState {
  readonly version: number;
}

/**
 * What the public has yet to be told of a report: each state that its incident came into since the line `told`, in
 * order. What the incident had been through before the report is told as it then stood. Pure.
 */
export function publicUpdates(
  { incident, history }: { readonly incident: Incident; readonly history: readonly IncidentHistory[] },
  report: { readonly status: PublicStatus; readonly told: number; readonly receivedAt: Instant },
): PublicUpdate[] {
  const lines = history.filter(({ version }) => version > report.told).sort((a, b) => a.version - b.version);
  const before = lines.filter(({ at }) => at < report.receivedAt).slice(-1);
  const updates: PublicUpdate[] = [];
  let { status } = report;
  for (const line of [...before, ...lines.filter(({ at }) => at >= report.receivedAt)]) {
    const state = publicState(line.status, incident);
    if (state.status === status) continue;
    ({ status } = state);
    updates.push({ version: line.version, ...state });
  }
  return updates;
}
