import { beforeEach, describe, expect, it } from 'vitest';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import type { Sighting } from '../../../../shared/incidents/sighting.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import { aDoorSighting, aPerson, type aSighting, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-22T10:00:00Z');
const officer = byPerson(aPerson());

let incidents: IncidentStore;

beforeEach(() => {
  incidents = new IncidentStore(tables.fresh(), RecurrenceDays.parse(undefined));
});

const found = (foundBy: 'officer' | 'assessor', said: Parameters<typeof aSighting>[0] = {}): Sighting =>
  aDoorSighting({
    id: `inspection/${foundBy}`,
    source: { from: 'inspection', foundBy, inspectionId: 'W-1', item: 'closes-and-latches', photos: [] },
    ...said,
  });

const inBlock = (item: string, matter?: string) =>
  found('officer', {
    id: `inspection/${item}`,
    kind: 'misuse-of-communal-space',
    assetId: 'ash-court',
    ...(matter === undefined ? {} : { matter }),
  });

describe('an incident that an inspection found', () => {
  it('is confirmed when an officer found it, and waits for a look when an assessor did', async () => {
    const byOfficer = await incidents.take(found('officer'), officer, NOW);
    expect(byOfficer).toMatchObject({ status: 'confirmed', insecure: true, faults: [] });
    const elsewhere = found('assessor', { assetId: 'elm-house-door' });
    expect(await incidents.take(elsewhere, officer, NOW)).toMatchObject({ status: 'flagged' });
  });

  it('is confirmed by the officer who finds what an assessor reported', async () => {
    await incidents.take(found('assessor'), officer, NOW);
    expect(await incidents.take(found('officer'), officer, NOW)).toMatchObject({
      status: 'confirmed',
      sightings: 2,
    });
  });

  it('is the same when the same answer comes again', async () => {
    const [first, again] = [
      await incidents.take(found('officer'), officer, NOW),
      await incidents.take(found('officer'), officer, NOW),
    ];
    expect(again).toEqual(first);
    expect((await incidents.file(first.id))?.sightings).toHaveLength(1);
  });

  it('is put right apart from another matter of its kind in the same block', async () => {
    const blocked = await incidents.take(inBlock('free-of-obstruction'), officer, NOW);
    const sprayed = await incidents.take(inBlock('no-graffiti', 'graffiti'), officer, NOW);
    expect(sprayed).toMatchObject({ matter: 'graffiti', sightings: 1 });
    expect(sprayed.id).not.toBe(blocked.id);

    const cleared = moveIncident(blocked, 'resolve', { reason: 'cleared' }, officer, NOW);
    await incidents.save(cleared, { after: blocked.version });
    expect(await incidents.lastAt('ash-court', 'misuse-of-communal-space')).toMatchObject({
      status: 'resolved',
    });
    const graffiti = await incidents.lastAt('ash-court', 'misuse-of-communal-space', 'graffiti');
    expect(graffiti).toMatchObject({ id: sprayed.id, status: 'confirmed' });
  });
});
