import { beforeEach, describe, expect, it, vi } from 'vitest';
import { findNearby } from '../../../../functions/follow-changes/find-nearby.ts';
import type { Incident } from '../../../../shared/incidents/incident.ts';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import { NearbySettings } from '../../../../shared/incidents/nearby.ts';
import { byPerson, byRule } from '../../../../shared/platform/person.ts';
import type { Asset } from '../../../../shared/register/asset.ts';
import { RegisterStore } from '../../../../shared/register/register-store.ts';
import { aDoorSighting, aPerson, aRegister, aSighting, at } from '../../../support/builders.ts';
import { keptLog } from '../../../support/kept-log.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-22T01:00:00Z');
const officer = byPerson(aPerson());

/** On Riverside, the garages with a camera, and so many metres north of it Oak House with its door, and a light. */
function assets(doorMetres: number): Asset[] {
  const { assets: known } = aRegister();
  const estate = known.find(({ id }) => id === 'riverside');
  if (estate?.kind !== 'estate') throw new Error('the builder’s register has no Riverside');
  const metresNorth = (metres: number) => {
    const { latitude, longitude } = estate.coordinates;
    return { latitude: latitude + metres / 111_195, longitude };
  };
  const on = { patch: 'north', estateId: 'riverside' };
  const block = { ...on, blockId: 'oak-house' };
  const door = { name: 'Oak House back door', outer: true, coordinates: metresNorth(doorMetres) };
  return [
    ...known,
    { kind: 'camera', id: 'garages-camera', name: 'Garages', ...on, coordinates: metresNorth(0) },
    {
      kind: 'block',
      id: 'oak-house',
      name: 'Oak House',
      ...on,
      uprn: '3',
      homes: 9,
      coordinates: metresNorth(60),
    },
    { kind: 'door', id: 'oak-house-door', ...door, ...block },
    { kind: 'light', id: 'garages-light', name: 'Garage light', ...on, coordinates: metresNorth(10) },
  ];
}

async function roomWithDoorAt(doorMetres: number) {
  const table = tables.fresh();
  const incidents = new IncidentStore(table, RecurrenceDays.parse(undefined));
  const register = new RegisterStore(table);
  await register.import({ assets: assets(doorMetres) });
  const log = keptLog();
  const room = { incidents, register, nearby: NearbySettings.parse({}) };
  const take = (...of: Parameters<IncidentStore['take']>) => incidents.take(...of);
  return {
    ...room,
    log,
    tip: (said: Parameters<typeof aSighting>[0] = {}) =>
      take(
        aSighting({ assetId: 'garages-camera', assetName: 'Garages', blockId: undefined, ...said }),
        byRule('left-behind'),
        NOW,
      ),
    forced: (said: Parameters<typeof aSighting>[0] = {}) =>
      take(
        aDoorSighting({
          assetId: 'oak-house-door',
          assetName: 'Oak House back door',
          blockId: 'oak-house',
          at: '2026-11-21T23:33:00Z',
          source: { from: 'device', deviceId: 'sensor', fault: 'forced' },
          ...said,
        }),
        byRule('forced'),
        NOW,
      ),
    dark: (from: string) =>
      take(
        aDoorSighting({
          id: `dark-${from}`,
          kind: 'lighting-fault',
          assetId: 'garages-light',
          assetName: 'Garage light',
          blockId: undefined,
          at: from,
          insecure: false,
          source: { from: 'device', deviceId: 'sensor', fault: 'dark-when-due' },
        }),
        byRule('dark-when-due'),
        NOW,
      ),
    async follow({ id }: Pick<Incident, 'id'>) {
      const file = await incidents.file(id);
      if (file === undefined) throw new Error(`there is no incident ${id}`);
      await findNearby(file, room, log, NOW);
    },
    now: async ({ id }: Pick<Incident, 'id'>) => incidents.get(id),
    history: async ({ id }: Pick<Incident, 'id'>) =>
      (await incidents.file(id))?.history.map(({ did, said }) => [did, said]),
  };
}

let room: Awaited<ReturnType<typeof roomWithDoorAt>>;
beforeEach(async () => {
  room = await roomWithDoorAt(35);
});

const FORCED = 'Oak House back door: forced 40 minutes before, 35 m away';

