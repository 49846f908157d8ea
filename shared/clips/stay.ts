import { type Frame, grown, type Luma } from './picture.ts';
import type { Region } from './region.ts';

/** How long a region has looked as it does after a change. */
export interface Stay {
  /** Last moment at which it looked as before, and first at which it looked as after. */
  readonly betweenSeconds: readonly [number, number];
  /** From the first moment of the after to the end of the clip. */
  readonly dwellSeconds: number;
  /** Moments at which the region and the ground around it were the clearest: before, and late in the after. */
  readonly clearSeconds: readonly [number, number];
  /** Share of the frames of the dwell in which it is seen; in the others somebody is in the way. */
  readonly seenShare: number;
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
/** Frames that must show the before, and the after, at all. */
const fewestSeen = { before: 2, after: 3 };
/** Share of frames on either side of the change that may show neither, for people in the way. */
const leastSeenShare = 0.45;

/**
 * Follows a region back through the frames to when it changed. Undefined when the before or the after is hardly
 * seen, or when the clip ends on the before: what came has gone again. `noise` is the camera's, in levels.
 */
export function stayOf(
  region: Region,
  before: Luma,
  after: Luma,
  frames: readonly Frame[],
  noise: number,
): Stay | undefined {
  const views = frames.map((frame) => viewOf(region, before, after, frame, noise));
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
  const unlike = seenAfter.map((view) => view.unlikeAfter).sort((one, other) => one - other);
  return {
    betweenSeconds: [lastBefore.atSeconds, first.atSeconds],
    dwellSeconds: last.atSeconds - first.atSeconds,
    clearSeconds: [
      clearest(seenBefore) ?? lastBefore.atSeconds,
      clearest(seenAfter.slice(seenAfter.length >> 1)) ?? first.atSeconds,
    ],
    seenShare,
    stillness: 1 - (unlike[unlike.length >> 1] ?? 1),
  };
}

interface View {
  readonly atSeconds: number;
  readonly look: Look;
  /** Difference from the after beyond the camera's noise, as a share of that between before and after. */
  readonly unlikeAfter: number;
  /** Levels by which the region's surroundings differ from the background of the same side of the change. */
  readonly clutter: number;
}

function viewOf(region: Region, before: Luma, after: Luma, frame: Frame, noise: number): View {
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
  const clutter = clutterOf(region, look === 'before' ? before : after, frame);
  const moved = Math.max(0, fromAfter - noise * region.pixels.length);
  return { atSeconds: frame.atSeconds, look, unlikeAfter: between === 0 ? 1 : moved / between, clutter };
}

/** How much stands in a region and around it that does not belong to the background; every other pixel will do. */
function clutterOf({ box }: Region, background: Luma, frame: Frame): number {
  const { width, height } = frame;
  const around = grown(box, 1);
  const toX = Math.floor((around.left + around.width) * width);
  const toY = Math.floor((around.top + around.height) * height);
  let [sum, count] = [0, 0];
  for (let y = Math.floor(around.top * height); y < toY; y += 2) {
    for (let x = Math.floor(around.left * width); x < toX; x += 2) {
      sum += Math.abs((frame.luma[y * width + x] ?? 0) - (background.luma[y * width + x] ?? 0));
      count++;
    }
  }
  return sum / Math.max(1, count);
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
