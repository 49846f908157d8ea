import { z } from 'zod';
import { derivedId } from '../../platform/derived-id.ts';
import { type Instant, plusSeconds } from '../../platform/instant.ts';
import { type Box, grown, isInside, overlap } from '../recording/picture.ts';
import { CameraFlag, type FlagOutcome, isFalse, isJudged } from './camera-flag.ts';
import { groundPoint, judgedIn, Zone } from './zones.ts';

// The numbers here are ours and there is no public source for them: they say how much an officer's time is worth
// against a missed deposit. An officer who finds one flag in five false still trusts the camera.

/** False flags older than this teach nothing: leaves fall, sheds are moved, the sun stands elsewhere. */
const LEARNS_FROM_DAYS = 90;
/** A real one within a year speaks against a mask: a hotspot comes back with the season. */
const REMEMBERS_REAL_DAYS = 365;
const MOST_FLAGS = 50;
const LEAST_FLAGS = 5;
const FALSE_SHARE_BORNE = 0.2;
/** Of the real ones, the share that a raised threshold may have missed; and when false ones outnumber them 3 to 1. */
const REAL_SHARE_MISSED = 0.1;
const REAL_SHARE_MISSED_WHEN_OUTNUMBERED = 0.5;
const OUTNUMBERED_BY = 3;
const HIGHEST_THRESHOLD = 0.95;

/** From how many decisions on flags in one place a mask is proposed. */
const LEAST_FLAGS_FOR_MASK = 3;
/** Boxes are near each other when they touch once each has grown by this share of its size on every side. */
const NEARNESS = 0.25;
const MASK_MARGIN = 0.1;
/** A larger mask would blind the camera; a threshold is the answer there. */
const MOST_OF_PICTURE = 0.3;

/** From which confidence on a camera's findings are flagged now, and why that is not what the settings say. */
export interface CameraThreshold {
  readonly threshold: number;
  readonly because: string | undefined;
  /** How many flags it rests on, and how many of those were false. */
  readonly judged: number;
  readonly falseFlags: number;
}

/** A zone that would have spared officers the false flags in one part of a camera's picture. */
export const ProposedMask = z.object({
  id: z.string(),
  /** Its corners, as those of an ignored zone. */
  points: Zone.shape.points,
  because: z.string(),
  /** The flags that it rests on, oldest first. */
  flags: z.array(
    CameraFlag.pick({ sightingId: true, clipId: true, incidentId: true, at: true, outcome: true }),
  ),
});
export type ProposedMask = z.infer<typeof ProposedMask>;

/** Since when a camera's flags have something to teach. */
export function teachesSince(now: Instant): Instant {
  return plusSeconds(now, -REMEMBERS_REAL_DAYS * 86_400);
}

/**
 * A camera's threshold: the settings' own, raised while too many of its flags are false.
 *
 * It rests on the last 50 incidents of the last 90 days that were judged and that the settings' threshold would flag;
 * several clips of one incident were one look, and count once, with the surest of them. When there are 5 or more and
 * over a fifth was false, the threshold goes to the lowest hundredth that would have left a fifth at most. It does not
 * go so high that over a tenth of the real ones would have been missed (half, where three in four flags are false),
 * nor above 0.95: within those bounds it then spares what it can. As flags age it comes back by itself. One more false
 * flag among the same ones never lowers it.
 */
export function thresholdOf(
  settingsThreshold: number,
  flags: readonly CameraFlag[],
  now: Instant,
): CameraThreshold {
  const considered = looks(recent(flags, now).filter(isJudged))
    .filter(({ confidence }) => confidence >= settingsThreshold)
    .sort((one, other) => other.at.localeCompare(one.at))
    .slice(0, MOST_FLAGS);
  const falseOnes = considered.filter(isFalse).map(({ confidence }) => confidence);
  const realOnes = considered.filter((flag) => !isFalse(flag)).map(({ confidence }) => confidence);
  const rests = { judged: considered.length, falseFlags: falseOnes.length };
  const asSet = { threshold: settingsThreshold, because: undefined, ...rests };
  if (considered.length < LEAST_FLAGS || !isTooMuch(falseOnes.length, realOnes.length)) return asSet;

  const outnumbered = falseOnes.length >= OUTNUMBERED_BY * realOnes.length;
  const mayMiss = (outnumbered ? REAL_SHARE_MISSED_WHEN_OUTNUMBERED : REAL_SHARE_MISSED) * realOnes.length;
  const from = (least: number, confidences: readonly number[]) =>
    confidences.filter((confidence) => confidence >= least).length;
  const allowed = hundredthsFrom(settingsThreshold)
    .map((least) => ({ least, falseLeft: from(least, falseOnes), realLeft: from(least, realOnes) }))
    .filter(({ realLeft }) => realOnes.length - realLeft <= mayMiss);
  const enough = allowed.find(({ falseLeft, realLeft }) => !isTooMuch(falseLeft, realLeft));
  const best = enough ?? allowed.find(({ falseLeft }) => falseLeft === allowed.at(-1)?.falseLeft);
  const threshold = best?.least ?? settingsThreshold;

  const seen = `${falseOnes.length} of its last ${considered.length} flags were false`;
  const bounded =
    (allowed.at(-1)?.least ?? 0) < HIGHEST_THRESHOLD
      ? 'a higher one would have missed too many real ones'
      : `it goes no higher than ${HIGHEST_THRESHOLD}`;
  const was = settingsThreshold.toFixed(2);
  const because =
    threshold > settingsThreshold
      ? `raised from ${was} to ${threshold.toFixed(2)}: ${seen}${enough ? '' : `; ${bounded}`}`
      : `left at ${was} though ${seen}: ${bounded}`;
  return { threshold, because, ...rests };
}