describe('a door that was forced near a fly-tip', () => {
  it.each(['the fly-tip', 'the door'] as const)('is shown on it when %s is followed', async (first) => {
    const [tip, door] = [await room.tip(), await room.forced()];
    await room.follow(first === 'the door' ? door : tip);
    expect(await room.now(tip)).toMatchObject({
      priority: 'raised',
      nearby: [
        { incidentId: door.id, kind: 'door-fault', faults: ['forced'], distanceMetres: 35, sentence: FORCED },
      ],
      version: 2,
    });
    expect((await room.history(tip))?.at(-1)).toEqual(['found-nearby', FORCED]);
    const { items } = await room.incidents.ofPatch('north', 'flagged', 1);
    expect(items).toMatchObject([{ id: tip.id }]);
  });

  it('is shown once, however often either is followed', async () => {
    const [tip, door] = [await room.tip(), await room.forced()];
    for (const each of [tip, door, door, tip]) await room.follow(each);
    expect(await room.now(tip)).toMatchObject({ version: 2 });
    expect(room.log.lines).toEqual([
      { code: 'NEARBY_FOUND', about: { incidentId: tip.id, nearby: [door.id] } },
    ]);
  });

  it('is shown once when both are followed at the same moment, whoever has to come again', async () => {
    const [tip, door] = [await room.tip(), await room.forced()];
    await Promise.allSettled([room.follow(tip), room.follow(door)]);
    await room.follow(tip);
    await room.follow(door);
    expect(await room.now(tip)).toMatchObject({ nearby: [{ incidentId: door.id }], version: 2 });
  });

  it('leaves the door’s own incident as it is', async () => {
    const [tip, door] = [await room.tip(), await room.forced()];
    await room.follow(tip);
    await room.follow(door);
    expect(await room.now(door)).toEqual(door);
  });

  it('is shown beside what was found before, the nearest first', async () => {
    const [tip, door] = [await room.tip(), await room.forced()];
    await room.follow(door);
    const light = await room.dark('2026-11-21T17:13:00Z');
    await room.follow(light);
    const nearby = [{ incidentId: light.id }, { incidentId: door.id }];
    expect(await room.now(tip)).toMatchObject({ priority: 'raised', nearby, version: 3 });
    await room.follow(tip);
    expect(await room.now(tip)).toMatchObject({ nearby, version: 3 });
  });

  it('does not lower an emergency', async () => {
    const [tip] = [await room.tip({ emergency: true }), await room.forced()];
    await room.follow(tip);
    expect(await room.now(tip)).toMatchObject({ priority: 'emergency', nearby: [{ sentence: FORCED }] });
  });
});

describe('what is far from a fly-tip', () => {
  it.each(['the fly-tip', 'the door'] as const)('is not shown when %s is followed', async (first) => {
    const far = await roomWithDoorAt(150);
    const [tip, door] = [await far.tip(), await far.forced()];
    await far.follow(first === 'the door' ? door : tip);
    expect(await far.now(tip)).toEqual(tip);
  });

  it('but in its own block is', async () => {
    const far = await roomWithDoorAt(150);
    const [tip, door] = [await far.tip({ blockId: 'oak-house' }), await far.forced()];
    await far.follow(door);
    expect(await far.now(tip)).toMatchObject({ nearby: [{ distanceMetres: 150 }] });
  });

  it('costs a fly-tip one Query when nothing is wrong with a door or light of its estate', async () => {
    const tip = await room.tip();
    const onEstate = vi.spyOn(room.register, 'onEstate');
    const ofEstate = vi.spyOn(room.incidents, 'ofEstate');
    await room.follow(tip);
    expect([onEstate.mock.calls.length, ofEstate.mock.calls.length]).toEqual([0, 1]);
  });
});

describe('what is not so after all is taken off', () => {
  /** As though an officer had found the door sound: reopened to be looked at, and dismissed. */
  async function dismiss(door: Incident) {
    const resolved = moveIncident(door, 'resolve', { reason: 'shut' }, officer, NOW);
    await room.incidents.save(resolved, { after: door.version });
    const flagged = moveIncident(resolved.incident, 'reopen', { reason: 'was it so?' }, officer, NOW);
    await room.incidents.save(flagged, { after: door.version + 1 });
    const dismissed = moveIncident(flagged.incident, 'dismiss', { disposition: 'test' }, officer, NOW);
    await room.incidents.save(dismissed, { after: door.version + 2 });
  }

  it.each(['the fly-tip', 'the door'] as const)(
    'when its fault was dismissed and %s is followed',
    async (then) => {
      const [tip, door] = [await room.tip(), await room.forced()];
      await room.follow(tip);
      await dismiss(door);
      await room.follow(then === 'the door' ? door : tip);
      expect(await room.now(tip)).toMatchObject({ priority: 'routine', nearby: [], version: 3 });
      expect((await room.history(tip))?.at(-1)).toEqual(['found-nearby', 'nothing is near it after all']);
    },
  );

  it('when an earlier clip shows that the light was lit at the drop', async () => {
    const [tip] = [await room.tip(), await room.dark('2026-11-22T00:05:00Z')];
    await room.follow(tip);
    expect(await room.now(tip)).toMatchObject({ nearby: [{ faults: ['dark-when-due'] }] });
    await room.tip({ id: 'earlier-clip', at: '2026-11-22T00:01:00Z' });
    await room.follow(tip);
    expect(await room.now(tip)).toMatchObject({ occurredAt: '2026-11-22T00:01:00.000Z', nearby: [] });
  });

  it('but not from a flag that was dismissed: it stays as it was judged', async () => {
    const [tip, door] = [await room.tip(), await room.forced()];
    await room.follow(door);
    const raised = (await room.now(tip)) ?? tip;
    const dismissal = moveIncident(raised, 'dismiss', { disposition: 'not-waste' }, officer, NOW);
    await room.incidents.save(dismissal, { after: raised.version });
    await dismiss(door);
    await room.follow(door);
    await room.follow(tip);
    expect(await room.now(tip)).toEqual(dismissal.incident);
  });

  it('and what has left the register is near nothing', async () => {
    const tip = await room.tip();
    const door = await room.forced({ assetId: 'door-of-before', blockId: undefined });
    await room.follow(door);
    await room.follow(tip);
    expect(await room.now(tip)).toEqual(tip);
  });
});
