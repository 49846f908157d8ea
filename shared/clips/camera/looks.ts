import { type Box, grown, type Luma, pixelsOf, shareInside } from '../recording/picture.ts';
import type { Ground, RememberedThing } from './memory.ts';

/** A box with the ground around it, in pixels of the ground's picture. */
export interface Spot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Indices into the spot's own pixels, row by row: those of the box, and those around it. */
  readonly inside: readonly number[];
  readonly around: readonly number[];
}

/** So much ground around a box is looked at: as a share of the box, and at least so many pixels. */
const aroundShare = 0.6;
const aroundPixels = 8;
/** Keeps the ratio of two nearly black pixels from meaning anything; levels of 255. */
const darkLevel = 4;
/** A thing differs from its ground by so many levels at least, or it cannot be told from it. */
const leastLevel = 8;
/** It fills so much of its box; a few bags fill a quarter of theirs. */
const plainShare = 0.2;
/** Ground whose levels scatter by less has no texture to know it by. */
const leastScatter = 4;
/** Correlation of levels at which ground is known. */
const knownCorrelation = 0.4;
/** It is what was seen before when so many of its pixels are nearer to that than to the ground. */
const plainlyNearerShare = 0.7;

/** The spot of a box in pictures of one size. */
export function spotOf(box: Box, picture: Luma): Spot {
  const { width, height } = picture;
  const [across, down] = [aroundPixels / width, aroundPixels / height];
  const wide = grown(box, aroundShare);
  const left = Math.max(0, Math.min(wide.left, box.left - across));
  const top = Math.max(0, Math.min(wide.top, box.top - down));
  const right = Math.min(1, Math.max(wide.left + wide.width, box.left + box.width + across));
  const bottom = Math.min(1, Math.max(wide.top + wide.height, box.top + box.height + down));
  const outer = pixelsOf({ left, top, width: right - left, height: bottom - top }, picture);
  const inner = pixelsOf(box, picture);
  const [inside, around]: [number[], number[]] = [[], []];
  for (let y = outer.top; y < outer.bottom; y++) {
    for (let x = outer.left; x < outer.right; x++) {
      const isInside = x >= inner.left && x < inner.right && y >= inner.top && y < inner.bottom;
      (isInside ? inside : around).push((y - outer.top) * (outer.right - outer.left) + x - outer.left);
    }
  }
  return {
    left: outer.left,
    top: outer.top,
    width: outer.right - outer.left,
    height: outer.bottom - outer.top,
    inside,
    around,
  };
}

/** The pixels of a picture at a spot. */
export function patchOf(picture: Luma, { left, top, width, height }: Spot): Luma {
  const luma = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * picture.width + left;
    luma.set(picture.luma.subarray(from, from + width), y * width);
  }
  return { luma, width, height };
}

/**
 * A thing with its looks at the end of a clip, placed on the ground, if it is seen there: flagged in this clip, or
 * unlike the ground and not somebody in front of what was seen before.
 */
export function withLooks(
  thing: RememberedThing,
  end: Luma,
  ground: Ground,
  isFlaggedNow: boolean,
): RememberedThing {
  const spot = spotOf(thing.box, end);
  const clean = patchOf(ground.luma, spot);
  const now = relit(patchOf(end, spot), clean, spot);
  const kept = keptLooks(thing, ground, spot);
  const isHidden = ground.hidden.some((place) => shareInside(thing.box, place) > 0);
  const isThere =
    isFlaggedNow ||
    (kept === undefined ? isHidden || isPlainlyApart(now, clean, spot) : isNearer(now, kept, clean, spot));
  if (!isThere) return thing;
  const { luma, width, height } = now;
  const looks = { left: spot.left, top: spot.top, luma: { luma: new Uint8Array(luma), width, height } };
  return { ...thing, looks: { ...thing.looks, [ground.light]: looks } };
}

/** The pixels of a spot at which a thing covers the ground. */
export function coveredBy(thing: Luma, clean: Luma, spot: Spot): number[] {
  const least = Math.max(leastLevel, 3 * usualDifference(thing, clean, spot));
  return spot.inside.filter((at) => Math.abs((thing.luma[at] ?? 0) - (clean.luma[at] ?? 0)) >= least);
}

/** Whether so much of a spot is unlike the ground that something stands there. */
export function isPlainlyApart(now: Luma, clean: Luma, spot: Spot): boolean {
  return coveredBy(now, clean, spot).length >= plainShare * spot.inside.length;
}

function isNearer(now: Luma, kept: Luma, clean: Luma, spot: Spot): boolean {
  const pixels = coveredBy(kept, clean, spot);
  const near = pixels.filter((at) => {
    const level = now.luma[at] ?? 0;
    return Math.abs(level - (kept.luma[at] ?? 0)) < Math.abs(level - (clean.luma[at] ?? 0));
  });
  return near.length > plainlyNearerShare * pixels.length;
}

/** How a thing looked when it was last seen in the ground's light; undefined when it never was. */
export function keptLooks(thing: RememberedThing, ground: Ground, spot: Spot): Luma | undefined {
  const looks = thing.looks[ground.light];
  if (looks === undefined) return undefined;
  const { left, top, luma } = looks;
  const isSame =
    left === spot.left && top === spot.top && luma.width === spot.width && luma.height === spot.height;
  return isSame ? relit(luma, patchOf(ground.luma, spot), spot) : undefined;
}

/** A patch in the light of another of the same spot, measured on the ground around the box alone. */
export function relit(patch: Luma, reference: Luma, { around }: Spot): Luma {
  const ratios = around
    .map((at) => ((reference.luma[at] ?? 0) + darkLevel) / ((patch.luma[at] ?? 0) + darkLevel))
    .sort((one, other) => one - other);
  const ratio = ratios[ratios.length >> 1] ?? 1;
  const luma = patch.luma.map((level) =>
    Math.min(255, Math.max(0, Math.round((level + darkLevel) * ratio - darkLevel))),
  );
  return { ...patch, luma };
}

/**
 * Whether the ground around a box is the one that is known: snow, or a lorry in front, hides that too. Ground without
 * a texture is taken to be.
 */
export function isKnownGround(now: Luma, clean: Luma, { around }: Spot): boolean {
  const mean = (patch: Luma) => around.reduce((sum, at) => sum + (patch.luma[at] ?? 0), 0) / around.length;
  const [meanNow, meanClean] = [mean(now), mean(clean)];
  let [squareNow, squareClean, product] = [0, 0, 0];
  for (const at of around) {
    const [one, other] = [(now.luma[at] ?? 0) - meanNow, (clean.luma[at] ?? 0) - meanClean];
    squareNow += one * one;
    squareClean += other * other;
    product += one * other;
  }
  if (squareClean < leastScatter ** 2 * around.length) return true;
  return squareNow > 0 && product / Math.sqrt(squareNow * squareClean) >= knownCorrelation;
}

/** The usual difference of two patches around the box, in levels: noise, and what is left of the light. */
export function usualDifference(one: Luma, other: Luma, { around }: Spot): number {
  const apart = around
    .map((at) => Math.abs((one.luma[at] ?? 0) - (other.luma[at] ?? 0)))
    .sort((first, second) => first - second);
  return apart[apart.length >> 1] ?? 0;
}
