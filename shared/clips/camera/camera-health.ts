import { z } from 'zod';
import type { Frame, Luma } from '../recording/picture.ts';
import { parted, placedOn, spread } from '../scene/against-ground.ts';
import { lightConditionOf } from './light-condition.ts';
import type { Ground } from './memory.ts';
import { blocksEverChanged, stillSeconds } from './standstill.ts';
import { detailOf, type Fit, fitOf } from './view-fit.ts';

/** What may be wrong with a camera that still sends pictures. */
export const CameraFaultName = z.enum(['black', 'blocked', 'blurred', 'turned', 'frozen']);
export type CameraFaultName = z.infer<typeof CameraFaultName>;

/** A fault that a clip shows from its beginning to its end, with a sentence that an officer reads. */
export interface CameraFault {
  readonly name: CameraFaultName;
  readonly sentence: string;
}

/** What an officer reads of each fault. */
const sentences: Record<CameraFaultName, string> = {
  black: 'the picture is black from beginning to end',
  blocked: 'something covers the camera: most of what it used to see is gone from beginning to end',
  blurred: 'the picture is out of focus or smeared from beginning to end',
  turned: 'the camera looks elsewhere: nothing is where it used to be',
  frozen: 'the picture stands still: the camera sends the same one again and again',
};

/** A shorter clip, or one of fewer pictures, says nothing about the camera. */
const leastSeconds = 5;
const fewestFrames = 5;
/** So many pictures are looked at, in so many parts that must all agree: a fault holds for the whole clip. */
const mostFrames = 12;
const parts = 3;

/*
 * The numbers below are from 59 labelled clips, each against the ground of another of its scene where there is one,
 * and from 17 of them made black, covered whole and to three quarters, blurred by 2 to 8 pixels, mirrored and turned.
 * What is said in brackets are the measures of sound clips and of faulty ones.
 */

/** Black: hardly a pixel is brighter than this (sound: 102; a street at night in the dark: 30) */
const blackLevel = 24;
/** and as few have an edge (sound: 20 %; a street in the dark: 2 %). */
const blackDetail = 0.005;
/** Covered, without a ground to compare: so few pixels have an edge (sound: 20 %, covered: at most 2 %). */
const coveredDetail = 0.02;
/** A picture whose brightest hundredth is below this is dark, and nothing is said of what it should show. */
const darkLevel = 50;
/** Covered: this share of the known places is gone (sound: at most 0.2) and not just elsewhere: */
const blockedGone = 0.6;
/** the picture has less than this share of the ground's detail (sound: from 0.7, turned: mostly from 0.45). */
const blockedDetail = 0.42;
/** Blurred: fewer of the known places than this are as they were (sound: from 0.4), */
const blurredWhole = 0.05;
/** their edges have this share of their height (sound: from 0.47, mostly 0.9; blurred: up to 0.46), */
const blurredSharpness = 0.5;
/** the picture still has its shapes (blurred: from 0.2, mostly 0.6; covered: at most 0.1; turned: at most 0.28) */
const sameShapes = 0.4;
/** and most of its contrast, which fog takes away. */
const blurredContrast = 0.5;
/** Turned: fewer of the known places than this fit (sound: from 0.6; turned: at most 0.13, on a drawn grid 0.25), */
const turnedFit = 0.3;
/** Frozen: no more of the picture than a clock's display ever changes (sound: from 0.79) */
const frozenChange = 0.05;
/** and for so long it does not change at all. */
const frozenSeconds = 10;
/**
 * Sound again: some of the picture has edges; all of it has (covered to three quarters: up to 19 %); so many places
 * fit and are so sharp; so much changes.
 */
const sound = { someDetail: 0.05, fullDetail: 0.2, fit: 0.6, sharpness: 0.6, change: 0.3 };

/**
 * The fault that a clip shows of its camera, if it is plain from beginning to end. `ground` is what the camera
 * remembers in the clip's light; without it, or where the light changes within the clip, only a black, a frozen and a
 * wholly covered picture are told. Fog as thick as a wall cannot be told from a cover.
 */
