import { z } from 'zod';
import type { Incident } from '../incidents/incident.ts';
import { Instant } from '../platform/instant.ts';
import { TaskKind } from '../tasks/service-levels.ts';
import type { Task } from '../tasks/task.ts';
import { localDate, type WorkingHours } from '../tasks/working-time.ts';

const Reference = z.object({
  page: z.enum(['incidents', 'tasks']),
  reference: z.string(),
  kind: TaskKind.optional(),
  dueAt: Instant.optional(),
});
export type Reference = z.infer<typeof Reference>;

/** How many there are of something, and the first of them. */
const Counted = z.object({ count: z.int().min(0), first: z.array(Reference) });
export type Counted = z.infer<typeof Counted>;

/** How a patch stands at a moment. `since` is when the digest before it was. */
export const Digest = z.object({
  patch: z.string(),
  since: Instant,
  at: Instant,
  newWork: Counted,
  dueToday: Counted,
  overdue: Counted,
  toReview: Counted,
});
export type Digest = z.infer<typeof Digest>;

/** When a patch has its next digest, and since when that one tells what is new. */
export const DigestTurn = z.object({
  patch: z.string(),
  since: Instant,
  next: Instant,
  version: z.int().min(1),
});
export type DigestTurn = z.infer<typeof DigestTurn>;

/** A message is read on a phone: more than so many of a kind are a number. */
const MOST_LISTED = 20;

/** What a patch's digest says, by its open tasks and its flagged incidents. Pure. */
export function digestOf(
  patch: string,
  tasks: readonly Task[],
  flagged: readonly Incident[],
  since: Instant,
  at: Instant,
  hours: WorkingHours,
): Digest {
  const today = localDate(at, hours);
  const soonestFirst = tasks.toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
  const work = (which: (task: Task) => boolean) => counted(soonestFirst.filter(which).map(taskReference));
  return {
    patch,
    since,
    at,
    newWork: work(({ openedAt }) => openedAt > since),
    dueToday: work(({ dueAt }) => dueAt >= at && localDate(dueAt, hours) === today),
    overdue: work(({ dueAt }) => dueAt < at),
    toReview: counted(flagged.map(({ id }) => ({ page: 'incidents', reference: id }))),
  };
}

/** Whether a digest has nothing to say: then there is none. */
export function saysNothing({ newWork, dueToday, overdue, toReview }: Digest): boolean {
  return [newWork, dueToday, overdue, toReview].every(({ count }) => count === 0);
}

function taskReference({ id, kind, dueAt }: Task): Reference {
  return { page: 'tasks', reference: id, kind, dueAt };
}

function counted(all: readonly Reference[]): Counted {
  return { count: all.length, first: all.slice(0, MOST_LISTED) };
}
