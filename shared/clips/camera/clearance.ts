import { type Box, type Frame, type Luma, shareInside } from '../recording/picture.ts';
import { placedOn, spread } from '../scene/against-ground.ts';
import { medianPicture } from '../scene/background.ts';
import { SceneSettings } from '../scene/scene.ts';
import { changesSince } from './earlier-change.ts';
import { framesIn } from './light-condition.ts';
import {
  coveredBy,
  isKnownGround,
  isPlainlyApart,
  keptLooks,
  patchOf,
  relit,
  type Spot,
  spotOf,
  usualDifference,
} from './looks.ts';
import type { CameraMemory, Ground, RememberedThing } from './memory.ts';

/** A remembered thing that is gone. Times are in seconds from the clip's first picture. */
export interface Clearance {
  readonly thingId: string;
  readonly box: Box;
  /** When it went: the middle of the doubt, or 0 when it was gone already. */
  readonly atSeconds: number;
  /** Last moment at which it surely lay there, and first at which it surely did not; none when gone already. */
  readonly betweenSeconds: readonly [number, number] | undefined;
  readonly wasThereAtStart: boolean;
  /** Moments at which its place was the clearest: with it, when the clip shows it, and without. */
  readonly clearSeconds: readonly [before: number | undefined, after: number];
}

/** As many pictures tell when something went to a second or two. */
const mostFrames = 48;
/** The ground must be seen for so long, */
const leastGroundSeconds = 5;
/** in so many pictures, */
const fewestGroundLooks = 3;
/** and in this share of those after the thing went. */
const leastGroundShare = 0.5;
/** and the thing in no more than this share of the looks at the ground: a headlight, not the thing. */
const mostStrayShare = 0.2;
/** What shows nothing else of the place counts as the ground or the thing when it is this near to it. */
const alikeShare = 0.35;
/** Something in the way counts no more than this, in levels. */
const inTheWayLevel = 60;
/** A thing of fewer pixels cannot be told from noise. */
const fewestPixels = 30;
/** As much new around the place, as a share of the thing's pixels, is the thing moved aside, or another. */
const mostNewAround = 0.35;
/** A thing that lay on ground never seen is gone when a change of this share of its box says so. */
const sameThingShare = 0.5;

type Look = 'thing' | 'ground' | 'hidden';

/**
 * Which of the remembered things are gone at the end of a clip. No statement on a thing that somebody hides, that lies
 * in another light than is remembered, whose place looks like neither it nor the ground (snow, something put on it),
 * or beside whose place something new lies.
 */
export function clearances(
  frames: readonly Frame[],
  memory: CameraMemory,
  settings: SceneSettings = SceneSettings.parse({}),
): Clearance[] {
  const { ground, things } = memory;
  if (ground === undefined || things.length === 0) return [];
  const own = framesIn(ground.light, frames);
  const { frames: placed } = placedOn(ground.luma, spread(own, mostFrames));
  if (placed.length === 0) return [];
  return things.flatMap((thing) => {
    const isHidden = ground.hidden.some((place) => shareInside(thing.box, place) > 0);
    const clearance = isHidden
      ? goneFromHidden(thing, ground, own, settings)
      : goneFrom(thing, ground, placed);
    return clearance === undefined ? [] : [clearance];
  });
}

