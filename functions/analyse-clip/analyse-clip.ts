import { z } from 'zod';
import { AnalysisSettings, analyse } from '../../shared/clips/analysis.ts';
import { weekAddition } from '../../shared/clips/camera/camera-week-store.ts';
import { teachesSince, thresholdOf } from '../../shared/clips/camera/learning.ts';
import { type ClipName, clipNamed } from '../../shared/clips/clip.ts';
import { clipInBucket, markShowsNothing, Replaced } from '../../shared/clips/clips-bucket.ts';
import { leastConfidenceOf } from '../../shared/clips/detection-settings.ts';
import { Rejected } from '../../shared/platform/errors.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import type { Log } from '../../shared/platform/log.ts';
import { decideAgainAfterLostRaces } from '../../shared/platform/races.ts';
import type { Camera } from '../../shared/register/asset.ts';
import { lightsSwitched } from './lights-switched.ts';
import { recallCamera } from './recall-camera.ts';
import { report } from './report.ts';
import type { Room } from './room.ts';
import { keepTestImage, wantsTestImage } from './test-image.ts';

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
type Arrived = z.infer<typeof ArrivedClip>['detail'];

/** A message that failed so often does not come many more times: the clip is judged without Rekognition's answer. */
const LAST_ATTEMPT = 3;

/**
 * Analyses a clip that arrived and notes on its record what was found, or why nothing can be. A flag becomes an
 * incident first, so that a record which says so is never ahead of it. Throws `Rejected` for a key that says neither
 * camera nor time.
 */
export async function analyseClip(
  arrived: Arrived,
  room: Room,
  log: Log,
  now: Instant,
  attempt = 1,
): Promise<void> {
  const name = clipNamed(arrived.object.key);
  // Two clips of one camera at once: the second must be judged by what the first one left behind.
  await decideAgainAfterLostRaces(() => analyseNamed(name, arrived, room, log, now, attempt));
}

async function analyseNamed(
  name: ClipName,
  { bucket, object }: Arrived,
  room: Room,
  log: Log,
  now: Instant,
  attempt: number,
): Promise<void> {
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
    const zones = await room.zones.get(camera.id);
    const past = await recallCamera(name, bucket.name, zones, room);
    const leastConfidence = await threshold(camera, room, now);
    const { watch } = room.detection;
    const calls = room.callsFor({ lastAttempt: attempt >= LAST_ATTEMPT });
    const bytes = clipInBucket(room.s3, bucket.name, object.key, object.etag, object.size);
    const analysis = await analyse(bytes, {
      settings: AnalysisSettings.parse({ verdict: { watch, leastConfidence } }),
      detectLabels: calls.labels,
      readText: calls.text,
      zones: zones.zones,
      ...(past === undefined ? {} : { past }),
      lightsSwitched: (clipSeconds) => lightsSwitched(camera, name.recordedAt, clipSeconds, room),
      wantsTestImage: await wantsTestImage(zones, name.recordedAt, room),
    });
    const found = await report(analysis, name, camera, past, room, now);
    if (found.status === 'nothing-found') await expire();
    await keepTestImage(analysis, name, zones, room);
    const { labels: labelCalls, text: textCalls } = calls.made;
    const flags = found.status === 'flagged' ? 1 : 0;
    const counts = weekAddition(camera.id, name.recordedAt, { clips: 1, flags, labelCalls, textCalls });
    const memory = await past?.remembered(analysis, found.incidentId);
    await room.clips.note({ ...record, ...found, labelCalls, textCalls }, [counts, ...(memory ?? [])]);
    log.info('CLIP_ANALYSED', { clipId: name.id, status: found.status, labelCalls, textCalls });
  } catch (error) {
    if (error instanceof Replaced) return log.info('CLIP_REPLACED', { clipId: name.id });
    if (!(error instanceof Rejected)) throw error;
    await room.clips.note({ ...record, status: 'rejected', reasons: [error.message] });
    log.warn('CLIP_REJECTED', { clipId: name.id, reason: error.message });
  }
}

/** From which confidence on this camera's findings are flagged: the settings', raised by its false flags. */
async function threshold(camera: Camera, room: Room, now: Instant): Promise<number> {
  const flags = await room.cameraFlags.since(camera.id, teachesSince(now));
  return thresholdOf(leastConfidenceOf(room.detection, camera.id), flags, now).threshold;
}
