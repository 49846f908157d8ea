import type { z } from 'zod';
import { CameraFlag } from '../../shared/clips/camera/camera-flag.ts';
import { instant, millis } from '../../shared/platform/instant.ts';
import { at } from './builders.ts';

/** A flag of the camera of Ash Court that still waits for somebody to look. */
export function aCameraFlag(said: Partial<z.input<typeof CameraFlag>> = {}): CameraFlag {
  const sightingId = said.sightingId ?? 'sighting-1';
  return CameraFlag.parse({
    cameraId: 'ash-court-bin-camera',
    sightingId,
    clipId: 'ash-court-bin-camera@2026-11-22T00:12:47.000Z',
    incidentId: `incident of ${sightingId}`,
    at: '2026-11-22T00:13:00Z',
    box: { left: 0.4, top: 0.6, width: 0.1, height: 0.2 },
    confidence: 0.6,
    outcome: 'awaiting',
    ...said,
  });
}

/** Flags of these confidences that came to one end, an hour apart and the first of them the latest. */
export function flagsOf(
  outcome: CameraFlag['outcome'],
  confidences: readonly number[],
  said: Partial<z.input<typeof CameraFlag>> = {},
): CameraFlag[] {
  const latest = millis(at('2026-11-22T00:00:00Z'));
  return confidences.map((confidence, index) =>
    aCameraFlag({
      sightingId: `${outcome} ${index}`,
      at: instant(latest - index * 3_600_000),
      confidence,
      outcome,
      ...said,
    }),
  );
}
