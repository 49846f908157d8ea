import type { Instant } from '../platform/instant.ts';
import type { By } from '../platform/person.ts';
import type { Task, TaskChange, TaskHistory } from './task.ts';

/** A task with other things known of it, and the line that says so. Its state stays as it is. */
export function withKnown<Changed extends Task>(
  task: Changed,
  known: Partial<Task>,
  did: TaskHistory['did'],
  said: string,
  by: By,
  now: Instant,
): TaskChange<Changed> {
  const version = task.version + 1;
  return {
    task: { ...task, ...known, version },
    history: { version, at: now, by, did, status: task.status, said },
  };
}
