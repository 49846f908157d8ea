import type { Deadline } from '../deadlines/deadline.ts';
import { DeadlineStore } from '../deadlines/deadline-store.ts';
import { keys } from '../platform/keys.ts';
import { LostRace, type Page, type Table } from '../platform/table.ts';
import { orConflict } from '../platform/version.ts';
import type { Item, Write } from '../platform/write.ts';
import {
  type IncidentTask,
  isOfIncident,
  Task,
  type TaskChange,
  TaskHistory,
  type TaskStatus,
} from './task.ts';
import { nextLook } from './task-clock.ts';
import type { WorkingHours } from './working-time.ts';

/** Tasks in the table, each filed on its incident too. */
export class TaskStore {
  readonly #table: Table;
  readonly #hours: WorkingHours;
  constructor(table: Table, hours: WorkingHours) {
    this.#table = table;
    this.#hours = hours;
  }

  /** Opens a task. One that was opened before stays as it is. */
  async open(change: TaskChange): Promise<void> {
    try {
      await this.#table.commit(this.writes(change, 'new'));
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
    }
  }

  /** Saves a move with its history. Throws `Conflict` when the task has changed since version `after`. */
  async save(change: TaskChange, { after }: { after: number }): Promise<void> {
    await orConflict(`Task ${change.task.id}`, () =>
      this.#table.commit(this.writes(change, { version: after })),
    );
  }

  /**
   * The writes of a change, to be made in one commit with what calls for it: with the deadline at which the task is
   * looked at next, so that neither is there without the other.
   */
  writes(change: TaskChange, when: 'new' | { readonly version: number }): Write[] {
    const at = nextLook(change.task, this.#hours);
    const taskId = change.task.id;
    const deadline: Deadline[] =
      at === undefined ? [] : [{ id: `task/${taskId}/${at}`, at, wakes: { what: 'task', taskId } }];
    return [...taskWrites(change, when), ...DeadlineStore.writes(deadline, change.history.at)];
  }

  /** A task by id. One GetItem. */
  async get(taskId: string): Promise<Task | undefined> {
    return this.#table.get(keys.task(taskId), Task);
  }

  /** What was done to a task, oldest first. One Query. */
  async history(taskId: string): Promise<TaskHistory[]> {
    return this.#table.all({ pk: keys.task(taskId).pk, prefix: 'HISTORY#' }, TaskHistory);
  }

  /** Tasks of a patch in one status, soonest due first. One Query. */
  async ofPatch(patch: string, status: TaskStatus, limit: number, from?: string): Promise<Page<Task>> {
    return this.#table.query({ index: 'byQueue', pk: keys.patchTasks(patch, status), limit, from }, Task);
  }

  /** Open tasks that a person holds, soonest due first. One Query. */
  async ofAssignee(username: string, limit: number, from?: string): Promise<Page<Task>> {
    return this.#table.query({ index: 'byPerson', pk: keys.assigneeTasks(username), limit, from }, Task);
  }
}

function taskWrites({ task, history }: TaskChange, when: 'new' | { readonly version: number }): Write[] {
  const onIncident = isOfIncident(task) ? [{ put: taskOnIncident(task) }] : [];
  return [
    { put: taskItem(task), when },
    { put: { ...keys.taskHistory(task.id, history.version), type: 'task-history', ...history } },
    ...onIncident,
  ];
}

function taskOnIncident({ id: taskId, incidentId, kind, status, dueAt }: IncidentTask): Item {
  return { ...keys.incidentTask(incidentId, taskId), type: 'incident-task', taskId, kind, status, dueAt };
}

function taskItem(task: Task): Item {
  const held =
    task.assignee !== undefined && task.status === 'open'
      ? { personPk: keys.assigneeTasks(task.assignee), personSk: `${task.dueAt}#${task.id}` }
      : {};
  return {
    ...keys.task(task.id),
    type: 'task',
    queuePk: keys.patchTasks(task.patch, task.status),
    queueSk: `${task.dueAt}#${task.id}`,
    ...held,
    ...task,
  };
}
