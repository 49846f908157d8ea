import { z } from 'zod';
import { Instant, later } from '../platform/instant.ts';
import type { By } from '../platform/person.ts';
import { Allowance, AllowanceLeft, type ServiceLevel } from './service-levels.ts';
import type { IncidentTask, Task, TaskChange } from './task.ts';
import { withKnown } from './with-known.ts';
import { dueAt, shareOf, type WorkingHours } from './working-time.ts';

/** What comes of a task by the clock alone, in the order in which it comes unless somebody is to be there first. */
export const ClockEvent = z.enum(['attend-overdue', 'at-risk', 'overdue', 'breached']);
export type ClockEvent = z.infer<typeof ClockEvent>;

/**
 * A task's clock: what the service level gives it, what of that was left when it began to run last, and what has come
 * of it so far. `breach` is how long after its due time an overdue task is a breach.
 */
export const TaskClock = z.object({
  allowance: Allowance,
  breach: Allowance,
  left: AllowanceLeft,
  runsFrom: Instant,
  told: z.array(ClockEvent),
});
export type TaskClock = z.infer<typeof TaskClock>;

/** Our own: a fifth of the time is left when somebody should be told that it runs out. */
const AT_RISK_SHARE = 0.2;

/** The times that a task is given. */
export type ClockStart = Pick<Task, 'dueAt' | 'attendBy' | 'clock'>;

/** The times of a task that is opened at `now` under a service level. Pure. */
export function startClock(level: ServiceLevel, now: Instant, hours: WorkingHours): ClockStart {
  const { attend, complete: allowance, breach = { workingDays: 1 } } = level;
  return {
    dueAt: dueAt(now, allowance, hours),
    ...(attend && { attendBy: dueAt(now, attend, hours) }),
    clock: { allowance, breach, left: allowance, runsFrom: now, told: [] },
  };
}

/** When each thing that has not come yet will come of an open task, the earliest first. Pure. */
export function clockEvents(
  { dueAt: due, attendBy, attendedAt, clock }: Task,
  hours: WorkingHours,
): { readonly event: ClockEvent; readonly at: Instant }[] {
  const { allowance, breach, left, runsFrom, told } = clock;
  const untilAtRisk = shareOf(left, 1 - Math.min(1, AT_RISK_SHARE * ratio(allowance, left)));
  const events = [
    ...(attendBy === undefined || attendedAt !== undefined
      ? []
      : [{ event: 'attend-overdue', at: attendBy } as const]),
    { event: 'at-risk', at: dueAt(runsFrom, untilAtRisk, hours) } as const,
    { event: 'overdue', at: due } as const,
    { event: 'breached', at: later(due, dueAt(due, breach, hours)) } as const,
  ];
  return events
    .filter(({ event }) => !told.includes(event))
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

/** How many times as much the one is as the other, which is of the same unit. */
function ratio(one: Allowance, other: Allowance): number {
  const [a = 0] = Object.values(one);
  const [b = 0] = Object.values(other);
  return b === 0 ? Number.POSITIVE_INFINITY : a / b;
}

/** What has come of an open task by the clock since it was told last; undefined when nothing has. Pure. */
export function tellClock(task: Task, hours: WorkingHours, by: By, now: Instant): TaskChange | undefined {
  if (task.status !== 'open') return undefined;
  const [come] = clockEvents(task, hours).filter(({ at }) => at <= now);
  if (come === undefined) return undefined;
  const clock = { ...task.clock, told: [...task.clock.told, come.event] };
  return withKnown(task, { clock }, come.event, CLOCK_WORDS[come.event](task), by, now);
}

const CLOCK_WORDS: Record<ClockEvent, (task: Task) => string> = {
  'attend-overdue': ({ attendBy }) => `nobody has been there by ${attendBy}`,
  'at-risk': ({ dueAt }) => `a fifth of its time is left: it is due ${dueAt}`,
  overdue: ({ dueAt }) => `it was due ${dueAt}`,
  breached: ({ dueAt }) => `it was due ${dueAt} and is still not done`,
};

/** When to look at a task next though nobody touches it: its clock, or the end of its pause. Pure. */
export function nextLook(task: Task, hours: WorkingHours): Instant | undefined {
  if (task.status === 'paused') return task.paused?.until;
  return task.status === 'open' ? clockEvents(task, hours)[0]?.at : undefined;
}

/**
 * The task with the clock of what its incident has become, unless it was due before: as ordinary work that was planned,
 * or as hazardous waste, to which somebody must come first. Pure.
 */
export function bringForward(
  task: IncidentTask,
  start: ClockStart,
  { planned, hazard }: Pick<IncidentTask, 'planned' | 'hazard'>,
  why: string,
  by: By,
  now: Instant,
): TaskChange<IncidentTask> {
  const { attendBy, ...due } = start;
  const sooner = {
    ...(due.dueAt < task.dueAt && due),
    ...(attendBy !== undefined && attendBy < (task.attendBy ?? '~') && { attendBy }),
  };
  const known = { ...sooner, planned, ...(hazard && { hazard }) };
  return withKnown(task, known, 'bring-forward', why, by, now);
}
