import { z } from 'zod';
import { Rejected, WrongState } from '../platform/errors.ts';
import { Instant } from '../platform/instant.ts';
import type { Moves } from '../platform/moves.ts';
import type { By } from '../platform/person.ts';
import { EndReason, type Pause, type Task, type TaskChange, type TaskStatus } from './task.ts';
import type { TaskSettings } from './task-settings.ts';
import { crewFor, Trade } from './trade.ts';
import { allowanceLeft, dueAt, type WorkingHours } from './working-time.ts';

const Note = z.string().trim().max(2_000);
const Assignee = z.string().trim().min(1, 'say to whom').max(100);

/** What people and rules may do to a task. */
export const taskMoves = {
  assign: {
    from: ['open'],
    to: 'open',
    by: ['estate-officer', 'manager'],
    needs: z.object({ assignee: Assignee, note: Note.optional() }),
  },
  /** To another trade: its crew on the patch, unless it is said who. The clock runs on. */
  'hand-over': {
    from: ['open'],
    to: 'open',
    by: ['estate-officer', 'manager'],
    needs: z.object({
      trade: Trade,
      assignee: Assignee.optional(),
      note: Note.min(1, 'say what is left to be done'),
    }),
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
    /** A note, unless a camera has said it already or a photo shows it. */
    needs: z.object({ note: Note.optional() }),
  },
  cancel: {
    from: ['open', 'paused'],
    to: 'cancelled',
    by: ['estate-officer', 'rule'],
    /** A note, unless the reason says it all. */
    needs: z.object({ reason: EndReason.optional(), note: Note.optional() }),
  },
} as const satisfies Moves<TaskStatus>;
export type TaskMove = keyof typeof taskMoves;

/** What is said with a move. */
export interface TaskMoveDetail {
  readonly note?: string | undefined;
  readonly until?: Instant | undefined;
  readonly assignee?: string | undefined;
  readonly trade?: Trade | undefined;
  readonly reason?: EndReason | undefined;
}

/** What moves go by: when the landlord works, and whose which work is. */
export type MoveSettings = Pick<TaskSettings, 'hours' | 'crews'>;

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
  settings: MoveSettings,
): TaskChange {
  const { from, to } = taskMoves[move];
  if (!(from as readonly TaskStatus[]).includes(task.status)) {
    throw new WrongState(`Task ${task.id} is ${task.status}: it cannot ${move} from there.`);
  }
  const version = task.version + 1;
  const next = { ...moved(task, move, detail, now, settings), status: to, version };
  const said = saidBy(task, next, move, detail);
  return { task: next, history: { version, at: now, by, did: move, status: to, said } };
}

function moved(
  task: Task,
  move: TaskMove,
  detail: TaskMoveDetail,
  now: Instant,
  settings: MoveSettings,
): Task {
  const { paused, ...running } = task;
  switch (move) {
    case 'assign':
      return { ...task, ...(detail.assignee !== undefined && { assignee: detail.assignee }) };
    case 'hand-over':
      return handedOver(task, detail, settings);
    case 'attend':
      return { ...task, attendedAt: task.attendedAt ?? now };
    case 'pause':
      return pausedAt(task, detail, now, settings.hours);
    case 'resume':
      return resumed(running, paused, now, settings.hours);
    case 'complete':
      return { ...running, endedAt: now, doneAt: task.proposed?.doneAt ?? now, shownBy: shownBy(task) };
    case 'cancel':
      return { ...running, endedAt: now, endedAs: detail.reason ?? 'not-needed' };
  }
}

function shownBy({ proposed, photos }: Task) {
  if (proposed !== undefined) return 'camera';
  return photos.some(({ shows }) => shows === 'after') ? 'photo' : 'word';
}

function handedOver(
  task: Task,
  { trade = task.trade, assignee }: TaskMoveDetail,
  { crews }: MoveSettings,
): Task {
  const { assignee: _, ...free } = task;
  const holder = assignee ?? crewFor(trade, task.patch, crews);
  return { ...free, trade, ...(holder !== undefined && { assignee: holder }) };
}

function saidBy(before: Task, after: Task, move: TaskMove, { note, until, reason }: TaskMoveDetail): string {
  switch (move) {
    case 'assign':
      return [`to ${after.assignee}`, note].filter(Boolean).join(': ');
    case 'hand-over':
      return `to ${[after.trade.replaceAll('-', ' '), after.assignee].filter(Boolean).join(', ')}: ${note}`;
    case 'pause':
      return until === undefined ? (note ?? '') : `${note ?? ''} (until ${until})`;
    case 'attend':
      return note || 'somebody is there';
    case 'resume':
      return note || 'it goes on';
    case 'complete':
      return note || completedBy(before);
    case 'cancel':
      return cancelledAs(reason, note);
  }
}

function completedBy(task: Task): string {
  if (task.proposed !== undefined) return task.proposed.because;
  if (shownBy(task) === 'photo') return 'a photo shows it done';
  throw new Rejected('Say in “note” what was done, or send a photo that shows it.');
}

const ENDED_AS: Record<Exclude<EndReason, 'not-needed'>, string> = {
  'resident-cleared': 'the resident whose it was has cleared it',
  'not-our-land': 'it is not on our land',
};

function cancelledAs(reason: EndReason = 'not-needed', note: string | undefined): string {
  if (reason !== 'not-needed') return [ENDED_AS[reason], note].filter(Boolean).join(': ');
  if (note) return note;
  throw new Rejected('Say in “note” why it is not needed.');
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

function resumed(task: Task, pause: Pause | undefined, now: Instant, hours: WorkingHours): Task {
  const clock = { ...task.clock, runsFrom: now };
  const attend = pause?.leftToAttend && { attendBy: dueAt(now, pause.leftToAttend, hours) };
  return { ...task, ...attend, clock, dueAt: dueAt(now, clock.left, hours) };
}
