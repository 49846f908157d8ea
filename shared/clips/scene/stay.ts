import { type Frame, grown, type Luma, pixelsOf } from '../recording/picture.ts';
import type { Region } from './region.ts';
import { edgeAt } from './registration.ts';
import type { Unrest } from './unrest.ts';

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
  /** 1 when it looks the same all the time, less when it moves, as people do. */
  readonly stillness: number;
}

type Look = 'before' | 'after' | 'hidden';

/** A frame shows the before or the after when it is nearer to it than this share of their difference. */
const alikeShare = 0.5;
/** Something in the way counts no more than this, in levels. */
const inTheWayLevel = 60;
/** Clutter that differs by no more is the camera's noise, in levels. */
const noiseLevel = 1;
/** So many of a region's pixels tell whether it moves. */
const mostPixels = 400;
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
  const views = frames.map((frame) => viewOf(region, before, after, frame));
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
    stillness: stillnessOf(region, before, after, frames.slice(frames.indexOf(first.frame)), { noise, sway }),
  };
}

interface View {
  readonly atSeconds: number;
  readonly frame: Frame;
  readonly look: Look;
  /** Levels by which the region's surroundings differ from the background of the same side of the change. */
  readonly clutter: number;
}

function viewOf(region: Region, before: Luma, after: Luma, frame: Frame): View {
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
  return { atSeconds: frame.atSeconds, frame, look, clutter };
}

/**
 * Of the difference between before and after, the share from which a region's pixels do not stray: each by its usual
 * distance from its own level after, less what the camera's unrest makes of it. Who passes in front hides a pixel in
 * fewer than half of the frames, and does not count; who stands there sways with all of their outline.
 */
function stillnessOf(
  { pixels }: Region,
  before: Luma,
  after: Luma,
  frames: readonly Frame[],
  { noise, sway }: Unrest,
): number {
  const every = Math.ceil(pixels.length / mostPixels);
  const distances = new Uint8Array(frames.length);
  let [strayed, between] = [0, 0];
  for (let index = 0; index < pixels.length; index += every) {
    const at = pixels[index] ?? 0;
    const level = after.luma[at] ?? 0;
    frames.forEach(({ luma }, frame) => {
      distances[frame] = Math.min(inTheWayLevel, Math.abs((luma[at] ?? 0) - level));
    });
    distances.sort();
    const unrest = noise + sway * edgeAt(after, at % after.width, Math.floor(at / after.width));
    strayed += Math.max(0, (distances[frames.length >> 1] ?? 0) - unrest);
    between += Math.min(inTheWayLevel, Math.abs((before.luma[at] ?? 0) - level));
  }
  return between === 0 ? 0 : Math.max(0, 1 - strayed / between);
}

/** How much stands in a region and around it that does not belong to the background; every other pixel will do. */
function clutterOf({ box }: Region, background: Luma, frame: Frame): number {
  const around = pixelsOf(grown(box, 1), frame);
  let [sum, count] = [0, 0];
  for (let y = around.top; y < around.bottom; y += 2) {
    for (let x = around.left; x < around.right; x += 2) {
      const at = y * frame.width + x;
      sum += Math.abs((frame.luma[at] ?? 0) - (background.luma[at] ?? 0));
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
