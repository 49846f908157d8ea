import { describe, expect, it } from 'vitest';
import { CameraFaultName, healthOf, healthy } from '../../../../../shared/clips/camera/camera-health.ts';
import type { Ground } from '../../../../../shared/clips/camera/memory.ts';
import { remember } from '../../../../../shared/clips/camera/remember.ts';
import type { Frame } from '../../../../../shared/clips/recording/picture.ts';
import { movedBack } from '../../../../../shared/clips/scene/registration.ts';
import { instant } from '../../../../../shared/platform/instant.ts';
import {
  drawnFrames,
  exposure,
  headlights,
  heap,
  infraRed,
  type Moment,
  person,
  rain,
  shadow,
  shaking,
} from '../../../../support/drawn-scene.ts';

const clip = { clipId: 'earlier', recordedAt: instant(Date.UTC(2026, 5, 1, 12)), flagged: [] };
const nothing = { things: [], dismissed: [], ground: undefined };
const { ground } = remember(drawnFrames([wall()], 2), nothing, clip);
const seen = (...moments: readonly Moment[]): Frame[] => drawnFrames([wall(), ...moments], 5);
const blurred = (pixels: number) => seen().map((frame) => ({ ...frame, luma: smeared(frame, pixels) }));
const frozen = (): Frame[] => {
  const [first] = seen(person(0, 9, 0.3));
  return seen().map(({ atSeconds }) => ({ ...(first ?? blank), atSeconds }));
};
const blank: Frame = { luma: new Uint8Array(320 * 180), width: 320, height: 180, atSeconds: 0, colour: 0 };

describe('a camera’s fault', () => {
  it('has its picture taken before in daylight', () => {
    expect(ground?.light).toBe('daylight');
  });

  it.each<[CameraFaultName, string, Frame[]]>([
    ['black', 'that sends black pictures', seen(painted(() => 14))],
    ['blocked', 'under a bag', seen(painted((x) => 90 + x / 8))],
    ['blocked', 'covered to three quarters', seen(painted((x, y) => (y < 140 ? 90 + x / 8 : undefined)))],
    ['blurred', 'out of focus', blurred(4)],
    ['turned', 'that looks elsewhere', seen(painted((x, y) => 60 + (hash(x >> 4, y >> 3) % 120)))],
    ['turned', 'that was knocked aside', seen(aside(58, 37))],
    ['frozen', 'that sends one picture again and again', frozen()],
    ['frozen', 'whose picture stands still under a running clock', withClock(frozen())],
  ])('is %s for one %s', (name, _, frames) => {
    const fault = healthOf(frames, ground);
    expect(fault?.name).toBe(name);
    expect(fault?.sentence).toMatch(/^[a-z].{20,}/);
    for (const any of CameraFaultName.options) expect(healthy(frames, ground, any)).toBe(false);
  });

  it.each<[string, Frame[]]>([
    ['sees its place', seen()],
    ['sees rubbish and people there', seen(heap(0), person(0, 30, 0.2), person(3, 12, 0, 0.1))],
    ['sees it darker', seen(exposure(0, 0.5))],
    ['sees it brighter', seen(exposure(0, 1.5))],
    ['sees it under a cloud', seen(shadow(0))],
    ['sees it in rain', seen(rain())],
    ['is dazzled now and then', seen(headlights(2, 10), headlights(14, 25))],
    ['shakes on its pole', seen(shaking())],
    ['moved by a few pixels', seen().map((frame) => movedBack(frame, { right: 6, down: -5 }))],
    ['sees it a little softer', blurred(1)],
  ])('is not told of one that %s, which is seen to be well', (_, frames) => {
    expect(healthOf(frames, ground)).toBeUndefined();
    for (const fault of CameraFaultName.options) expect(healthy(frames, ground, fault)).toBe(true);
  });

  it.each<[string, Frame[]]>([
    ['it is night and nothing lights the place', seen(painted((_, __, level) => 12 + level * 0.12))],
    ['thin fog takes the contrast', seen(painted((_, __, level) => 140 + level * 0.3))],
    ['a lorry hides half of the picture', seen(painted((x, y) => (x < 160 ? 180 + (y % 40) : undefined)))],
    ['it is covered for a part of the clip', [...seen().slice(0, 14), ...covered().slice(14)]],
    ['it is black for a part of the clip', [...seen().slice(0, 14), ...seen(painted(() => 14)).slice(14)]],
  ])('is not told while %s', (_, frames) => {
    expect(healthOf(frames, ground)).toBeUndefined();
  });

  it('is not told from the ground in another light, or where the light switches', () => {
    const night = aside(58, 37);
    const infraRedClip = seen(infraRed(0), night).map((frame) => ({ ...frame, colour: 0 }));
    expect(healthOf(infraRedClip, ground)).toBeUndefined();
    expect(healthy(infraRedClip, ground, 'turned')).toBe(false);
    const switched = seen(infraRed(15)).map((frame) => ({ ...frame, colour: frame.atSeconds < 15 ? 8 : 0 }));
    expect(healthOf(switched, ground)).toBeUndefined();
  });

  it('is not told of a clip of a few pictures or seconds, nor is its end', () => {
    for (const frames of [[], covered().slice(0, 4)]) {
      expect(healthOf(frames, ground)).toBeUndefined();
      expect(healthy(frames, ground, 'blocked')).toBe(false);
    }
  });

  it('is told and ended without a remembered ground where that can be', () => {
    expect(healthOf(covered(), undefined)?.name).toBe('blocked');
    expect(healthOf(seen(painted(() => 14)), undefined)?.name).toBe('black');
    expect(healthOf(frozen(), undefined)?.name).toBe('frozen');
    expect(healthOf(blurred(4), undefined)).toBeUndefined();
    expect(healthOf(seen(), undefined)).toBeUndefined();
    expect(healthy(seen(), undefined, 'blocked')).toBe(true);
    expect(healthy(seen(), undefined, 'black')).toBe(true);
    expect(healthy(seen(), undefined, 'turned')).toBe(false);
    expect(healthy(seen(), undefined, 'blurred')).toBe(false);
  });

  it('is not told by a ground of another size', () => {
    const small: Ground | undefined = ground && {
      ...ground,
      luma: { luma: new Uint8Array(160 * 90), width: 160, height: 90 },
    };
    expect(healthOf(seen(), small)).toBeUndefined();
    expect(healthy(seen(), small, 'turned')).toBe(false);
  });
});

