import { type Instant, plusSeconds } from '../../platform/instant.ts';
import { type Box, type Frame, grown, type Luma, pixelsOf, shareInside } from '../recording/picture.ts';
import { inGroundLight, parted, placedOn, spread } from '../scene/against-ground.ts';
import { medianPicture } from '../scene/background.ts';
import { inLightOf } from '../scene/light.ts';
import { framesIn, lightConditionOf } from './light-condition.ts';
import { withLooks } from './looks.ts';
import type { CameraMemory, Ground } from './memory.ts';

/** A thing flagged in this clip. `clearUntilSeconds`: its place was surely clear until then, if ever. */
export interface FlaggedThing {
  readonly id: string;
  readonly box: Box;
  readonly since: Instant;
  readonly clearUntilSeconds: number | undefined;
}

/** What is known about a clip besides its pictures. */
export interface ClipToRemember {
  readonly clipId: string;
  /** When its first picture was taken. */
  readonly recordedAt: Instant;
  readonly flagged: readonly FlaggedThing[];
}

/** A clip of fewer pictures or seconds in its light says nothing certain about the ground. */
const fewestFrames = 5;
const leastSeconds = 5;
/** A median of three keeps passers-by out of a part; five parts tell what stays from what comes and goes. */
const parts = 5;
const framesPerPart = 3;
/** A part that differs by more at a pixel, in levels, shows something else there. */
const sameLevel = 12;
/** More of the picture than this coming and going is a scene in motion, or a camera. */
const mostUnsettledShare = 0.35;
/** A box is found give or take a pixel or two, and a thing throws a shadow. */
const boxMargin = 0.15;
const boxMarginPixels = 3;
/** Boxes that share this much of either are of one place. */
const samePlaceShare = 0.1;

/**
 * What to remember after a clip. Its frames are all of it; `memory` is what was remembered before, in the light the
 * clip ends in, without the things that were seen cleared. Slow changes are followed; what comes
 * and goes in the clip, or came late in it, does not get in, nor do flagged things: there the older ground stays.
 * A clip that is too short or in motion leaves the old ground. Do not ask while the camera has a fault.
 */
export function remember(frames: readonly Frame[], memory: CameraMemory, clip: ClipToRemember): CameraMemory {
  const flagged = clip.flagged.map(({ id, box, since }) => ({ id, box, since, looks: {} }));
  const known = new Set(memory.things.map(({ id }) => id));
  const added = flagged.filter(({ id }) => !known.has(id));
  const things = [...memory.things, ...added];
  const unchanged = { ...memory, things };
  if (frames.length === 0) return unchanged;
  const { light } = lightConditionOf(frames);
  const old = memory.ground?.light === light ? memory.ground : undefined;
  const own = spread(framesIn(light, frames), parts * framesPerPart);
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined || own.length < fewestFrames) return unchanged;
  if (last.atSeconds - first.atSeconds < leastSeconds) return unchanged;
  const placed = placedOn(old?.luma ?? own[own.length >> 1] ?? last, own);
  const settled = settledOf(placed.frames);
  if (settled === undefined) return unchanged;
  const boxes = things.map(({ box }) => protectedBox(box, settled.picture));
  const luma = settled.picture.luma.slice();
  let hidden: readonly Box[] = [];
  if (old === undefined) {
    hidden = withEarlierGround(luma, framesIn(light, frames), settled.picture, clip.flagged, boxes);
  } else {
    const older = inLightOf(settled.picture, { ...old.luma, atSeconds: 0, colour: 0 }).luma;
    const isOlder = settled.unsettled.slice();
    markEdge(isOlder, old.luma, placed.marginPixels);
    for (const box of boxes) markBox(isOlder, box, old.luma);
    for (let at = 0; at < luma.length; at++) if (isOlder[at] === 1) luma[at] = older[at] ?? 0;
    hidden = old.hidden.filter((place) => boxes.some((box) => isSamePlace(place, box)));
  }
  const { width, height } = settled.picture;
  const clearSeconds = clearestSeconds(placed.frames, { luma, width, height }, settled.unsettled);
  const ground: Ground = {
    light,
    at: plusSeconds(clip.recordedAt, clearSeconds),
    luma: { luma, width, height },
    clear: { clipId: clip.clipId, atSeconds: clearSeconds },
    hidden: [...hidden],
  };
  return {
    ground,
    dismissed: [],
    things: things.map((thing, index) =>
      withLooks(thing, settled.end, ground, index >= memory.things.length),
    ),
  };
}

