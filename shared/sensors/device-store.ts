import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Deadline } from '../deadlines/deadline.ts';
import { DeadlineStore } from '../deadlines/deadline-store.ts';
import { Instant } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { DeviceState } from './device.ts';
import { FaultName } from './fault.ts';

/** What is known of a device, and which of its faults stand, told or about to be. */
export const KnownDevice = z.object({ state: DeviceState, standing: z.array(FaultName) });
export type KnownDevice = z.infer<typeof KnownDevice>;

/** The same as it is kept: `awaits` are the deadlines set for it that have not come yet. */
const KeptDevice = KnownDevice.extend({ awaits: z.array(Instant), version: z.int().min(1) });
type KeptDevice = z.infer<typeof KeptDevice>;

/** What is known of each device, in the table. */
export class DeviceStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** What is known of a device, and its version. One GetItem. */
  async get(deviceId: string): Promise<KeptDevice | undefined> {
    return this.#table.get(keys.deviceState(deviceId), KeptDevice);
  }

  /**
   * Keeps what is known of a device, together with the deadlines that it calls for; writes nothing when there is
   * nothing new. Returns what is kept then. Throws `LostRace` when it has changed since `before` was read.
   */
  async save(
    known: KnownDevice,
    before: KeptDevice | undefined,
    deadlines: readonly Deadline[],
    now: Instant,
  ): Promise<KeptDevice> {
    const isKept = before !== undefined && isDeepStrictEqual(known, KnownDevice.parse(before));
    const calls = deadlines.filter((deadline) => !before?.awaits.includes(deadline.at));
    if (isKept && calls.length === 0) return before;
    const version = (before?.version ?? 0) + 1;
    const awaits = [
      ...new Set([...(before?.awaits.filter((at) => at > now) ?? []), ...deadlines.map(({ at }) => at)]),
    ];
    const kept: KeptDevice = { ...known, awaits, version };
    const item = { ...keys.deviceState(known.state.deviceId), type: 'device-state', ...kept };
    const when = before === undefined ? 'new' : { version: before.version };
    await this.#table.commit([{ put: item, when }, ...DeadlineStore.writes(calls, now)]);
    return kept;
  }
}
