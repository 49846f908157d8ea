import type { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { type Analysis, analyse } from '../../shared/clips/analysis.ts';
import { type Clip, type ClipName, clipNamed } from '../../shared/clips/clip.ts';
import type { ClipStore } from '../../shared/clips/clip-store.ts';
import { clipInBucket, markShowsNothing, Replaced } from '../../shared/clips/clips-bucket.ts';
import type { DetectLabels } from '../../shared/clips/labels.ts';
import type { StillsBucket } from '../../shared/clips/stills-bucket.ts';
import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import type { Sighting } from '../../shared/incidents/sighting.ts';
import { Rejected } from '../../shared/platform/errors.ts';
import { type Instant, plusSeconds } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import { byRule } from '../../shared/platform/person.ts';
import type { Camera } from '../../shared/register/asset.ts';
import type { RegisterStore } from '../../shared/register/register-store.ts';

/** What EventBridge says of an object that was put into the clips bucket. */
export const ArrivedClip = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.int().min(0).default(0),
      etag: z.string(),
      'version-id': z.string().optional(),
    }),
  }),
});

interface Room {
  readonly s3: S3Client;
  readonly clips: ClipStore;
  readonly register: RegisterStore;
  readonly incidents: IncidentStore;
  readonly stills: StillsBucket;
  readonly detectLabels: DetectLabels;
}

/**
 * Analyses a clip that arrived and notes on its record what was found, or why nothing can be. A flag becomes an
 * incident first, so that a record which says so is never ahead of it. Throws `Rejected` for a key that says neither
 * camera nor time.
 */
export async function analyseClip(
  { bucket, object }: z.infer<typeof ArrivedClip>['detail'],
  room: Room,
  log: Log,
  now: Instant,
): Promise<void> {
  const name = clipNamed(object.key);
  const known = await room.clips.get(name.id);
  // What was rejected is looked at again: its camera may be in the register by now.
  if (known?.etag === object.etag && known.status !== 'rejected') return;
  const record = {
    id: name.id,
    cameraId: name.cameraId,
    recordedAt: name.recordedAt,
    key: object.key,
    etag: object.etag,
    sizeBytes: object.size,
    analysedAt: now,
  };
  const expire = () => markShowsNothing(room.s3, bucket.name, object.key, object['version-id']);
  try {
    const camera = await room.register.camera(name.cameraId);
    if (camera === undefined) {
      throw new Rejected(
        `No camera “${name.cameraId}” is in the register: enter it, then put this clip in again.`,
      );
    }
    const bytes = clipInBucket(room.s3, bucket.name, object.key, object.etag, object.size);
    const analysis = await analyse(bytes, { detectLabels: room.detectLabels });
    const found = await report(analysis, name, camera, room, now);
    if (found.status === 'nothing-found') await expire();
    await room.clips.note({ ...record, ...found });
    log.info('CLIP_ANALYSED', {
      clipId: name.id,
      status: found.status,
      labelledStills: analysis.labelledStills,
    });
  } catch (error) {
    if (error instanceof Replaced) return log.info('CLIP_REPLACED', { clipId: name.id });
    if (!(error instanceof Rejected)) throw error;
    await room.clips.note({ ...record, status: 'rejected', reasons: [error.message] });
    log.warn('CLIP_REJECTED', { clipId: name.id, reason: error.message });
  }
}

type Found = Pick<Clip, 'status' | 'reasons' | 'confidence' | 'seconds' | 'incidentId'>;

async function report(
  { verdict, stills, clip }: Analysis,
  name: ClipName,
  camera: Camera,
  room: Room,
  now: Instant,
): Promise<Found> {
  const { flagged, confidence, box, atSeconds, reasons } = verdict;
  const facts = { confidence, reasons: [...reasons, ...clip.warnings], seconds: clip.seconds };
  if (!flagged || box === null || atSeconds === null) return { status: 'nothing-found', ...facts };
  const kept = await Promise.all(
    stills.map(async (still) => ({
      shows: still.name,
      atSeconds: still.atSeconds,
      key: await room.stills.keep(name, still),
      sha256: still.sha256,
    })),
  );
  const sighting: Sighting = {
    id: `clip/${name.id}`,
    kind: 'fly-tipping',
    at: plusSeconds(name.recordedAt, atSeconds),
    assetId: camera.id,
    assetName: camera.name,
    ...(camera.blockId === undefined ? {} : { blockId: camera.blockId }),
    estateId: camera.estateId,
    patch: camera.patch,
    reasons,
    insecure: false,
    source: { from: 'clip', clipId: name.id, atSeconds, box, confidence, stills: kept },
  };
  const incident = await room.incidents.take(sighting, byRule('left-behind'), now);
  return { status: 'flagged', ...facts, incidentId: incident.id };
}
