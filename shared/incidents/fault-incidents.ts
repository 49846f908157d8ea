import { Conflict } from '../platform/errors.ts';
import { type Instant, later } from '../platform/instant.ts';
import { byRule } from '../platform/person.ts';
import type { RegisterStore } from '../register/register-store.ts';
import type { DeviceStore } from '../sensors/device-store.ts';
import { type Fault, type FaultName, isOver, kindOfFault } from '../sensors/fault.ts';
import type { SensorSettings } from '../sensors/sensor-settings.ts';
import type { Incident } from './incident.ts';
import { moveIncident } from './incident-moves.ts';
import type { IncidentStore } from './incident-store.ts';
import type { Outage } from './outages.ts';
import { placeOf, type Sighting } from './sighting.ts';
import { judgeWatch, type Watch, type Watches } from './watch.ts';

interface Room {
  readonly register: RegisterStore;
  readonly devices: DeviceStore;
  readonly incidents: IncidentStore;
  readonly watches: Watches;
  readonly settings: SensorSettings;
}

/** The incidents that devices' faults open, join and end. */
export class FaultIncidents {
  readonly #room: Room;
  constructor(room: Room) {
    this.#room = room;
  }

  /**
   * Tells of a fault of one device. `after` is the place of an outage that was its cause until now: then it is told anew,
   * though its own incident was resolved when the outage was found.
   */
  async tell({ sensor, watched }: Watch, fault: Fault, now: Instant, after?: string): Promise<void> {
    const once = `device/${sensor.id}/${fault.fault}/${fault.since}`;
    const place = placeOf(aboutOf(fault.fault, { sensor, watched }));
    const sighting = sightingOf(
      fault,
      sensor.id,
      after === undefined ? once : `${once}/after/${after}`,
      place,
    );
    await this.#room.incidents.take(sighting, byRule(fault.fault), now);
  }

  /** Tells of a fault as part of an outage. Returns the outage's incident, and whether it has only now begun. */
  async tellOutage(
    { sensor }: Watch,
    fault: Fault,
    outage: Outage,
    now: Instant,
  ): Promise<{ incident: Incident; hasBegun: boolean }> {
    const { place } = outage;
    const before = await this.#room.incidents.lastAt(place.assetId, fault.kind);
    const once = `outage/${place.assetId}/${sensor.id}/${fault.fault}/${later(fault.since, outage.since)}`;
    const seen = sightingOf(fault, sensor.id, once, place);
    const sighting = {
      ...seen,
      at: outage.since,
      emergency: outage.emergency,
      reasons: [outage.reason, `${sensor.name}: ${fault.reasons.join('; ')}`],
    };
    const incident = await this.#room.incidents.take(sighting, byRule(fault.fault), now);
    return { incident, hasBegun: before?.id !== incident.id || before.status !== 'confirmed' };
  }

  /** Ends a fault's incident, unless another device that told of it still finds it. */
  async end(
    { sensor, watched }: Watch,
    fault: FaultName,
    now: Instant,
    reason = 'the device reports that all is well',
  ): Promise<void> {
    const about = aboutOf(fault, { sensor, watched });
    const incident = await this.#room.incidents.lastAt(about.id, kindOfFault[fault]);
    if (incident?.status !== 'confirmed' || (await this.#isHeldByAnother(incident, sensor.id, now))) return;
    await this.#resolve(incident, reason, fault, now);
  }

  /** Ends an outage's incident. Returns when it was resolved, by this or before; undefined where there was none. */
  async endOutage(placeId: string, fault: FaultName, now: Instant): Promise<Instant | undefined> {
    const incident = await this.#room.incidents.lastAt(placeId, kindOfFault[fault]);
    if (incident?.status !== 'confirmed') return incident?.resolvedAt;
    await this.#resolve(incident, 'what its devices report has no longer one cause', fault, now);
    return now;
  }

  async #resolve(incident: Incident, reason: string, fault: FaultName, now: Instant): Promise<void> {
    const change = moveIncident(incident, 'resolve', { reason }, byRule(fault), now);
    try {
      await this.#room.incidents.save(change, { after: incident.version });
    } catch (error) {
      // Whoever looks at the device decides again: several may end one incident in the same minute.
      throw error instanceof Conflict ? error.cause : error;
    }
  }

  /** Whether another device that told of the same incident still finds it, or cannot tell that it is over. */
  async #isHeldByAnother({ id, kind }: Incident, sensorId: string, now: Instant): Promise<boolean> {
    const { devices, incidents, watches, settings } = this.#room;
    const file = await incidents.file(id);
    const tellers = (file?.sightings ?? []).map(({ source }) => source.from === 'device' && source.deviceId);
    for (const teller of new Set(tellers)) {
      const other = teller && teller !== sensorId ? await watches.of(teller, now) : undefined;
      const kept = other && (await devices.get(other.sensor.id));
      if (other === undefined || kept === undefined) continue;
      const elsewhere = new Set(kept.partOf?.map(({ fault }) => fault));
      // Judged as it is now: at its last look it may have found what both find over in this very minute.
      const judgement = judgeWatch(other, kept.state, settings, now);
      const holds = (fault: FaultName) =>
        kindOfFault[fault] === kind && !elsewhere.has(fault) && !isOver(fault, judgement);
      if (kept.standing.some(holds)) return true;
    }
    return false;
  }
}

/** What a fault is of: the sensor itself, or what it watches. */
function aboutOf(fault: FaultName, { sensor, watched }: Pick<Watch, 'sensor' | 'watched'>) {
  return kindOfFault[fault] === 'device-silent' ? sensor : watched;
}

function sightingOf(fault: Fault, deviceId: string, id: string, place: Outage['place']): Sighting {
  const { kind, since: at, reasons, insecure, planned } = fault;
  return {
    id,
    kind,
    at,
    ...place,
    reasons,
    insecure,
    emergency: false,
    planned,
    source: { from: 'device', deviceId, fault: fault.fault },
  };
}
