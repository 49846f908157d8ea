import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

/** What the analysis of one clip cost. Seconds are of all cores together. */
export const ClipCost = z.object({
  analysisSeconds: z.number(),
  /** Of decoding each of its pictures and nothing else, in the same process; none where that was not asked for. */
  decodingSeconds: z.number().optional(),
  peakBytes: z.number(),
  /** Pictures that were sent to be labelled, and to be read. */
  calls: z.object({ labels: z.number(), text: z.number() }),
  flagged: z.boolean(),
  seconds: z.number(),
  width: z.number(),
  height: z.number(),
});
export type ClipCost = z.infer<typeof ClipCost>;

/** Measures a clip in a process of its own, so that nothing of another one is counted. */
export async function clipCost(file: string, what: 'analyse' | 'analyse-and-decode'): Promise<ClipCost> {
  const measurer = path.join(import.meta.dirname, 'clip-process.ts');
  // As the function has it (functions/analyse-clip/environment.ts).
  const env = { ...process.env, MALLOC_ARENA_MAX: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, [measurer, what, file], { env });
  return ClipCost.parse(JSON.parse(stdout));
}

/** The limits that the product keeps. */
export const limits = { cpuRatio: 0.2, peakMegabytes: 350, dollarsPerThousandClips: 1 };

/**
 * List prices in US dollars of the first tier in us-east-1 and eu-west-2, as known in November 2026: a picture
 * labelled or read, and a minute of stored video labelled. Check yours.
 */
const picturePrice = 1 / 1000;
const videoMinutePrice = 0.1;

/** What Rekognition asks for 1,000 clips of which a tenth have a candidate, given the calls that one of each made. */
export function dollarsPerThousand(quiet: ClipCost, candidate: ClipCost): number {
  const pictures = ({ calls }: ClipCost) => calls.labels + calls.text;
  return (900 * pictures(quiet) + 100 * pictures(candidate)) * picturePrice;
}

/** What labels of the same 1,000 clips as stored video would cost. */
export function videoDollarsPerThousand({ seconds }: ClipCost): number {
  return 1000 * (seconds / 60) * videoMinutePrice;
}
