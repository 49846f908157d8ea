import { OpenAPIHono, z } from '@hono/zod-openapi';
import { byPerson } from '../../shared/platform/person.ts';
import { asListed } from '../../shared/target-hardening/order-task.ts';
import { TaskStatus } from '../../shared/tasks/task.ts';
import { moveTask, type TaskMove, taskMoves } from '../../shared/tasks/task-moves.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { type ApiEnv, personOf } from './caller.ts';
import { Id, json, PageAsked, pageOf, registerId, Task, TaskFile } from './contract.ts';
import { moveBody, type PersonMove, personMoves, requireVersion } from './moves.ts';
import { refuseLeak, seenTask } from './order-sight.ts';
import { Problem } from './problem.ts';
import type { Room } from './room.ts';

const tags = ['Tasks'];
const TaskIdParam = z.object({ taskId: Id.openapi({ example: 'T-3QX4DA7K2M' }) });
const TaskPage = pageOf(Task, 'TaskPage');

const listRoute = staffRoute(
  { roles: ALL_ROLES, within: 'asked-patch' },
  {
    method: 'get',
    path: '/tasks',
    operationId: 'listTasks',
    tags,
    summary: 'The tasks of a patch in one status, soonest due first',
    description: 'Without a status: the open ones.',
    request: { query: PageAsked.extend({ patch: registerId('north'), status: TaskStatus.default('open') }) },
    responses: { 200: json('A page of tasks.', TaskPage) },
  },
);

const mineRoute = staffRoute(
  { roles: ALL_ROLES, within: 'own' },
  {
    method: 'get',
    path: '/tasks/mine',
    operationId: 'listMyTasks',
    tags,
    summary: 'The open tasks that you hold, soonest due first',
    request: { query: PageAsked },
    responses: { 200: json('A page of tasks.', TaskPage) },
  },
);

const readRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch' },
  {
    method: 'get',
    path: '/tasks/{taskId}',
    operationId: 'readTask',
    tags,
    summary: 'A task with its history',
    request: { params: TaskIdParam },
    responses: { 200: json('The task and what was done to it.', TaskFile) },
  },
);

/** Tasks: what is due on a patch, what a person holds, one task, and the moves that people make. */
export function tasksRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  routes.openapi(listRoute, async (c) => {
    const { patch, status, limit, from } = c.req.valid('query');
    const page = await room.tasks.ofPatch(patch, status, limit, from);
    return c.json({ ...page, items: page.items.map(asListed) }, 200);
  });

  // Before the route of one task, whose path it fits too.
  routes.openapi(mineRoute, async (c) => {
    const { limit, from } = c.req.valid('query');
    const page = await room.tasks.ofAssignee(personOf(c).username, limit, from);
    return c.json({ ...page, items: page.items.map(asListed) }, 200);
  });

  routes.openapi(readRoute, async (c) => {
    const task = await seenTask(c, room, c.req.valid('param').taskId);
    return c.json({ task, history: await room.tasks.history(task.id) }, 200);
  });

  for (const move of personMoves(taskMoves)) {
    routes.openapi(moveRoute(move), async (c) => {
      const task = await seenTask(c, room, c.req.valid('param').taskId);
      const body = c.req.valid('json');
      requireVersion(`Task ${task.id}`, task.version, body.version);
      const detail = z.parse(taskMoves[move.name].needs, body);
      const change = moveTask(
        task,
        move.name,
        detail,
        byPerson(personOf(c)),
        room.clock(),
        room.taskSettings,
      );
      await refuseLeak(room, task, detail.note, change.task);
      await room.tasks.save(change, { after: task.version });
      room.log.info('WORK_CHANGED', { tasks: [task.id], did: move.name });
      return c.json(change.task, 200);
    });
  }

  return routes;
}

function moveRoute({ name, roles, leads }: PersonMove<TaskMove>) {
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return staffRoute(
    { roles, within: 'its-patch' },
    {
      method: 'post',
      path: `/tasks/{taskId}/${name}`,
      operationId: `${name}Task`,
      tags,
      summary: `${title} a task`,
      description: leads,
      request: {
        params: TaskIdParam,
        body: {
          required: true,
          ...json('What is decided, and on which version.', moveBody(taskMoves[name].needs, `${title}Task`)),
        },
      },
      responses: {
        200: json('The task as it is now.', Task),
        409: {
          description: 'It has changed since you looked, or is in a state from which this is not done.',
          content: { 'application/problem+json': { schema: Problem } },
        },
      },
    },
  );
}
