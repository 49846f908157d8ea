import { z } from 'zod';
import { keys } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import type { Item } from '../platform/write.ts';
import { Asset, blockOf, type Camera, Estate, estateOf, type Sensor } from './asset.ts';
import type { Register } from './register.ts';

// DynamoDB takes at most 100 writes in one transaction.
const WRITES_AT_ONCE = 100;

const SensorName = z.object({ sensorId: z.string() });

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
  const item = { ...keys.asset(asset.id), type: 'asset', ...filed, ...asset };
  if (asset.kind !== 'sensor' || asset.devEui === undefined) return [item];
  return [item, { ...keys.sensorName(asset.devEui), type: 'sensor-name', sensorId: asset.id }];
}
