import { beforeEach, describe, expect, it } from 'vitest';
import { byPerson } from '../../../../shared/platform/person.ts';
import type { EndReason } from '../../../../shared/tasks/task.ts';
import { moveTask } from '../../../../shared/tasks/task-moves.ts';
import { aPerson } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ChangesRoom, NOW, roomOn } from './changes-room.ts';

const tables = tablesForThisFile();
let room: ChangesRoom;

beforeEach(() => {
  room = roomOn(tables.fresh());
});

async function ended(taskId: string, reason: EndReason) {
  const task = await room.tasks.get(taskId);
  if (task === undefined) throw new Error(`there is no task ${taskId}`);
  const detail = { reason, note: 'looked at' };
  const change = moveTask(task, 'cancel', detail, byPerson(aPerson()), NOW, room.settings);
  await room.tasks.save(change, { after: task.version });
  await room.follow('task', taskId);
  await room.follow('task', taskId);
}

describe('a task that ends without its work', () => {
  it.each([
    ['resident-cleared', { outcome: 'resident-cleared', clearedAt: NOW, shownBy: 'word' }],
    ['not-our-land', { outcome: 'not-our-land' }],
  ] as const)('as %s ends its confirmed incident', async (reason, known) => {
    const { id } = await room.flag();
    await room.move(id, 'confirm', {});
    await room.follow('incident', id);
    await ended(await room.taskOf(id, 'clear'), reason);
    expect(await room.incidents.get(id)).toMatchObject({ status: 'resolved', version: 3, ...known });
  });

  it('by who came to look is confirmed on the way, and opens no more work', async () => {
    const { id } = await room.flag();
    await room.follow('incident', id);
    await ended(await room.taskOf(id, 'inspect'), 'not-our-land');
    await room.follow('incident', id);
    const file = await room.incidents.file(id);
    expect(file?.history.map(({ did }) => did)).toEqual(['opened', 'confirm', 'resolve']);
    expect(await room.work(id)).toEqual(['inspect cancelled']);
    expect(file?.incident).not.toHaveProperty('clearedAt');
  });

  it('because it is not needed leaves its incident as it is', async () => {
    const { id } = await room.flag();
    await room.follow('incident', id);
    await ended(await room.taskOf(id, 'inspect'), 'not-needed');
    expect(await room.incidents.get(id)).toMatchObject({ status: 'flagged' });
  });
});
