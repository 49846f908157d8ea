import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { earlier, type Instant, later, millis, plusSeconds, secondsBetween } from '../platform/instant.ts';
import type { By } from '../platform/person.ts';
import { type Coordinates, metresBetween } from '../register/place.ts';
import { nightsTouching } from '../sensors/darkness.ts';
import type { FaultName } from '../sensors/fault.ts';
import { lightDefaults } from '../sensors/light-settings.ts';
import type { Incident, IncidentChange } from './incident.ts';
import type { IncidentFile } from './incident-file.ts';
import { IncidentKind } from './kinds.ts';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/**
 * What counts as near a fly-tip. All have defaults, which are ours: nobody publishes any. A camera sees some tens of
 * metres; who forces a door may come back with a van the same night, and may find it open afterwards.
 */
export const NearbySettings = z.strictObject({
  /** So far apart at most; within one block at any distance. */
  metres: z.number().min(0).max(2_000).default(100),
  /** A door must have been insecure at some time so long before the drop, or so long after it. */
  hoursBefore: z.number().min(0).max(168).default(12),
  hoursAfter: z.number().min(0).max(168).default(2),
  /** A fault that began longer before is not looked for, though it may still stand: it bounds what is read. */
  standingDays: z.number().min(1).max(90).default(28),
});
export type NearbySettings = z.infer<typeof NearbySettings>;

/** A fault that stood near an incident in time and place, as it is shown on it. */
export const NearbyIncident = z.object({
  incidentId: z.string(),
  kind: IncidentKind,
  assetName: z.string(),
  /** Those of its faults that are near, the gravest first. */
  faults: z.array(z.string()).min(1),
  distanceMetres: z.int().min(0),
  /** As an officer reads it; its times are before or after the incident occurred. */
  sentence: z.string(),
});
export type NearbyIncident = z.infer<typeof NearbyIncident>;

/** Where something is. */
export interface Spot {
  readonly coordinates: Coordinates;
  readonly blockId?: string | undefined;
}

/** Whether two are so close that the one may have to do with the other: in one block, or few metres apart. */
export function isClose(one: Spot, other: Spot, { metres }: Pick<NearbySettings, 'metres'>): boolean {
  if (one.blockId !== undefined && one.blockId === other.blockId) return true;
  return metresBetween(one.coordinates, other.coordinates) <= metres;
}

/** Faults that leave a block open or ground unlit, the gravest first, and how a place with one is. */
const states: readonly { readonly fault: FaultName; readonly is: string }[] = [
  { fault: 'forced', is: 'forced' },
  { fault: 'held-open', is: 'open' },
  { fault: 'open-overnight', is: 'open' },
  { fault: 'not-latching', is: 'not latching' },
  { fault: 'dark-when-due', is: 'dark' },
  { fault: 'lamp-failed', is: 'its lamp out' },
  { fault: 'movement-unlit', is: 'not switched on by movement' },
];

/** Whether an incident is a fault that is shown on fly-tips near it. A dismissed one still is, to be taken off them. */
export function showsOnTips({ kind, insecure, faults }: Incident): boolean {
  const isSuch = kind === 'lighting-fault' || (kind === 'door-fault' && insecure);
  return isSuch && states.some(({ fault }) => faults.includes(fault));
}

/** Whether an incident is a fly-tip on which faults are shown. */
export function isTip({ kind, status }: Incident): boolean {
  return kind === 'fly-tipping' && status !== 'dismissed';
}

/** Between which instants the faults occurred that may be near a fly-tip. */
export function faultsSearched({ occurredAt }: Incident, settings: NearbySettings): [Instant, Instant] {
  return [
    plusSeconds(occurredAt, -settings.standingDays * DAY_SECONDS),
    plusSeconds(occurredAt, settings.hoursAfter * HOUR_SECONDS),
  ];
}

/** Between which instants the fly-tips occurred that a fault may be near: the same, seen from the other side. */
export function tipsSearched({ occurredAt }: Incident, settings: NearbySettings): [Instant, Instant] {
  return [
    plusSeconds(occurredAt, -settings.hoursAfter * HOUR_SECONDS),
    plusSeconds(occurredAt, settings.standingDays * DAY_SECONDS),
  ];
}

/** A fly-tip, and where the camera is that saw it. */
export interface PlacedTip extends Spot {
  readonly incident: Incident;
}

/** A door or lighting fault with what is filed on it, and where the door or light is. */
export interface PlacedFault extends Spot {
  readonly file: Pick<IncidentFile, 'incident' | 'sightings' | 'history'>;
}