interface Settled {
  readonly picture: Luma;
  /** What the last part of the clip shows. */
  readonly end: Luma;
  /** 1 for each pixel at which something came, went or moved. */
  readonly unsettled: Uint8Array;
}

/** What the clip shows for most of its time, and where it does not hold. Undefined for a scene in motion. */
function settledOf(frames: readonly Frame[]): Settled | undefined {
  const medians = parted(frames, parts);
  const end = medians.at(-1);
  if (end === undefined) return undefined;
  const lit = inGroundLight(end, medians);
  const picture = medianPicture(lit);
  let count = 0;
  const unsettled = picture.luma.map((level, at) => {
    const isOther = lit.map((part) => Math.abs((part.luma[at] ?? 0) - level) > sameLevel);
    // What is not there in the first part came so early that the rest of a short clip shows it.
    const moves = isOther[0] === true || isOther.filter(Boolean).length > 1 ? 1 : 0;
    count += moves;
    return moves;
  });
  return count > mostUnsettledShare * unsettled.length ? undefined : { picture, end, unsettled };
}

/** Takes what was flagged in a camera's first clip out of its ground; returns the places where that cannot be. */
function withEarlierGround(
  luma: Uint8Array,
  frames: readonly Frame[],
  picture: Luma,
  flagged: readonly FlaggedThing[],
  boxes: readonly Box[],
): Box[] {
  const uncovered: Box[] = [];
  for (const { box, clearUntilSeconds } of flagged) {
    if (clearUntilSeconds === undefined) continue;
    const earlier = frames.filter(({ atSeconds }) => atSeconds <= clearUntilSeconds);
    const [median] = parted(placedOn(picture, spread(earlier, parts)).frames, 1);
    if (median === undefined) continue;
    const beneath = inLightOf(picture, median);
    const part = protectedBox(box, picture);
    const mask = new Uint8Array(luma.length);
    markBox(mask, part, picture);
    for (let at = 0; at < luma.length; at++) if (mask[at] === 1) luma[at] = beneath.luma[at] ?? 0;
    uncovered.push(part);
  }
  return boxes.filter((box) => uncovered.every((part) => shareInside(box, part) < 1 - samePlaceShare));
}

function protectedBox(box: Box, { width, height }: Luma): Box {
  const share = Math.max(
    boxMargin,
    boxMarginPixels / Math.max(1, Math.min(box.width * width, box.height * height)),
  );
  return grown(box, share);
}

function isSamePlace(one: Box, other: Box): boolean {
  return shareInside(one, other) > samePlaceShare || shareInside(other, one) > samePlaceShare;
}

function markBox(mask: Uint8Array, box: Box, picture: Luma): void {
  const { left, top, right, bottom } = pixelsOf(box, picture);
  for (let y = top; y < bottom; y++) mask.fill(1, y * picture.width + left, y * picture.width + right);
}

function markEdge(mask: Uint8Array, { width, height }: Luma, marginPixels: number): void {
  for (let y = 0; y < height; y++) {
    const isEdgeRow = y < marginPixels || y >= height - marginPixels;
    mask.fill(1, y * width, y * width + (isEdgeRow ? width : marginPixels));
    mask.fill(1, (y + 1) * width - marginPixels, (y + 1) * width);
  }
}

/** The latest of the moments at which the fewest things are in the way of the ground. */
function clearestSeconds(frames: readonly Frame[], ground: Luma, unsettled: Uint8Array): number {
  const cluttered = frames.map((frame) => {
    let [sum, count] = [0, 0];
    const lit = inLightOf(ground, frame);
    unsettled.forEach((moves, at) => {
      if (moves === 0) return;
      count++;
      if (Math.abs((lit.luma[at] ?? 0) - (ground.luma[at] ?? 0)) > sameLevel) sum++;
    });
    return { atSeconds: frame.atSeconds, share: count === 0 ? 0 : sum / count };
  });
  const least = Math.min(...cluttered.map(({ share }) => share));
  return cluttered.findLast(({ share }) => share <= least + 0.1)?.atSeconds ?? 0;
}
