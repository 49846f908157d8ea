import { z } from 'zod';
import { Rejected } from '../platform/errors.ts';
import { type Asset, type Block, blockOf, type Door, estateOf, type Light } from '../register/asset.ts';
import { type Coordinates, metresBetween } from '../register/place.ts';

/** As many stops as one route takes: some 150 bytes each, of an item that is written at each move. */
export const MOST_STOPS = 300;

/** A block, door or light that is looked at, as the register had it when the route was made. */
export const Stop = z.object({
  kind: z.enum(['block', 'door', 'light']),
  assetId: z.string(),
  assetName: z.string(),
  blockId: z.string().optional(),
  estateId: z.string(),
  /** Of a door: whether it leads out of the block. */
  outer: z.boolean().optional(),
});
export type Stop = z.infer<typeof Stop>;

type Visited = Block | Door | Light;

/**
 * A route over the blocks, doors and lights of an estate or of several: the blocks in an order that is short to walk,
 * each followed by its outer doors, its inner doors and its lights; lights that belong to no block after the block that
 * they are nearest to. Pure. Throws {@link Rejected} when there is nothing to look at, or too much for one route.
 */
export function proposeRoute(assets: readonly Asset[], from: Coordinates): Stop[] {
  const visited = assets.filter(isVisited);
  if (visited.length === 0) {
    throw new Rejected(
      'There is no block, door or light in the register there: there is nothing to look at.',
    );
  }
  if (visited.length > MOST_STOPS) {
    throw new Rejected(
      `There are ${visited.length} blocks, doors and lights there, and a route takes ${MOST_STOPS}: plan estate by estate, or name the stops.`,
    );
  }
  const blocks = walkingOrder(visited.filter(isBlock), from);
  const parts = Map.groupBy(
    visited.filter((asset) => asset.kind !== 'block'),
    (part) => blockOf(part) ?? nearest(blocks, part.coordinates)?.id,
  );
  const unplaced = parts.get(undefined) ?? [];
  const stops = blocks.flatMap((block) => [block, ...inOrder(parts.get(block.id) ?? [])]);
  return [...stops, ...inOrder(unplaced)].map(stopAt);
}

/**
 * The route over named assets, in their order. Throws {@link Rejected} for one that is not there, that stands twice, or
 * at which there is nothing to look at.
 */
export function routeOver(assetIds: readonly string[], assets: readonly Asset[], where: string): Stop[] {
  const known = new Map(assets.map((asset) => [asset.id, asset]));
  return assetIds.map((assetId, index) => {
    const asset = known.get(assetId);
    if (asset === undefined)
      throw new Rejected(`There is no “${assetId}” on ${where}: its assets are listed there.`);
    if (!isVisited(asset)) {
      throw new Rejected(
        `“${assetId}” is no block, door or light: there is nothing on the checklist to look at there.`,
      );
    }
    if (assetIds.indexOf(assetId) !== index) throw new Rejected(`“${assetId}” stands twice in the route.`);
    return stopAt(asset);
  });
}

function isVisited(asset: Asset): asset is Visited {
  return asset.kind === 'block' || asset.kind === 'door' || asset.kind === 'light';
}

function isBlock(asset: Visited): asset is Block {
  return asset.kind === 'block';
}

/** An asset as a stop. */
export function stopAt(asset: Visited): Stop {
  const blockId = blockOf(asset);
  return {
    kind: asset.kind,
    assetId: asset.id,
    assetName: asset.name,
    ...(blockId === undefined ? {} : { blockId }),
    estateId: estateOf(asset),
    ...(asset.kind === 'door' ? { outer: asset.outer } : {}),
  };
}

const RANKS = { block: 0, door: 1, light: 3 } as const;

function inOrder(parts: readonly Visited[]): Visited[] {
  const rank = (part: Visited) => RANKS[part.kind] + (part.kind === 'door' && !part.outer ? 1 : 0);
  return parts.toSorted((a, b) => rank(a) - rank(b) || compare(a.name, b.name) || compare(a.id, b.id));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function nearest(blocks: readonly Block[], place: Coordinates): Block | undefined {
  let found: Block | undefined;
  for (const block of blocks) {
    if (
      found === undefined ||
      metresBetween(place, block.coordinates) < metresBetween(place, found.coordinates)
    ) {
      found = block;
    }
  }
  return found;
}

/** From one to the nearest that is left, and then every stretch turned round that is shorter the other way. */
function walkingOrder(blocks: readonly Block[], from: Coordinates): Block[] {
  const left = blocks.toSorted((a, b) => compare(a.id, b.id));
  const order: Block[] = [];
  for (let here = from; ; ) {
    const next = nearest(left, here);
    if (next === undefined) return untangled(order, from);
    left.splice(left.indexOf(next), 1);
    order.push(next);
    here = next.coordinates;
  }
}

function untangled(order: readonly Block[], from: Coordinates): Block[] {
  const best = [...order];
  // Every turn makes the way shorter by a centimetre at least, so that it comes to an end.
  for (let turned = true; turned; ) {
    turned = false;
    for (let start = 0; start < best.length; start += 1) {
      for (let end = start + 1; end < best.length; end += 1) {
        if (metresSavedByTurning(best, start, end, from) < 0.01) continue;
        best.splice(start, end - start + 1, ...best.slice(start, end + 1).reverse());
        turned = true;
      }
    }
  }
  return best;
}

/** What is saved by walking a stretch, its first and last block included, the other way round. */
function metresSavedByTurning(
  order: readonly Block[],
  start: number,
  end: number,
  from: Coordinates,
): number {
  const at = (index: number) => order[index]?.coordinates;
  const metres = (one: Coordinates | undefined, other: Coordinates | undefined) =>
    one === undefined || other === undefined ? 0 : metresBetween(one, other);
  const before = start === 0 ? from : at(start - 1);
  const [first, last, after] = [at(start), at(end), at(end + 1)];
  return metres(before, first) + metres(last, after) - metres(before, last) - metres(first, after);
}
