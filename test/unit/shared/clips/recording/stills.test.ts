import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenClip, openClip } from '../../../../../shared/clips/recording/keyframes.ts';
import type { Polygon } from '../../../../../shared/clips/recording/picture.ts';
import { stillsOf, vehicleStill, wholeStill } from '../../../../../shared/clips/recording/stills.ts';
import { inMemory, smallRecording } from '../../../../support/drawn-clip.ts';

const thing = { left: 0.4, top: 0.4, width: 0.2, height: 0.2 };
const leftHalf: Polygon = [
  { x: 0, y: 0 },
  { x: 0.5, y: 0 },
  { x: 0.5, y: 1 },
  { x: 0, y: 1 },
];

describe('the stills of a clip', () => {
  let clip: OpenClip | undefined;
  const open = (): OpenClip => {
    if (clip === undefined) throw new TypeError('no clip');
    return clip;
  };
  beforeAll(async () => {
    const size = { width: 1600, height: 900, framesPerSecond: 2, bitsPerSecond: 8_000_000 };
    clip = await openClip(inMemory(await smallRecording(8, size)));
  });
  afterAll(() => clip?.close());

  it('are JPEGs of the moments, at most 1280 wide, each with its own hash', async () => {
    const stills = await stillsOf(open(), thing, { before: 0.2, drop: 2.1, after: 6 }, []);
    expect(stills.map(({ name, atSeconds }) => [name, atSeconds])).toEqual([
      ['before', 0],
      ['drop', 2],
      ['after', 6],
      ['crop', 6],
    ]);
    for (const { jpeg, sha256, width, height } of stills) {
      expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width, height });
      expect(createHash('sha256').update(jpeg).digest('hex')).toBe(sha256);
    }
    expect(stills.map(({ width }) => width)).toEqual([1280, 1280, 1280, 640]);
    const crop = stills[3];
    expect(crop?.shows.left).toBeCloseTo(0.3, 2);
    expect(crop?.shows.width).toBeCloseTo(0.4, 2);
  });

  it('are only those of the moments that there were', async () => {
    const stills = await stillsOf(open(), thing, { after: 6 }, []);
    expect(stills.map(({ name }) => name)).toEqual(['after', 'crop']);
  });

  it('of a vehicle have every pixel of it and 15 % around', async () => {
    const still = await vehicleStill(open(), 4, { left: 0.5, top: 0.5, width: 0.2, height: 0.3 }, []);
    expect(still).toMatchObject({ name: 'vehicle', atSeconds: 4, width: 416 });
    expect(still.shows.left).toBeCloseTo(0.47, 2);
    expect(still.shows.height).toBeCloseTo(0.39, 2);
  });

  it('of a small thing show enough around it to be recognised, within the picture', async () => {
    const corner = { left: 0.98, top: 0.98, width: 0.02, height: 0.02 };
    const still = await vehicleStill(open(), 4, corner, []);
    expect([still.width, still.height]).toEqual([160, 160]);
    expect(still.shows.left + still.shows.width).toBeCloseTo(1, 6);
  });

  it('are black wherever the camera may not look', async () => {
    const hidden = [
      ...(await stillsOf(open(), thing, { before: 0, drop: 2, after: 6 }, [leftHalf])),
      await wholeStill(open(), 2, [leftHalf], 'after'),
      await vehicleStill(open(), 2, { left: 0.1, top: 0.1, width: 0.3, height: 0.3 }, [leftHalf]),
    ];
    expect(hidden).toHaveLength(6);
    for (const { jpeg, shows, width } of hidden) {
      const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
      // JPEG mixes colours over sixteen pixels.
      const edge = Math.min(info.width, Math.floor(((0.5 - shows.left) / shows.width) * width) - 16);
      let brightest = 0;
      for (let at = 0; at < data.length; at++) {
        if (Math.floor(at / 3) % info.width < edge) brightest = Math.max(brightest, data[at] ?? 0);
      }
      expect(brightest).toBeLessThan(12);
    }
  });
});
