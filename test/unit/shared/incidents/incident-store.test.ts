import { beforeEach, describe, expect, it } from 'vitest';
import type { Incident } from '../../../../shared/incidents/incident.ts';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import { Conflict } from '../../../../shared/platform/errors.ts';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import { byPerson, byRule } from '../../../../shared/platform/person.ts';
import { aDoorSighting, aPerson, aSighting, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-22T00:14:00Z');
const rule = byRule('left-behind');
const officer = byPerson(aPerson());

let incidents: IncidentStore;

beforeEach(() => {
  incidents = new IncidentStore(tables.fresh(), RecurrenceDays.parse(undefined));
});

const take = (said: Parameters<typeof aSighting>[0] = {}) => incidents.take(aSighting(said), rule, NOW);

/** The incident of the place, moved on by an officer as far as `resolved`. */
async function resolvedAt(time: string) {
  const flagged = await take();
  const confirmed = moveIncident(flagged, 'confirm', {}, officer, NOW);
  await incidents.save(confirmed, { after: 1 });
  const resolved = moveIncident(confirmed.incident, 'resolve', { reason: 'cleared' }, officer, at(time));
  await incidents.save(resolved, { after: 2 });
  return resolved.incident;
}

describe('a sighting that is taken in', () => {
  it('is an incident with the sighting and its first line of history', async () => {
    const incident = await take();
    expect(incident.id).toMatch(/^FT-[0-9A-Z]{10}$/);
    expect(await incidents.file(incident.id)).toEqual({
      incident,
      sightings: [aSighting()],
      history: [
        {
          version: 1,
          at: NOW,
          by: rule,
          did: 'opened',
          status: 'flagged',
          said: 'appeared at 00:13; looks like: bag',
        },
      ],
      tasks: [],
      bids: [],
    });
  });

  it('a second time changes nothing and answers with the incident', async () => {
    const incident = await take();
    const file = await incidents.file(incident.id);
    expect(await take()).toEqual(incident);
    expect(await incidents.file(incident.id)).toEqual(file);
  });

  it('is answered with its incident as it is now, not as it was', async () => {
    const { id } = await resolvedAt('2026-11-22T09:00:00Z');
    expect(await take()).toMatchObject({ id, status: 'resolved', version: 3 });
  });

  it('joins what is open at the same place', async () => {
    const first = await take();
    const second = await take({ id: 'sighting-2', at: '2026-11-22T00:20:00Z' });
    expect(second).toMatchObject({ id: first.id, sightings: 2, version: 2 });
    const file = await incidents.file(first.id);
    expect(file?.sightings.map(({ id }) => id)).toEqual(['sighting-1', 'sighting-2']);
    expect(file?.history.map(({ version, did }) => [version, did])).toEqual([
      [1, 'opened'],
      [2, 'seen-again'],
    ]);
  });

  it('is an incident of its own at another place, or of another kind', async () => {
    const ids = await Promise.all([
      take(),
      take({ id: 'sighting-2', assetId: 'oak-court-bin-camera' }),
      take({ id: 'sighting-3', kind: 'misuse-of-communal-space' }),
    ]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
  });

  it('reopens what was resolved within its days, with both lines in the history', async () => {
    const resolved = await resolvedAt('2026-11-22T09:00:00Z');
    const again = await take({ id: 'sighting-2', at: '2026-11-22T22:00:00Z' });
    expect(again).toMatchObject({
      id: resolved.id,
      status: 'flagged',
      timesReopened: 1,
      sightings: 2,
      version: 5,
    });
    const file = await incidents.file(resolved.id);
    expect(file?.history.map(({ version, did, status }) => [version, did, status])).toEqual([
      [1, 'opened', 'flagged'],
      [2, 'confirm', 'confirmed'],
      [3, 'resolve', 'resolved'],
      [4, 'reopen', 'flagged'],
      [5, 'seen-again', 'flagged'],
    ]);
  });

  it('is a new incident after that, which names the one that it follows', async () => {
    const resolved = await resolvedAt('2026-11-22T09:00:00Z');
    const next = await take({ id: 'sighting-2', at: '2026-11-23T09:00:01Z' });
    expect(next).toMatchObject({ recurrenceOf: resolved.id, sightings: 1, version: 1 });
    expect(next.id).not.toBe(resolved.id);
    expect(await incidents.lastAt('ash-court-bin-camera', 'fly-tipping')).toEqual(next);
    expect(await incidents.get(resolved.id)).toEqual(resolved);
  });

  it('is a new incident after a dismissed flag', async () => {
    const flagged = await take();
    const dismissal = moveIncident(flagged, 'dismiss', { disposition: 'not-waste' }, officer, NOW);
    await incidents.save(dismissal, { after: 1 });
    const next = await take({ id: 'sighting-2', at: '2026-11-22T00:20:00Z' });
    expect(next.id).not.toBe(flagged.id);
    expect(next).not.toHaveProperty('recurrenceOf');
  });

  it('of a device puts a resolved fault back to confirmed, because nobody needs to look first', async () => {
    const fault = await incidents.take(aDoorSighting(), byRule('held-open'), NOW);
    const resolved = moveIncident(fault, 'resolve', { reason: 'shut' }, officer, NOW);
    await incidents.save(resolved, { after: 1 });
    const later = aDoorSighting({ id: 'sighting-door-2', at: '2026-11-24T12:00:00Z' });
    expect(await incidents.take(later, byRule('held-open'), NOW)).toMatchObject({
      id: fault.id,
      status: 'confirmed',
      timesReopened: 1,
    });
  });
});

describe('a move that is saved', () => {
  it('on an older version is a conflict that names the one there is', async () => {
    const first = await take();
    await take({ id: 'sighting-2', at: '2026-11-22T00:20:00Z' });
    const change = moveIncident(first, 'confirm', {}, officer, NOW);
    const saving = incidents.save(change, { after: first.version });
    await expect(saving).rejects.toBeInstanceOf(Conflict);
    await expect(saving).rejects.toMatchObject({ current: 2 });
    await expect(saving).rejects.toThrow(
      `Incident ${first.id} has changed since it was read (it is at version 2 now): look again.`,
    );
    expect(await incidents.get(first.id)).toMatchObject({ status: 'flagged', version: 2 });
  });

  it('takes the incident from one queue of its patch to the other', async () => {
    const flagged = await take();
    await incidents.save(moveIncident(flagged, 'confirm', {}, officer, NOW), { after: 1 });
    expect((await incidents.ofPatch('north', 'flagged', 10)).items).toEqual([]);
    expect((await incidents.ofPatch('north', 'confirmed', 10)).items).toMatchObject([{ id: flagged.id }]);
  });
});

describe('the incidents of', () => {
  const places = ['a', 'b', 'c', 'd', 'e'];
  const takeAll = async () => {
    for (const [hour, place] of places.entries()) {
      await take({
        id: `s-${place}`,
        assetId: place,
        at: plusSeconds(at('2026-11-22T00:00:00Z'), hour * 3_600),
      });
    }
  };

  it('a patch come newest first, page after page, each once', async () => {
    await takeAll();
    await take({ id: 's-elsewhere', assetId: 'f', patch: 'south' });
    const found: string[] = [];
    let from: string | undefined;
    do {
      const page = await incidents.ofPatch('north', 'flagged', 2, from);
      found.push(...page.items.map(({ assetId }) => assetId));
      expect(page.items.length).toBeLessThanOrEqual(2);
      from = page.next;
    } while (from !== undefined);
    expect(found).toEqual(places.toReversed());
  });

  it('a patch come with emergencies before raised ones before the rest, newest first in each, in pages too', async () => {
    await takeAll();
    for (const [place, emergency] of [
      ['d', false],
      ['b', true],
      ['e', false],
      ['a', true],
    ] as const) {
      const incident = await incidents.lastAt(place, 'fly-tipping');
      if (incident === undefined) throw new Error(`nothing is at ${place}`);
      const raised: Incident = { ...incident, priority: emergency ? 'emergency' : 'raised', version: 2 };
      const history = { version: 2, at: NOW, by: rule, did: 'seen-again', status: 'flagged' } as const;
      await incidents.save({ incident: raised, history }, { after: 1 });
    }
    const first = await incidents.ofPatch('north', 'flagged', 3);
    const second = await incidents.ofPatch('north', 'flagged', 3, first.next);
    const found = [...first.items, ...second.items].map(({ assetId }) => assetId);
    expect(found).toEqual(['b', 'a', 'e', 'd', 'c']);
  });

  it('an estate between two instants come oldest first, both ends included', async () => {
    await takeAll();
    const found = await incidents.ofEstate(
      'riverside',
      at('2026-11-22T01:00:00Z'),
      at('2026-11-22T03:00:00Z'),
    );
    expect(found.map(({ assetId }) => assetId)).toEqual(['b', 'c', 'd']);
  });

  it('nobody are none', async () => {
    expect(await incidents.get('FT-0000000000')).toBeUndefined();
    expect(await incidents.file('FT-0000000000')).toBeUndefined();
    expect(await incidents.lastAt('ash-court-bin-camera', 'fly-tipping')).toBeUndefined();
  });
});
