import { z } from 'zod';
import { IncidentKind } from '../incidents/kinds.ts';
import { Rejected, WrongState } from '../platform/errors.ts';
import { earlier, Instant } from '../platform/instant.ts';
import type { Moves } from '../platform/moves.ts';
import { By } from '../platform/person.ts';
import { TaskKind } from './service-levels.ts';

export const TaskStatus = z.enum(['open', 'completed', 'cancelled']);
export type TaskStatus = z.infer<typeof TaskStatus>;

/** Why a task may be done already, for a person to agree to: what a camera saw, and when it was so. */
export const ProposedCompletion = z.object({ doneAt: Instant, because: z.string().min(1) });
export type ProposedCompletion = z.infer<typeof ProposedCompletion>;

/** Work for the estate team, with the instant by which it must be done. */
export const Task = z.object({
  id: z.string(),
  kind: TaskKind,
  status: TaskStatus,
  incidentId: z.string(),
  incidentKind: IncidentKind,
  assetId: z.string(),
  assetName: z.string(),
  blockId: z.string().optional(),
  estateId: z.string(),
  patch: z.string(),
  openedAt: Instant,
  dueAt: Instant,
  /** Whether its due time is that of planned work. */
  planned: z.boolean().default(false),
  endedAt: Instant.optional(),
  /** When completed work was done in fact: when a camera saw it so, else when it was reported. */
  doneAt: Instant.optional(),
  proposed: ProposedCompletion.optional(),
  assignee: z.string().optional(),
  version: z.int().min(1),
});
export type Task = z.infer<typeof Task>;

const Note = z.string().trim().max(2_000);

/** What people and rules may do to a task. */
export const taskMoves = {
  complete: {
    from: ['open'],
    to: 'completed',
    by: ['estate-officer', 'rule'],
    /** A note, unless a camera has said it already. */
    needs: z.object({ note: Note.optional() }),
  },
  cancel: {
    from: ['open'],
    to: 'cancelled',
    by: ['estate-officer', 'rule'],
    needs: z.object({ note: Note.min(1, 'say why it is not needed') }),
  },
} as const satisfies Moves<TaskStatus>;
export type TaskMove = keyof typeof taskMoves;

/** One line of a task's history. */
export const TaskHistory = z.object({
  version: z.int().min(1),
  at: Instant,
  by: By,
  did: z.enum(['opened', 'propose', 'withdraw-proposal', 'bring-forward', 'complete', 'cancel']),
  status: TaskStatus,
  said: z.string(),
});
export type TaskHistory = z.infer<typeof TaskHistory>;

/** A task after a change, with the line that its history gains. */
export interface TaskChange {
  readonly task: Task;
  readonly history: TaskHistory;
}

/**
 * The task after a move. Pure. Throws {@link WrongState} when its state does not allow the move, {@link Rejected} when
 * nothing says what was done.
 */
export function moveTask(
  task: Task,
  move: TaskMove,
  note: string | undefined,
  by: By,
  now: Instant,
): TaskChange {
  const { from, to } = taskMoves[move];
  if (!(from as readonly TaskStatus[]).includes(task.status)) {
    throw new WrongState(`Task ${task.id} is ${task.status}: it cannot ${move} from there.`);
  }
  const said = note || (move === 'complete' ? task.proposed?.because : undefined);
  if (said === undefined) throw new Rejected('Say in “note” what was done.');
  const done = move === 'complete' ? { doneAt: task.proposed?.doneAt ?? now } : {};
  const next: Task = { ...task, status: to, endedAt: now, ...done, version: task.version + 1 };
  return { task: next, history: { version: next.version, at: now, by, did: move, status: to, said } };
}

/** The open task with another proposal to complete it, or none; undefined when that is how it is. Pure. */
export function proposeCompletion(
  task: Task,
  proposed: ProposedCompletion | undefined,
  by: By,
  now: Instant,
): TaskChange | undefined {
  if (task.status !== 'open' || task.proposed?.doneAt === proposed?.doneAt) return undefined;
  const { proposed: _, ...bare } = task;
  const version = task.version + 1;
  const did = proposed === undefined ? 'withdraw-proposal' : 'propose';
  const said = proposed?.because ?? 'it was seen lying there again';
  return {
    task: { ...bare, ...(proposed && { proposed }), version },
    history: { version, at: now, by, did, status: task.status, said },
  };
}

/** The open task as ordinary work, due by then unless it was due before. Pure. */
export function bringForward(task: Task, dueAt: Instant, why: string, by: By, now: Instant): TaskChange {
  const version = task.version + 1;
  return {
    task: { ...task, planned: false, dueAt: earlier(task.dueAt, dueAt), version },
    history: { version, at: now, by, did: 'bring-forward', status: task.status, said: why },
  };
}
