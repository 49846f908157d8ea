import type { Instant } from '../platform/instant.ts';
import type { By } from '../platform/person.ts';
import type { IncidentTask, ProposedCompletion, TaskChange } from './task.ts';

/** The open task with another proposal to complete it, or none; undefined when that is how it is. Pure. */
export function proposeCompletion(
  task: IncidentTask,
  proposed: ProposedCompletion | undefined,
  by: By,
  now: Instant,
): TaskChange<IncidentTask> | undefined {
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