/**
 * The zones to ignore that a camera's false flags call for: wherever those of 3 or more incidents lie together in the
 * picture, and no real one of the given flags stood there. What the zones of today keep from being flagged calls for
 * nothing. The order of the flags makes no difference, and a mask keeps its id while its oldest flag counts.
 */
export function proposedMasks(
  flags: readonly CameraFlag[],
  zones: readonly Zone[],
  now: Instant,
): ProposedMask[] {
  const inVain = looks(recent(flags, now).filter(isFalse)).filter(({ box }) => judgedIn(box, zones).judged);
  const real = flags.filter(({ outcome }) => outcome === 'confirmed').map(({ box }) => groundPoint(box));
  return together(inVain)
    .filter((cluster) => cluster.length >= LEAST_FLAGS_FOR_MASK)
    .map((cluster) => maskOver(cluster.sort((one, other) => one.at.localeCompare(other.at))))
    .filter(({ points }) => real.every((point) => !isInside(point, points)))
    .filter(({ area }) => area <= MOST_OF_PICTURE)
    .sort((one, other) => other.flags.length - one.flags.length || one.id.localeCompare(other.id))
    .map(({ area: _, ...mask }) => mask);
}

function recent(flags: readonly CameraFlag[], now: Instant): CameraFlag[] {
  const since = plusSeconds(now, -LEARNS_FROM_DAYS * 86_400);
  return flags.filter(({ at }) => at >= since);
}

/** The surest flag of each incident, for what officers looked at is incidents; in no order that counts. */
function looks(flags: readonly CameraFlag[]): CameraFlag[] {
  const surest = new Map<string, CameraFlag>();
  for (const flag of [...flags].sort((one, other) => one.sightingId.localeCompare(other.sightingId))) {
    // Reopened after it was put right, an incident may have come to one end before and to another now.
    const look = `${flag.incidentId} ${flag.outcome}`;
    const known = surest.get(look);
    if (known === undefined || flag.confidence > known.confidence) surest.set(look, flag);
  }
  return [...surest.values()];
}

function isTooMuch(falseOnes: number, realOnes: number): boolean {
  return falseOnes > FALSE_SHARE_BORNE * (falseOnes + realOnes);
}

/** A threshold, and each hundredth above it up to the highest that is set. */
function hundredthsFrom(threshold: number): number[] {
  const steps = [threshold];
  for (let hundredth = Math.floor(threshold * 100) + 1; hundredth <= HIGHEST_THRESHOLD * 100; hundredth++) {
    steps.push(hundredth / 100);
  }
  return steps;
}

/** Flags in groups, each of which hangs together by boxes that are near each other. */
function together(flags: readonly CameraFlag[]): CameraFlag[][] {
  const groups: CameraFlag[][] = [];
  for (const flag of flags) {
    const near = groups.filter((group) => group.some(({ box }) => isNear(box, flag.box)));
    const apart = groups.filter((group) => !near.includes(group));
    groups.splice(0, groups.length, ...apart, [...near.flat(), flag]);
  }
  return groups;
}

function isNear(one: Box, other: Box): boolean {
  return overlap(grown(one, NEARNESS), grown(other, NEARNESS)) > 0;
}

function maskOver(flags: readonly CameraFlag[]): ProposedMask & { area: number } {
  const boxes = flags.map(({ box }) => box);
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const width = Math.max(...boxes.map((box) => box.left + box.width)) - left;
  const height = Math.max(...boxes.map((box) => box.top + box.height)) - top;
  const mask = grown({ left, top, width, height }, MASK_MARGIN);
  const oldest = flags[0];
  return {
    id: derivedId('M', `${oldest?.cameraId}/${oldest?.sightingId}`),
    points: corners(mask),
    because: `${flags.length} flags here were false (${counted(flags)}) and none was real`,
    flags: flags.map(({ sightingId, clipId, incidentId, at, outcome }) => {
      return { sightingId, clipId, incidentId, at, outcome };
    }),
    area: mask.width * mask.height,
  };
}

function corners({ left, top, width, height }: Box): { x: number; y: number }[] {
  const [right, bottom] = [left + width, top + height];
  const round = (share: number) => Math.min(1, Math.round(share * 10_000) / 10_000);
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ].map(({ x, y }) => ({ x: round(x), y: round(y) }));
}

function counted(flags: readonly CameraFlag[]): string {
  const counts = new Map<FlagOutcome, number>();
  for (const { outcome } of flags) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts]
    .sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || one.localeCompare(other))
    .map(([outcome, count]) => `${count} ${outcome.replaceAll('-', ' ')}`)
    .join(', ');
}