/** The fault as it is shown on the fly-tip; undefined when it is not near it in time and place. Pure. */
export function nearbyFault(
  tip: PlacedTip,
  place: PlacedFault,
  settings: NearbySettings,
): NearbyIncident | undefined {
  const { file } = place;
  const { incident } = file;
  if (!isTip(tip.incident) || !showsOnTips(incident) || incident.status === 'dismissed') return undefined;
  if (!isClose(tip, place, settings)) return undefined;
  const near = standings(file).filter((standing) => isNearInTime(standing, tip, incident.kind, settings));
  const { occurredAt } = tip.incident;
  const told = states.flatMap(({ fault, is }) => {
    const [nearest] = near
      .filter((standing) => standing.fault === fault)
      .sort((a, b) => apartSeconds(a.from, occurredAt) - apartSeconds(b.from, occurredAt));
    return nearest === undefined ? [] : [{ fault, words: when(nearest, is, occurredAt) }];
  });
  const [gravest] = told;
  if (gravest === undefined) return undefined;
  const distanceMetres = Math.round(metresBetween(tip.coordinates, place.coordinates));
  const away = distanceMetres === 0 ? 'at the same place' : `${distanceMetres} m away`;
  const { id: incidentId, kind, assetName } = incident;
  const faults = told.map(({ fault }) => fault);
  const sentence = `${assetName}: ${gravest.words}, ${away}`;
  return { incidentId, kind, assetName, faults, distanceMetres, sentence };
}

/** The fly-tip with these faults shown on it; undefined when they are shown already. Pure. */
export function withNearby(
  tip: Incident,
  nearby: readonly NearbyIncident[],
  by: By,
  now: Instant,
): IncidentChange | undefined {
  const shown = nearby.toSorted(
    (a, b) => a.distanceMetres - b.distanceMetres || (a.incidentId < b.incidentId ? -1 : 1),
  );
  if (isDeepStrictEqual(shown, tip.nearby)) return undefined;
  const raised = shown.length > 0 ? 'raised' : 'routine';
  const priority = tip.priority === 'emergency' ? tip.priority : raised;
  const incident: Incident = { ...tip, nearby: shown, priority, version: tip.version + 1 };
  const said = shown.map(({ sentence }) => sentence).join('; ') || 'nothing is near it after all';
  const { version, status } = incident;
  return { incident, history: { version, at: now, by, did: 'found-nearby', status, said } };
}

/** A fault from when a device told of it until it was put right; without an end it stands. */
interface Standing {
  readonly fault: string;
  readonly from: Instant;
  readonly until: Instant | undefined;
}

function standings({ incident, sightings, history }: PlacedFault['file']): Standing[] {
  const putRightAt = history.filter(({ did }) => did === 'resolve').map(({ at }) => at);
  return sightings.flatMap(({ at, insecure, source }) => {
    if (source.from !== 'device' || (incident.kind === 'door-fault' && !insecure)) return [];
    const until = putRightAt.filter((end) => end > at).sort()[0];
    return [{ fault: source.fault, from: at, until }];
  });
}

function isNearInTime(
  { from, until }: Standing,
  { incident, coordinates }: PlacedTip,
  kind: IncidentKind,
  { hoursBefore, hoursAfter }: NearbySettings,
): boolean {
  // What lay there when its clip began was dropped at some time since the ground was last seen without it.
  const { occurredAt, seen } = incident;
  const dropped = [earlier(seen?.notBefore ?? occurredAt, occurredAt), occurredAt] as const;
  const stood = (since: Instant, till: Instant) => from <= till && (until === undefined || until >= since);
  if (kind === 'door-fault') {
    const since = plusSeconds(dropped[0], -hoursBefore * HOUR_SECONDS);
    return stood(since, plusSeconds(dropped[1], hoursAfter * HOUR_SECONDS));
  }
  // A light that is dark by day hides nobody.
  const since = later(dropped[0], from);
  const till = until === undefined ? dropped[1] : earlier(dropped[1], until);
  return (
    stood(...dropped) && nightsTouching(coordinates, lightDefaults, millis(since), millis(till)).length > 0
  );
}

function apartSeconds(one: Instant, other: Instant): number {
  return Math.abs(secondsBetween(one, other));
}

function when({ fault, from, until }: Standing, is: string, at: Instant): string {
  if (fault === 'forced') return `${is} ${fromTo(from, at)}`;
  if (until !== undefined && until < at) return `${is} until ${fromTo(until, at)}`;
  return `${is} ${from > at ? 'from' : 'since'} ${fromTo(from, at)}`;
}

/** How long before or after `at` a moment was, such as `40 minutes before`. */
function fromTo(moment: Instant, at: Instant): string {
  const side = moment > at ? 'after' : 'before';
  const seconds = apartSeconds(moment, at);
  const roughly = (unit: string, unitSeconds: number) => {
    const count = Math.round(seconds / unitSeconds);
    return `${count} ${unit}${count === 1 ? '' : 's'} ${side}`;
  };
  if (seconds < MINUTE_SECONDS) return `moments ${side}`;
  if (seconds < 90 * MINUTE_SECONDS) return roughly('minute', MINUTE_SECONDS);
  return seconds < 36 * HOUR_SECONDS ? roughly('hour', HOUR_SECONDS) : roughly('day', DAY_SECONDS);
}
