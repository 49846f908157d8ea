import { z } from 'zod';
import { derivedId } from '../platform/derived-id.ts';
import type { Instant } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import type { By } from '../platform/person.ts';
import { decideAgainAfterLostRaces } from '../platform/races.ts';
import type { Page, Table } from '../platform/table.ts';
import { orConflict } from '../platform/version.ts';
import type { Item, Write } from '../platform/write.ts';
import { Incident, type IncidentChange, type IncidentStatus } from './incident.ts';
import { FiledItem, type IncidentFile, incidentFile } from './incident-file.ts';
import { moveIncident } from './incident-moves.ts';
import {
  joinSighting,
  openIncident,
  type Placement,
  placeSighting,
  seeCleared,
} from './incident-sightings.ts';
import type { IncidentKind, Priority, RecurrenceDays } from './kinds.ts';
import { needsALook, type SeenCleared, type Sighting } from './sighting.ts';

const Taken = z.object({ incidentId: z.string() });
const LastAtPlace = z.object({ incidentId: z.string(), version: z.int() });

const INITIALS: Record<IncidentKind, string> = {
  'fly-tipping': 'FT',
  'door-fault': 'DF',
  'lighting-fault': 'LF',
  'device-silent': 'DS',
  'camera-fault': 'CF',
  'misuse-of-communal-space': 'MC',
};

// Before the time in a queue's order. Letters sort after digits and U after R; routine incidents keep the key that all
// had before there were priorities.
const QUEUE_RANKS: Record<Priority, string> = { routine: '', raised: 'RAISED#', emergency: 'URGENT#' };

/** Incidents in the table: each with its sightings, its history, and what is filed on it. */
export class IncidentStore {
  readonly #table: Table;
  readonly #recurrence: RecurrenceDays;
  constructor(table: Table, recurrence: RecurrenceDays) {
    this.#table = table;
    this.#recurrence = recurrence;
  }

  /**
   * Takes a sighting in: it joins the open incident at its place, reopens the recent one, or opens a new one.
   * The same sighting again changes nothing. Returns the incident it is of.
   */
  async take(sighting: Sighting, by: By, now: Instant): Promise<Incident> {
    return decideAgainAfterLostRaces(async () => {
      const taken = await this.#table.get(keys.sightingTaken(sighting.id), Taken);
      const known = taken && (await this.get(taken.incidentId));
      return known ?? this.#file(sighting, by, now);
    });
  }

  async #file(sighting: Sighting, by: By, now: Instant): Promise<Incident> {
    const placeKey = keys.placeKind(sighting.assetId, sighting.kind, sighting.matter);
    const last = await this.#table.get(placeKey, LastAtPlace);
    const lastIncident = last && (await this.get(last.incidentId));
    const placement = placeSighting(sighting, lastIncident, this.#recurrence);
    const { incident, histories } = withSighting(placement, sighting, by, now);
    const writes: Write[] = [
      {
        put: incidentItem(incident),
        when: placement.as === 'new' ? 'new' : { version: placement.incident.version },
      },
      ...histories.map((history) => historyWrite({ incident, history })),
      {
        put: {
          ...keys.incidentSighting(incident.id, sighting.at, sighting.id),
          type: 'sighting',
          ...sighting,
        },
      },
      {
        put: { ...keys.sightingTaken(sighting.id), type: 'sighting-taken', incidentId: incident.id },
        when: 'new',
      },
    ];
    if (placement.as === 'new') {
      const version = last?.version ?? 0;
      const item = { ...placeKey, type: 'last-at-place', incidentId: incident.id, version: version + 1 };
      writes.push({ put: item, when: last === undefined ? 'new' : { version } });
      // Somebody may be reopening the one before at this moment; then this is no new one.
      if (lastIncident !== undefined) {
        writes.push({ unchanged: keys.incident(lastIncident.id), since: { version: lastIncident.version } });
      }
    }
    await this.#table.commit(writes);
    return incident;
  }

