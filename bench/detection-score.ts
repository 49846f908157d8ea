import { z } from 'zod';
import { Box, grown, overlap } from '../shared/clips/recording/picture.ts';

/** When something came or went, where, and what. */
const Event = z.object({ atSeconds: z.number(), box: Box, object: z.string().default('') });

/** What happens in one clip: its entry in the `labels.json` of its folder, by file name. */
export const ClipLabel = z.object({
  deposit: Event.nullable(),
  removal: Event.nullable().default(null),
  plot: z.string().default(''),
  conditions: z.array(z.string()).default([]),
});
export type ClipLabel = z.infer<typeof ClipLabel>;

/** What was made of one clip. */
export interface Finding {
  readonly file: string;
  readonly flagged: boolean;
  readonly confidence: number;
  readonly box: Box | null;
  readonly atSeconds: number | null;
}

/** How that compares with what happened. `unlabelled` when nobody says what did. */
export type Outcome = 'hit' | 'miss' | 'wrong place' | 'false flag' | 'quiet' | 'unlabelled';

/** One clip's score. `iou` and `delaySeconds` are for hits. */
export interface Score {
  readonly outcome: Outcome;
  readonly iou: number | null;
  readonly delaySeconds: number | null;
}

/**
 * A hit is a flagged clip with a deposit whose box's centre lies in the labelled box grown by half its size on
 * every side. A flag in the wrong place is no hit and counts against precision.
 */
export function scoreOf(finding: Finding, label: ClipLabel | undefined): Score {
  const none = { iou: null, delaySeconds: null };
  if (label === undefined) return { outcome: 'unlabelled', ...none };
  const { deposit } = label;
  if (deposit === null) return { outcome: finding.flagged ? 'false flag' : 'quiet', ...none };
  if (!finding.flagged || finding.box === null) return { outcome: 'miss', ...none };
  if (!isCentreIn(finding.box, deposit.box)) return { outcome: 'wrong place', ...none };
  const delaySeconds = finding.atSeconds === null ? null : finding.atSeconds - deposit.atSeconds;
  return { outcome: 'hit', iou: overlap(finding.box, deposit.box), delaySeconds };
}

/**
 * Whether the confidence in a clip came true: with a box, when that is on what was left, whether it was flagged or
 * not; without one, when something was left anyway. Undefined where nobody says what happened.
 */
export function cameTrue(finding: Finding, label: ClipLabel | undefined): boolean | undefined {
  if (label === undefined) return undefined;
  if (label.deposit === null) return false;
  return finding.box === null || isCentreIn(finding.box, label.deposit.box);
}

function isCentreIn(box: Box, labelled: Box): boolean {
  const area = grown(labelled, 0.5);
  const across = box.left + box.width / 2 - area.left;
  const down = box.top + box.height / 2 - area.top;
  return across >= 0 && down >= 0 && across <= area.width && down <= area.height;
}

/** A group of clips taken together. Ratios are null where there is nothing to divide by. */
export interface Summary {
  readonly clips: number;
  readonly deposits: number;
  readonly hits: number;
  readonly flags: number;
  readonly recall: number | null;
  readonly precision: number | null;
  readonly medianIou: number | null;
  readonly medianDelaySeconds: number | null;
}

/** Recall = hits / clips with a deposit; precision = hits / flagged clips. Unlabelled clips do not count. */
export function summaryOf(scores: readonly Score[]): Summary {
  const labelled = scores.filter(({ outcome }) => outcome !== 'unlabelled');
  const count = (...outcomes: Outcome[]) =>
    labelled.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const hits = count('hit');
  const deposits = count('hit', 'miss', 'wrong place');
  const flags = count('hit', 'wrong place', 'false flag');
  return {
    clips: labelled.length,
    deposits,
    hits,
    flags,
    recall: deposits === 0 ? null : hits / deposits,
    precision: flags === 0 ? null : hits / flags,
    medianIou: median(labelled.flatMap(({ iou }) => iou ?? [])),
    medianDelaySeconds: median(labelled.flatMap(({ delaySeconds }) => delaySeconds ?? [])),
  };
}

/** The middle value, the mean of the middle two of an even number; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
