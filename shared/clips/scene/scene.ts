import { type Box, type Frame, grown, type Luma, overlap, shareInside } from '../recording/picture.ts';
import { cameByItself } from './arrival.ts';
import { type ChangeMap, lastingChanges, medianPicture, pooled } from './background.ts';
import { inLocalLight } from './local-light.ts';
import { type Outline, outlineOf } from './outline.ts';
import { type Region, regionsOf } from './region.ts';
import { SceneSettings } from './scene-settings.ts';
import { type Stay, stayOf } from './stay.ts';
import { steadied } from './steady.ts';
import { direction, filledShareOf, type StrengthFeatures, strengthFeatures, strengthOf } from './strength.ts';
import { textureLikeness } from './texture.ts';
import { isOtherLight, isSlender, isStill } from './thing.ts';
import { type Unrest, unrestOf } from './unrest.ts';

export { SceneSettings };

/** What a change is called. `uncovered`: something that stood there only for a moment at the start moved off. */
export type ChangeKind = 'left' | 'taken-away' | 'uncovered';

/** A lasting change of the scene that is a thing and not light. */
export interface SceneFinding {
  readonly kind: ChangeKind;
  readonly box: Box;
  /** When it appeared or went, in seconds from the clip's first picture: the middle of the doubt. */
  readonly atSeconds: number;
  /** Last moment at which it was surely not yet so, and first at which it surely was. */
  readonly betweenSeconds: readonly [number, number];
  /** How long it has been so when the clip ends. */
  readonly dwellSeconds: number;
  /** Moments at which its place and the ground around were the clearest: before, and late in the after. */
  readonly clearSeconds: readonly [number, number];
  /** How plainly it is a thing that stays: the probability of that, 0 to 1, as far as the scene tells. */
  readonly strength: number;
  /** Whether it is as large as a vehicle and moved there as a whole. */
  readonly cameByItself: boolean;
  readonly evidence: Outline &
    Pick<Stay, 'stillness' | 'seenShare'> & {
      readonly texture: number;
      /** What the strength is computed from. */
      readonly features: StrengthFeatures;
    };
}

/** Changes of level at which regions are looked for: the one with the plainest outline is the thing's. */
const levels = [6, 12, 24];
/** Regions of one level that are looked at; more of them is a scene in motion, the rest are its crumbs. */
const mostRegions = 12;
/** At least so much ground around a region is compared with it. */
const surroundingPixels = 12;
/** What a finding keeps of its strength when a larger change around it says the opposite this firmly. */
const contraryShare = 0.5;
const contraryDirection = 0.3;
/** Regions of two levels whose boxes overlap so much are one change. */
const sameChangeOverlap = 0.5;
/** A weaker finding that lies in a stronger one by this share is a part of it. */
const sameThingShare = 0.3;

/**
 * What changed for good in a clip, the plainest first. Frames must be of one size and in order; the usual number
 * is 12 to 240. Registers the frames, brings them into one light, finds where each pixel's history parts into a
 * before and an after, and keeps the regions whose outline says that a thing came or went and stayed so.
 */
export function findChanges(frames: readonly Frame[], settings: SceneSettings): SceneFinding[] {
  const scene = steadied(frames);
  if (scene === undefined) return [];
  const { reference, marginPixels: margin } = scene;
  const steady = inLocalLight(scene.frames, pooled(scene.frames));
  const map = lastingChanges(pooled(steady));
  const unrest = unrestOf({ ...reference, luma: map.after }, steady);
  const changes = levels
    .flatMap((level) => regionsOf(map, level, margin).slice(0, mostRegions))
    .map((region) => {
      const pictures = backgrounds(region, map);
      return { region, pictures, outline: outlineOf(region, ...pictures) };
    });
  const lights: Region[] = [];
  const judgements = changes.flatMap((change) => {
    const finding = judged(change, steady, settings, map, unrest);
    if (finding === undefined) return [];
    if (isOtherLight(change.region, ...change.pictures, map.noise, settings)) lights.push(change.region);
    const isContrary = changes.some((other) => contradicts(other, change));
    const strength = finding.strength * (isContrary ? contraryShare : 1);
    return [{ finding: { ...finding, strength }, change }];
  });
  // What is light at one level is light at the others, too.
  const things = judgements.filter(
    ({ change }) => !lights.some((light) => isSameChange(change.region, light)),
  );
  things.sort((one, other) => other.finding.strength - one.finding.strength);
  return things
    .filter(({ finding }, index) =>
      things.slice(0, index).every((stronger) => !isPartOf(finding.box, stronger.finding.box)),
    )
    .map(({ finding, change: { region, pictures } }) => ({
      ...finding,
      cameByItself:
        finding.kind === 'left' && cameByItself(region, ...pictures, steady, finding.betweenSeconds),
    }));
}

