import { Conflict } from '../../shared/platform/errors.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import { byRule } from '../../shared/platform/person.ts';
import type { Task, TaskChange } from '../../shared/tasks/task.ts';
import { tellClock } from '../../shared/tasks/task-clock.ts';
import { moveTask } from '../../shared/tasks/task-moves.ts';
import type { TaskStore } from '../../shared/tasks/task-store.ts';
import type { WorkingHours } from '../../shared/tasks/working-time.ts';

interface Room {
  readonly tasks: TaskStore;
  readonly hours: WorkingHours;
  readonly log: Log;
}

/** Tells what has come of a task by the clock, one thing after the other, and ends a pause whose time is over. */
export async function lookAtTask(taskId: string, room: Room, now: Instant): Promise<void> {
  const { tasks, hours, log } = room;
  for (;;) {
    const task = await tasks.get(taskId);
    const change = task && dueChange(task, hours, now);
    if (task === undefined || change === undefined) return;
    try {
      await tasks.save(change, { after: task.version });
      log.info('WORK_CHANGED', { tasks: [task.id], did: change.history.did });
    } catch (error) {
      // Somebody has touched it at this moment: what has come of it is asked of what it is now.
      if (!(error instanceof Conflict)) throw error;
    }
  }
}

function dueChange(task: Task, hours: WorkingHours, now: Instant): TaskChange | undefined {
  const isPauseOver =
    task.status === 'paused' && task.paused?.until !== undefined && task.paused.until <= now;
  if (!isPauseOver) return tellClock(task, hours, byRule('service-level'), now);
  return moveTask(task, 'resume', { note: 'the pause is over' }, byRule('pause-over'), now, {
    hours,
    crews: [],
  });
}
