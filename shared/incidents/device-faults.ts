import type { Deadline } from '../deadlines/deadline.ts';
import { Rejected } from '../platform/errors.ts';
import { type Instant, plusSeconds } from '../platform/instant.ts';
import { byRule } from '../platform/person.ts';
import { decideAgainAfterLostRaces } from '../platform/races.ts';
import type { Asset, Sensor } from '../register/asset.ts';
import type { RegisterStore } from '../register/register-store.ts';
import { decode } from '../sensors/decoders/decode.ts';
import { applyUplink, type DeviceState } from '../sensors/device.ts';
import type { DeviceStore } from '../sensors/device-store.ts';
import type { Fault, FaultName, Judgement } from '../sensors/fault.ts';
import { judge } from '../sensors/fault-rules.ts';
import type { SensorSettings } from '../sensors/sensor-settings.ts';
import { payloadBytes, type Uplink } from '../sensors/uplink.ts';
import { moveIncident } from './incident.ts';
import type { IncidentStore } from './incident-store.ts';
import type { IncidentKind } from './kinds.ts';
import { placeOf, type Sighting } from './sighting.ts';

interface Room {
  readonly register: RegisterStore;
  readonly devices: DeviceStore;
  readonly incidents: IncidentStore;
  readonly settings: SensorSettings;
}

/** Which incident a fault is of. */
const INCIDENT_OF: Readonly<Record<FaultName, IncidentKind>> = {
  'held-open': 'door-fault',
  'dark-when-due': 'lighting-fault',
};

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
    const decoded = decode(sensor.model, { port: uplink.port, bytes: payloadBytes(uplink) });
    return decideAgainAfterLostRaces(async () => {
      const kept = await this.#room.devices.get(sensor.id);
      const { state, changed } = applyUplink(kept?.state, { ...uplink, deviceId: sensor.id }, decoded);
      if (!changed) return false;
      const judgement = this.#judge(state, watched, now);
      const standing = kept?.standing ?? [];
      const soon = plusSeconds(now, TOLD_AFTER_SECONDS);
      const isAwaited = kept?.awaits.some((at) => at > now && at <= soon) ?? false;
      const tell = !isAwaited && hasNews(judgement, standing) ? [soon] : [];
      const deadlines = [...judgement.deadlines, ...tell].map((at) => wakeUp(sensor.id, at));
      await this.#room.devices.save({ state, standing }, kept, deadlines, now);
      return true;
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
      if (kept === undefined) return;
      const { state } = kept;
      const judgement = this.#judge(state, watched, now);
      // What stands is noted before it is told, so that whatever stops us in between, its end is told too.
      const standing = new Set([...kept.standing, ...judgement.faults.map(({ fault }) => fault)]);
      const ended = [...standing].filter((fault) => isOver(fault, judgement));
      const deadlines = judgement.deadlines.map((at) => wakeUp(sensor.id, at));
      const noted = await devices.save({ state, standing: [...standing] }, kept, deadlines, now);
      for (const fault of judgement.faults) await this.#tell(sensor, watched, fault, now);
      for (const fault of ended) await this.#end(watched, fault, now);
      const left = [...standing].filter((fault) => !ended.includes(fault));
      await devices.save({ state, standing: left }, noted, [], now);
    });
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
      ...placeOf(watched),
      reasons: fault.reasons,
      insecure: fault.insecure,
      source: { from: 'device', deviceId: sensor.id, fault: fault.fault },
    };
    await this.#room.incidents.take(sighting, byRule(fault.fault), now);
  }

  async #end(watched: Asset, fault: FaultName, now: Instant): Promise<void> {
    const incident = await this.#room.incidents.lastAt(watched.id, INCIDENT_OF[fault]);
    if (incident?.status !== 'confirmed') return;
    const change = moveIncident(
      incident,
      'resolve',
      { reason: 'the device reports that all is well' },
      byRule(fault),
      now,
    );
    await this.#room.incidents.save(change, { after: incident.version });
  }
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

function wakeUp(deviceId: string, at: Instant): Deadline {
  return { id: `device/${deviceId}/${at}`, at, wakes: { what: 'device', deviceId } };
}