function covered(): Frame[] {
  return seen(painted((x) => 90 + x / 8));
}

/** A wall with doors, posts and signs of many sizes behind the yard, so that no part of the picture is like another. */
function wall(): Moment {
  return painted((x, y, level) => {
    if (y > 70 && hash(x >> 5, y >> 4) % 3 > 0) return undefined;
    return hash(Math.floor(x / 13), Math.floor(y / 11)) % 2 === 0 ? level - 50 : level + 60;
  });
}

/** Paints over the picture; where undefined it stays. */
function painted(level: (x: number, y: number, level: number) => number | undefined): Moment {
  return ({ luma, width }) => {
    luma.forEach((old, at) => {
      luma[at] = Math.round(level(at % width, Math.floor(at / width), old) ?? old);
    });
  };
}

/** The camera was knocked: everything drawn so far lies so many pixels elsewhere. */
function aside(right: number, down: number): Moment {
  return ({ luma, width, height }) => {
    const before = luma.slice();
    luma.forEach((_, at) => {
      const x = ((at % width) + right) % width;
      const y = (Math.floor(at / width) + down) % height;
      luma[at] = before[y * width + x] ?? 0;
    });
  };
}

function withClock(frames: readonly Frame[]): Frame[] {
  return frames.map((frame) => {
    const luma = frame.luma.slice();
    for (let y = 4; y < 12; y++) {
      for (let x = 4; x < 44; x++) luma[y * frame.width + x] = hash(x, frame.atSeconds) % 2 === 0 ? 255 : 0;
    }
    return { ...frame, luma };
  });
}

/** The mean over so many pixels to each side, along rows and then along columns. */
function smeared({ luma, width, height }: Frame, pixels: number): Uint8Array {
  const along = (from: Uint8Array, step: number, length: number) =>
    from.map((_, at) => {
      const place = step === 1 ? at % width : Math.floor(at / width);
      let [sum, count] = [0, 0];
      for (let away = -pixels; away <= pixels; away++) {
        if (place + away < 0 || place + away >= length) continue;
        sum += from[at + away * step] ?? 0;
        count++;
      }
      return Math.round(sum / count);
    });
  return along(along(luma, 1, width), width, height);
}

/** A number that looks like chance, the same for the same place. */
function hash(x: number, y: number): number {
  return (Math.imul(x * 73_856_093 + 19, y * 19_349_663 + 7) >>> 8) & 0xffff;
}
