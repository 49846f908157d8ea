import type { Incident } from '../../shared/incidents/incident.ts';
import type { IncidentFile } from '../../shared/incidents/incident-file.ts';
import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import {
  faultsSearched,
  isClose,
  isTip,
  type NearbyIncident,
  type NearbySettings,
  nearbyFault,
  type Spot,
  showsOnTips,
  tipsSearched,
  withNearby,
} from '../../shared/incidents/nearby.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import { byRule } from '../../shared/platform/person.ts';
import type { RegisterStore } from '../../shared/register/register-store.ts';

const RULE = byRule('nearby');

interface Room {
  readonly incidents: IncidentStore;
  readonly register: RegisterStore;
  readonly nearby: NearbySettings;
}

/**
 * Shows door and lighting faults on the fly-tips near them in time and place, whichever of the two changed: all that
 * is near a fly-tip, or this one fault on each of them. What is shown already is not written again.
 */
export async function findNearby(file: IncidentFile, room: Room, log: Log, now: Instant): Promise<void> {
  const { incident } = file;
  if (isTip(incident)) await lookRound(incident, room, log, now);
  else if (showsOnTips(incident)) await tellTips(file, room, log, now);
}

async function lookRound(tip: Incident, room: Room, log: Log, now: Instant): Promise<void> {
  const { incidents, nearby: settings } = room;
  const others = await incidents.ofEstate(tip.estateId, ...faultsSearched(tip, settings));
  const faults = others.filter(showsOnTips);
  const placeOf = await placesOn(tip.estateId, faults.length > 0, room);
  const spot = placeOf(tip);
  const found: NearbyIncident[] = [];
  for (const fault of faults) {
    const place = placeOf(fault);
    if (spot === undefined || place === undefined || !isClose(spot, place, settings)) continue;
    // What it is now, with each time that it was told; a list may be a moment old.
    const file = await incidents.file(fault.id);
    const shown = file && nearbyFault({ incident: tip, ...spot }, { file, ...place }, settings);
    if (shown !== undefined) found.push(shown);
  }
  await save(tip, found, room, log, now);
}

async function tellTips(file: IncidentFile, room: Room, log: Log, now: Instant): Promise<void> {
  const { incidents, nearby: settings } = room;
  const { incident: fault } = file;
  const tips = (await incidents.ofEstate(fault.estateId, ...tipsSearched(fault, settings))).filter(isTip);
  const placeOf = await placesOn(fault.estateId, tips.length > 0, room);
  const place = placeOf(fault);
  const shownOn = (tip: Incident): NearbyIncident[] => {
    const others = tip.nearby.filter(({ incidentId }) => incidentId !== fault.id);
    const spot = placeOf(tip);
    if (spot === undefined || place === undefined) return others;
    const shown = nearbyFault({ incident: tip, ...spot }, { file, ...place }, settings);
    return shown === undefined ? others : [...others, shown];
  };
  for (const listed of tips) {
    if (withNearby(listed, shownOn(listed), RULE, now) === undefined) continue;
    const tip = await incidents.get(listed.id);
    if (tip !== undefined && isTip(tip)) await save(tip, shownOn(tip), room, log, now);
  }
}

/** Where the incidents of an estate are; nowhere, where what they are of has left the register. */
async function placesOn(estateId: string, isWanted: boolean, { register }: Room) {
  const assets = isWanted ? await register.onEstate(estateId) : [];
  const places = new Map(assets.map(({ id, coordinates }) => [id, coordinates]));
  return ({ assetId, blockId }: Incident): Spot | undefined => {
    const coordinates = places.get(assetId);
    return coordinates && { coordinates, blockId };
  };
}

async function save(
  tip: Incident,
  nearby: readonly NearbyIncident[],
  { incidents }: Room,
  log: Log,
  now: Instant,
): Promise<void> {
  const change = withNearby(tip, nearby, RULE, now);
  if (change === undefined) return;
  await incidents.save(change, { after: tip.version });
  log.info('NEARBY_FOUND', { incidentId: tip.id, nearby: nearby.map(({ incidentId }) => incidentId) });
}
