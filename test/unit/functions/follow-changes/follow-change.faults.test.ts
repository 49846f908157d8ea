import { beforeEach, describe, expect, it } from 'vitest';
import { byRule } from '../../../../shared/platform/person.ts';
import { aDoorSighting, aRegister, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ChangesRoom, NOW, roomOn } from './changes-room.ts';

const tables = tablesForThisFile();
let room: ChangesRoom;

beforeEach(async () => {
  room = roomOn(tables.fresh());
  await room.register.import(aRegister());
});

describe('a door that stands open', () => {
  it('is shown on the fly-tip that it is near', async () => {
    const { id } = await room.flag();
    const door = await room.incidents.take(aDoorSighting(), byRule('held-open'), NOW);
    await room.follow('incident', door.id);
    expect(await room.incidents.get(id)).toMatchObject({
      priority: 'raised',
      nearby: [{ incidentId: door.id, faults: ['held-open'] }],
    });
  });
});

describe('a low battery', () => {
  const battery = {
    id: 'battery',
    kind: 'device-silent',
    assetId: 'ash-court-door-sensor',
    insecure: false,
  } as const;

  it('is planned work, which its device’s silence makes ordinary work', async () => {
    const { id } = await room.incidents.take(
      aDoorSighting({ ...battery, planned: true }),
      byRule('battery-low'),
      NOW,
    );
    await room.follow('incident', id);
    const taskId = await room.taskOf(id, 'check-device');
    expect(await room.tasks.get(taskId)).toMatchObject({ planned: true, dueAt: '2026-12-21T10:00:00.000Z' });
    const later = at('2026-11-24T10:00:00Z');
    await room.incidents.take(aDoorSighting({ ...battery, id: 'silence' }), byRule('silent'), later);
    await room.follow('incident', id, later);
    await room.follow('incident', id, later);
    const dueAt = '2026-12-08T10:00:00.000Z';
    expect(await room.tasks.get(taskId)).toMatchObject({ planned: false, dueAt, version: 2 });
    expect((await room.incidents.file(id))?.tasks).toMatchObject([{ taskId, dueAt }]);
  });
});
