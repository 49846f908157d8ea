import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { Bid } from '../../shared/bids/bid.ts';
import { Clip, clipId, clipKey } from '../../shared/clips/clip.ts';
import { Incident } from '../../shared/incidents/incident.ts';
import { Sighting } from '../../shared/incidents/sighting.ts';
import { Instant } from '../../shared/platform/instant.ts';
import { Person } from '../../shared/platform/person.ts';
import { Register } from '../../shared/register/register.ts';
import { Report } from '../../shared/reports/report.ts';
import { IncidentTask } from '../../shared/tasks/task.ts';
import { Walkabout } from '../../shared/walkabouts/walkabout.ts';
import { ASSETS } from './assets.ts';

// Each builder makes the plainest thing of its kind, all of them on one imagined pair of estates:
// Riverside in the patch north, Hillside in the patch south. What a test is about, it says.

type Said<Schema extends z.ZodType> = Partial<z.input<Schema>>;

/** A moment from text such as `2026-11-22T00:13:00Z`. */
export const at = (text: string): Instant => Instant.parse(text);

const PLACE = {
  assetId: 'ash-court-bin-camera',
  assetName: 'Ash Court bin store camera',
  blockId: 'ash-court',
  estateId: 'riverside',
  patch: 'north',
};

/** An estate officer of the patch north. */
export function aPerson(said: Said<typeof Person> = {}): Person {
  return Person.parse({ username: 'officer-north', roles: ['estate-officer'], patches: ['north'], ...said });
}

/** A manager, who sees every patch. */
export function aManager(said: Said<typeof Person> = {}): Person {
  return aPerson({ username: 'manager', roles: ['manager'], patches: [], ...said });
}

/** Where the stills of a sighting are kept. */
export function aStill(shows: 'before' | 'drop' | 'after' | 'crop', atSeconds: number) {
  const sha256 = createHash('sha256').update(shows).digest('hex');
  return { shows, atSeconds, key: `incidents/sighting-1/${shows}.jpg`, sha256 };
}

/** A bag left beside the bin store of Ash Court, as a clip shows it. */
export function aSighting(said: Said<typeof Sighting> = {}): Sighting {
  return Sighting.parse({
    id: 'sighting-1',
    kind: 'fly-tipping',
    at: '2026-11-22T00:13:00Z',
    ...PLACE,
    reasons: ['appeared at 00:13', 'looks like: bag'],
    insecure: false,
    source: {
      from: 'clip',
      clipId: 'ash-court-bin-camera@2026-11-22T00:12:47.000Z',
      atSeconds: 13,
      box: { left: 0.4, top: 0.6, width: 0.1, height: 0.2 },
      confidence: 0.9,
      stills: [aStill('before', 8), aStill('drop', 13), aStill('after', 26), aStill('crop', 26)],
    },
    ...said,
  });
}

/** The outer door of Ash Court held open, as its sensor tells. */
export function aDoorSighting(said: Said<typeof Sighting> = {}): Sighting {
  return aSighting({
    id: 'sighting-door-1',
    kind: 'door-fault',
    assetId: 'ash-court-door',
    assetName: 'Ash Court front door',
    reasons: ['open for 15 minutes'],
    insecure: true,
    source: { from: 'device', deviceId: 'ash-court-door-sensor', fault: 'held-open' },
    ...said,
  });
}

/** A flagged fly-tip beside the bin store of Ash Court. */
export function anIncident(said: Said<typeof Incident> = {}): Incident {
  const { id: _, at: occurredAt, source: __, ...place } = aSighting();
  return Incident.parse({
    ...place,
    id: 'FT-0000000001',
    status: 'flagged',
    occurredAt,
    lastSeenAt: occurredAt,
    sightings: 1,
    timesReopened: 0,
    version: 1,
    ...said,
  });
}

