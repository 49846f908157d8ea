import { z } from 'zod';
import type { IncidentKind } from '../incidents/kinds.ts';
import { Instant } from '../platform/instant.ts';
import { RegisterId } from '../register/place.ts';
import { isOfIncident, type Task } from '../tasks/task.ts';

/** What environment budget is spent on. */
export const Works = z.enum([
  'security-doors',
  'door-entry',
  'security-lighting',
  'cctv',
  'fencing',
  'bin-store',
  'natural-surveillance',
  'fire-safety',
]);
export type Works = z.infer<typeof Works>;

export const BidStatus = z.enum([
  'draft',
  'submitted',
  'feasible',
  'unfeasible',
  'panel',
  'approved',
  'deferred',
  'declined',
  'scheduled',
  'on-site',
  'completed',
  'evaluated',
]);
export type BidStatus = z.infer<typeof BidStatus>;

/** A bid in one of these may still gather what it answers. */
export const OPEN_BID_STATUSES: readonly BidStatus[] = [
  'draft',
  'submitted',
  'feasible',
  'panel',
  'approved',
  'deferred',
  'scheduled',
];

/** A proposal to spend environment budget on works that would prevent such incidents. Money is whole pence. */
export const Bid = z.object({
  id: RegisterId,
  title: z.string().min(1).max(200),
  works: Works,
  status: BidStatus,
  programme: RegisterId,
  /** Estates whole, or single blocks and assets on the estates named by `estateIds`. */
  scope: z.array(RegisterId).min(1).max(500),
  estateIds: z.array(RegisterId).min(1).max(20),
  costPence: z.int().min(0),
  yearlyPence: z.int().min(0),
  homes: z.int().min(0),
  openedAt: Instant,
  version: z.int().min(1),
});
export type Bid = z.infer<typeof Bid>;

/** That a bid's works would answer a task, and the incident behind it. */
export const BidLink = z.object({
  bidId: z.string(),
  incidentId: z.string(),
  taskId: z.string(),
  incidentKind: z.string(),
  taskKind: z.string(),
  assetName: z.string(),
  linkedAt: Instant,
  /** In words that a manager reads. */
  because: z.string(),
});
export type BidLink = z.infer<typeof BidLink>;

/** A bid with what it answers. */
export const BidFile = z.object({ bid: Bid, links: z.array(BidLink) });
export type BidFile = z.infer<typeof BidFile>;

/** Which incidents which works would prevent. Our reading of what landlords bid for; for the landlord to set. */
export const ANSWERED_BY: Readonly<Record<Works, readonly IncidentKind[]>> = {
  'security-doors': ['door-fault', 'misuse-of-communal-space'],
  'door-entry': ['door-fault', 'misuse-of-communal-space'],
  'security-lighting': ['lighting-fault', 'fly-tipping', 'misuse-of-communal-space'],
  cctv: ['fly-tipping', 'misuse-of-communal-space', 'camera-fault'],
  fencing: ['fly-tipping', 'misuse-of-communal-space'],
  'bin-store': ['fly-tipping'],
  'natural-surveillance': ['fly-tipping', 'misuse-of-communal-space'],
  'fire-safety': ['misuse-of-communal-space'],
};

/** The link from a bid to a task when the bid is open, its scope holds the place and its works answer the incident. Pure. */
export function linkFor(bid: Bid, task: Task, now: Instant): BidLink | undefined {
  if (!isOfIncident(task)) return undefined;
  const place = [task.assetId, task.blockId, task.estateId].find(
    (id) => id !== undefined && bid.scope.includes(id),
  );
  if (place === undefined || !OPEN_BID_STATUSES.includes(bid.status)) return undefined;
  if (!ANSWERED_BY[bid.works].includes(task.incidentKind)) return undefined;
  const what = task.incidentKind.replaceAll('-', ' ');
  return {
    bidId: bid.id,
    incidentId: task.incidentId,
    taskId: task.id,
    incidentKind: task.incidentKind,
    taskKind: task.kind,
    assetName: task.assetName,
    linkedAt: now,
    because: `${bid.works.replaceAll('-', ' ')} at ${place} would answer ${what} at ${task.assetName}`,
  };
}