export function healthOf(frames: readonly Frame[], ground: Ground | undefined): CameraFault | undefined {
  const seen = seenIn(frames, ground);
  if (seen === undefined) return undefined;
  const name = faultOf(frames, seen);
  return name === undefined ? undefined : { name, sentence: sentences[name] };
}

/**
 * Whether a clip shows plainly that a fault is over. Not the opposite of {@link healthOf}: in a clip that is dark, short
 * or in a light in which the place was never seen, neither can be said.
 */
export function healthy(
  frames: readonly Frame[],
  ground: Ground | undefined,
  fault: CameraFaultName,
): boolean {
  const seen = seenIn(frames, ground);
  if (seen === undefined || faultOf(frames, seen) !== undefined) return false;
  if (fault === 'frozen') return blocksEverChanged(spread(frames, mostFrames)) >= sound.change;
  const shows = (share: number) =>
    seen.views.every(({ brightest, detail }) => brightest >= darkLevel && detail >= share);
  if (fault === 'black') return shows(sound.someDetail);
  // A place never seen in this light: detail alone tells that a cover is gone, never that the camera looks there.
  if (ground === undefined) return fault === 'blocked' && shows(sound.fullDetail);
  const fits = seen.views.flatMap(({ fit }) => fit ?? []);
  if (fits.length < seen.views.length) return false;
  return fits.every(({ fitting, sharpness }) => fitting >= sound.fit && sharpness >= sound.sharpness);
}

/** What one part of a clip shows. */
interface View {
  /** Level that one pixel in a hundred is above; in a thousand. */
  readonly brightest: number;
  readonly peak: number;
  /** Share of pixels with an edge. */
  readonly detail: number;
  readonly fit: Fit | undefined;
}

interface Seen {
  readonly views: readonly View[];
}

function seenIn(frames: readonly Frame[], ground: Ground | undefined): Seen | undefined {
  const [first, last] = [frames[0], frames.at(-1)];
  if (first === undefined || last === undefined || frames.length < fewestFrames) return undefined;
  if (last.atSeconds - first.atSeconds < leastSeconds) return undefined;
  const sample = spread(frames, mostFrames);
  const { light, switchedAtSeconds } = lightConditionOf(frames);
  const known = ground?.light === light && switchedAtSeconds === undefined ? ground.luma : undefined;
  const isSameSize = known?.width === first.width && known.height === first.height;
  const placed = known !== undefined && isSameSize ? placedOn(known, sample).frames : sample;
  const views = parted(placed, parts).map((part) => viewOf(part, isSameSize ? known : undefined));
  return { views };
}

function viewOf(part: Luma, known: Luma | undefined): View {
  const levels = Uint8Array.from(part.luma).sort();
  const levelAbove = (share: number) => levels[Math.floor((1 - share) * (levels.length - 1))] ?? 0;
  return {
    brightest: levelAbove(0.01),
    peak: levelAbove(0.001),
    detail: detailOf(part),
    fit: known === undefined ? undefined : fitOf(known, part),
  };
}

function faultOf(frames: readonly Frame[], { views }: Seen): CameraFaultName | undefined {
  if (views.every(({ peak, detail }) => peak <= blackLevel && detail <= blackDetail)) return 'black';
  const sample = spread(frames, mostFrames);
  if (blocksEverChanged(sample) <= frozenChange && stillSeconds(sample) >= frozenSeconds) return 'frozen';
  if (views.some(({ brightest }) => brightest < darkLevel)) return undefined;
  const fits = views.flatMap(({ fit }) => fit ?? []);
  if (fits.length < views.length) {
    return views.every(({ detail }) => detail <= coveredDetail) ? 'blocked' : undefined;
  }
  if (fits.every(isBlurred)) return 'blurred';
  if (fits.every(({ gone, detail }) => gone >= blockedGone && detail <= blockedDetail)) return 'blocked';
  return fits.every(isTurned) ? 'turned' : undefined;
}

function isBlurred({ whole, sharpness, shapes, contrast }: Fit): boolean {
  return (
    whole < blurredWhole &&
    sharpness <= blurredSharpness &&
    shapes >= sameShapes &&
    contrast >= blurredContrast
  );
}

function isTurned({ fitting, shapes, detail }: Fit): boolean {
  return fitting <= turnedFit && shapes < sameShapes && detail > blockedDetail;
}
