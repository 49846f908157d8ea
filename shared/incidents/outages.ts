import type { Instant } from '../platform/instant.ts';
import type { Asset, Sensor } from '../register/asset.ts';
import type { RegisterStore } from '../register/register-store.ts';
import { type BlockLight, blockOut } from '../sensors/block-out.ts';
import type { DeviceState } from '../sensors/device.ts';
import type { DeviceStore, KeptDevice } from '../sensors/device-store.ts';
import type { Fault, FaultName } from '../sensors/fault.ts';
import { gatewayOutage } from '../sensors/gateway-outage.ts';
import type { SensorSettings } from '../sensors/sensor-settings.ts';
import { placeOf, type Sighting } from './sighting.ts';
import { judgeWatch, settingsOf, type Watch, type Watches } from './watch.ts';

/**
 * One cause of the same fault of several devices: a block whose lights are all out, a gateway that hears nothing. `place`
 * is where its incident is, and `deviceIds` are whose faults it accounts for.
 */
export interface Outage {
  readonly fault: FaultName;
  readonly place: Pick<Sighting, 'assetId' | 'assetName' | 'blockId' | 'estateId' | 'patch'>;
  readonly since: Instant;
  readonly reason: string;
  readonly emergency: boolean;
  readonly deviceIds: readonly string[];
}

interface Room {
  readonly register: RegisterStore;
  readonly devices: DeviceStore;
  readonly watches: Watches;
  readonly settings: SensorSettings;
}

const GATEWAY = 'gateway-';

/** Finds what several devices' faults have in common. */
export class Outages {
  readonly #room: Room;
  // One check wakes all who fell silent together, and each asks for the same neighbours.
  #asOf: { now: Instant; states: Map<string, Promise<DeviceState[]>> } | undefined;
  constructor(room: Room) {
    this.#room = room;
  }

  /** The outage that a device's fault is part of; undefined when the fault is its own. */
  async causeOf(
    watch: Watch,
    state: DeviceState,
    { fault }: Fault,
    now: Instant,
  ): Promise<Outage | undefined> {
    const outages = await Promise.all(
      placesOf(fault, watch, state).map((placeId) => this.at(placeId, fault, watch, now)),
    );
    // One that several gateways hear is cut off only when all of them are out.
    return outages.every((outage) => outage?.deviceIds.includes(watch.sensor.id)) ? outages[0] : undefined;
  }

  /** The outage at a place of those that a fault of this device can be part of; undefined when there is none. */
  async at(placeId: string, fault: FaultName, watch: Watch, now: Instant): Promise<Outage | undefined> {
    if (placeId.startsWith(GATEWAY)) return this.#gatewayOut(placeId, watch, now);
    const block = await this.#room.register.asset(placeId);
    return block?.kind === 'block' ? this.#blockOut(block, fault, watch, now) : undefined;
  }

  async #blockOut(
    block: Extract<Asset, { kind: 'block' }>,
    fault: FaultName,
    watch: Watch,
    now: Instant,
  ): Promise<Outage | undefined> {
    const { register, settings } = this.#room;
    const assets = await register.onEstate(block.estateId);
    const isLight = (asset: Asset) => asset.kind === 'light' && asset.blockId === block.id;
    const lights = new Set(assets.filter(isLight).map(({ id }) => id));
    const sensors = assets.filter(
      (asset): asset is Sensor => asset.kind === 'sensor' && lights.has(asset.watches),
    );
    const seen = await Promise.all(sensors.map((sensor) => this.#standingOf(sensor, fault, now)));
    const byLight = Map.groupBy(seen, ({ lightId }) => lightId);
    const stands = [...byLight].map(([lightId, by]) => ({ lightId, stands: standsBy(by) }));
    const out = blockOut(stands, settingsOf(watch, settings).light);
    if (out === undefined) return undefined;
    const part = seen.filter(({ stands }) => stands === 'dark');
    return {
      fault,
      place: placeOf(block),
      since: part.flatMap(({ since }) => since ?? []).sort()[0] ?? now,
      reason: `${out.dark.length} of the ${lights.size} lights of ${block.name} are out`,
      emergency: true,
      deviceIds: part.map(({ deviceId }) => deviceId),
    };
  }

  /** How a light stands by one of its sensors, judged as it is now. */
  async #standingOf({ id, watches }: Sensor, fault: FaultName, now: Instant): Promise<SensedLight> {
    const light = { deviceId: id, lightId: watches };
    const [watch, kept] = await Promise.all([this.#room.watches.of(id, now), this.#room.devices.get(id)]);
    if (watch === undefined || kept === undefined) return { ...light, stands: 'unknown' };
    const { faults, cannotTell } = judgeWatch(watch, kept.state, this.#room.settings, now);
    const found = faults.find((each) => each.fault === fault);
    if (found !== undefined) return { ...light, stands: 'dark', since: found.since };
    if (!cannotTell.includes(fault)) return { ...light, stands: 'lit' };
    return { ...light, stands: kept.standing.includes(fault) ? 'dark' : 'unknown' };
  }

  async #gatewayOut(placeId: string, { sensor }: Watch, now: Instant): Promise<Outage | undefined> {
    const gateway = placeId.slice(GATEWAY.length);
    const states = await this.#statesOn(sensor.estateId, now);
    const out = gatewayOutage(gateway, states, this.#room.settings.silence, now);
    if (out === undefined) return undefined;
    const { estateId, patch } = sensor;
    return {
      fault: 'silent',
      place: { assetId: placeId, assetName: `Gateway ${gateway}`, estateId, patch },
      since: out.since,
      reason: `nothing has come through gateway ${gateway}, which ${out.deviceIds.length} devices here are heard by`,
      emergency: false,
      deviceIds: out.deviceIds,
    };
  }

  async #statesOn(estateId: string, now: Instant): Promise<DeviceState[]> {
    if (this.#asOf?.now !== now) this.#asOf = { now, states: new Map() };
    const { states } = this.#asOf;
    const known = states.get(estateId) ?? this.#readStates(estateId);
    states.set(estateId, known);
    return known;
  }

  async #readStates(estateId: string): Promise<DeviceState[]> {
    const assets = await this.#room.register.onEstate(estateId);
    const sensors = assets.filter(({ kind }) => kind === 'sensor');
    const kept = await Promise.all(sensors.map(({ id }) => this.#room.devices.get(id)));
    return kept.filter((device): device is KeptDevice => device !== undefined).map(({ state }) => state);
  }
}

interface SensedLight extends BlockLight {
  readonly deviceId: string;
  readonly since?: Instant;
}

/** How one light stands by all its sensors: lit where any sees it lit. */
function standsBy(seen: readonly SensedLight[]): BlockLight['stands'] {
  const any = (stands: BlockLight['stands']) => seen.some((light) => light.stands === stands);
  if (any('lit')) return 'lit';
  return any('dark') ? 'dark' : 'unknown';
}

/** Where an outage would be that a fault of this device is part of. */
function placesOf(fault: FaultName, { watched }: Watch, { lastUplink }: DeviceState): string[] {
  if (fault === 'silent') return (lastUplink.gateways ?? []).map((gateway) => `${GATEWAY}${gateway}`);
  const isBlocks = fault === 'dark-when-due' && watched.kind === 'light' && watched.blockId !== undefined;
  return isBlocks && watched.blockId !== undefined ? [watched.blockId] : [];
}
