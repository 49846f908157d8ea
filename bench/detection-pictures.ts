// Draws the pictures of docs/detection.md from the demo clip, by the detector's own steps: node bench/detection-pictures.ts
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { drawDemoClip } from '../local/demo/clip.ts';
import { openClip } from '../shared/clips/recording/keyframes.ts';
import type { Box, Frame, Luma } from '../shared/clips/recording/picture.ts';
import { lastingChanges, pooled } from '../shared/clips/scene/background.ts';
import { regionsOf } from '../shared/clips/scene/region.ts';
import { findChanges, SceneSettings } from '../shared/clips/scene/scene.ts';

const folder = path.join(import.meta.dirname, '../docs/detection');
const gap = 6;

interface Panel {
  readonly caption: string;
  readonly picture: Luma;
  readonly box?: Box;
}

/** Pictures side by side, each with its caption beneath and perhaps a box drawn on it. */
async function draw(name: string, panels: readonly Panel[]): Promise<void> {
  const [
    {
      picture: { width, height },
    } = { picture: { width: 320, height: 180 } },
  ] = panels;
  const parts = await Promise.all(
    panels.map(async ({ caption, picture, box }, index): Promise<OverlayOptions[]> => {
      const raw = { width, height, channels: 1 } as const;
      const grey = await sharp(picture.luma, { raw }).toColourspace('srgb').png().toBuffer();
      const frame =
        box === undefined
          ? ''
          : `<rect x="${box.left * width}" y="${box.top * height}" width="${box.width * width}" height="${box.height * height}" fill="none" stroke="#d4351c" stroke-width="2"/>`;
      const words = `<text x="2" y="${height + 15}" font-family="sans-serif" font-size="12" fill="#0b0c0c">${caption}</text>`;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + 22}">${frame}${words}</svg>`;
      const left = index * (width + gap);
      return [
        { input: grey, left, top: 0 },
        { input: Buffer.from(svg), left, top: 0 },
      ];
    }),
  );
  const size = { width: panels.length * (width + gap) - gap, height: height + 22 };
  await sharp({ create: { ...size, channels: 3, background: 'white' } })
    .composite(parts.flat())
    .webp({ quality: 80 })
    .toFile(path.join(folder, `${name}.webp`));
}

function at(frames: readonly Frame[], atSeconds: number): Frame {
  const frame = frames.find((each) => each.atSeconds >= atSeconds) ?? frames.at(-1);
  if (frame === undefined) throw new Error('the demo clip has no pictures');
  return frame;
}

const bytes = await drawDemoClip();
const clip = await openClip({
  sizeBytes: bytes.length,
  read: async (start, end) => bytes.subarray(start, end),
});
const frames: Frame[] = [];
for await (const frame of clip.frames()) frames.push(frame);
clip.close();

const map = lastingChanges(pooled(frames));
const { width, height } = map;
const picture = (luma: Uint8Array): Luma => ({ luma, width, height });
const difference = map.before.map((level, index) =>
  Math.min(255, 3 * Math.abs(level - (map.after[index] ?? 0))),
);
const regions = new Uint8Array(width * height).fill(30);
for (const region of regionsOf(map, 12, 0)) for (const pixel of region.pixels) regions[pixel] = 230;
const [found] = findChanges(frames, SceneSettings.parse({}));
if (found === undefined) throw new Error('nothing was found in the demo clip');

await mkdir(folder, { recursive: true });
await draw('sampled', [
  { caption: 'a keyframe at 3 s', picture: at(frames, 3) },
  { caption: 'at 9 s', picture: at(frames, 9) },
  { caption: 'at 14 s', picture: at(frames, 14) },
  { caption: 'at 25 s', picture: at(frames, 25) },
]);
await draw('grounds', [
  { caption: 'the ground before', picture: picture(map.before) },
  { caption: 'the ground after', picture: picture(map.after) },
  { caption: 'how they differ (three times)', picture: picture(difference) },
  { caption: 'regions that changed for good', picture: picture(regions) },
]);
await draw('found', [
  {
    caption: `left at ${found.atSeconds.toFixed(0)} s, strength ${found.strength.toFixed(2)}`,
    picture: at(frames, 25),
    box: found.box,
  },
]);
console.log(`Drew the pictures of docs/detection.md into ${path.relative(process.cwd(), folder)}.`);
