import type { Incident } from '../incidents/incident.ts';
import type { IncidentStore } from '../incidents/incident-store.ts';
import { type Asset, blockOf, estateOf } from '../register/asset.ts';
import { RegisterId } from '../register/place.ts';
import type { AssetNear, RegisterStore } from '../register/register-store.ts';
import { type ReportPlace, reportPlace, type SaidWhere } from './report.ts';
import type { Service } from './services.ts';

interface Room {
  readonly register: RegisterStore;
  readonly incidents: IncidentStore;
}

/** What was found of where somebody says that something is. */
export type FoundPlace =
  | { readonly found: 'place'; readonly place: ReportPlace; readonly known?: Incident }
  /** A point further than that from everything in the register. */
  | { readonly found: 'outside' }
  /** No id, UPRN or name that the register knows. */
  | { readonly found: 'unknown' };

/**
 * Where a report of a service is: by an id or UPRN, else by the nearest fitting asset or block, else by an estate's or
 * block's name in an address. `known` is an incident of its kind that is open there: at the asset itself or its block,
 * and for a block at anything in it.
 */
export async function findPlace(
  said: SaidWhere,
  service: Service,
  withinMetres: number,
  room: Room,
): Promise<FoundPlace> {
  const asset = await assetSaid(said, service, withinMetres, room.register);
  if (asset === undefined) return { found: said.coordinates === undefined ? 'unknown' : 'outside' };
  const places = await placesOf(asset, room.register);
  const incidents = await Promise.all(places.map(({ id }) => room.incidents.lastAt(id, service.kind)));
  const known = incidents.find((each) => each?.status === 'flagged' || each?.status === 'confirmed');
  const at = places.find(({ id }) => id === known?.assetId) ?? asset;
  const estate = await room.register.asset(estateOf(at));
  return {
    found: 'place',
    place: reportPlace(at, estate?.name ?? estateOf(at)),
    ...(known === undefined ? {} : { known }),
  };
}

async function assetSaid(
  { addressId, coordinates, address }: SaidWhere,
  service: Service,
  withinMetres: number,
  register: RegisterStore,
): Promise<Asset | undefined> {
  if (addressId !== undefined) {
    const id = RegisterId.safeParse(addressId).data;
    const own = id === undefined ? undefined : await register.asset(id);
    const asset = own ?? (await register.called(addressId))[0];
    if (asset !== undefined) return asset;
  }
  if (coordinates !== undefined) {
    const near = await register.near(coordinates, withinMetres);
    const rankOf = ({ asset }: AssetNear) => service.at.indexOf(asset.kind);
    const [fitting] = near
      .filter((each) => rankOf(each) >= 0)
      .sort((a, b) => a.metres - b.metres || rankOf(a) - rankOf(b));
    const nearest = near[0]?.asset;
    return fitting?.asset ?? (nearest && register.asset(blockOf(nearest) ?? estateOf(nearest)));
  }
  return address === undefined ? undefined : assetNamed(address, register);
}

// An address is written from the most specific part to the most general; a part may begin with flats' numbers.
const MOST_PARTS = 8;

async function assetNamed(address: string, register: RegisterStore): Promise<Asset | undefined> {
  const parts = address
    .split(/[,;\n]/)
    .slice(0, MOST_PARTS)
    .flatMap((part) => [part, part.replace(/^\s*(?:flats?\s+)?(?:\d+[a-z]?\s*(?:-|–|to|&|and)?\s*)+/i, '')]);
  for (const part of new Set(parts)) {
    const [asset, another] = await register.called(part);
    // Two of one name are told apart by what stands behind them, as far as anything is.
    if (asset !== undefined && another === undefined) return asset;
  }
  return undefined;
}

/** The asset and everything at which an incident of it may be filed already. */
async function placesOf(asset: Asset, register: RegisterStore): Promise<Asset[]> {
  if (asset.kind === 'estate') return [asset];
  const blockId = blockOf(asset);
  if (asset.kind === 'block') {
    const parts = await register.inBlock(asset.estateId, asset.id);
    return [asset, ...parts.filter(({ id, kind }) => id !== asset.id && kind !== 'sensor')];
  }
  const block = blockId === undefined ? undefined : await register.asset(blockId);
  return block === undefined ? [asset] : [asset, block];
}