function goneFrom(thing: RememberedThing, ground: Ground, frames: readonly Frame[]): Clearance | undefined {
  const spot = spotOf(thing.box, ground.luma);
  const clean = patchOf(ground.luma, spot);
  const patches = frames.map((frame) => ({
    atSeconds: frame.atSeconds,
    patch: relit(patchOf(frame, spot), clean, spot),
  }));
  const looks =
    keptLooks(thing, ground, spot) ??
    atStart(
      patches.map(({ patch }) => patch),
      clean,
      spot,
    );
  if (looks === undefined) return undefined;
  const covered = coveredBy(looks, clean, spot);
  if (covered.length < fewestPixels) return undefined;
  const views = patches.map(({ atSeconds, patch }) => ({
    atSeconds,
    patch,
    look: lookOf(patch, looks, clean, covered, usualDifference(patch, clean, spot)),
  }));
  const turn = turningPoint(views.map(({ look }) => look));
  const seenThere = views.slice(0, turn).filter(({ look }) => look === 'thing');
  const after = views.slice(turn);
  const seenGone = after.filter(({ look }) => look === 'ground');
  const [first, last] = [seenGone[0], seenGone.at(-1)];
  if (first === undefined || last === undefined || seenGone.length < fewestGroundLooks) return undefined;
  if (last.atSeconds - first.atSeconds < leastGroundSeconds) return undefined;
  if (seenGone.length < leastGroundShare * after.length) return undefined;
  if (after.filter(({ look }) => look === 'thing').length > mostStrayShare * seenGone.length)
    return undefined;
  const end = medianPicture(seenGone.map(({ patch }) => patch));
  if (!isKnownGround(end, clean, spot) || newAround(end, clean, spot) > mostNewAround * covered.length)
    return undefined;
  const lastThere = seenThere.at(-1);
  const wasThereAtStart = lastThere !== undefined && seenThere.length > 1;
  return {
    thingId: thing.id,
    box: thing.box,
    atSeconds: wasThereAtStart ? (lastThere.atSeconds + first.atSeconds) / 2 : 0,
    betweenSeconds: wasThereAtStart ? [lastThere.atSeconds, first.atSeconds] : undefined,
    wasThereAtStart,
    clearSeconds: [wasThereAtStart ? lastThere.atSeconds : undefined, last.atSeconds],
  };
}

/** A thing never seen in this light before, as the clip's first pictures show it; none when they show the ground. */
function atStart(patches: readonly Luma[], clean: Luma, spot: Spot): Luma | undefined {
  const start = patches.slice(0, Math.max(2, Math.min(5, patches.length >> 2)));
  if (start.length < 2) return undefined;
  const median = medianPicture(start);
  return isPlainlyApart(median, clean, spot) ? median : undefined;
}

function lookOf(patch: Luma, thing: Luma, clean: Luma, covered: readonly number[], noise: number): Look {
  let [fromThing, fromClean, between] = [0, 0, 0];
  for (const at of covered) {
    const level = patch.luma[at] ?? 0;
    fromThing += Math.min(inTheWayLevel, Math.abs(level - (thing.luma[at] ?? 0)));
    fromClean += Math.min(inTheWayLevel, Math.abs(level - (clean.luma[at] ?? 0)));
    between += Math.min(inTheWayLevel, Math.abs((thing.luma[at] ?? 0) - (clean.luma[at] ?? 0)));
  }
  const near = alikeShare * between + noise * covered.length;
  if (fromClean < fromThing && fromClean < near) return 'ground';
  return fromThing < fromClean && fromThing < near ? 'thing' : 'hidden';
}

/** Pixels around a place at which something lies that the ground does not have. */
function newAround(end: Luma, clean: Luma, spot: Spot): number {
  const least = Math.max(12, 4 * usualDifference(end, clean, spot));
  return spot.around.filter((at) => Math.abs((end.luma[at] ?? 0) - (clean.luma[at] ?? 0)) >= least).length;
}

/** The index that leaves the fewest looks at the ground before it and at the thing from it on. */
function turningPoint(looks: readonly Look[]): number {
  let misplaced = looks.filter((look) => look === 'thing').length;
  let [fewest, turn] = [misplaced, 0];
  looks.forEach((look, index) => {
    if (look === 'thing') misplaced--;
    if (look === 'ground') misplaced++;
    if (misplaced < fewest) [fewest, turn] = [misplaced, index + 1];
  });
  return turn;
}

/** Whether a thing on ground never seen in this light is gone: the remembered picture has its outline, the clip not. */
function goneFromHidden(
  thing: RememberedThing,
  ground: Ground,
  frames: readonly Frame[],
  settings: SceneSettings,
): Clearance | undefined {
  const gone = changesSince(ground, frames, settings).find(
    ({ kind, box }) =>
      kind === 'taken-away' &&
      shareInside(box, thing.box) > sameThingShare &&
      shareInside(thing.box, box) > sameThingShare,
  );
  if (gone === undefined) return undefined;
  return {
    thingId: thing.id,
    box: thing.box,
    atSeconds: 0,
    betweenSeconds: undefined,
    wasThereAtStart: false,
    clearSeconds: [undefined, gone.clearSeconds[1]],
  };
}
