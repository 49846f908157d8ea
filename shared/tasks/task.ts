import { z } from 'zod';
import { ShownBy } from '../incidents/incident.ts';
import { Hazard, IncidentKind } from '../incidents/kinds.ts';
import { Instant } from '../platform/instant.ts';
import { By } from '../platform/person.ts';
import { AllowanceLeft, TaskKind } from './service-levels.ts';
import { ClockEvent, TaskClock } from './task-clock.ts';
import { Trade } from './trade.ts';

export const TaskStatus = z.enum(['open', 'paused', 'completed', 'cancelled']);
export type TaskStatus = z.infer<typeof TaskStatus>;

/** Why a task may be done already, for a person to agree to: what a camera saw, and when it was so. */
export const ProposedCompletion = z.object({ doneAt: Instant, because: z.string().min(1) });
export type ProposedCompletion = z.infer<typeof ProposedCompletion>;

/** Why a task's clock stands still, and until when, if that is known. What is left of its times is what it goes on with. */
export const Pause = z.object({
  at: Instant,
  because: z.string(),
  until: Instant.optional(),
  leftToAttend: AllowanceLeft.optional(),
});
export type Pause = z.infer<typeof Pause>;

/** Why a task ended without its work: nobody needs it, the resident whose it was cleared it, or the land is another's. */
export const EndReason = z.enum(['not-needed', 'resident-cleared', 'not-our-land']);
export type EndReason = z.infer<typeof EndReason>;

const Pence = z.int().min(0).max(100_000_000).default(0);

/** What a task has cost, in pence without VAT. */
export const Costs = z.strictObject({ labourPence: Pence, disposalPence: Pence, materialsPence: Pence });
export type Costs = z.infer<typeof Costs>;

/** A photo from the field: where its JPEG is in the stills bucket, its SHA-256 in hexadecimal, and what it shows. */
export const FieldPhoto = z.object({
  key: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  shows: z.enum(['before', 'after', 'other']),
  at: Instant,
  by: z.string(),
});
export type FieldPhoto = z.infer<typeof FieldPhoto>;

const work = {
  id: z.string(),
  kind: TaskKind,
  trade: Trade,
  status: TaskStatus,
  patch: z.string(),
  openedAt: Instant,
  /** When somebody must have been there, for work that has such a time, and when somebody was. */
  attendBy: Instant.optional(),
  attendedAt: Instant.optional(),
  dueAt: Instant,
  clock: TaskClock,
  paused: Pause.optional(),
  /** Whether its due time is that of planned work. */
  planned: z.boolean().default(false),
  endedAt: Instant.optional(),
  /** Why it was cancelled. */
  endedAs: EndReason.optional(),
  /** When completed work was done in fact: when a camera saw it so, else when it was reported; and what shows it. */
  doneAt: Instant.optional(),
  shownBy: ShownBy.optional(),
  proposed: ProposedCompletion.optional(),
  assignee: z.string().optional(),
  costs: Costs.optional(),
  photos: z.array(FieldPhoto).default([]),
  version: z.int().min(1),
};

/** Work that an incident calls for, at the incident's place. */
export const IncidentTask = z.object({
  ...work,
  incidentId: z.string(),
  incidentKind: IncidentKind,
  hazard: Hazard.optional(),
  assetId: z.string(),
  assetName: z.string(),
  blockId: z.string().optional(),
  estateId: z.string(),
});
export type IncidentTask = z.infer<typeof IncidentTask>;

/** Work of a target hardening order. Where it is stands in the order alone, for those who are named on it. */
export const OrderTask = z.object({ ...work, kind: z.literal('security-works'), orderId: z.string() });
export type OrderTask = z.infer<typeof OrderTask>;

/** Work for the estate team, with the instant by which it must be done. */
export const Task = z.union([IncidentTask, OrderTask]);
export type Task = z.infer<typeof Task>;

/** One line of a task's history. */
export const TaskHistory = z.object({
  version: z.int().min(1),
  at: Instant,
  by: By,
  did: z.enum([
    'opened',
    'propose',
    'withdraw-proposal',
    'bring-forward',
    'assign',
    'hand-over',
    'attend',
    'note',
    'cost',
    'pause',
    'resume',
    'complete',
    'cancel',
    ...ClockEvent.options,
  ]),
  status: TaskStatus,
  said: z.string(),
});
export type TaskHistory = z.infer<typeof TaskHistory>;

/** A task after a change, with the line that its history gains. */
export interface TaskChange<Changed extends Task = Task> {
  readonly task: Changed;
  readonly history: TaskHistory;
}

/** Whether work is still to be done. */
export function isUnderway({ status }: Pick<Task, 'status'>): boolean {
  return status === 'open' || status === 'paused';
}

/** Whether an incident calls for the work, and not an order. */
export function isOfIncident(task: Task): task is IncidentTask {
  return 'incidentId' in task;
}
