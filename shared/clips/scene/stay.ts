import { type Frame, grown, type Luma, pixelsOf } from '../recording/picture.ts';
import type { Region } from './region.ts';
import { edgeAt } from './registration.ts';

/** How long a region has looked as it does after a change. */
export interface Stay {
  /** Last moment at which it looked as before, and first at which it looked as after. */
  readonly betweenSeconds: readonly [number, number];
  /** From the first moment of the after to the end of the clip. */
  readonly dwellSeconds: number;
  /** Moments at which the region and the ground around it were the clearest: before, and late in the after. */
  readonly clearSeconds: readonly [number, number];
  /** Whether the clip began on the after: what was in front of it for a while is what came and went. */
  readonly isReturn: boolean;
  /** Share of the frames of the dwell in which it is seen; in the others somebody is in the way. */
  readonly seenShare: number;
  /** Frames in which it is seen, and in which it is not, from the first one on that shows it. */
  readonly seenFrames: number;
  readonly unseenFrames: number;
  /** 1 when it looks the same whenever it is seen, less when it moves, as people do. */
  readonly stillness: number;
}

type Look = 'before' | 'after' | 'hidden';

/** A frame shows the before or the after when it is nearer to it than this share of their difference. */
const alikeShare = 0.5;
/** Something in the way counts no more than this, in levels. */
const inTheWayLevel = 60;
/** Clutter that differs by no more is the camera's noise, in levels. */
const noiseLevel = 1;
/** People who sway reach so far out of the place where they stand, as a share of their size. */
const swayShare = 0.25;
/** People sway or shift their weight in so long. */
const swaySeconds = 2;
/** Frames that must show the before, and the after, at all. */
const fewestSeen = { before: 2, after: 3 };
/** Share of frames on either side of the change that may show neither, for people in the way. */
const leastSeenShare = 0.45;

/**
 * Follows a region back through the frames to when it changed. Undefined when the before or the after is hardly
 * seen, or when the clip ends on the before: what came has gone again. `noise` and `sway` are the
 * camera's own unrest (`unrest.ts`).
 */
export function stayOf(
  region: Region,
  before: Luma,
  after: Luma,
  frames: readonly Frame[],
  noise: number,
  sway = 0,
): Stay | undefined {
  const own = ownUnrest(region, after, noise, sway);
  const views = frames.map((frame) => viewOf(region, before, after, frame, own));
  const turn = turningPoint(views.map(({ look }) => look));
  const earlier = views.slice(0, turn);
  const later = views.slice(turn);
  const seenBefore = earlier.filter(({ look }) => look === 'before');
  const seenAfter = later.filter(({ look }) => look === 'after');
  const [first, last] = [seenAfter[0], views.at(-1)];
  const lastBefore = seenBefore.at(-1);
  if (first === undefined || last === undefined || lastBefore === undefined) return undefined;
  if (seenBefore.length < fewestSeen.before || seenAfter.length < fewestSeen.after) return undefined;
  if (seenBefore.length < leastSeenShare * earlier.length) return undefined;
  const seenShare = seenAfter.length / later.length;
  if (seenShare < leastSeenShare) return undefined;
  const end = later.filter(({ look }) => look !== 'hidden').slice(-2);
  if (end.every(({ look }) => look === 'before')) return undefined;
  const clearer = clearerHalf(seenAfter);
  const unlike = Math.min(
    median(clearer.map((view) => view.unlikeAfter)),
    median(unlikeShortlyAfter(region, before, after, clearer, own)),
  );
  return {
    betweenSeconds: [lastBefore.atSeconds, first.atSeconds],
    dwellSeconds: last.atSeconds - first.atSeconds,
    clearSeconds: [
      clearest(seenBefore) ?? lastBefore.atSeconds,
      clearest(seenAfter.slice(seenAfter.length >> 1)) ?? first.atSeconds,
    ],
    isReturn: views.find(({ look }) => look !== 'hidden')?.look === 'after',
    seenShare,
    seenFrames: seenAfter.length,
    unseenFrames: later.length - later.indexOf(first) - seenAfter.length,
    stillness: 1 - unlike,
  };
}

interface View {
  readonly atSeconds: number;
  readonly frame: Frame;
  readonly look: Look;
  /** Difference from the after beyond the camera's unrest, as a share of that between before and after. */
  readonly unlikeAfter: number;
  /** Levels by which the region's surroundings differ from the background of the same side of the change. */
  readonly clutter: number;
  /** The same for the surroundings alone, so far out that who sways in the region does not reach there. */
  readonly company: number;
}

