import { z } from 'zod';
import { IncidentKind } from '../incidents/kinds.ts';
import { WrongState } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import type { Moves } from '../platform/moves.ts';
import { By } from '../platform/person.ts';
import { TaskKind } from './service-levels.ts';

export const TaskStatus = z.enum(['open', 'completed', 'cancelled']);
export type TaskStatus = z.infer<typeof TaskStatus>;

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
  endedAt: Instant.optional(),
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
    needs: z.object({ note: Note.min(1, 'say what was done') }),
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
  did: z.enum(['opened', 'complete', 'cancel']),
  status: TaskStatus,
  said: z.string(),
});
export type TaskHistory = z.infer<typeof TaskHistory>;

/** A task after a change, with the line that its history gains. */
export interface TaskChange {
  readonly task: Task;
  readonly history: TaskHistory;
}

/** The task after a move. Pure. Throws {@link WrongState} when its state does not allow the move. */
export function moveTask(task: Task, move: TaskMove, note: string, by: By, now: Instant): TaskChange {
  const { from, to } = taskMoves[move];
  if (!(from as readonly TaskStatus[]).includes(task.status)) {
    throw new WrongState(`Task ${task.id} is ${task.status}: it cannot ${move} from there.`);
  }
  const next: Task = { ...task, status: to, endedAt: now, version: task.version + 1 };
  return { task: next, history: { version: next.version, at: now, by, did: move, status: to, said: note } };
}
