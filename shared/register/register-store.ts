import { z } from 'zod';
import { eachOf } from '../platform/at-once.ts';
import { keys } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import type { Item } from '../platform/write.ts';
import { Asset, blockOf, type Camera, Estate, estateOf, type Sensor } from './asset.ts';
import { cellOf, cellsWithin } from './grid.ts';
import { type Coordinates, metresBetween } from './place.ts';
import type { Register } from './register.ts';

// DynamoDB takes at most 100 writes in one transaction.
const WRITES_AT_ONCE = 100;
const READS_AT_ONCE = 25;

const SensorName = z.object({ sensorId: z.string() });
const AssetName = z.object({ sk: z.string() });

/** An asset, and how far it is from where somebody asked. */
export interface AssetNear {
  readonly asset: Asset;
  readonly metres: number;
}

/** The landlord's register in the table. */
export class RegisterStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** Writes every asset of a register, replacing those of the same id. The same register twice changes nothing. */
  async import(register: Register): Promise<void> {
    const items = register.assets.flatMap(assetItems);
    for (let start = 0; start < items.length; start += WRITES_AT_ONCE) {
      await this.#table.commit(items.slice(start, start + WRITES_AT_ONCE).map((put) => ({ put })));
    }
  }

  /** Writes one asset with its names, instead of what it was before, in one transaction. */
  async put(asset: Asset, before: Asset | undefined): Promise<void> {
    const items = assetItems(asset);
    const kept = new Set(items.map(({ pk, sk }) => `${pk} ${sk}`));
    const gone =
      before === undefined ? [] : assetItems(before).filter(({ pk, sk }) => !kept.has(`${pk} ${sk}`));
    await this.#table.commit([...items.map((put) => ({ put })), ...gone.map((remove) => ({ remove }))]);
  }

  /** Those of these ids that there are. One GetItem each. */
  async assets(ids: Iterable<string>): Promise<Map<string, Asset>> {
    const found = new Map<string, Asset>();
    await eachOf(ids, READS_AT_ONCE, async (id) => {
      const asset = await this.asset(id);
      if (asset !== undefined) found.set(id, asset);
    });
    return found;
  }

  /** Anything by its id. One GetItem. */
  async asset(assetId: string): Promise<Asset | undefined> {
    return this.#table.get(keys.asset(assetId), Asset);
  }

  /** The camera with this id; undefined too when the id is something else's. One GetItem. */
  async camera(cameraId: string): Promise<Camera | undefined> {
    const asset = await this.asset(cameraId);
    return asset?.kind === 'camera' ? asset : undefined;
  }

  /** The sensor with this id (one GetItem), or with this DevEUI (three). */
  async sensor(name: string): Promise<Sensor | undefined> {
    const asset = await this.asset(name);
    if (asset !== undefined) return asset.kind === 'sensor' ? asset : undefined;
    const named = await this.#table.get(keys.sensorName(name), SensorName);
    return named === undefined ? undefined : this.sensor(named.sensorId);
  }

  /** Everything on an estate, blocks' parts together. One Query a page of 1 MB. */
  async onEstate(estateId: string): Promise<Asset[]> {
    return this.#table.all({ index: 'byQueue', pk: keys.estateAssets(estateId) }, Asset);
  }

  /** Everything that belongs to a block. One Query. */
  async inBlock(estateId: string, blockId: string): Promise<Asset[]> {
    const selection = {
      index: 'byQueue',
      pk: keys.estateAssets(estateId),
      prefix: keys.blockAssets(blockId),
    } as const;
    return this.#table.all(selection, Asset);
  }

  /** Everything within so many metres of a place, the nearest first. One to four Queries for some 100 metres. */
  async near(place: Coordinates, metres: number): Promise<AssetNear[]> {
    const cells = cellsWithin(place, metres).map((cell) =>
      this.#table.all({ index: 'byPlace', pk: keys.gridAssets(cell) }, Asset),
    );
    return (await Promise.all(cells))
      .flat()
      .map((asset) => ({ asset, metres: metresBetween(place, asset.coordinates) }))
      .filter((each) => each.metres <= metres)
      .sort((a, b) => a.metres - b.metres || (a.asset.id < b.asset.id ? -1 : 1));
  }

  /** The estates and blocks of this name or UPRN, however it is written. One Query, and a GetItem for each. */
  async called(name: string): Promise<Asset[]> {
    const plain = plainName(name);
    if (plain === '') return [];
    const named = await this.#table.all({ pk: keys.assetName(plain, '').pk }, AssetName);
    const assets = await Promise.all(named.map(({ sk }) => this.asset(sk)));
    // A name that was given up since still leads to its asset.
    return assets.flatMap((asset) => (asset && namesOf(asset).includes(plain) ? [asset] : []));
  }

  /** The estates of a patch. One Query. */
  async estatesOf(patch: string): Promise<Estate[]> {
    return this.#table.all({ index: 'byQueue', pk: keys.patchEstates(patch) }, Estate);
  }
}

function assetItems(asset: Asset): Item[] {
  const filed =
    asset.kind === 'estate'
      ? { queuePk: keys.patchEstates(asset.patch), queueSk: asset.id }
      : { queuePk: keys.estateAssets(estateOf(asset)), queueSk: keys.estateAsset(blockOf(asset), asset.id) };
  const placed = { placePk: keys.gridAssets(cellOf(asset.coordinates)), placeSk: asset.id };
  const item = { ...keys.asset(asset.id), type: 'asset', ...filed, ...placed, ...asset };
  const names = namesOf(asset).map((name) => ({ ...keys.assetName(name, asset.id), type: 'asset-name' }));
  if (asset.kind !== 'sensor' || asset.devEui === undefined) return [item, ...names];
  return [item, { ...keys.sensorName(asset.devEui), type: 'sensor-name', sensorId: asset.id }];
}

/** What people call an asset when they say where something is: only estates and blocks have names that stand alone. */
function namesOf(asset: Asset): string[] {
  if (asset.kind !== 'estate' && asset.kind !== 'block') return [];
  return [...new Set([asset.name, ...(asset.uprn === undefined ? [] : [asset.uprn])].map(plainName))].filter(
    Boolean,
  );
}

function plainName(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  // An id for addresses may write a UPRN in twelve digits.
  return words
    .join(' ')
    .replace(/^0+(?=\d{6,}$)/, '')
    .slice(0, 200);
}
