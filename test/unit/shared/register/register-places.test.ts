import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { cellOf, cellsWithin } from '../../../../shared/register/grid.ts';
import { metresBetween } from '../../../../shared/register/place.ts';
import { Register } from '../../../../shared/register/register.ts';
import { RegisterStore } from '../../../../shared/register/register-store.ts';
import { aRegister } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
let store: RegisterStore;

beforeEach(() => {
  store = new RegisterStore(tables.fresh());
});

const idsOf = (found: readonly { asset: { id: string } }[]) => found.map(({ asset }) => asset.id);

describe('the grid over the Earth', () => {
  it('has every place that lies near another in one of the cells that are looked into', () => {
    const britain = fc.record({
      latitude: fc.double({ min: 49.8, max: 60.9, noNaN: true }),
      longitude: fc.double({ min: -8.7, max: 1.8, noNaN: true }),
    });
    const step = fc.double({ min: -0.02, max: 0.02, noNaN: true });
    fc.assert(
      fc.property(britain, step, step, fc.integer({ min: 10, max: 1_000 }), (here, down, across, metres) => {
        const there = { latitude: here.latitude + down, longitude: here.longitude + across };
        fc.pre(metresBetween(here, there) <= metres);
        expect(cellsWithin(here, metres)).toContain(cellOf(there));
      }),
    );
  });

  it('is looked into at four cells at most for 100 metres', () => {
    expect(cellsWithin({ latitude: 51.48, longitude: -0.06 }, 100)).toHaveLength(4);
    expect(cellsWithin({ latitude: 51.485, longitude: -0.05 }, 100)).toHaveLength(1);
  });
});

describe('what lies near a place', () => {
  it('is found with its distance, the nearest first, and no further than asked', async () => {
    const riverside = { latitude: 51.4812, longitude: -0.0521 };
    const on = { patch: 'north', estateId: 'riverside' };
    const blockAt = (id: string, latitude: number, longitude: number) =>
      ({
        kind: 'block',
        id,
        name: id,
        ...on,
        uprn: '1',
        homes: 1,
        coordinates: { latitude, longitude },
      }) as const;
    await store.import(
      Register.parse({
        assets: [
          { kind: 'estate', id: 'riverside', name: 'Riverside', patch: 'north', coordinates: riverside },
          // On both sides of the edge between two cells.
          blockAt('east', 51.47005, -0.0599),
          blockAt('west', 51.46995, -0.0601),
          blockAt('far', 51.4799, -0.0599),
        ],
      }),
    );
    const found = await store.near({ latitude: 51.46996, longitude: -0.06 }, 100);
    expect(idsOf(found)).toEqual(['west', 'east']);
    expect(found[0]?.metres).toBeCloseTo(7, 0);
  });
});

describe('an estate or block', () => {
  const idsCalled = async (name: string) => (await store.called(name)).map(({ id }) => id);

  it('is found by its name however it is written, and by its UPRN', async () => {
    await store.import(aRegister());
    expect(await idsCalled(' ASH  Court. ')).toEqual(['ash-court']);
    expect(await idsCalled('10008000001')).toEqual(['ash-court']);
    expect(await idsCalled('010008000001')).toEqual(['ash-court']);
    expect(await idsCalled('Ash Court front door')).toEqual([]);
    expect(await idsCalled('…')).toEqual([]);
  });

  it('is no longer found by a name that it had before', async () => {
    const register = aRegister();
    await store.import(register);
    const renamed = register.assets.map((asset) =>
      asset.id === 'ash-court' ? { ...asset, name: 'Rowan Court' } : asset,
    );
    await store.import({ assets: renamed });
    expect(await idsCalled('Rowan Court')).toEqual(['ash-court']);
    expect(await idsCalled('Ash Court')).toEqual([]);
  });
});
