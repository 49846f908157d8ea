import type { Asset } from '../../shared/register/asset.ts';
import type { Register } from '../../shared/register/register.ts';
import { RegisterStore } from '../../shared/register/register-store.ts';
import { DeviceStore, type KeptDevice } from '../../shared/sensors/device-store.ts';

// Over a table in memory that nobody else writes to, what a store wrote itself need not be read and parsed again, which
// is half of what an uplink costs.

/** The store of devices, with what it saved last of each at hand. */
export class DevicesAtHand extends DeviceStore {
  readonly #kept = new Map<string, KeptDevice>();

  override async get(deviceId: string): Promise<KeptDevice | undefined> {
    return this.#kept.get(deviceId) ?? super.get(deviceId);
  }

  override async renew(...given: Parameters<DeviceStore['renew']>): Promise<void> {
    await super.renew(...given);
    this.#kept.delete(given[0].state.deviceId);
  }

  override async save(...given: Parameters<DeviceStore['save']>): Promise<KeptDevice> {
    const kept = await super.save(...given);
    this.#kept.set(kept.state.deviceId, kept);
    return kept;
  }
}

/** The register, with what was entered at hand. */
export class RegisterAtHand extends RegisterStore {
  readonly #assets = new Map<string, Asset>();

  override async import(register: Register): Promise<void> {
    await super.import(register);
    for (const asset of register.assets) this.#assets.set(asset.id, asset);
  }

  override async asset(assetId: string): Promise<Asset | undefined> {
    return this.#assets.get(assetId);
  }
}
