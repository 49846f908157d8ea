import { VideoFrame, type VideoPixelFormat } from '@napi-rs/webcodecs';
import { describe, expect, it } from 'vitest';
import { numbers } from '../../../../../local/demo/drawing.ts';
import type { Plane } from '../../../../../shared/clips/recording/plane-copy.ts';
import { blacken, colourOf, planesOf, rgbOf, scaled } from '../../../../../shared/clips/recording/planes.ts';
import { Rejected } from '../../../../../shared/platform/errors.ts';

const [width, height] = [64, 32];

/** A picture whose left half is red and right half blue, in any format that a decoder may have it in. */
function redAndBlue(format: VideoPixelFormat): VideoFrame {
  const size = { format, codedWidth: width, codedHeight: height, timestamp: 0 };
  // BT.601 in limited range, as a picture of so few rows is.
  const [red, blue] = [
    { y: 81, u: 90, v: 240 },
    { y: 41, u: 240, v: 110 },
  ] as const;
  const plane = (name: 'y' | 'u' | 'v', across: number, down: number) =>
    Array.from({ length: across * down }, (_, at) => (at % across < across / 2 ? red : blue)[name]);
  if (format === 'RGBA') {
    const rgba = Array.from({ length: width * height }, (_, at) =>
      at % width < width / 2 ? [255, 0, 0, 255] : [0, 0, 255, 255],
    );
    return new VideoFrame(new Uint8Array(rgba.flat()), size);
  }
  if (format === 'NV12') {
    const [u, v] = [plane('u', width / 2, height / 2), plane('v', width / 2, height / 2)];
    const both = u.flatMap((level, at) => [level, v[at] ?? 0]);
    return new VideoFrame(new Uint8Array([...plane('y', width, height), ...both]), size);
  }
  const across = format.startsWith('I444') ? width : width / 2;
  const down = format.startsWith('I420') ? height / 2 : height;
  const samples = [...plane('y', width, height), ...plane('u', across, down), ...plane('v', across, down)];
  if (!format.endsWith('P10')) return new VideoFrame(new Uint8Array(samples), size);
  const wide = new Uint16Array(samples.map((level) => level * 4));
  return new VideoFrame(new Uint8Array(wide.buffer), size);
}

/** Different in each row and column, so that a sample in the wrong place is seen. */
const tiltedLevel = (y: number, x: number) => 16 + ((7 * y + 3 * x) % 211);

function tilted(format: 'I420' | 'I422P10' | 'I420P10', wide: number, high: number): VideoFrame {
  const down = format === 'I422P10' ? 1 : 2;
  const plane = (across: number, rows: number, step: number) =>
    Uint16Array.from({ length: across * rows }, (_, at) =>
      tiltedLevel(Math.floor(at / across) * step, at % across),
    );
  const colour = plane(wide / 2, high / down, down);
  const samples = [plane(wide, high, 1), colour, colour].flatMap((levels) => [...levels]);
  const bytes = format === 'I420' ? new Uint8Array(samples) : Uint16Array.from(samples, (level) => level * 4);
  const size = { format, codedWidth: wide, codedHeight: high, timestamp: 0 };
  return new VideoFrame(new Uint8Array(bytes.buffer), size);
}

