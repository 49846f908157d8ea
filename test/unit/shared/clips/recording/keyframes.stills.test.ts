import { describe, expect, it } from 'vitest';
import type { OpenClip } from '../../../../../shared/clips/recording/keyframes.ts';
import type { Box, Polygon, Still } from '../../../../../shared/clips/recording/picture.ts';
import { inMemory, opened, smallRecording } from '../../../../support/drawn-clip.ts';

const whole: Box = { left: 0, top: 0, width: 1, height: 1 };

/** One still of a part of the picture. */
async function stillOf(
  clip: OpenClip,
  atSeconds: number,
  part = whole,
  hide: readonly Polygon[] = [],
): Promise<Still> {
  const [still] = await clip.stills(atSeconds, [part], hide);
  if (still === undefined) throw new TypeError('no still');
  return still;
}

function pixel({ rgb, width }: Still, x: number, y: number): number[] {
  return [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

describe('a still', () => {
  const yellow = (still: Still, x: number, y: number) => {
    const [red = 0, green = 0, blue = 0] = pixel(still, x, y);
    return red > 200 && green > 200 && blue < 80;
  };

  it('shows the picture of its moment in colour, between keyframes that are far apart too', async () => {
    const bytes = await smallRecording(6, { keyframeEverySeconds: 6 });
    await opened(inMemory(bytes), async (clip) => {
      const still = await stillOf(clip, 3.34);
      expect(still).toMatchObject({ width: 192, height: 112, shows: whole });
      expect(still.atSeconds).toBeCloseTo(3.3, 2);
      expect(yellow(still, 20, 10)).toBe(true);
      // The blue bar moves 16 pixels a picture and wraps after twelve: picture 33 has it at 9 × 16.
      const [, greyThere = 0, blueThere = 0] = pixel(still, 9 * 16 + 8, 90);
      expect(blueThere - greyThere).toBeGreaterThan(40);
    });
  });

  it('is the last one when it is asked for beyond the end', async () => {
    const bytes = await smallRecording(3, { keyframeEverySeconds: 3 });
    expect((await opened(inMemory(bytes), (clip) => stillOf(clip, 99))).atSeconds).toBeCloseTo(2.9, 2);
  });

  it.each([
    [2.7, 2],
    [3, 2],
    [3.1, 4],
    [99, 6],
  ])(
    'asked for at %f s is the nearest keyframe where those are two seconds apart: %i s',
    async (at, shown) => {
      const bytes = await smallRecording(8, { keyframeEverySeconds: 2 });
      expect((await opened(inMemory(bytes), (clip) => stillOf(clip, at))).atSeconds).toBe(shown);
    },
  );

  it('of a keyframe fetches no picture but that', async () => {
    const bytes = await smallRecording(20, { keyframeEverySeconds: 2, bitsPerSecond: 6_000_000 });
    const source = inMemory(bytes);
    await opened(source, async (clip) => {
      const before = source.readBytes;
      await stillOf(clip, 12);
      expect(source.readBytes - before).toBeLessThan(bytes.length / 3);
    });
  });

  it('of several parts shows each of them, and says which part it became', async () => {
    const bytes = await smallRecording(2);
    await opened(inMemory(bytes), async (clip) => {
      const corner = { left: 0.05, top: 0.05, width: 0.15, height: 0.15 };
      const beside = { left: 0.5, top: 0.5, width: 0.25, height: 0.5 };
      const [one, other] = await clip.stills(0, [corner, beside], []);
      expect(one && [one.width, one.height]).toEqual([32, 20]);
      expect(one?.shows.left).toBeCloseTo(8 / 192, 6);
      expect(one && yellow(one, 2, 2) && yellow(one, 29, 17)).toBe(true);
      expect(other).toMatchObject({ width: 48, height: 56, shows: beside });
      expect(other && yellow(other, 2, 2)).toBe(false);
    });
  });

  const corner: Polygon = [
    { x: 0, y: 0 },
    { x: 0.25, y: 0 },
    { x: 0.25, y: 0.25 },
    { x: 0, y: 0.25 },
  ];
  it.each([0, 90, 180, 270] as const)(
    'of a camera mounted at %i degrees is black where that is asked for, and only there',
    async (rotation) => {
      const bytes = await smallRecording(2, { rotation });
      await opened(inMemory(bytes), async (clip) => {
        const plain = await stillOf(clip, 0);
        const hidden = await stillOf(clip, 0, whole, [corner]);
        let [changed, blackOutside] = [0, 0];
        for (let y = 0; y < hidden.height; y++) {
          for (let x = 0; x < hidden.width; x++) {
            const isIn = x < hidden.width / 4 && y < hidden.height / 4;
            const level = Math.max(...pixel(hidden, x, y));
            if (isIn) expect(level).toBeLessThan(8);
            else if (level < 8) blackOutside++;
            if (pixel(hidden, x, y).join() !== pixel(plain, x, y).join()) changed++;
          }
        }
        expect(blackOutside).toBe(0);
        expect(changed).toBeLessThan((hidden.width * hidden.height) / 12);
      });
    },
  );

  it('of a part is black where the whole would be', async () => {
    const bytes = await smallRecording(2, { rotation: 90 });
    await opened(inMemory(bytes), async (clip) => {
      const part = { left: 0.1, top: 0.1, width: 0.4, height: 0.4 };
      const still = await stillOf(clip, 0, part, [corner]);
      const edge = ((0.25 - still.shows.left) / still.shows.width) * still.width;
      expect(Math.max(...pixel(still, Math.floor(edge) - 1, 2))).toBeLessThan(8);
      expect(Math.max(...pixel(still, Math.ceil(edge) + 2, 2))).toBeGreaterThan(30);
    });
  });
});