  /** An incident by id. One GetItem. */
  async get(incidentId: string): Promise<Incident | undefined> {
    return this.#table.get(keys.incident(incidentId), Incident);
  }

  /** The incident of a kind, and of a matter of its own, that is or was last at a place. Two GetItems. */
  async lastAt(assetId: string, kind: IncidentKind, matter?: string): Promise<Incident | undefined> {
    const last = await this.#table.get(keys.placeKind(assetId, kind, matter), LastAtPlace);
    return last && this.get(last.incidentId);
  }

  /** An incident with its sightings, history, tasks and bids. One Query. */
  async file(incidentId: string): Promise<IncidentFile | undefined> {
    return incidentFile(await this.#table.all({ pk: keys.incident(incidentId).pk }, FiledItem));
  }

  /** The review queue of a patch: incidents in one status, emergencies first, then raised ones; newest first. One Query. */
  async ofPatch(
    patch: string,
    status: IncidentStatus,
    limit: number,
    from?: string,
  ): Promise<Page<Incident>> {
    const pk = keys.patchIncidents(patch, status);
    return this.#table.query({ index: 'byQueue', pk, newestFirst: true, limit, from }, Incident);
  }

  /** Incidents that occurred on an estate between two instants, oldest first. One Query a page of 1 MB. */
  async ofEstate(estateId: string, since: Instant, until: Instant): Promise<Incident[]> {
    // '~' sorts after every id, so that the last instant is included.
    const between = [since, `${until}~`] as const;
    return this.#table.all({ index: 'byPlace', pk: keys.estateIncidents(estateId), between }, Incident);
  }

  /** Notes that a camera saw an incident's place clean again. Once more, or of one that is over, changes nothing. */
  async seeCleared(incidentId: string, cleared: SeenCleared, by: By, now: Instant): Promise<void> {
    await decideAgainAfterLostRaces(async () => {
      const incident = await this.get(incidentId);
      const change = incident && seeCleared(incident, cleared, by, now);
      if (change === undefined) return;
      const put = { put: incidentItem(change.incident), when: { version: change.incident.version - 1 } };
      await this.#table.commit([put, historyWrite(change)]);
    });
  }

  /** Saves a move with its history. Throws `Conflict` when the incident has changed since version `after`. */
  async save(change: IncidentChange, { after }: { after: number }): Promise<void> {
    const put = { put: incidentItem(change.incident), when: { version: after } };
    await orConflict(`Incident ${change.incident.id}`, () => this.#table.commit([put, historyWrite(change)]));
  }
}

/** The incident that a sighting ends in, and every line that its history gains on the way. */
function withSighting(placement: Placement, sighting: Sighting, by: By, now: Instant) {
  if (placement.as === 'new') {
    const id = derivedId(INITIALS[sighting.kind], sighting.id);
    const { incident, history } = openIncident(sighting, id, by, now, placement.recurrenceOf);
    return { incident, histories: [history] };
  }
  if (placement.as === 'joins') {
    const { incident, history } = joinSighting(placement.incident, sighting, by, now);
    return { incident, histories: [history] };
  }
  const move = needsALook(sighting) ? 'reopen' : 'report-again';
  const reopened = moveIncident(placement.incident, move, { reason: sighting.reasons.join('; ') }, by, now);
  const joined = joinSighting(reopened.incident, sighting, by, now);
  return { incident: joined.incident, histories: [reopened.history, joined.history] };
}

function historyWrite({ incident, history }: IncidentChange): Write {
  return {
    put: { ...keys.incidentHistory(incident.id, history.version), type: 'incident-history', ...history },
  };
}

function incidentItem(incident: Incident): Item {
  const order = `${incident.occurredAt}#${incident.id}`;
  return {
    ...keys.incident(incident.id),
    type: 'incident',
    queuePk: keys.patchIncidents(incident.patch, incident.status),
    queueSk: `${QUEUE_RANKS[incident.priority]}${order}`,
    placePk: keys.estateIncidents(incident.estateId),
    placeSk: order,
    ...incident,
  };
}
