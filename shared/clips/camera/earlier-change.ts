import { type Frame, type Luma, shareInside } from '../recording/picture.ts';
import { inGroundLight, parted, placedOn, spread } from '../scene/against-ground.ts';
import { type ChangeMap, medianPicture } from '../scene/background.ts';
import { type Outline, outlineOf } from '../scene/outline.ts';
import { type Region, regionsOf } from '../scene/region.ts';
import { evenlyLitShare, sameGround } from '../scene/same-ground.ts';
import type { SceneFinding, SceneSettings } from '../scene/scene.ts';
import { stayOf } from '../scene/stay.ts';
import { direction, filledShareOf, strengthFeatures, strengthOf } from '../scene/strength.ts';
import { textureLikeness } from '../scene/texture.ts';
import { isSlender } from '../scene/thing.ts';
import { framesIn } from './light-condition.ts';
import type { Ground } from './memory.ts';

/** A lasting change of a place between two clips. Its `kind` is never `uncovered`. */
export type EarlierChange = SceneFinding;

/** A handful of pictures shows what lies there from beginning to end: so many parts, so many pictures of each. */
const parts = 5;
const framesPerPart = 4;
/** It came before the clip, so that less than the time that a thing must stay to count as left will do. */
const seenShareOfDwell = 0.5;
/** A thing may be hidden in one part. */
const fewestPartsSeen = 4;
/** Changes of level at which regions are looked for, and how many of each are looked at. */
const levels = [8, 14, 24];
const mostRegions = 12;
/**
 * Hours lie between, in which sun, cloud and rain put outlines on the ground. These were chosen on 362 pairs of a
 * staged clip and the ground of another of its scene, and on 300 with shadows, patches of sun and wet patches drawn
 * in: under a thing at most a fifth of the places keep their texture in nine cases of ten, under light at least a
 * sixth do in nineteen of twenty, and mostly three fifths.
 */
const mostLikeness = 0.87;
const mostSameGround = 0.15;
const leastTextured = 0.4;
const mostEvenlyLit = 0.85;
/** A change lies in a larger one that says the opposite, as the ground does where a van stood. */
const wholeShare = 0.8;
const contraryDirection = 0.3;
/** Two findings that share so much of either are one thing. */
const sameThingShare = 0.3;
/** Times before the clip that stand for the ground; only their order counts. */
const earlierSeconds = [-2, -1];

/**
 * What changed between the remembered ground and a clip and stayed so from the clip's beginning to its end, the
 * plainest first. The same judgement as within a clip, and stricter. Nothing is said of a clip of a few
 * seconds, of one in another light, or where the picture does not fit the ground's.
 */
export function changesSince(
  ground: Ground,
  frames: readonly Frame[],
  settings: SceneSettings,
): EarlierChange[] {
  const picture = ground.luma;
  const own = framesIn(ground.light, frames);
  const placed = placedOn(picture, spread(own, parts * framesPerPart));
  const medians = inGroundLight(picture, parted(placed.frames, parts));
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined || medians.length < parts) return [];
  if (last.atSeconds - first.atSeconds < seenShareOfDwell * settings.leastDwellSeconds) return [];
  const map = mapOf(picture, medians);
  const after = { ...picture, luma: map.after };
  const changes = levels
    .flatMap((level) => regionsOf(map, level, placed.marginPixels + 1).slice(0, mostRegions))
    .map((region) => ({ region, outline: outlineOf(region, picture, after) }));
  const history = new History(picture, placed.frames);
  const found = changes.flatMap((change) => {
    if (changes.some((other) => contradicts(other, change))) return [];
    return judged(change, picture, after, map, history, settings) ?? [];
  });
  found.sort((one, other) => other.strength - one.strength);
  return found.filter((change, index) =>
    found.slice(0, index).every((stronger) => !isSameThing(change, stronger)),
  );
}

interface Change {
  readonly region: Region;
  readonly outline: Outline;
}

