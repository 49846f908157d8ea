import type { DeadlineStore } from '../deadlines/deadline-store.ts';
import { Rejected } from '../platform/errors.ts';
import { type Instant, plusSeconds } from '../platform/instant.ts';
import { decideAgainAfterLostRaces } from '../platform/races.ts';
import { Recent } from '../platform/recent.ts';
import { estateOf } from '../register/asset.ts';
import type { RegisterStore } from '../register/register-store.ts';
import { caughtUp, decodedBy } from '../sensors/catch-up.ts';
import { hasDecoder } from '../sensors/decoders/decode.ts';
import { applyUplink } from '../sensors/device.ts';
import type { DeviceStore, KeptDevice } from '../sensors/device-store.ts';
import { type FaultName, isOver, type Judgement } from '../sensors/fault.ts';
import { sensorsUnder } from '../sensors/place-rules.ts';
import type { PlaceRulesStore } from '../sensors/place-rules-store.ts';
import type { SensorSettings } from '../sensors/sensor-settings.ts';
import type { Uplink } from '../sensors/uplink.ts';
import { awaitedBy, wakeUp, wakeUps } from '../sensors/wake-ups.ts';
import { DeviceCheck } from './device-check.ts';
import { FaultIncidents } from './fault-incidents.ts';
import type { IncidentStore } from './incident-store.ts';
import { Outages } from './outages.ts';
import { coverageOf, judgeWatch, type Watch, Watches } from './watch.ts';

interface Room {
  readonly register: RegisterStore;
  readonly places: PlaceRulesStore;
  readonly devices: DeviceStore;
  readonly deadlines: DeadlineStore;
  readonly incidents: IncidentStore;
  readonly settings: SensorSettings;
}

// Deliveries come in bunches, late ones out of order. What the rules find is told so long after it was first found,
// when the rest of the bunch is there too, and looks as it really is.
const TOLD_AFTER_SECONDS = 20;

// As many connections as the AWS SDK opens at most.
const RENEWED_AT_ONCE = 50;

// Some 20 KB each in memory: what a function of 512 MB has to spare.
const REMEMBERED_DEVICES = 2_000;

/**
 * From what devices send to incidents. Hearing keeps what a device said and sets a deadline when there is something to
 * tell; looking again, when the deadline has come, opens and ends faults.
 */
export class DeviceFaults {
  readonly #room: Room;
  readonly #watches: Watches;
  readonly #check: ConstructorParameters<typeof DeviceCheck>[0];
  // What was known of a device when it was last heard here. It is as good as read anew: every write is on condition that
  // it still holds, and whatever changes what holds for a device gives it a new version (see lookAtPlace).
  readonly #remembered = new Recent<string, { watch: Watch; kept: KeptDevice }>(REMEMBERED_DEVICES);

  constructor(room: Room) {
    this.#room = room;
    this.#watches = new Watches(room.register, room.places);
    const withWatches = { ...room, watches: this.#watches };
    this.#check = {
      ...room,
      outages: new Outages(withWatches),
      incidents: new FaultIncidents(withWatches),
    };
  }

  /**
   * Applies an uplink to its device. Returns whether it was news. Throws {@link Rejected} for a device that the
   * register does not know, or knows on another estate than the one that the delivery named.
   */
  async hear(uplink: Uplink, now: Instant, estateId?: string): Promise<boolean> {
    const name = `${uplink.deviceId} ${uplink.devEui ?? ''}`;
    return decideAgainAfterLostRaces(async () => {
      const remembered = this.#remembered.take(name);
      const watch = remembered?.watch ?? (await this.#watches.named(uplink.deviceId, uplink.devEui, now));
      const { sensor } = watch;
      if (estateId !== undefined && estateId !== sensor.estateId)
        throw new Rejected(`Sensor “${sensor.id}” is on estate “${sensor.estateId}”, not on “${estateId}”.`);
      const before = remembered?.kept ?? (await this.#room.devices.get(sensor.id));
      const { kept, isNews } = await this.#applied(uplink, watch, before, now);
      this.#remembered.keep(name, { watch, kept });
      return isNews;
    });
  }

  async #applied(
    uplink: Uplink,
    watch: Watch,
    before: KeptDevice | undefined,
    now: Instant,
  ): Promise<{ kept: KeptDevice; isNews: boolean }> {
    const { sensor } = watch;
    const decoded = decodedBy(sensor, uplink);
    const isUnread = decoded.readings.length === 0 && uplink.payload !== '' && !hasDecoder(sensor.model);
    const known = await caughtUp(this.#room.devices, sensor, before);
    const ours = { ...uplink, deviceId: sensor.id };
    const { state, changed } = applyUplink(known?.state, ours, decoded);
    if (before !== undefined && !changed && known?.backlog === undefined)
      return { kept: before, isNews: false };
    const standing = before?.standing ?? [];
    const judgement = judgeWatch(watch, state, this.#room.settings, now);
    const next = hasNews(judgement, standing) ? plusSeconds(now, TOLD_AFTER_SECONDS) : judgement.deadlines[0];
    const awaited = awaitedBy(now, before?.awaits ?? [], (moment) => this.#nextLook(watch, before, moment));
    const deadlines = wakeUps(sensor.id, next, awaited);
    const unread = known?.backlog ?? (isUnread ? ours : undefined);
    const partOf = before?.partOf ?? [];
    const heard = { state, standing, partOf };
    const keeping = {
      deadlines,
      awaited,
      coverageSince: coverageOf(watch, state, this.#room.settings, now),
      unread,
    };
    const kept = await this.#room.devices.save(heard, before, keeping, now);
    return { kept, isNews: changed };
  }

  /** When whoever looked at a device at a moment has it looked at next. */
  #nextLook(watch: Watch, kept: KeptDevice | undefined, moment: Instant): Instant | undefined {
    return kept && judgeWatch(watch, kept.state, this.#room.settings, moment).deadlines[0];
  }

  /** Has every device looked at again to which a place's rules apply, because they have changed. */
  async lookAtPlace(placeId: string, now: Instant): Promise<void> {
    const { devices, register } = this.#room;
    const place = await register.asset(placeId);
    if (place === undefined) return;
    const sensors = sensorsUnder(place, await register.onEstate(estateOf(place)));
    for (let start = 0; start < sensors.length; start += RENEWED_AT_ONCE) {
      const some = sensors.slice(start, start + RENEWED_AT_ONCE);
      await Promise.all(
        some.map(({ id }) =>
          decideAgainAfterLostRaces(async () => {
            const kept = await devices.get(id);
            if (kept !== undefined) await devices.renew(kept, wakeUp(id, now), now);
          }),
        ),
      );
    }
  }

  /** Asks the rules about a device though it sent nothing, and brings about what they say. */
  async lookAgain(deviceId: string, now: Instant): Promise<void> {
    const watch = await this.#watches.of(deviceId, now);
    // Taken out of the register since: nobody waits for it any more.
    if (watch === undefined) return;
    await decideAgainAfterLostRaces(() => new DeviceCheck(this.#check, watch, now).run());
  }
}

/** Whether the rules find a fault that was not told, or the end of one that was. */
function hasNews(judgement: Judgement, standing: readonly FaultName[]): boolean {
  return (
    judgement.faults.some(({ fault }) => !standing.includes(fault)) ||
    standing.some((fault) => isOver(fault, judgement))
  );
}
