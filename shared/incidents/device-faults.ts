import type { Deadline } from '../deadlines/deadline.ts';
import { Rejected } from '../platform/errors.ts';
import { type Instant, plusSeconds } from '../platform/instant.ts';
import { byRule } from '../platform/person.ts';
import { decideAgainAfterLostRaces } from '../platform/races.ts';
import type { Asset, Sensor } from '../register/asset.ts';
import type { RegisterStore } from '../register/register-store.ts';
import { decode, hasDecoder } from '../sensors/decoders/decode.ts';
import { applyUplink, type DeviceState } from '../sensors/device.ts';
import type { DeviceStore, KeptDevice } from '../sensors/device-store.ts';
import { type Fault, type FaultName, type Judgement, kindOfFault } from '../sensors/fault.ts';
import { judge } from '../sensors/fault-rules.ts';
import type { Decoded } from '../sensors/reading.ts';
import type { SensorSettings } from '../sensors/sensor-settings.ts';
import { payloadBytes, type Uplink } from '../sensors/uplink.ts';
import { type Incident, moveIncident } from './incident.ts';
import type { IncidentStore } from './incident-store.ts';
import { placeOf, type Sighting } from './sighting.ts';

interface Room {
  readonly register: RegisterStore;
  readonly devices: DeviceStore;
  readonly incidents: IncidentStore;
  readonly settings: SensorSettings;
}

// Deliveries come in bunches, late ones out of order. What the rules find is told so long after it was first found,
// when the rest of the bunch is there too, and looks as it really is.
const TOLD_AFTER_SECONDS = 20;

/**
 * From what devices send to incidents. Hearing keeps what a device said and sets a deadline when there is something to
 * tell; looking again, when the deadline has come, opens and ends faults.
 */
export class DeviceFaults {
  readonly #room: Room;
  constructor(room: Room) {
    this.#room = room;
  }

  /**
   * Applies an uplink to its device. Returns whether it was news. Throws {@link Rejected} for a device that the
   * register does not know, or knows on another estate than the one that the delivery named.
   */
  async hear(uplink: Uplink, now: Instant, estateId?: string): Promise<boolean> {
    const { sensor, watched } = await this.#find(uplink.deviceId, uplink.devEui);
    if (estateId !== undefined && estateId !== sensor.estateId) {
      throw new Rejected(`Sensor “${sensor.id}” is on estate “${sensor.estateId}”, not on “${estateId}”.`);
    }
    const decoded = decodedBy(sensor, uplink);
    const isUnread = decoded.readings.length === 0 && uplink.payload !== '' && !hasDecoder(sensor.model);
    return decideAgainAfterLostRaces(async () => {
      const kept = await this.#room.devices.get(sensor.id);
      const caughtUp = await this.#caughtUp(sensor, kept);
      const ours = { ...uplink, deviceId: sensor.id };
      const { state, changed } = applyUplink(caughtUp?.state, ours, decoded);
      if (!changed && caughtUp?.backlog === undefined) return false;
      const standing = kept?.standing ?? [];
      const judgement = this.#judge(state, watched, now);
      const next = hasNews(judgement, standing)
        ? plusSeconds(now, TOLD_AFTER_SECONDS)
        : judgement.deadlines[0];
      const deadlines = wakeUps(sensor.id, next, kept?.awaits, now);
      const unread = caughtUp?.backlog ?? (isUnread ? ours : undefined);
      await this.#room.devices.save({ state, standing }, kept, deadlines, now, unread);
      return changed;
    });
  }

  /** Asks the rules about a device though it sent nothing, and brings about what they say. */
  async lookAgain(deviceId: string, now: Instant): Promise<void> {
    const { devices, register } = this.#room;
    const sensor = await register.sensor(deviceId);
    const watched = sensor && (await register.asset(sensor.watches));
    // Taken out of the register since: nobody waits for it any more.
    if (sensor === undefined || watched === undefined) return;
    await decideAgainAfterLostRaces(async () => {
      const kept = await devices.get(sensor.id);
      const caughtUp = await this.#caughtUp(sensor, kept);
      if (kept === undefined || caughtUp === undefined) return;
      const { state, backlog } = caughtUp;
      const judgement = this.#judge(state, watched, now);
      // What stands is noted before it is told, so that whatever stops us in between, its end is told too.
      const standing = new Set([...kept.standing, ...judgement.faults.map(({ fault }) => fault)]);
      const ended = [...standing].filter((fault) => isOver(fault, judgement));
      const deadlines = wakeUps(sensor.id, judgement.deadlines[0], kept.awaits, now);
      const noted = await devices.save({ state, standing: [...standing] }, kept, deadlines, now, backlog);
      for (const fault of judgement.faults) await this.#tell(sensor, watched, fault, now);
      const left = [...standing].filter((fault) => !ended.includes(fault));
      for (const fault of ended) {
        // Another fault of the kind keeps its incident open.
        const stays = left.some((other) => kindOfFault[other] === kindOfFault[fault]);
        if (!stays) await this.#end(sensor, watched, fault, now);
      }
      await devices.save({ state, standing: left }, noted, [], now);
    });
  }

