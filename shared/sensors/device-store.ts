import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Deadline } from '../deadlines/deadline.ts';
import { DeadlineStore } from '../deadlines/deadline-store.ts';
import { Instant, millis } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import type { Write } from '../platform/write.ts';
import { type WeekCoverage, weeksEnded } from './coverage.ts';
import { CoverageStore } from './coverage-store.ts';
import { DeviceState } from './device.ts';
import { FaultName } from './fault.ts';
import { Uplink } from './uplink.ts';

/**
 * What is known of a device, and which of its faults stand, told or about to be. `partOf` names those of them that were
 * told as part of an outage, and the place of its incident.
 */
export const KnownDevice = z.object({
  state: DeviceState,
  standing: z.array(FaultName),
  partOf: z.array(z.object({ fault: FaultName, placeId: z.string() })).exactOptional(),
});
export type KnownDevice = z.infer<typeof KnownDevice>;

/**
 * The same as it is kept: `awaits` are the deadlines set for it when it was kept; of one that has come, whoever looked
 * at it then has set the next. `backlog` is how
 * many uplinks were kept because nothing could read them, and `weeksCounted` how many weeks had ended when its coverage
 * was counted last.
 */
const KeptDevice = KnownDevice.extend({
  awaits: z.array(Instant),
  backlog: z.int().min(1).exactOptional(),
  weeksCounted: z.int().min(0).default(0),
  version: z.int().min(1),
});
export type KeptDevice = z.infer<typeof KeptDevice>;

// As many as a transaction of 100 writes takes away together with what they told, and more than the readings that a
// device's state remembers one by one.
const BACKLOG_LIMIT = 90;

/** What is kept along with what is known of a device. */
export interface Keeping {
  /** To be set, unless they are awaited already. */
  readonly deadlines: readonly Deadline[];
  /** Deadlines that are set; without it, those that it was kept with and that are still to come. */
  readonly awaited?: readonly Instant[];
  readonly coverageSince: (weeksCounted: number) => readonly WeekCoverage[];
  readonly unread?: Uplink | 'read' | undefined;
}

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

  /** The newest uplinks of a device that nothing could read, in the order of their receipt. One Query. */
  async backlog(deviceId: string): Promise<Uplink[]> {
    const uplinks = await this.#table.all({ pk: keys.backlog(deviceId, 0).pk }, Uplink);
    return uplinks.sort((a, b) => millis(a.receivedAt) - millis(b.receivedAt) || a.counter - b.counter);
  }

  /**
   * Has a device looked at by a deadline, and gives what is known of it a new version, so that whoever remembers the one
   * before reads anew what holds for it. Throws `LostRace` when it has changed since `kept` was read.
   */
  async renew(kept: KeptDevice, deadline: Deadline, now: Instant): Promise<void> {
    const renewed = writeOf({ ...kept, version: kept.version + 1 }, { version: kept.version });
    await this.#table.commit([renewed, ...DeadlineStore.writes([deadline], now)]);
  }

  /**
   * Keeps what is known of a device, together with the deadlines that it calls for; writes nothing when there is
   * nothing new, and the deadlines alone when nothing else is. An uplink that nothing can read joins its backlog, of which
   * the newest 90 are kept; `read` takes the backlog away. Weeks that ended since it was kept last are counted as
   * `coverageSince` says. Returns what is kept then. Throws `LostRace` when it has changed since `before` was read.
   */
  async save(
    known: KnownDevice,
    before: KeptDevice | undefined,
    keeping: Keeping,
    now: Instant,
  ): Promise<KeptDevice> {
    const { deadlines, awaited = stillAwaited(before, now), coverageSince, unread } = keeping;
    const calls = deadlines.filter(({ at }) => !awaited.includes(at));
    const { backlog, writes } = withBacklog(known.state.deviceId, before?.backlog, unread);
    const next = {
      state: known.state,
      standing: known.standing,
      ...(known.partOf !== undefined && known.partOf.length > 0 && { partOf: known.partOf }),
      ...(backlog !== undefined && { backlog }),
      weeksCounted: weeksEnded(now),
    };
    const setting = DeadlineStore.writes(calls, now);
    if (
      before !== undefined &&
      isDeepStrictEqual({ ...next, awaits: before.awaits, version: before.version }, before)
    ) {
      if (setting.length > 0) await this.#table.commit(setting);
      return before;
    }
    const awaits = [...new Set([...awaited, ...calls.map(({ at }) => at)])];
    const kept: KeptDevice = { ...next, awaits, version: (before?.version ?? 0) + 1 };
    const isNewWeek = before !== undefined && before.weeksCounted < next.weeksCounted;
    const weeks = isNewWeek ? coverageSince(before.weeksCounted) : [];
    const put = writeOf(kept, before === undefined ? 'new' : { version: before.version });
    await this.#table.commit([put, ...writes, ...setting, ...CoverageStore.writes(weeks)]);
    return kept;
  }
}

/** The deadlines set for a device that are still to come. */
export function stillAwaited(kept: KeptDevice | undefined, now: Instant): Instant[] {
  return kept?.awaits.filter((at) => at > now) ?? [];
}

function writeOf(kept: KeptDevice, when: 'new' | { version: number }): Write {
  return { put: { ...keys.deviceState(kept.state.deviceId), type: 'device-state', ...kept }, when };
}

/** How long the backlog is afterwards, and what makes it so. The newest uplink takes the oldest one's place. */
function withBacklog(
  deviceId: string,
  length: number | undefined,
  unread: Uplink | 'read' | undefined,
): { backlog: number | undefined; writes: Write[] } {
  if (unread === undefined) return { backlog: length, writes: [] };
  if (unread === 'read') {
    const places = Array.from({ length: Math.min(length ?? 0, BACKLOG_LIMIT) }, (_, place) => place);
    return { backlog: undefined, writes: places.map((place) => ({ remove: keys.backlog(deviceId, place) })) };
  }
  const taken = length ?? 0;
  const place = keys.backlog(deviceId, taken % BACKLOG_LIMIT);
  return { backlog: taken + 1, writes: [{ put: { ...place, type: 'undecoded-uplink', ...unread } }] };
}