/** By how many levels all of a region's pixels together differ from the after while the thing in it stands still. */
function ownUnrest({ pixels }: Region, after: Luma, noise: number, sway: number): number {
  let edges = 0;
  for (const at of pixels) edges += edgeAt(after, at % after.width, Math.floor(at / after.width));
  return noise * pixels.length + sway * edges;
}

function viewOf(region: Region, before: Luma, after: Luma, frame: Frame, ownUnrest: number): View {
  let [fromBefore, fromAfter, between] = [0, 0, 0];
  for (const at of region.pixels) {
    const level = frame.luma[at] ?? 0;
    const earlier = before.luma[at] ?? 0;
    const later = after.luma[at] ?? 0;
    fromBefore += Math.min(inTheWayLevel, Math.abs(level - earlier));
    fromAfter += Math.min(inTheWayLevel, Math.abs(level - later));
    between += Math.min(inTheWayLevel, Math.abs(earlier - later));
  }
  const near = alikeShare * between;
  const look =
    fromAfter < fromBefore && fromAfter < near
      ? 'after'
      : fromBefore < fromAfter && fromBefore < near
        ? 'before'
        : 'hidden';
  const around = clutterOf(region, look === 'before' ? before : after, frame);
  const moved = Math.max(0, fromAfter - ownUnrest);
  return {
    atSeconds: frame.atSeconds,
    frame,
    look,
    unlikeAfter: between === 0 ? 1 : moved / between,
    ...around,
  };
}

/** The views in which the least stands around: who passes in front is not the thing's own movement. */
function clearerHalf(views: readonly View[]): View[] {
  const companies = views.map(({ company }) => company).sort((one, other) => one - other);
  const most = companies[Math.max(fewestSeen.after, Math.ceil(views.length / 2)) - 1] ?? 0;
  return views.filter(({ company }) => company <= most);
}

/**
 * How unlike itself a moment ago a region is in each of its views, as a share of the difference between before and
 * after. A bag that topples or to which others are added is like itself at all moments but one; people never are.
 */
function unlikeShortlyAfter(
  { pixels }: Region,
  before: Luma,
  after: Luma,
  views: readonly View[],
  ownUnrest: number,
): number[] {
  let between = 0;
  for (const at of pixels) {
    between += Math.min(inTheWayLevel, Math.abs((before.luma[at] ?? 0) - (after.luma[at] ?? 0)));
  }
  return views.flatMap((view) => {
    const next = views.find(({ atSeconds }) => atSeconds - view.atSeconds >= swaySeconds);
    if (next === undefined) return [];
    let apart = 0;
    for (const at of pixels) {
      apart += Math.min(inTheWayLevel, Math.abs((view.frame.luma[at] ?? 0) - (next.frame.luma[at] ?? 0)));
    }
    return [between === 0 ? 1 : Math.max(0, apart - Math.SQRT2 * ownUnrest) / between];
  });
}

/** The middle one of some numbers, 1 if there is none. */
function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 1;
}

/** How much stands in a region and around it that does not belong to the background; every other pixel will do. */
function clutterOf({ box }: Region, background: Luma, frame: Frame): Pick<View, 'clutter' | 'company'> {
  const around = pixelsOf(grown(box, 1), frame);
  const own = pixelsOf(grown(box, swayShare), frame);
  let [sum, count, outsideSum, outsideCount] = [0, 0, 0, 0];
  for (let y = around.top; y < around.bottom; y += 2) {
    for (let x = around.left; x < around.right; x += 2) {
      const at = y * frame.width + x;
      const difference = Math.abs((frame.luma[at] ?? 0) - (background.luma[at] ?? 0));
      sum += difference;
      count++;
      if (x >= own.left && x < own.right && y >= own.top && y < own.bottom) continue;
      outsideSum += difference;
      outsideCount++;
    }
  }
  return { clutter: sum / Math.max(1, count), company: outsideSum / Math.max(1, outsideCount) };
}

/** The latest of the views that are as clear as the clearest, give or take the camera's noise. */
function clearest(views: readonly View[]): number | undefined {
  const least = Math.min(...views.map(({ clutter }) => clutter));
  return views.findLast(({ clutter }) => clutter <= least + noiseLevel)?.atSeconds;
}

/** The index that leaves the fewest looks of the after before it and of the before from it on. */
function turningPoint(looks: readonly Look[]): number {
  let misplaced = looks.filter((look) => look === 'before').length;
  let [fewest, turn] = [misplaced, 0];
  looks.forEach((look, index) => {
    if (look === 'before') misplaced--;
    if (look === 'after') misplaced++;
    if (misplaced < fewest) [fewest, turn] = [misplaced, index + 1];
  });
  return turn;
}
