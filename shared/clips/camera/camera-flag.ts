import { z } from 'zod';
import { Instant } from '../../platform/instant.ts';
import { Box } from '../recording/picture.ts';

/**
 * What became of a flag: it still waits for somebody to look, it was what it seemed, or why it was not. The latter
 * are the dispositions of an incident.
 */
export const FlagOutcome = z.enum([
  'awaiting',
  'confirmed',
  'authorised-collection',
  'residents-own-bins',
  'weather-or-light',
  'not-waste',
  'duplicate',
  'test',
]);
export type FlagOutcome = z.infer<typeof FlagOutcome>;

/** One clip of a camera that was flagged, and what became of it. */
export const CameraFlag = z.object({
  cameraId: z.string(),
  sightingId: z.string(),
  clipId: z.string(),
  incidentId: z.string(),
  /** When the thing appeared. */
  at: Instant,
  box: Box,
  /** How sure the verdict was, 0 to 1. */
  confidence: z.number().min(0).max(1),
  outcome: FlagOutcome,
});
export type CameraFlag = z.infer<typeof CameraFlag>;

const FALSE: readonly FlagOutcome[] = [
  'weather-or-light',
  'not-waste',
  'residents-own-bins',
  'authorised-collection',
];

/** Whether an officer looked in vain. A duplicate was real, and a test says nothing about the camera. */
export function isFalse({ outcome }: Pick<CameraFlag, 'outcome'>): boolean {
  return FALSE.includes(outcome);
}

/** Whether an officer has said what it was, so that it counts for or against the camera. */
export function isJudged(flag: Pick<CameraFlag, 'outcome'>): boolean {
  return flag.outcome === 'confirmed' || isFalse(flag);
}
