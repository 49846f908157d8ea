import { z } from 'zod';
import { Week, weekOf } from '../../platform/week.ts';
import { type CameraFlag, isFalse, isJudged } from './camera-flag.ts';

/** What a camera's clips came to in one week. */
export const CameraWeek = z.object({
  cameraId: z.string(),
  week: Week,
  clips: z.int().min(0),
  flags: z.int().min(0),
  /** Pictures that Rekognition was asked about: what is in them, and what is written in them. */
  labelCalls: z.int().min(0),
  textCalls: z.int().min(0),
});
export type CameraWeek = z.infer<typeof CameraWeek>;

/** One week of a camera as its page shows it: what it saw, how often in vain, and what asking cost. */
export const WeekReport = CameraWeek.omit({ cameraId: true }).extend({
  /** Flags that an officer confirmed or found false; neither duplicates nor tests. */
  judged: z.int().min(0),
  falseFlags: z.int().min(0),
  /** Of those that were judged, 0 to 1; null while none was. */
  falseFlagRate: z.number().min(0).max(1).nullable(),
  /** US dollars, to a hundredth of a cent. */
  costUsd: z.number().min(0),
});
export type WeekReport = z.infer<typeof WeekReport>;

/**
 * A camera's weeks, oldest first: its counters with the outcomes of the flags whose things appeared in them.
 * `usdPerThousandPictures` is what Rekognition takes. A week in which nothing was counted is left out.
 */
export function weeklyReport(
  weeks: readonly CameraWeek[],
  flags: readonly CameraFlag[],
  usdPerThousandPictures: number,
): WeekReport[] {
  const byWeek = Map.groupBy(flags.filter(isJudged), ({ at }) => weekOf(at));
  return weeks
    .map(({ cameraId: _, ...counted }) => {
      const judged = byWeek.get(counted.week) ?? [];
      const falseFlags = judged.filter(isFalse).length;
      return {
        ...counted,
        judged: judged.length,
        falseFlags,
        falseFlagRate: judged.length === 0 ? null : falseFlags / judged.length,
        costUsd: costUsd(counted.labelCalls + counted.textCalls, usdPerThousandPictures),
      };
    })
    .sort((one, other) => one.week.localeCompare(other.week));
}

/** What so many pictures cost in US dollars, to a hundredth of a cent. */
export function costUsd(pictures: number, usdPerThousandPictures: number): number {
  return Math.round(pictures * usdPerThousandPictures * 10) / 10_000;
}
