import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import type { Sighting } from '../../../../shared/incidents/sighting.ts';
import { byRule } from '../../../../shared/platform/person.ts';
import { aSighting, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const NOW = at('2026-11-22T06:00:00Z');
const rule = byRule('left-behind');

const PLACES = ['ash-court-bin-camera', 'elm-house-yard-camera'] as const;
const SIGHTINGS: readonly Sighting[] = Array.from({ length: 6 }, (_, number) =>
  aSighting({
    id: `sighting-${number}`,
    assetId: PLACES[number % 2] ?? PLACES[0],
    at: `2026-11-22T00:${10 + number}:00Z`,
    insecure: number === 4,
    emergency: number === 3,
    planned: number !== 2,
  }),
);

const newStore = () => new IncidentStore(tables.fresh(), RecurrenceDays.parse(undefined));

/** What stands at each place, without what only the order of arrival decides: ids and the words of the first. */
async function standing(incidents: IncidentStore) {
  const all = await Promise.all(PLACES.map((place) => incidents.lastAt(place, 'fly-tipping')));
  return all.map(
    (incident) =>
      incident && {
        status: incident.status,
        occurredAt: incident.occurredAt,
        lastSeenAt: incident.lastSeenAt,
        sightings: incident.sightings,
        insecure: incident.insecure,
        priority: incident.priority,
        planned: incident.planned,
        version: incident.version,
      },
  );
}

const IN_ORDER = [
  {
    status: 'flagged',
    occurredAt: '2026-11-22T00:10:00.000Z',
    lastSeenAt: '2026-11-22T00:14:00.000Z',
    sightings: 3,
    insecure: true,
    priority: 'routine',
    planned: false,
    version: 3,
  },
  {
    status: 'flagged',
    occurredAt: '2026-11-22T00:11:00.000Z',
    lastSeenAt: '2026-11-22T00:15:00.000Z',
    sightings: 3,
    insecure: false,
    priority: 'emergency',
    planned: true,
    version: 3,
  },
];

/** All sightings at least once, in any order, with any repetitions. */
const deliveries = fc
  .array(fc.integer({ min: 0, max: SIGHTINGS.length - 1 }), { maxLength: 6 })
  .chain((repeats) =>
    fc.shuffledSubarray([...SIGHTINGS.keys(), ...repeats], { minLength: SIGHTINGS.length + repeats.length }),
  )
  .map((order) => order.flatMap((number) => SIGHTINGS[number] ?? []));

describe('sightings of one night', () => {
  it('end in one incident for each place, whatever order they come in and however often', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (delivered) => {
        const incidents = newStore();
        for (const sighting of delivered) await incidents.take(sighting, rule, NOW);
        expect(await standing(incidents)).toEqual(IN_ORDER);
        const { items } = await incidents.ofPatch('north', 'flagged', 100);
        expect(items).toHaveLength(2);
      }),
      { numRuns: 25 },
    );
  });

  it('that arrive at the same moment end the same', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (delivered) => {
        const incidents = newStore();
        await Promise.all(delivered.slice(0, 4).map((sighting) => incidents.take(sighting, rule, NOW)));
        for (const sighting of delivered) await incidents.take(sighting, rule, NOW);
        expect(await standing(incidents)).toEqual(IN_ORDER);
      }),
      { numRuns: 15 },
    );
  });

  it('leave a history that has every version once', async () => {
    const incidents = newStore();
    const here = SIGHTINGS.filter(({ assetId }) => assetId === PLACES[0]);
    const [first] = await Promise.all(
      [...here, ...here].map((sighting) => incidents.take(sighting, rule, NOW)),
    );
    const file = await incidents.file(first?.id ?? '');
    expect(file?.history.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(file?.sightings.map(({ id }) => id)).toEqual(here.map(({ id }) => id));
  });
});
