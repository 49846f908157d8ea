import type { Analysis, SeenGone } from '../../shared/clips/analysis.ts';
import type { Clip, ClipName } from '../../shared/clips/clip.ts';
import type { ClipStill } from '../../shared/clips/recording/stills.ts';
import { endCameraFault, openCameraFault } from '../../shared/incidents/camera-faults.ts';
import { placeOf, type Sighting, type StillOnRecord } from '../../shared/incidents/sighting.ts';
import { type Instant, plusSeconds } from '../../shared/platform/instant.ts';
import { byRule } from '../../shared/platform/person.ts';
import type { Camera } from '../../shared/register/asset.ts';
import { flagOf, type RecalledPast } from './recall-camera.ts';
import type { Room } from './room.ts';

type Found = Pick<Clip, 'status' | 'reasons' | 'confidence' | 'seconds' | 'incidentId'>;

/** Brings about what a clip shows: an incident of what was left, of what is gone, and of the camera itself. */
export async function report(
  analysis: Analysis,
  name: ClipName,
  camera: Camera,
  past: RecalledPast | undefined,
  room: Room,
  now: Instant,
): Promise<Found> {
  const { verdict, clip, fault } = analysis;
  const { confidence } = verdict;
  const reasons = [...verdict.reasons, ...clip.warnings];
  if (fault !== undefined) {
    const stills = await keep(fault.stills, name, room);
    const seen = { camera, clipId: name.id, at: name.recordedAt, fault: fault.name, reasons, stills };
    const incidentId = await openCameraFault(seen, room.incidents, now);
    return { status: 'nothing-found', confidence, reasons, seconds: clip.seconds, incidentId };
  }
  if (analysis.seesAgain) await endCameraFault(camera.id, room.incidents, now);
  for (const { incidentId, last } of past?.goneIncidents(analysis.cleared) ?? []) {
    await reportCleared(incidentId, last, name, camera, past, room, now);
    reasons.push(`what was flagged as ${incidentId} is gone`);
  }
  const facts = { confidence, reasons, seconds: clip.seconds };
  const incidentId = await reportFlag(analysis, name, camera, room, now);
  return incidentId === undefined
    ? { status: 'nothing-found', ...facts }
    : { status: 'flagged', ...facts, incidentId };
}

async function reportFlag(
  { verdict, stills, mayRead, flagged: [thing] }: Analysis,
  name: ClipName,
  camera: Camera,
  room: Room,
  now: Instant,
): Promise<string | undefined> {
  const { flagged, confidence, box, atSeconds, reasons } = verdict;
  if (!flagged || box === null || atSeconds === null) return undefined;
  const sighting: Sighting = {
    id: flagOf(name),
    kind: 'fly-tipping',
    at: plusSeconds(name.recordedAt, atSeconds),
    ...placeOf(camera),
    reasons,
    insecure: false,
    emergency: false,
    planned: false,
    source: {
      from: 'clip',
      clipId: name.id,
      atSeconds,
      ...(thing !== undefined && 'clearAt' in thing ? { notBefore: thing.clearAt } : {}),
      box,
      confidence,
      stills: await keep(stills, name, room),
      mayRead: [...mayRead],
    },
  };
  return (await room.incidents.take(sighting, byRule('left-behind'), now)).id;
}

async function reportCleared(
  incidentId: string,
  gone: SeenGone,
  name: ClipName,
  camera: Camera,
  past: RecalledPast | undefined,
  room: Room,
  now: Instant,
): Promise<void> {
  const [there, notThere] = gone.betweenSeconds ?? [];
  const seen = {
    at: plusSeconds(name.recordedAt, notThere ?? 0),
    notBefore:
      there === undefined ? (past?.lastClipAt ?? name.recordedAt) : plusSeconds(name.recordedAt, there),
    clipId: name.id,
    cameraName: camera.name,
    stills: await keep(gone.stills, name, room),
  };
  await room.incidents.seeCleared(incidentId, seen, byRule('seen-cleared'), now);
}

function keep(stills: readonly ClipStill[], name: ClipName, room: Room): Promise<StillOnRecord[]> {
  return Promise.all(
    stills.map(async (still) => ({
      shows: still.name,
      atSeconds: still.atSeconds,
      key: await room.stills.keep(name, still),
      sha256: still.sha256,
    })),
  );
}
