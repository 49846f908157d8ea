import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { byRule } from '../../../../shared/platform/person.ts';
import { aBid, aDoorSighting, aRegister, aSighting, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { type ChangesRoom, NOW, roomOn } from './changes-room.ts';

const tables = tablesForThisFile();
const clearingGround = aBid({ id: 'riverside-cctv', works: 'cctv', scope: ['riverside'] });
const doors = aBid({ id: 'ash-court-doors', works: 'security-doors', scope: ['ash-court-door'] });

let room: ChangesRoom;

beforeEach(async () => {
  room = roomOn(tables.fresh());
  await room.register.import(aRegister());
});

describe('a flag', () => {
  it('opens its inspection, filed on the incident, once', async () => {
    const { id } = await room.flag();
    await room.follow('incident', id);
    await room.follow('incident', id, at('2026-11-24T10:00:00Z'));
    expect(await room.work(id)).toEqual(['inspect open']);
    const { items } = await room.tasks.ofPatch('north', 'open', 10);
    expect(items).toMatchObject([{ incidentId: id, kind: 'inspect', dueAt: '2026-11-24T10:00:00.000Z' }]);
    expect(room.log.lines).toEqual([
      { code: 'WORK_CHANGED', about: { incidentId: id, tasks: [items[0]?.id] } },
    ]);
  });

  it('that is followed twice at the same moment opens one', async () => {
    const { id } = await room.flag();
    await Promise.all([room.follow('incident', id), room.follow('incident', id)]);
    expect(await room.work(id)).toEqual(['inspect open']);
  });

  it('that is confirmed has been inspected, and is cleared', async () => {
    const { id } = await room.flag();
    await room.follow('incident', id);
    await room.move(id, 'confirm', {});
    await room.follow('incident', id);
    expect(await room.work(id)).toEqual(['clear open', 'inspect completed']);
  });

  it('that is dismissed needs no more work', async () => {
    const { id } = await room.flag();
    await room.follow('incident', id);
    await room.move(id, 'dismiss', { disposition: 'not-waste' });
    await room.follow('incident', id);
    expect(await room.work(id)).toEqual(['inspect cancelled']);
  });

  it('that nobody knows of any more opens nothing', async () => {
    await room.follow('incident', 'FT-0000000000');
    await room.follow('task', 'T-0000000000');
    await room.follow('bid', 'no-bid');
    expect((await room.tasks.ofPatch('north', 'open', 10)).items).toEqual([]);
  });
});

describe('completing a task', () => {
  const confirmed = async () => {
    const { id } = await room.flag();
    await room.move(id, 'confirm', {});
    await room.follow('incident', id);
    return id;
  };

  it('that clears the ground resolves the incident', async () => {
    const id = await confirmed();
    const taskId = await room.taskOf(id, 'clear');
    await room.complete(taskId);
    await room.follow('task', taskId);
    await room.follow('task', taskId);
    expect(await room.incidents.get(id)).toMatchObject({ status: 'resolved', resolvedAt: NOW, version: 3 });
    expect((await room.incidents.file(id))?.history.at(-1)).toMatchObject({
      did: 'resolve',
      by: { who: 'rule', rule: 'work-ended' },
      said: 'clear completed',
    });
  });

  it('that makes a door safe leaves it to be repaired', async () => {
    const { id } = await room.incidents.take(aDoorSighting(), byRule('held-open'), NOW);
    await room.follow('incident', id);
    expect(await room.work(id)).toEqual(['make-safe open', 'repair open']);
    const makeSafe = await room.taskOf(id, 'make-safe');
    await room.complete(makeSafe);
    await room.follow('task', makeSafe);
    expect(await room.incidents.get(id)).toMatchObject({ status: 'confirmed' });
    const repair = await room.taskOf(id, 'repair');
    await room.complete(repair);
    await room.follow('task', repair);
    expect(await room.incidents.get(id)).toMatchObject({ status: 'resolved' });
  });

  it('of an earlier round, told of late, does not end what was seen again since', async () => {
    const id = await confirmed();
    const taskId = await room.taskOf(id, 'clear');
    await room.complete(taskId);
    await room.follow('task', taskId);
    await room.move(id, 'reopen', { reason: 'more has come' });
    await room.move(id, 'confirm', {});
    const later = aSighting({ id: 'sighting-2', at: '2026-11-23T12:00:00Z' });
    await room.incidents.take(later, byRule('left-behind'), at('2026-11-23T12:01:00Z'));
    await room.follow('task', taskId);
    expect(await room.incidents.get(id)).toMatchObject({ status: 'confirmed', timesReopened: 1 });
  });
});

describe('a task', () => {
  it('is linked to the open bids that answer it, and to no others', async () => {
    for (const bid of [
      clearingGround,
      doors,
      aBid({ id: 'declined-cctv', works: 'cctv', status: 'declined' }),
    ]) {
      await room.bids.enter(bid);
    }
    const { id } = await room.flag();
    await room.follow('incident', id);
    const taskId = await room.taskOf(id, 'inspect');
    await room.follow('task', taskId);
    await room.follow('task', taskId);
    expect((await room.incidents.file(id))?.bids).toMatchObject([
      { bidId: 'riverside-cctv', taskId, works: 'cctv' },
    ]);
    expect((await room.bids.file('riverside-cctv'))?.links).toMatchObject([{ incidentId: id, taskId }]);
    expect((await room.bids.file('ash-court-doors'))?.links).toEqual([]);
  });

  it('that was open before its bid is linked when the bid is entered', async () => {
    const { id } = await room.flag();
    await room.follow('incident', id);
    await room.bids.enter(clearingGround);
    await room.follow('bid', clearingGround.id);
    expect((await room.bids.file('riverside-cctv'))?.links).toMatchObject([
      { incidentId: id, because: 'cctv at riverside would answer fly tipping at Ash Court bin store camera' },
    ]);
  });
});

describe('the changes of one fly-tip', () => {
  // Each step of its life, and after it any of the changes told so far, again or late.
  const told = fc.array(fc.array(fc.constantFrom('incident', 'task', 'bid'), { maxLength: 3 }), {
    minLength: 4,
    maxLength: 4,
  });

  it('end in the same work, whichever came late or twice', async () => {
    await fc.assert(
      fc.asyncProperty(told, async (between) => {
        const life = roomOn(tables.fresh());
        await life.register.import(aRegister());
        await life.bids.enter(clearingGround);
        const { id } = await life.flag();
        const followSome = async (things: readonly string[]) => {
          const { items } = await life.tasks.ofPatch('north', 'open', 10);
          for (const thing of things) {
            if (thing === 'incident') await life.follow('incident', id);
            else if (thing === 'bid') await life.follow('bid', clearingGround.id);
            else for (const task of items) await life.follow('task', task.id);
          }
        };
        await followSome(between[0] ?? []);
        await life.move(id, 'confirm', {});
        await followSome(between[1] ?? []);
        await life.move(id, 'resolve', { reason: 'cleared' });
        await followSome(between[2] ?? []);
        await life.move(id, 'reopen', { reason: 'it is back' });
        await life.move(id, 'confirm', {});
        await followSome([...(between[3] ?? []), 'incident', 'task', 'bid', 'incident']);
        const open = (await life.work(id)).filter((task) => task.endsWith('open'));
        expect(open).toEqual(['clear open']);
        const current = await life.taskOf(id, 'clear');
        const { links = [] } = (await life.bids.file(clearingGround.id)) ?? {};
        expect(links.map(({ taskId }) => taskId)).toContain(current);
      }),
      { numRuns: 20 },
    );
  });
});
