import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { OpenClip } from './keyframes.ts';
import { type Box, grown, type Polygon, type Still } from './picture.ts';

/**
 * What a still is of. `crop` is the thing itself, cut out of `after` with some ground around it; `vehicle` is a
 * vehicle that was near, for reading its plate.
 */
export type StillName = 'before' | 'drop' | 'after' | 'crop' | 'vehicle';

/** A picture that goes with a flag. */
export interface ClipStill {
  readonly name: StillName;
  /** The moment it shows, in seconds from the clip's first picture. */
  readonly atSeconds: number;
  readonly jpeg: Uint8Array;
  /** SHA-256 of the JPEG, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  /** The part of the camera's picture that it shows. */
  readonly shows: Box;
}

/**
 * The moments that a finding's stills show, in seconds from the clip's first picture. What lay there when the clip
 * began has neither a before nor a drop.
 */
export interface StillMoments {
  readonly before?: number;
  readonly drop?: number;
  readonly after: number;
}

const jpegQuality = 85;
/** A crop shows the thing with half its size around it. */
const cropMargin = 0.5;
/** A vehicle's still is for its plate, which may hang out of the box by a little. */
const vehicleMargin = 0.15;
/** A part is at least so wide and high, as DetectLabels refuses sides under 80 pixels and small ones say little. */
const leastPartPixels = 160;
const whole: Box = { left: 0, top: 0, width: 1, height: 1 };

/**
 * Before, at the drop, after, and a crop of the thing, for one finding. Decodes each moment that is given. What lies
 * in the areas to `hide` (fractions of the picture) is black in all of them.
 */
export async function stillsOf(
  clip: OpenClip,
  box: Box,
  moments: StillMoments,
  hide: readonly Polygon[],
): Promise<ClipStill[]> {
  const { before, drop, after } = moments;
  const crop = around(box, cropMargin, clip);
  const stills: ClipStill[] = [];
  // One moment after the other: each holds a whole picture, 12 MB at 4K.
  if (before !== undefined) stills.push(...(await taken(clip, before, [['before', whole]], hide)));
  if (drop !== undefined) stills.push(...(await taken(clip, drop, [['drop', whole]], hide)));
  const last: NamedPart[] = [
    ['after', whole],
    ['crop', crop],
  ];
  stills.push(...(await taken(clip, after, last, hide)));
  return stills;
}

/** A vehicle and a little around it in all the detail that the recording has. Decodes one moment. */
export async function vehicleStill(
  clip: OpenClip,
  atSeconds: number,
  box: Box,
  hide: readonly Polygon[],
): Promise<ClipStill> {
  return partStill(clip, atSeconds, ['vehicle', around(box, vehicleMargin, clip)], hide);
}

/** The whole picture of one moment, under a name of the caller's. Decodes one moment. */
export async function wholeStill(
  clip: OpenClip,
  atSeconds: number,
  hide: readonly Polygon[],
  name: StillName,
): Promise<ClipStill> {
  return partStill(clip, atSeconds, [name, whole], hide);
}

type NamedPart = readonly [name: StillName, shows: Box];

async function partStill(clip: OpenClip, atSeconds: number, part: NamedPart, hide: readonly Polygon[]) {
  const [still] = await taken(clip, atSeconds, [part], hide);
  if (still === undefined) throw new RangeError('one part makes one still');
  return still;
}

async function taken(
  clip: OpenClip,
  atSeconds: number,
  parts: readonly NamedPart[],
  hide: readonly Polygon[],
): Promise<ClipStill[]> {
  const stills = await clip.stills(
    atSeconds,
    parts.map(([, shows]) => shows),
    hide,
  );
  return Promise.all(
    parts.flatMap(([name], index) => stills.slice(index, index + 1).map((still) => jpegOf(name, still))),
  );
}

function around(box: Box, margin: number, { width, height }: OpenClip): Box {
  const wide = grown(box, margin);
  const across = Math.min(1, Math.max(wide.width, leastPartPixels / width));
  const down = Math.min(1, Math.max(wide.height, leastPartPixels / height));
  return {
    left: Math.min(1 - across, Math.max(0, box.left + (box.width - across) / 2)),
    top: Math.min(1 - down, Math.max(0, box.top + (box.height - down) / 2)),
    width: across,
    height: down,
  };
}

async function jpegOf(name: StillName, { atSeconds, rgb, width, height, shows }: Still): Promise<ClipStill> {
  const picture = sharp(rgb, { raw: { width, height, channels: 3 } });
  const jpeg = await picture.jpeg({ quality: jpegQuality }).toBuffer();
  const sha256 = createHash('sha256').update(jpeg).digest('hex');
  return { name, atSeconds, jpeg, sha256, width, height, shows };
}
