import type { Analysis, CameraPast, SeenGone } from '../../shared/clips/analysis.ts';
import type { CameraRecall } from '../../shared/clips/camera/camera-memory-store.ts';
import type { EarlierDeposit } from '../../shared/clips/camera/earlier-deposit.ts';
import { LightCondition } from '../../shared/clips/camera/light-condition.ts';
import type { CameraMemory } from '../../shared/clips/camera/memory.ts';
import { type CameraZones, privateAreas } from '../../shared/clips/camera/zones.ts';
import type { ClipName } from '../../shared/clips/clip.ts';
import { clipInBucket, Replaced } from '../../shared/clips/clips-bucket.ts';
import { openClip } from '../../shared/clips/recording/keyframes.ts';
import { type ClipStill, wholeStill } from '../../shared/clips/recording/stills.ts';
import type { IncidentStatus } from '../../shared/incidents/incident.ts';
import { Rejected } from '../../shared/platform/errors.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import type { Write } from '../../shared/platform/write.ts';
import type { Room } from './room.ts';

/** What a camera brings to a clip, and how it is kept what the clip adds to that. */
export interface RecalledPast extends CameraPast {
  readonly lastClipAt: Instant | undefined;
  /** The incidents of which nothing lies there any more, each with what went last. */
  goneIncidents(cleared: readonly SeenGone[]): { readonly incidentId: string; readonly last: SeenGone }[];
  /** The writes by which the camera knows next what the clip taught it. */
  remembered(analysis: Analysis, incidentId: string | undefined): Promise<Write[]>;
}

/** What a clip's flag is known by. */
export function flagOf({ id }: ClipName): string {
  return `clip/${id}`;
}

/**
 * What the camera of a clip remembers; undefined for a clip that comes late: what its camera has seen since says nothing
 * about then.
 */
export async function recallCamera(
  name: ClipName,
  bucket: string,
  { zones }: CameraZones,
  room: Room,
): Promise<RecalledPast | undefined> {
  const known = await room.memories.recall(name.cameraId);
  if (known !== undefined && name.recordedAt <= known.lastClipAt) return undefined;
  const { things, dismissed } = await byOutcome(known?.things ?? [], room);
  const fault = known?.fault;
  const isForgotten = fault !== undefined && (await somebodyEndedFault(name.cameraId, room));
  const incidentOf = new Map(things.map(({ id, incidentId }) => [id, incidentId]));
  let recalled: CameraMemory | undefined;
  return {
    clipId: name.id,
    recordedAt: name.recordedAt,
    fault: isForgotten ? undefined : fault,
    lastClipAt: known?.lastClipAt,
    recall: async (light) => {
      const ground = isForgotten ? undefined : await room.memories.ground(name.cameraId, light);
      recalled = { things, dismissed: dismissed.filter(({ takenIn }) => !takenIn.includes(light)), ground };
      return recalled;
    },
    picture: (deposit) => groundPicture(deposit, bucket, zones, room),
    goneIncidents: (cleared) => {
      const gone = new Set(cleared.map(({ thingId }) => thingId));
      const left = new Set(things.filter(({ id }) => !gone.has(id)).map(({ incidentId }) => incidentId));
      const last = new Map<string, SeenGone>();
      for (const clearance of cleared.toSorted((one, other) => one.atSeconds - other.atSeconds)) {
        const incidentId = incidentOf.get(clearance.thingId);
        if (incidentId !== undefined && !left.has(incidentId)) last.set(incidentId, clearance);
      }
      return [...last].map(([incidentId, clearance]) => ({ incidentId, last: clearance }));
    },
    remembered: ({ memory, light, fault: seen, seesAgain }, incidentId) => {
      const ground = memory?.ground === recalled?.ground ? undefined : memory?.ground;
      const open = (memory?.things ?? things).flatMap((thing) => {
        const of = incidentOf.get(thing.id) ?? incidentId;
        return of === undefined ? [] : [{ ...thing, incidentId: of, takenIn: [] }];
      });
      const takenIn = dismissed.flatMap((thing) => {
        const lights = ground === undefined ? thing.takenIn : [...new Set([...thing.takenIn, light])];
        return lights.length < LightCondition.options.length ? [{ ...thing, takenIn: lights }] : [];
      });
      const standing = seen?.name ?? (seesAgain || isForgotten ? undefined : fault);
      const next = {
        cameraId: name.cameraId,
        things: [...open, ...takenIn],
        ...(standing === undefined ? {} : { fault: standing }),
        lastClipAt: name.recordedAt,
      };
      return room.memories.writes(next, known, ground);
    },
  };
}

type Thing = CameraRecall['things'][number];

/** What still lies there as far as anybody knows, and what was dismissed: that belongs to the place. */
async function byOutcome(known: readonly Thing[], { incidents }: Room) {
  const ids = [...new Set(known.map(({ incidentId }) => incidentId))];
  const found = await Promise.all(ids.map((id) => incidents.get(id)));
  const having = (...statuses: IncidentStatus[]) => {
    const of = new Set(found.flatMap((each) => (each && statuses.includes(each.status) ? [each.id] : [])));
    return known.filter(({ incidentId }) => of.has(incidentId));
  };
  return { things: having('flagged', 'confirmed'), dismissed: having('dismissed') };
}

/** Somebody who resolved the fault of a camera that was turned on purpose says that its view is the new one. */
async function somebodyEndedFault(cameraId: string, { incidents }: Room): Promise<boolean> {
  return (await incidents.lastAt(cameraId, 'camera-fault'))?.status !== 'confirmed';
}

/** The ground in colour, out of the clip that showed it the clearest; undefined when that is not kept any more. */
async function groundPicture(
  { clear }: EarlierDeposit,
  bucket: string,
  zones: CameraZones['zones'],
  room: Room,
): Promise<ClipStill | undefined> {
  const earlier = await room.clips.get(clear.clipId);
  if (earlier === undefined) return undefined;
  try {
    const bytes = clipInBucket(room.s3, bucket, earlier.key, earlier.etag, earlier.sizeBytes);
    const clip = await openClip(bytes);
    try {
      return await wholeStill(clip, clear.atSeconds, privateAreas(zones), 'before');
    } finally {
      clip.close();
    }
  } catch (error) {
    if (error instanceof Rejected || error instanceof Replaced) return undefined;
    throw error;
  }
}
