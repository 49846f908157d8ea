import { CameraFlag, type FlagOutcome } from '../../shared/clips/camera/camera-flag.ts';
import type { CameraFlagStore } from '../../shared/clips/camera/camera-flag-store.ts';
import type { Incident } from '../../shared/incidents/incident.ts';
import type { IncidentFile } from '../../shared/incidents/incident-file.ts';
import type { Instant } from '../../shared/platform/instant.ts';

/** Notes for each camera that flagged a fly-tip what became of its flags, so that it can learn. */
export async function noteFlags(file: IncidentFile, flags: CameraFlagStore): Promise<void> {
  for (const [cameraId, ofCamera] of Map.groupBy(flagsOf(file), (flag) => flag.cameraId)) {
    await flags.note(cameraId, ofCamera);
  }
}

/** The flags that an incident came of, with what is known of each by now. Pure. */
export function flagsOf({ incident, sightings, history }: IncidentFile): CameraFlag[] {
  const putRightAt = history
    .filter(({ did }) => did === 'resolve')
    .map(({ at }) => at)
    .sort()
    .at(-1);
  return sightings.flatMap(({ id, kind, at, assetId, source }) => {
    if (kind !== 'fly-tipping' || source.from !== 'clip') return [];
    const { clipId, box, confidence } = source;
    const outcome = outcomeOf(incident, at, putRightAt);
    const flag = { cameraId: assetId, sightingId: id, clipId, incidentId: incident.id, at };
    return [CameraFlag.parse({ ...flag, box, confidence, outcome })];
  });
}

function outcomeOf(incident: Incident, at: Instant, putRightAt: Instant | undefined): FlagOutcome {
  // What was put right had been confirmed, whatever is thought of what was seen there since.
  if (putRightAt !== undefined && at <= putRightAt) return 'confirmed';
  switch (incident.status) {
    case 'flagged':
      return 'awaiting';
    case 'dismissed':
      return incident.disposition ?? 'awaiting';
    case 'confirmed':
    case 'resolved':
    case 'closed':
      return 'confirmed';
  }
}
