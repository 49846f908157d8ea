import type { Analysis } from '../../shared/clips/analysis.ts';
import { type CameraZones, showsWhatIsPrivate } from '../../shared/clips/camera/zones.ts';
import type { ClipName } from '../../shared/clips/clip.ts';
import { type Instant, plusSeconds, secondsBetween } from '../../shared/platform/instant.ts';
import type { Room } from './room.ts';

/** A camera's view changes slowly: a picture a day to draw its zones on costs one more decoded picture a day. */
const OUTDATED_AFTER_SECONDS = 86_400;

/** Whether a camera wants a picture of its view: it has none, or an old one, or one that shows what is private now. */
export async function wantsTestImage(
  zones: CameraZones,
  recordedAt: Instant,
  { zones: store }: Room,
): Promise<boolean> {
  const image = await store.testImage(zones.cameraId);
  if (image === undefined || showsWhatIsPrivate(image, zones)) return true;
  return secondsBetween(image.takenAt, recordedAt) > OUTDATED_AFTER_SECONDS;
}

/** Keeps the picture of the whole view that the analysis took, if it took one. */
export async function keepTestImage(
  { testImage, light }: Analysis,
  { recordedAt }: ClipName,
  { cameraId, version }: CameraZones,
  room: Room,
): Promise<void> {
  if (testImage === undefined) return;
  const key = await room.stills.keepTestImage(cameraId, version, testImage);
  const takenAt = plusSeconds(recordedAt, testImage.atSeconds);
  await room.zones.keepTestImage(cameraId, { key, takenAt, light, zonesVersion: version });
}
