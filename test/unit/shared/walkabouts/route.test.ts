import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asset } from '../../../../shared/register/asset.ts';
import { metresBetween } from '../../../../shared/register/place.ts';
import { MOST_STOPS, proposeRoute, routeOver } from '../../../../shared/walkabouts/route.ts';
import { aRegister } from '../../../support/builders.ts';

const MIDDLE = { latitude: 51.48, longitude: -0.05 };
const on = { patch: 'north', estateId: 'riverside' };

/** A block so many hundredths of a degree north and east of the middle. */
const block = (id: string, north: number, east: number): Asset => ({
  kind: 'block',
  id,
  name: id,
  ...on,
  uprn: '10008000009',
  homes: 20,
  coordinates: { latitude: MIDDLE.latitude + north / 100, longitude: MIDDLE.longitude + east / 100 },
});

const door = (id: string, blockId: string, outer: boolean): Asset => ({
  kind: 'door',
  id,
  name: id,
  ...on,
  blockId,
  outer,
  coordinates: MIDDLE,
});

const light = (id: string, place: { blockId?: string; north?: number }): Asset => ({
  kind: 'light',
  id,
  name: id,
  ...on,
  ...(place.blockId === undefined ? {} : { blockId: place.blockId }),
  coordinates: { ...MIDDLE, latitude: MIDDLE.latitude + (place.north ?? 0) / 100 },
});

const idsOf = (assets: readonly Asset[]) => proposeRoute(assets, MIDDLE).map(({ assetId }) => assetId);

describe('the route that the register proposes', () => {
  it('goes from block to block as they lie along the way', () => {
    expect(idsOf([block('far', 0.9, 0), block('near', 0.1, 0), block('between', 0.5, 0)])).toEqual([
      'near',
      'between',
      'far',
    ]);
  });

  it('visits a block’s outer doors, then its inner ones, then its lights, before the next block', () => {
    const assets = [
      light('a-light', { blockId: 'a' }),
      door('a-meters', 'a', false),
      door('a-front', 'a', true),
      block('b', 0.3, 0),
      block('a', 0.1, 0),
      door('b-front', 'b', true),
    ];
    expect(idsOf(assets)).toEqual(['a', 'a-front', 'a-meters', 'a-light', 'b', 'b-front']);
  });

  it('visits a path light that belongs to no block with the block that it is nearest to', () => {
    const assets = [block('a', 0.1, 0), block('b', 0.9, 0), light('path', { north: 0.8 })];
    expect(idsOf(assets)).toEqual(['a', 'b', 'path']);
    expect(idsOf([light('alone', {})])).toEqual(['alone']);
  });

  it('has no stop at cameras and sensors', () => {
    const assets = aRegister().assets.filter((asset) => asset.kind !== 'estate' && asset.patch === 'north');
    expect(idsOf(assets)).toEqual(['ash-court', 'ash-court-door', 'ash-court-light']);
  });

  it('does not exist where there is nothing to look at, nor for more than a day’s work', () => {
    expect(() => idsOf([])).toThrow('There is no block, door or light in the register there');
    const many = Array.from({ length: MOST_STOPS + 1 }, (_, index) =>
      block(`block-${index}`, 0, index / 1000),
    );
    expect(() => idsOf(many)).toThrow(`There are ${MOST_STOPS + 1} blocks, doors and lights there`);
    expect(idsOf(many.slice(1))).toHaveLength(MOST_STOPS);
  });

  it('visits each block once, whichever order the register has them in, and can turn no stretch to be shorter', () => {
    const place = fc.record({
      north: fc.double({ min: -1, max: 1, noNaN: true }),
      east: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 9 }), (places) => {
        const blocks = places.map(({ north, east }, index) => block(`block-${index}`, north, east));
        const ids = idsOf(blocks);
        expect(idsOf(blocks.toReversed())).toEqual(ids);
        expect(ids.toSorted()).toEqual(blocks.map(({ id }) => id).toSorted());
        const points = ids.map((id) => blocks.find((each) => each.id === id)?.coordinates ?? MIDDLE);
        for (let start = 0; start < points.length; start += 1) {
          for (let end = start + 2; end <= points.length; end += 1) {
            const turned = points.toSpliced(start, end - start, ...points.slice(start, end).reverse());
            expect(metresWalked(turned)).toBeGreaterThan(metresWalked(points) - 0.02);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

function metresWalked(points: readonly (typeof MIDDLE)[]): number {
  return [MIDDLE, ...points]
    .slice(0, -1)
    .reduce((metres, point, index) => metres + metresBetween(point, points[index] ?? point), 0);
}

describe('a route over named stops', () => {
  const assets = aRegister().assets.filter((asset) => asset.patch === 'north');

  it('keeps their order, and what the register says of each', () => {
    expect(routeOver(['ash-court-door', 'ash-court'], assets, 'estate “riverside”')).toEqual([
      {
        kind: 'door',
        assetId: 'ash-court-door',
        assetName: 'Ash Court front door',
        blockId: 'ash-court',
        estateId: 'riverside',
        outer: true,
      },
      {
        kind: 'block',
        assetId: 'ash-court',
        assetName: 'Ash Court',
        blockId: 'ash-court',
        estateId: 'riverside',
      },
    ]);
  });

  it.each([
    [['elm-house'], 'There is no “elm-house” on estate “riverside”'],
    [['ash-court', 'ash-court'], '“ash-court” stands twice in the route.'],
    [['ash-court-bin-camera'], '“ash-court-bin-camera” is no block, door or light'],
  ])('of %j is refused in words', (stops, said) => {
    expect(() => routeOver(stops, assets, 'estate “riverside”')).toThrow(said);
  });
});
