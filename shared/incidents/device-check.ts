import type { DeadlineStore } from '../deadlines/deadline-store.ts';
import { type Instant, instant, millis, plusSeconds } from '../platform/instant.ts';
import { caughtUp } from '../sensors/catch-up.ts';
import type { DeviceState } from '../sensors/device.ts';
import { type DeviceStore, type KeptDevice, stillAwaited } from '../sensors/device-store.ts';
import { type Fault, type FaultName, isOver, kindOfFault } from '../sensors/fault.ts';
import { silenceAllowedMillis } from '../sensors/heard.ts';
import type { SensorSettings } from '../sensors/sensor-settings.ts';
import { wakeUp, wakeUps } from '../sensors/wake-ups.ts';
import type { FaultIncidents } from './fault-incidents.ts';
import type { Outage, Outages } from './outages.ts';
import { coverageOf, judgeWatch, type Watch } from './watch.ts';

interface Room {
  readonly devices: DeviceStore;
  readonly deadlines: DeadlineStore;
  readonly incidents: FaultIncidents;
  readonly outages: Outages;
  readonly settings: SensorSettings;
}

type PartOf = NonNullable<KeptDevice['partOf']>[number];

// An outage is over when what it is made of is: so often its devices ask whether it is.
const OUTAGE_LOOKED_AT_SECONDS = 1_800;

/** Asks the rules about one device and brings about what they say: opens and ends faults, alone or as part of an outage. */
export class DeviceCheck {
  readonly #room: Room;
  readonly #watch: Watch;
  readonly #now: Instant;
  constructor(room: Room, watch: Watch, now: Instant) {
    this.#room = room;
    this.#watch = watch;
    this.#now = now;
  }

  /** Looks once. Throws `LostRace` when the device was heard in between. */
  async run(): Promise<void> {
    const { devices, settings } = this.#room;
    const { sensor } = this.#watch;
    const now = this.#now;
    const kept = await devices.get(sensor.id);
    const known = await caughtUp(devices, sensor, kept);
    if (kept === undefined || known === undefined) return;
    const { state, backlog } = known;
    const judgement = judgeWatch(this.#watch, state, settings, now);
    const causes = await this.#causesOf(state, judgement.faults);
    const before = (kept.partOf ?? []).filter(({ fault }) => !causes.has(fault));
    const partOf = [...before, ...partsOf(causes)];
    // What stands is noted before it is told, so that whatever stops us in between, its end is told too.
    const standing = [...new Set([...kept.standing, ...judgement.faults.map(({ fault }) => fault)])];
    const awaited = stillAwaited(kept, now);
    // One that came just before the device was heard was reckoned there to have been looked at: what it would have set
    // may not be set yet, and setting it twice sets it once.
    const deadlines = [
      ...awaited.map((at) => wakeUp(sensor.id, at)),
      ...wakeUps(sensor.id, judgement.deadlines[0], awaited),
    ];
    const coverageSince = coverageOf(this.#watch, state, settings, now);
    const keeping = { deadlines, awaited: [], coverageSince, unread: backlog };
    const noted = await devices.save({ state, standing, partOf }, kept, keeping, now);

    const waits = new Map<FaultName, Instant>();
    for (const fault of judgement.faults) {
      const cause = causes.get(fault.fault);
      const until = cause
        ? await this.#tellOutage(fault, cause, causes, standing)
        : await this.#tellAlone(fault, partOf, state);
      if (until !== undefined) waits.set(fault.fault, until);
    }
    const left = standing.filter((fault) => !isOver(fault, judgement));
    for (const fault of standing) if (!left.includes(fault)) await this.#end(fault, left, causes, partOf);

    const stays = ({ fault }: PartOf) => waits.has(fault) || judgement.cannotTell.includes(fault);
    const [again] = [...waits.values()].sort();
    const next = { state, standing: left, partOf: partOf.filter(stays) };
    const looks = wakeUps(sensor.id, again, stillAwaited(noted, now));
    await devices.save(next, noted, { deadlines: looks, coverageSince }, now);
  }

  async #causesOf(state: DeviceState, faults: readonly Fault[]): Promise<Map<FaultName, Outage>> {
    const causes = new Map<FaultName, Outage>();
    for (const fault of faults) {
      const cause = await this.#room.outages.causeOf(this.#watch, state, fault, this.#now);
      if (cause !== undefined) causes.set(fault.fault, cause);
    }
    return causes;
  }

  /** Tells of a fault as part of its outage, whose incident takes the place of its own. Returns when to look again. */
  async #tellOutage(
    fault: Fault,
    outage: Outage,
    causes: ReadonlyMap<FaultName, Outage>,
    standing: readonly FaultName[],
  ): Promise<Instant> {
    const { deadlines, incidents } = this.#room;
    const { incident, hasBegun } = await incidents.tellOutage(this.#watch, fault, outage, this.#now);
    if (!this.#hasOthers(fault.fault, standing, causes))
      await incidents.end(
        this.#watch,
        fault.fault,
        this.#now,
        `it is part of ${incident.id}: ${outage.reason}`,
      );
    // Those who were told of alone before the outage showed have theirs folded into it too.
    const others = outage.deviceIds.filter((id) => id !== this.#watch.sensor.id);
    if (hasBegun)
      await deadlines.set(
        others.map((id) => wakeUp(id, this.#now)),
        this.#now,
      );
    return plusSeconds(this.#now, OUTAGE_LOOKED_AT_SECONDS);
  }

  /**
   * Tells of a fault of the device alone. When it was part of an outage that is over, a silent device is given the time
   * that its rhythm allows to be heard again: returned is until when.
   */
  async #tellAlone(
    fault: Fault,
    partOf: readonly PartOf[],
    state: DeviceState,
  ): Promise<Instant | undefined> {
    const { incidents, settings } = this.#room;
    const part = partOf.find((each) => each.fault === fault.fault);
    const overSince = part && (await this.#leave(part));
    if (overSince !== undefined && fault.fault === 'silent') {
      const until = instant(millis(overSince) + silenceAllowedMillis(state.heard, settings.silence));
      if (until > this.#now) return until;
    }
    await incidents.tell(this.#watch, fault, this.#now, part?.placeId);
    return undefined;
  }

  async #end(
    fault: FaultName,
    left: readonly FaultName[],
    causes: ReadonlyMap<FaultName, Outage>,
    partOf: readonly PartOf[],
  ): Promise<void> {
    const part = partOf.find((each) => each.fault === fault);
    if (part !== undefined) await this.#leave(part);
    if (!this.#hasOthers(fault, left, causes)) await this.#room.incidents.end(this.#watch, fault, this.#now);
  }

  /** Whether other faults of the kind, that are no outage's, keep its incident open. */
  #hasOthers(fault: FaultName, among: readonly FaultName[], causes: ReadonlyMap<FaultName, Outage>): boolean {
    return among.some(
      (other) => other !== fault && kindOfFault[other] === kindOfFault[fault] && !causes.has(other),
    );
  }

  /** Ends the outage that the device was part of, unless it goes on without it. Returns since when it is over. */
  async #leave({ placeId, fault }: PartOf): Promise<Instant | undefined> {
    const { incidents, outages } = this.#room;
    const goesOn = await outages.at(placeId, fault, this.#watch, this.#now);
    return goesOn === undefined ? incidents.endOutage(placeId, fault, this.#now) : undefined;
  }
}

function partsOf(causes: ReadonlyMap<FaultName, Outage>): PartOf[] {
  return [...causes.values()].map(({ fault, place }) => ({ fault, placeId: place.assetId }));
}