/** An open task to look at that fly-tip. */
export function aTask(said: Said<typeof IncidentTask> = {}): IncidentTask {
  return IncidentTask.parse({
    id: 'T-0000000001',
    kind: 'inspect',
    trade: 'estate-team',
    status: 'open',
    incidentId: 'FT-0000000001',
    incidentKind: 'fly-tipping',
    ...PLACE,
    openedAt: '2026-11-22T00:14:00Z',
    dueAt: '2026-11-23T17:00:00Z',
    clock: {
      allowance: { workingDays: 1 },
      breach: { workingDays: 1 },
      left: { workingDays: 1 },
      runsFrom: '2026-11-22T00:14:00Z',
      told: [],
    },
    version: 1,
    ...said,
  });
}

/** A walkabout of Riverside with four residents, planned for Thursday: Ash Court, its front door and its path light. */
export function aWalkabout(said: Said<typeof Walkabout> = {}): Walkabout {
  const on = { blockId: 'ash-court', estateId: 'riverside' };
  return Walkabout.parse({
    id: 'W-0000000001',
    kind: 'walkabout',
    status: 'planned',
    day: '2026-11-26',
    patch: 'north',
    estateId: 'riverside',
    leader: 'officer-north',
    residents: 4,
    partners: 1,
    stops: [
      { kind: 'block', assetId: 'ash-court', assetName: 'Ash Court', ...on },
      { kind: 'door', assetId: 'ash-court-door', assetName: 'Ash Court front door', ...on, outer: true },
      { kind: 'light', assetId: 'ash-court-light', assetName: 'Ash Court path light', ...on },
    ],
    version: 1,
    ...said,
  });
}

/** A submitted bid for lights round Ash Court. */
export function aBid(said: Said<typeof Bid> = {}): Bid {
  return Bid.parse({
    id: 'ash-court-lights',
    title: 'Security lights round Ash Court',
    works: 'security-lighting',
    status: 'submitted',
    programme: '2027-28',
    scope: ['ash-court'],
    estateIds: ['riverside'],
    costPence: 1_850_000,
    yearlyPence: 42_000,
    homes: 48,
    openedAt: '2026-10-01T09:00:00Z',
    version: 1,
    ...said,
  });
}

/** A resident's report of the front door of Ash Court. */
export function aReport(said: Said<typeof Report> = {}): Report {
  return Report.parse({
    id: 'R-7K2M9QX4DA',
    serviceCode: 'communal-door',
    kind: 'door-fault',
    receivedAt: '2026-11-22T08:00:00Z',
    description: 'It has been open since this morning',
    answers: { door_fault: 'does-not-close' },
    said: { addressId: 'ash-court-door' },
    place: {
      assetId: 'ash-court-door',
      assetName: 'Ash Court front door',
      blockId: 'ash-court',
      estateId: 'riverside',
      estateName: 'Riverside',
      patch: 'north',
      coordinates: { latitude: 51.4812, longitude: -0.0521 },
    },
    photos: [],
    mediaUrls: [],
    status: 'open',
    sentence: 'We have your report.',
    updatedAt: '2026-11-22T08:00:00Z',
    told: 0,
    version: 1,
    ...said,
  });
}

/** The record of a clip in which the camera of Ash Court saw the bag. */
export function aClip(said: Said<typeof Clip> = {}): Clip {
  const recordedAt = at(said.recordedAt ?? '2026-11-22T00:12:47Z');
  const cameraId = said.cameraId ?? PLACE.assetId;
  return Clip.parse({
    id: clipId(cameraId, recordedAt),
    cameraId,
    key: clipKey(cameraId, recordedAt),
    etag: '"0123456789abcdef0123456789abcdef"',
    sizeBytes: 1_000_000,
    status: 'flagged',
    reasons: ['appeared at 00:13', 'looks like: bag'],
    confidence: 0.9,
    seconds: 60,
    analysedAt: '2026-11-22T00:14:00Z',
    ...said,
    recordedAt,
  });
}

/** Riverside with Ash Court, its camera, door, light and sensor; Hillside with Elm House and its camera. */
export function aRegister(said: Said<typeof Register> = {}): Register {
  return Register.parse({ assets: ASSETS, ...said });
}
