import type { Instant } from '../platform/instant.ts';
import { byRule } from '../platform/person.ts';
import type { Camera } from '../register/asset.ts';
import { moveIncident } from './incident-moves.ts';
import type { IncidentStore } from './incident-store.ts';
import { placeOf, type Sighting } from './sighting.ts';

const RULE = byRule('camera-health');

/** What a clip shows of the camera that recorded it: the fault, in words, and the pictures of it. */
export interface CameraFaultSeen {
  readonly camera: Camera;
  readonly clipId: string;
  readonly at: Instant;
  readonly fault: string;
  readonly reasons: readonly string[];
  readonly stills: Extract<Sighting['source'], { from: 'camera' }>['stills'];
}

/** Opens the camera's fault, or adds to the open one. The same clip again changes nothing. Returns the incident's id. */
export async function openCameraFault(
  { camera, clipId, at, fault, reasons, stills }: CameraFaultSeen,
  incidents: IncidentStore,
  now: Instant,
): Promise<string> {
  const sighting: Sighting = {
    id: `camera/${clipId}`,
    kind: 'camera-fault',
    at,
    ...placeOf(camera),
    reasons: [...reasons],
    insecure: false,
    emergency: false,
    planned: false,
    source: { from: 'camera', fault, clipId, stills },
  };
  return (await incidents.take(sighting, RULE, now)).id;
}

/** Resolves the camera's open fault: it sees again. Nothing changes when there is none. */
export async function endCameraFault(
  cameraId: string,
  incidents: IncidentStore,
  now: Instant,
): Promise<void> {
  const incident = await incidents.lastAt(cameraId, 'camera-fault');
  if (incident?.status !== 'confirmed') return;
  const change = moveIncident(incident, 'resolve', { reason: 'the camera sees again' }, RULE, now);
  await incidents.save(change, { after: incident.version });
}
