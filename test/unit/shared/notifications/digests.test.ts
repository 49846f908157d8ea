import { beforeEach, describe, expect, it } from 'vitest';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import { DigestStore } from '../../../../shared/notifications/digest-store.ts';
import { Rota } from '../../../../shared/notifications/rota.ts';
import { tellingOn } from '../../../../shared/notifications/telling.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import type { Table } from '../../../../shared/platform/table.ts';
import { TaskStore } from '../../../../shared/tasks/task-store.ts';
import { WorkingHours } from '../../../../shared/tasks/working-time.ts';
import { aSighting, aTask, at } from '../../../support/builders.ts';
import { keptLog } from '../../../support/kept-log.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const hours = WorkingHours.parse({});
// A Friday evening.
const FRIDAY = at('2026-11-20T18:00:00Z');
const MONDAY = at('2026-11-23T07:30:00Z');

let table: Table;
let room: ReturnType<typeof roomOn>;
beforeEach(async () => {
  table = tables.fresh();
  room = roomOn(table);
  const rota = Rota.parse({ patches: { north: { working: { officers: ['ana', 'ben'] } } } });
  await room.rotas.save(rota, 'manager', FRIDAY, { after: 0 });
  for (const username of ['ana', 'ben'])
    await room.contacts.setEmail(username, `${username}@landlord.example`, FRIDAY);
});

function roomOn(on: Table) {
  const log = keptLog();
  const incidents = new IncidentStore(on, RecurrenceDays.parse(undefined));
  const tasks = new TaskStore(on, hours);
  const settings = { digestAt: '07:30', gatherMinutes: 10 };
  const telling = tellingOn(on, { incidents, tasks, hours, settings, log });
  return { ...telling, incidents, tasks, log, turns: new DigestStore(on) };
}

const openTask = (id: string, openedAt: string) => {
  const task = aTask({ id, openedAt, dueAt: '2026-11-25T17:00:00Z' });
  return room.tasks.open({
    task,
    history: { version: 1, at: task.openedAt, by: byRule('work'), did: 'opened', status: 'open', said: '' },
  });
};
const told = async (day: string) => (await room.notifications.ofDay(day, 100)).items;

describe('the digest of a patch', () => {
  it('is expected on the next working morning once something has happened there', async () => {
    await room.digests.expect('north', FRIDAY);
    expect(await room.turns.turn('north')).toMatchObject({ next: MONDAY });
  });

  it('comes on that morning to each officer of the patch, and tells what is new since', async () => {
    await room.digests.expect('north', FRIDAY);
    await openTask('T-1', FRIDAY);
    await room.digests.tell('north', MONDAY);
    const notifications = await told('2026-11-23');
    expect(notifications.map(({ to }) => to).sort()).toEqual(['ana', 'ben']);
    expect(notifications[0]).toMatchObject({
      status: 'due',
      content: { tells: 'digest', digest: { patch: 'north', newWork: { count: 1 } } },
    });
  });

  it('comes once, though it is woken twice at one moment and again', async () => {
    await room.digests.expect('north', FRIDAY);
    await openTask('T-1', FRIDAY);
    await Promise.all([room.digests.tell('north', MONDAY), room.digests.tell('north', MONDAY)]);
    await room.digests.tell('north', MONDAY);
    expect(await told('2026-11-23')).toHaveLength(2);
  });

  it('does not come before its time', async () => {
    await room.digests.expect('north', FRIDAY);
    await openTask('T-1', FRIDAY);
    await room.digests.tell('north', at('2026-11-23T07:29:59Z'));
    expect(await told('2026-11-23')).toEqual([]);
  });

  it('does not come when there is nothing to say, and is looked for again the next morning', async () => {
    await room.digests.expect('north', FRIDAY);
    await room.digests.tell('north', MONDAY);
    expect(await told('2026-11-23')).toEqual([]);
    expect(await room.turns.turn('north')).toMatchObject({ next: '2026-11-24T07:30:00.000Z', version: 2 });
  });

  it('tells the next morning only what is new since this one', async () => {
    await room.digests.expect('north', FRIDAY);
    await openTask('T-1', FRIDAY);
    await room.digests.tell('north', MONDAY);
    await openTask('T-2', '2026-11-23T12:00:00Z');
    await room.digests.tell('north', at('2026-11-24T07:30:00Z'));
    const [digest] = await told('2026-11-24');
    expect(digest?.content).toMatchObject({
      digest: { newWork: { count: 1, first: [{ reference: 'T-2' }] } },
    });
  });

  it('counts the flags that wait for a person to look', async () => {
    await room.digests.expect('north', FRIDAY);
    await room.incidents.take(aSighting(), byRule('left-behind'), FRIDAY);
    await room.digests.tell('north', MONDAY);
    const [digest] = await told('2026-11-23');
    expect(digest?.content).toMatchObject({ digest: { toReview: { count: 1 } } });
  });

  it('goes to the escalation contact where the rota names nobody, and the log says so', async () => {
    await room.digests.expect('south', FRIDAY);
    await room.incidents.take(aSighting({ patch: 'south' }), byRule('left-behind'), FRIDAY);
    await room.digests.tell('south', MONDAY);
    expect((await told('2026-11-23')).map(({ to }) => to)).toEqual(['escalation contact']);
    expect(room.log.lines).toContainEqual({
      code: 'NOBODY_ON_DUTY',
      about: { patch: 'south', asked: 'digest', named: 0 },
    });
  });

  it.each([
    ['after a weekend in which the clocks went forward', '2026-03-28T12:00:00Z', '2026-03-30T06:30:00.000Z'],
    ['after a weekend in which they went back', '2026-10-24T12:00:00Z', '2026-10-26T07:30:00.000Z'],
    ['after Christmas', '2026-12-24T12:00:00Z', '2026-12-29T07:30:00.000Z'],
    ['on the same day, before its time', '2026-11-23T07:29:00Z', '2026-11-23T07:30:00.000Z'],
    ['on the next day, at its time', '2026-11-23T07:30:00Z', '2026-11-24T07:30:00.000Z'],
  ])('comes %s', async (_, happened, next) => {
    await room.digests.expect('north', at(happened));
    expect(await room.turns.turn('north')).toMatchObject({ next });
  });

  it('can be asked for at any time, and the morning’s stays as it is', async () => {
    await room.digests.expect('north', FRIDAY);
    await openTask('T-1', FRIDAY);
    const asked = await room.digests.forOne('north', 'cat', at('2026-11-21T12:00:00Z'));
    expect(asked).toMatchObject({ to: 'cat', status: 'due', content: { digest: { newWork: { count: 1 } } } });
    expect(await room.turns.turn('north')).toMatchObject({ next: MONDAY, version: 1 });
  });
});