describe('the planes of a picture', () => {
  it.each(['I420', 'I422', 'I444', 'I420P10', 'I422P10', 'NV12', 'RGBA'] as const)(
    'in %s make red and blue again',
    async (format) => {
      const picture = redAndBlue(format);
      const planes = await planesOf(picture);
      picture.close();
      const rgb = await rgbOf(planes, { width, height, turnDegrees: 0 });
      const at = (x: number) => [...rgb.subarray((10 * width + x) * 3, (10 * width + x) * 3 + 3)];
      const [red, blue] = [at(10), at(50)];
      for (const [index, level] of [255, 0, 0].entries()) expect(red[index]).toBeCloseTo(level, -1);
      for (const [index, level] of [0, 0, 255].entries()) expect(blue[index]).toBeCloseTo(level, -1);
      expect(colourOf(planes)).toBeGreaterThan(90);
    },
  );

  it('of a picture of 720 rows are mixed as high definition is, unless the recording says otherwise', async () => {
    const size = { codedWidth: 1280, codedHeight: 720, timestamp: 0, format: 'I420' } as const;
    const bytes = new Uint8Array((1280 * 720 * 3) / 2).fill(128);
    const unsaid = new VideoFrame(bytes, size);
    const said = new VideoFrame(bytes, { ...size, colorSpace: { matrix: 'smpte170m', fullRange: true } });
    expect(await planesOf(unsaid)).toMatchObject({ matrix: 'bt709', isFullRange: false });
    expect(await planesOf(said)).toMatchObject({ matrix: 'bt601', isFullRange: true });
    unsaid.close();
    said.close();
  });

  it('are those of a part where that is asked for', async () => {
    const picture = redAndBlue('I420');
    const planes = await planesOf(picture, { left: 40, top: 8, width: 16, height: 8 });
    picture.close();
    expect(planes.luma).toMatchObject({ width: 16, height: 8 });
    expect(planes.blue).toMatchObject({ width: 8, height: 4 });
    expect(new Set(planes.luma.samples)).toEqual(new Set([41]));
  });

  it.each(['I420', 'I422P10'] as const)(
    'of a picture too large to be copied at once in %s',
    async (format) => {
      const [wide, high] = [1278, 1000];
      const picture = tilted(format, wide, high);
      const { luma, blue, red } = await planesOf(picture);
      picture.close();
      const rows = format === 'I420' ? high / 2 : high;
      expect([luma.width, luma.height, blue.width, blue.height]).toEqual([wide, high, wide / 2, rows]);
      const isTilted = ({ samples, width: across }: Plane, down: number) =>
        samples.every((level, at) => level === tiltedLevel(Math.floor(at / across) * down, at % across));
      expect([luma, blue, red].map((plane) => isTilted(plane, luma.height / plane.height))).toEqual([
        true,
        true,
        true,
      ]);
    },
  );

  it('of a picture of 4K in 10 bits are the means of squares, as nothing so wide is ever made of it', async () => {
    const picture = tilted('I420P10', 3840, 96);
    const { luma, blue } = await planesOf(picture);
    const part = await planesOf(picture, { left: 1920, top: 32, width: 640, height: 32 });
    picture.close();
    expect([luma.width, luma.height, blue.width, blue.height]).toEqual([1280, 32, 640, 16]);
    const mean =
      [0, 1, 2].flatMap((y) => [300, 301, 302].map((x) => tiltedLevel(y + 3, x))).reduce((a, b) => a + b) / 9;
    expect(luma.samples[1280 + 100]).toBe(Math.floor(mean));
    expect([part.luma.width, part.luma.samples[640]]).toEqual([640, tiltedLevel(33, 1920)]);
  });

  it('are refused with a sentence where they are red, green and blue by another name', async () => {
    const picture = new VideoFrame(new Uint8Array((width * height * 3) / 2), {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp: 0,
      colorSpace: { matrix: 'rgb' },
    });
    await expect(planesOf(picture)).rejects.toThrow(Rejected);
    picture.close();
  });

  it('of infra-red have no colour', async () => {
    const bytes = new Uint8Array((width * height * 3) / 2).fill(128);
    const picture = new VideoFrame(bytes, {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp: 0,
    });
    expect(colourOf(await planesOf(picture))).toBe(0);
    picture.close();
  });

  it('of infra-red have hardly a colour though a sensor’s noise is coloured', async () => {
    const next = numbers(4);
    const size = { codedWidth: 320, codedHeight: 192, timestamp: 0, format: 'I420' } as const;
    const bytes = Uint8Array.from({ length: (320 * 192 * 3) / 2 }, () => 128 + 16 * (next() - next()));
    const picture = new VideoFrame(bytes, size);
    expect(colourOf(await planesOf(picture))).toBeLessThan(1.2);
    picture.close();
  });

  it('are black where they are to be, and turn with the picture', async () => {
    const picture = redAndBlue('I420');
    const planes = await planesOf(picture);
    picture.close();
    const leftHalf = [
      { x: 0, y: 0 },
      { x: 0.5, y: 0 },
      { x: 0.5, y: 1 },
      { x: 0, y: 1 },
    ];
    blacken(planes, [leftHalf]);
    expect(colourOf(planes)).toBeCloseTo(112 / 2, 0);
    const turned = await scaled(planes.luma, { width: height, height: width, turnDegrees: 90 });
    expect([turned[0], turned.at(-1)]).toEqual([16, 41]);
  });
});
