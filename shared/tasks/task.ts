import { z } from 'zod';
import { IncidentKind } from '../incidents/kinds.ts';
import { Rejected, WrongState } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import type { Moves } from '../platform/moves.ts';
import { By } from '../platform/person.ts';
import { AllowanceLeft, TaskKind } from './service-levels.ts';
import { ClockEvent, type ClockStart, TaskClock } from './task-clock.ts';
import { allowanceLeft, dueAt, type WorkingHours } from './working-time.ts';

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
  /** When somebody must have been there, for work that has such a time, and when somebody was. */
  attendBy: Instant.optional(),
  attendedAt: Instant.optional(),
  dueAt: Instant,
  clock: TaskClock,
  paused: Pause.optional(),
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
  assign: {
    from: ['open'],
    to: 'open',
    by: ['estate-officer', 'manager'],
    needs: z.object({ assignee: z.string().trim().min(1, 'say to whom').max(100), note: Note.optional() }),
  },
  attend: {
    from: ['open'],
    to: 'open',
    by: ['estate-officer'],
    needs: z.object({ note: Note.optional() }),
  },
  pause: {
    from: ['open'],
    to: 'paused',
    by: ['estate-officer', 'manager'],
    needs: z.object({ note: Note.min(1, 'say what it waits for'), until: Instant.optional() }),
  },
  resume: {
    from: ['paused'],
    to: 'open',
    by: ['estate-officer', 'manager', 'rule'],
    needs: z.object({ note: Note.optional() }),
  },
  complete: {
    from: ['open', 'paused'],
    to: 'completed',
    by: ['estate-officer', 'rule'],
    /** A note, unless a camera has said it already. */
    needs: z.object({ note: Note.optional() }),
  },
  cancel: {
    from: ['open', 'paused'],
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
  did: z.enum([
    'opened',
    'propose',
    'withdraw-proposal',
    'bring-forward',
    'assign',
    'attend',
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
export interface TaskChange {
  readonly task: Task;
  readonly history: TaskHistory;
}

/** What is said with a move. */
export interface TaskMoveDetail {
  readonly note?: string | undefined;
  readonly until?: Instant | undefined;
  readonly assignee?: string | undefined;
}

/** Whether work is still to be done. */
export function isUnderway({ status }: Pick<Task, 'status'>): boolean {
  return status === 'open' || status === 'paused';
}

/**
 * The task after a move. Pure. Throws {@link WrongState} when its state does not allow the move, {@link Rejected} when
 * nothing says what was done.
 */
export function moveTask(
  task: Task,
  move: TaskMove,
  detail: TaskMoveDetail,
  by: By,
  now: Instant,
  hours: WorkingHours,
): TaskChange {
  const { from, to } = taskMoves[move];
  if (!(from as readonly TaskStatus[]).includes(task.status)) {
    throw new WrongState(`Task ${task.id} is ${task.status}: it cannot ${move} from there.`);
  }
  const version = task.version + 1;
  const next = { ...moved(task, move, detail, now, hours), status: to, version };
  const said = saidBy(task, move, detail);
  return { task: next, history: { version, at: now, by, did: move, status: to, said } };
}

function moved(task: Task, move: TaskMove, detail: TaskMoveDetail, now: Instant, hours: WorkingHours): Task {
  const { paused, proposed, ...running } = task;
  switch (move) {
    case 'assign':
      return { ...task, ...(detail.assignee !== undefined && { assignee: detail.assignee }) };
    case 'attend':
      return { ...task, attendedAt: task.attendedAt ?? now };
    case 'pause':
      return pausedAt(task, detail, now, hours);
    case 'resume':
      return { ...resumed(running, paused, now, hours), ...(proposed && { proposed }) };
    case 'complete':
      return { ...running, ...(proposed && { proposed }), endedAt: now, doneAt: proposed?.doneAt ?? now };
    case 'cancel':
      return { ...running, ...(proposed && { proposed }), endedAt: now };
  }
}

function saidBy({ proposed }: Task, move: TaskMove, { note, assignee, until }: TaskMoveDetail): string {
  if (move === 'assign') return [`to ${assignee}`, note].filter(Boolean).join(': ');
  if (move === 'pause') return until === undefined ? (note ?? '') : `${note ?? ''} (until ${until})`;
  const said = note || (move === 'complete' ? proposed?.because : undefined);
  if (said !== undefined) return said;
  if (move === 'attend') return 'somebody is there';
  if (move === 'resume') return 'it goes on';
  throw new Rejected('Say in “note” what was done.');
}

function pausedAt(task: Task, { note, until }: TaskMoveDetail, now: Instant, hours: WorkingHours): Task {
  if (until !== undefined && until <= now)
    throw new Rejected('A pause ends after now: leave “until” out, or say when.');
  const { clock } = task;
  const waits = task.attendBy !== undefined && task.attendedAt === undefined;
  const leftToAttend = waits && allowanceLeft(now, task.attendBy ?? now, clock.allowance, hours);
  return {
    ...task,
    clock: { ...clock, left: allowanceLeft(now, task.dueAt, clock.allowance, hours), runsFrom: now },
    paused: {
      at: now,
      because: note ?? '',
      ...(until !== undefined && { until }),
      ...(leftToAttend && { leftToAttend }),
    },
  };
}

function resumed(
  task: Omit<Task, 'paused' | 'proposed'>,
  pause: Pause | undefined,
  now: Instant,
  hours: WorkingHours,
): Task {
  const clock = { ...task.clock, runsFrom: now };
  const attend = pause?.leftToAttend && { attendBy: dueAt(now, pause.leftToAttend, hours) };
  return { ...task, ...attend, clock, dueAt: dueAt(now, clock.left, hours) };
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

/** The task as ordinary work, with the clock of such unless it was due before. Pure. */
export function bringForward(task: Task, start: ClockStart, why: string, by: By, now: Instant): TaskChange {
  const version = task.version + 1;
  const sooner = start.dueAt < task.dueAt ? start : {};
  return {
    task: { ...task, ...sooner, planned: false, version },
    history: { version, at: now, by, did: 'bring-forward', status: task.status, said: why },
  };
}