/** The ground and the clip's pictures in its light, which few clips need. */
class History {
  #frames: readonly Frame[] | undefined;
  readonly #ground: Luma;
  readonly #placed: readonly Frame[];

  constructor(ground: Luma, placed: readonly Frame[]) {
    this.#ground = ground;
    this.#placed = placed;
  }

  get frames(): readonly Frame[] {
    this.#frames ??= [
      ...earlierSeconds.map((atSeconds) => ({ ...this.#ground, atSeconds, colour: 0 })),
      ...inGroundLight(this.#ground, this.#placed),
    ];
    return this.#frames;
  }
}

function judged(
  { region, outline }: Change,
  before: Luma,
  after: Luma,
  { width, height, noise }: ChangeMap,
  history: History,
  settings: SceneSettings,
): EarlierChange | undefined {
  if (region.pixels.length > settings.mostShare * width * height) return undefined;
  if (outline.difference < Math.max(settings.leastDifference, 3 * noise)) return undefined;
  if (outline.likeness > mostLikeness || Math.abs(outline.edge) < settings.leastEdge) return undefined;
  if (outline.edge * outline.foreign < -0.1) return undefined;
  const texture = textureLikeness(region, before, after);
  if (texture > settings.mostTextureLikeness) return undefined;
  if (evenlyLitShare(region, before, after, noise) > mostEvenlyLit) return undefined;
  const same = sameGround(region, before, after, noise);
  if (same.texturedShare < leastTextured || same.sameShare > mostSameGround) return undefined;
  const stay = stayOf(region, before, after, history.frames, noise);
  if (stay === undefined || stay.stillness < settings.leastStillness) return undefined;
  const firstSeconds = Math.max(0, stay.betweenSeconds[1]);
  const features = strengthFeatures({
    outline,
    texture,
    stillness: stay.stillness,
    isSlender: isSlender(region.box, width / height),
    filledShare: filledShareOf(region, before),
    // It has been there for hours, however short the clip is.
    dwellSeconds: Number.POSITIVE_INFINITY,
    noise,
  });
  return {
    kind: outline.edge > 0 ? 'left' : 'taken-away',
    box: region.box,
    atSeconds: firstSeconds,
    betweenSeconds: [firstSeconds, firstSeconds],
    dwellSeconds: stay.dwellSeconds,
    clearSeconds: [firstSeconds, stay.clearSeconds[1]],
    strength: strengthOf(features),
    // Nobody saw how it came.
    cameByItself: false,
    evidence: { ...outline, texture, stillness: stay.stillness, seenShare: stay.seenShare, features },
  };
}

function contradicts(whole: Change, part: Change): boolean {
  return (
    whole.region.pixels.length > 2 * part.region.pixels.length &&
    shareInside(part.region.box, whole.region.box) > wholeShare &&
    direction(whole.outline) * Math.sign(part.outline.edge) < -contraryDirection
  );
}

function isSameThing({ box }: EarlierChange, { box: stronger }: EarlierChange): boolean {
  return shareInside(box, stronger) > sameThingShare || shareInside(stronger, box) > sameThingShare;
}

/** Where the clip differs from the ground in nearly all of its parts. What noise and light leave is the noise. */
function mapOf(ground: Luma, medians: readonly Frame[]): ChangeMap {
  const { width, height } = ground;
  const after = medianPicture(medians).luma;
  const residue = new Uint32Array(256);
  const moment = after.map((level, at) => {
    const earlier = ground.luma[at] ?? 0;
    const apart = Math.abs(level - earlier);
    residue[apart] = (residue[apart] ?? 0) + 1;
    const isLater = (part: Frame) =>
      Math.abs((part.luma[at] ?? 0) - level) < Math.abs((part.luma[at] ?? 0) - earlier);
    return medians.filter(isLater).length >= fewestPartsSeen ? 1 : 0;
  });
  let [below, noise] = [0, 0];
  for (; noise < 255; noise++) {
    below += residue[noise] ?? 0;
    if (below * 2 >= after.length) break;
  }
  return { width, height, before: ground.luma, after, moment, frames: medians, noise };
}