/** A region, and how it compares before and after. */
interface Change {
  readonly region: Region;
  readonly pictures: Pictures;
  readonly outline: Outline;
}

/**
 * Whether a change is a part of a larger one at the same moment that says the opposite. Where a van drives off,
 * the ground it stood on has edges of its own here and there; rubbish it leaves has them all around.
 */
function contradicts(whole: Change, part: Change): boolean {
  return (
    whole.region.pixels.length > 2 * part.region.pixels.length &&
    Math.abs(whole.region.moment - part.region.moment) <= 2 &&
    shareInside(part.region.box, whole.region.box) > 0.8 &&
    direction(whole.outline) * Math.sign(direction(part.outline)) < -contraryDirection
  );
}

/** Whether two regions are of one change, found at two levels. */
function isSameChange(one: Region, other: Region): boolean {
  return Math.abs(one.moment - other.moment) <= 2 && overlap(one.box, other.box) > sameChangeOverlap;
}

/** What was left behind, the plainest first. */
export function findLeftBehind(frames: readonly Frame[], settings: SceneSettings): SceneFinding[] {
  return findChanges(frames, settings).filter((finding) => finding.kind === 'left');
}

type Pictures = readonly [before: Luma, after: Luma];

/** A region's place and the ground around it, without people, before and after. The rest is black. */
function backgrounds(region: Region, { frames, width, height }: ChangeMap): Pictures {
  const around = grown(region.box, 1);
  const [across, down] = [surroundingPixels / width, surroundingPixels / height];
  const left = Math.max(0, Math.min(around.left, region.box.left - across));
  const top = Math.max(0, Math.min(around.top, region.box.top - down));
  const right = Math.min(
    1,
    Math.max(around.left + around.width, region.box.left + region.box.width + across),
  );
  const bottom = Math.min(1, Math.max(around.top + around.height, region.box.top + region.box.height + down));
  const part = { left, top, width: right - left, height: bottom - top };
  return [
    medianPicture(frames.slice(0, Math.max(1, region.moment)), part),
    medianPicture(frames.slice(Math.min(frames.length - 1, region.moment)), part),
  ];
}

function judged(
  { region, pictures: [before, after], outline }: Change,
  frames: readonly Frame[],
  settings: SceneSettings,
  { width, height, noise }: ChangeMap,
  unrest: Unrest,
): Omit<SceneFinding, 'cameByItself'> | undefined {
  if (region.pixels.length > settings.mostShare * width * height) return undefined;
  if (outline.difference < Math.max(settings.leastDifference, 3 * noise)) return undefined;
  if (outline.likeness > settings.mostLikeness) return undefined;
  const stay = stayOf(region, before, after, frames, unrest.noise, unrest.sway);
  const slender = isSlender(region.box, width / height);
  if (stay === undefined || !isStill(stay, slender, settings)) return undefined;
  const texture = textureLikeness(region, before, after);
  if (texture > settings.mostTextureLikeness) return undefined;
  const features = strengthFeatures({
    outline,
    texture,
    stillness: stay.stillness,
    isSlender: slender,
    filledShare: filledShareOf(region, before),
    dwellSeconds: stay.dwellSeconds,
    noise,
  });
  const strength = strengthOf(features);
  if (strength < settings.leastStrength) return undefined;
  return {
    kind: kindOf(outline, stay, settings),
    box: region.box,
    atSeconds: (stay.betweenSeconds[0] + stay.betweenSeconds[1]) / 2,
    betweenSeconds: stay.betweenSeconds,
    dwellSeconds: stay.dwellSeconds,
    clearSeconds: stay.clearSeconds,
    strength,
    evidence: { ...outline, texture, stillness: stay.stillness, seenShare: stay.seenShare, features },
  };
}

function kindOf(outline: Outline, { betweenSeconds, isReturn }: Stay, settings: SceneSettings): ChangeKind {
  if (isReturn) return 'uncovered';
  if (direction(outline) > 0) return 'left';
  return betweenSeconds[0] < settings.leastDwellSeconds / 2 ? 'uncovered' : 'taken-away';
}

function isPartOf(box: Box, stronger: Box): boolean {
  return shareInside(box, stronger) > sameThingShare || shareInside(stronger, box) > sameThingShare;
}