  /** What is known of a device with what was kept of it unread, where its model has a decoder by now. */
  async #caughtUp(sensor: Sensor, kept: KeptDevice | undefined): Promise<CaughtUp | undefined> {
    if (kept?.backlog === undefined || !hasDecoder(sensor.model)) return kept && { state: kept.state };
    let { state } = kept;
    for (const uplink of await this.#room.devices.backlog(sensor.id)) {
      const decoded = decodedBy(sensor, uplink);
      state = applyUplink(state, uplink, decoded).state;
      // Of the newest it was said that nothing could read it.
      const { counter, receivedAt } = state.lastUplink;
      if (uplink.counter === counter && uplink.receivedAt === receivedAt)
        state = { ...state, notes: decoded.notes };
    }
    return { state, backlog: 'read' };
  }

  #judge(state: DeviceState, watched: Asset, now: Instant): Judgement {
    const place = { ...watched.coordinates, outerDoor: watched.kind === 'door' && watched.outer };
    return judge({}, state, this.#room.settings, place, now);
  }

  async #find(deviceId: string, devEui?: string): Promise<{ sensor: Sensor; watched: Asset }> {
    const { register } = this.#room;
    const sensor =
      (await register.sensor(deviceId)) ?? (devEui === undefined ? undefined : await register.sensor(devEui));
    if (sensor === undefined) {
      throw new Rejected(
        `No sensor “${deviceId}” is in the register: enter it, with what it watches, and send this again.`,
      );
    }
    const watched = await register.asset(sensor.watches);
    if (watched === undefined) {
      throw new Rejected(`What sensor “${deviceId}” watches is not in the register.`);
    }
    return { sensor, watched };
  }

  async #tell(sensor: Sensor, watched: Asset, fault: Fault, now: Instant): Promise<void> {
    const sighting: Sighting = {
      id: `device/${sensor.id}/${fault.fault}/${fault.since}`,
      kind: fault.kind,
      at: fault.since,
      ...placeOf(aboutOf(fault.fault, sensor, watched)),
      reasons: fault.reasons,
      insecure: fault.insecure,
      source: { from: 'device', deviceId: sensor.id, fault: fault.fault },
    };
    await this.#room.incidents.take(sighting, byRule(fault.fault), now);
  }

  async #end(sensor: Sensor, watched: Asset, fault: FaultName, now: Instant): Promise<void> {
    const about = aboutOf(fault, sensor, watched);
    const incident = await this.#room.incidents.lastAt(about.id, kindOfFault[fault]);
    if (incident?.status !== 'confirmed' || (await this.#isHeldByAnother(incident, sensor, now))) return;
    const change = moveIncident(
      incident,
      'resolve',
      { reason: 'the device reports that all is well' },
      byRule(fault),
      now,
    );
    await this.#room.incidents.save(change, { after: incident.version });
  }

  /** Whether another device that told of the same incident still finds it, or cannot tell that it is over. */
  async #isHeldByAnother({ id, kind }: Incident, sensor: Sensor, now: Instant): Promise<boolean> {
    const { devices, incidents, register } = this.#room;
    const file = await incidents.file(id);
    const tellers = (file?.sightings ?? []).map(({ source }) => source.from === 'device' && source.deviceId);
    for (const teller of new Set(tellers)) {
      const other = teller && teller !== sensor.id ? await register.sensor(teller) : undefined;
      const watched = other && (await register.asset(other.watches));
      const kept = other && (await devices.get(other.id));
      if (watched === undefined || kept === undefined) continue;
      // Judged as it is now: at its last look it may have found what both find over in this very minute.
      const judgement = this.#judge(kept.state, watched, now);
      if (kept.standing.some((fault) => kindOfFault[fault] === kind && !isOver(fault, judgement)))
        return true;
    }
    return false;
  }
}

interface CaughtUp {
  state: DeviceState;
  backlog?: 'read';
}

function decodedBy(sensor: Sensor, uplink: Uplink): Decoded {
  const { port, decodedFields: fields } = uplink;
  return decode(sensor.model, { port, bytes: payloadBytes(uplink), fields });
}

/** What a fault is of: the sensor itself, or what it watches. */
function aboutOf(fault: FaultName, sensor: Sensor, watched: Asset): Asset {
  return kindOfFault[fault] === 'device-silent' ? sensor : watched;
}

/** Whether the rules find a fault that was not told, or the end of one that was. */
function hasNews(judgement: Judgement, standing: readonly FaultName[]): boolean {
  return (
    judgement.faults.some(({ fault }) => !standing.includes(fault)) ||
    standing.some((fault) => isOver(fault, judgement))
  );
}

function isOver(fault: FaultName, { faults, cannotTell }: Judgement): boolean {
  return !cannotTell.includes(fault) && !faults.some((standing) => standing.fault === fault);
}

/** The deadline to set for `at`: none when one that comes no later is awaited, for it is set anew then. */
function wakeUps(
  deviceId: string,
  at: Instant | undefined,
  awaits: readonly Instant[] = [],
  now: Instant,
): Deadline[] {
  if (at === undefined || awaits.some((awaited) => awaited > now && awaited <= at)) return [];
  return [{ id: `device/${deviceId}/${at}`, at, wakes: { what: 'device', deviceId } }];
}
