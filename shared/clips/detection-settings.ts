import { z } from 'zod';
import { RegisterId } from '../register/place.ts';
import { WatchList } from './labels/labels.ts';

const fraction = z.number().min(0).max(1);

/** What a landlord decides about how fly-tipping is seen in clips, and what may be spent on it. All has defaults. */
export const DetectionSettings = z.strictObject({
  /** A finding that is less sure than this is not flagged, 0 to 1. What a camera's flags teach may raise it. */
  leastConfidence: fraction.default(0.6),
  /** Cameras for which another one holds, by their id. */
  cameras: z.record(RegisterId, z.strictObject({ leastConfidence: fraction })).default({}),
  /** Pictures of one clip that Rekognition is asked about at most: four stills for labels, one for text. */
  callsPerClip: z.int().min(0).default(5),
  /** And of all clips in one day and in one month, UTC. 20,000 cost about US$20. */
  callsPerDay: z.int().min(0).default(2_000),
  callsPerMonth: z.int().min(0).default(20_000),
  /** What Rekognition takes for 1,000 pictures, in US dollars: its list price for the first million of a month. */
  usdPerThousandPictures: z.number().min(0).default(1),
  watch: WatchList.prefault({}),
});
export type DetectionSettings = z.infer<typeof DetectionSettings>;

/** The same without the words to look for, which only the analysis of clips needs. */
export const SpendingAndThresholds = DetectionSettings.omit({ watch: true });
export type SpendingAndThresholds = z.infer<typeof SpendingAndThresholds>;

/** From which confidence on the landlord wants a camera's findings flagged, 0 to 1. */
export function leastConfidenceOf(
  { leastConfidence, cameras }: Pick<DetectionSettings, 'leastConfidence' | 'cameras'>,
  cameraId: string,
): number {
  return cameras[cameraId]?.leastConfidence ?? leastConfidence;
}
