import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { OpenClip } from './keyframes.ts';
import { type Box, grown, type Still } from './picture.ts';
import type { SceneFinding } from './scene.ts';

/** What a still is of. `crop` is the thing itself, cut out of `after` with some ground around it. */
export type StillName = 'before' | 'drop' | 'after' | 'crop';

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

const jpegQuality = 85;
const widestPixels = 1280;
/** A crop shows the thing with half its size around it. */
const cropMargin = 0.5;
/** And is at least so wide and high, as DetectLabels refuses sides under 80 pixels and small ones say little. */
const leastCropPixels = 160;
const whole: Box = { left: 0, top: 0, width: 1, height: 1 };

/** Before, at the drop, after, and a crop of the thing, for one finding. Decodes three moments of the clip. */
export async function stillsOf(clip: OpenClip, finding: SceneFinding): Promise<ClipStill[]> {
  const [clearBefore, clearAfter] = finding.clearSeconds;
  // One full-size picture at a time: at 4K each is 25 MB.
  const before = await jpegOf('before', await clip.still(clearBefore), whole);
  const drop = await jpegOf('drop', await clip.still(finding.atSeconds), whole);
  const last = await clip.still(clearAfter);
  const after = await jpegOf('after', last, whole);
  return [before, drop, after, await jpegOf('crop', last, cropBox(finding.box, last))];
}

function cropBox(box: Box, { width, height }: Still): Box {
  const margin = grown(box, cropMargin);
  const across = Math.min(1, Math.max(margin.width, leastCropPixels / width));
  const down = Math.min(1, Math.max(margin.height, leastCropPixels / height));
  return {
    left: Math.min(1 - across, Math.max(0, box.left + (box.width - across) / 2)),
    top: Math.min(1 - down, Math.max(0, box.top + (box.height - down) / 2)),
    width: across,
    height: down,
  };
}

async function jpegOf(name: StillName, still: Still, shows: Box): Promise<ClipStill> {
  const left = Math.floor(shows.left * still.width);
  const top = Math.floor(shows.top * still.height);
  const part = {
    left,
    top,
    width: Math.max(1, Math.min(still.width - left, Math.round(shows.width * still.width))),
    height: Math.max(1, Math.min(still.height - top, Math.round(shows.height * still.height))),
  };
  const picture = sharp(still.rgb, {
    raw: { width: still.width, height: still.height, channels: 3 },
  }).extract(part);
  const sized = name === 'crop' ? picture : picture.resize({ width: widestPixels, withoutEnlargement: true });
  const { data, info } = await sized.jpeg({ quality: jpegQuality }).toBuffer({ resolveWithObject: true });
  return {
    name,
    atSeconds: still.atSeconds,
    jpeg: data,
    sha256: createHash('sha256').update(data).digest('hex'),
    width: info.width,
    height: info.height,
    shows,
  };
}
