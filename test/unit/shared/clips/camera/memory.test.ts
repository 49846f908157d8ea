import { describe, expect, it } from 'vitest';
import { earlierDeposits } from '../../../../../shared/clips/camera/earlier-deposit.ts';
import {
  type CameraMemory,
  type Ground,
  RememberedThing,
} from '../../../../../shared/clips/camera/memory.ts';
import { type FlaggedThing, remember } from '../../../../../shared/clips/camera/remember.ts';
import { type Box, type Frame, overlap } from '../../../../../shared/clips/recording/picture.ts';
import { movedBack } from '../../../../../shared/clips/scene/registration.ts';
import { SceneSettings } from '../../../../../shared/clips/scene/scene.ts';
import { instant } from '../../../../../shared/platform/instant.ts';
import {
  drawnFrames,
  exposure,
  heap,
  infraRed,
  type Moment,
  person,
  place,
  rain,
  shadow,
  shaking,
} from '../../../../support/drawn-scene.ts';

const settings = SceneSettings.parse({});
const noon = instant(Date.UTC(2026, 5, 1, 12));
const nothing: CameraMemory = { things: [], dismissed: [], ground: undefined };
const having = (ground: Ground | undefined): CameraMemory => ({ ...nothing, ground });
const passersBy = [person(1, 9, 0, 0.12), person(13, 20, 0.9, -0.14), person(22, 30, 0, 0.13)];
const flaggedAt = (clearUntilSeconds?: number): FlaggedThing => ({
  id: 'heap',
  box: place,
  since: noon,
  clearUntilSeconds,
});

const clip = (clipId: string, flagged: readonly FlaggedThing[] = []) => ({
  clipId,
  recordedAt: noon,
  flagged,
});
const byNight = (frames: readonly Frame[]): Frame[] => frames.map((frame) => ({ ...frame, colour: 0 }));
const memoryAfter = (
  moments: readonly Moment[],
  memory: CameraMemory = nothing,
  flagged: FlaggedThing[] = [],
) => remember(drawnFrames(moments, 2), memory, clip('earlier', flagged));
const groundOf = (memory: CameraMemory): Ground => {
  if (memory.ground === undefined) throw new Error('no ground is remembered');
  return memory.ground;
};

/** The mean level of a ground in a box. */
const levelIn = (ground: Ground, box: Box = place): number => {
  const { luma, width, height } = ground.luma;
  let [sum, count] = [0, 0];
  for (let y = Math.round(box.top * height); y < Math.round((box.top + box.height) * height); y++) {
    for (let x = Math.round(box.left * width); x < Math.round((box.left + box.width) * width); x++) {
      sum += luma[y * width + x] ?? 0;
      count++;
    }
  }
  return sum / count;
};
const clean = groundOf(memoryAfter([]));

describe('the ground that a camera remembers', () => {
  it('is its place without the people in it, and says where a picture in colour shows it', () => {
    const ground = groundOf(memoryAfter(passersBy));
    expect(levelIn(ground, { left: 0, top: 0.4, width: 1, height: 0.4 })).toBeCloseTo(
      levelIn(clean, { left: 0, top: 0.4, width: 1, height: 0.4 }),
      0,
    );
    expect(ground.light).toBe('daylight');
    expect(ground.clear.clipId).toBe('earlier');
    expect(ground.at).toBe(instant(Date.parse(noon) + ground.clear.atSeconds * 1000));
  });

  it('follows slow changes of the light', () => {
    const ground = groundOf(memoryAfter([exposure(0, 1.2)], having(clean)));
    expect(levelIn(ground) / levelIn(clean)).toBeCloseTo(1.2, 1);
  });

  it('does not take in what came in a clip’s last seconds, which the next clip may judge', () => {
    expect(levelIn(groundOf(memoryAfter([heap(24)], having(clean))))).toBeCloseTo(levelIn(clean), 0);
  });

  it('keeps the older ground under a thing that was flagged, in the light of now', () => {
    const ground = groundOf(memoryAfter([heap(5), exposure(0, 1.2)], having(clean), [flaggedAt(4)]));
    expect(levelIn(ground) / levelIn(clean)).toBeCloseTo(1.2, 1);
    expect(ground.hidden).toEqual([]);
  });

  it('takes it from before the thing in a camera’s first clip', () => {
    const ground = groundOf(memoryAfter([heap(11)], nothing, [flaggedAt(10)]));
    expect(levelIn(ground)).toBeCloseTo(levelIn(clean), 0);
    expect(ground.hidden).toEqual([]);
  });

  it('says where it was never seen as a thing lay on it all along', () => {
    const heapThere = { id: 'heap', box: place, since: noon, looks: {} };
    const first = memoryAfter([heap(0)], { ...nothing, things: [heapThere] });
    expect(groundOf(first).hidden.map((box) => overlap(box, place) > 0.4)).toEqual([true]);
    const later = memoryAfter([], { ...first, things: [] });
    expect(groundOf(later).hidden).toEqual([]);
    expect(levelIn(groundOf(later))).toBeCloseTo(levelIn(clean), 0);
  });

  it('stays where it was when the camera moves by some pixels', () => {
    const moved = drawnFrames([], 3).map((frame) => movedBack(frame, { right: 5, down: -4 }));
    const { ground } = remember(moved, having(clean), clip('moved'));
    const { luma } = groundOf(having(ground)).luma;
    const apart = luma.reduce((sum, level, at) => sum + Math.abs(level - (clean.luma.luma[at] ?? 0)), 0);
    expect(apart / luma.length).toBeLessThan(2);
  });

  it.each<[string, readonly Frame[]]>([
    ['too short', drawnFrames([heap(0)], 4).slice(0, 4)],
    ['empty', []],
    ['in motion', drawnFrames([sliding()], 4)],
  ])('stays as it was after a clip that is %s', (_, frames) => {
    const { ground } = remember(frames, having(clean), clip('later'));
    // Compared as a whole, a difference would be printed pixel by pixel.
    expect(ground === clean).toBe(true);
  });

  it('is kept apart by day and by night', () => {
    const frames = byNight(drawnFrames([infraRed(0)], 4));
    const { ground } = remember(frames, having(clean), clip('night'));
    expect(ground?.light).toBe('infra-red');
    expect(levelIn(groundOf(having(ground)))).toBeLessThan(levelIn(clean) - 15);
  });

  it('takes in the thing of an incident that was dismissed', () => {
    const memory = memoryAfter([heap(0)], having(clean), [flaggedAt()]);
    expect(levelIn(groundOf(memoryAfter([heap(0)], memory)))).toBeCloseTo(levelIn(clean), 0);
    const dismissed = { things: [], dismissed: memory.things, ground: memory.ground };
    expect(levelIn(groundOf(memoryAfter([heap(0)], dismissed)))).toBeLessThan(60);
  });
});

describe('a remembered thing', () => {
  it('is stored with its looks, and not with half a picture', () => {
    const { things } = memoryAfter([heap(5)], having(clean), [flaggedAt(4)]);
    const [thing] = RememberedThing.array().parse(things);
    const looks = thing?.looks.daylight;
    expect(looks?.luma.luma).toHaveLength((looks?.luma.width ?? 0) * (looks?.luma.height ?? 0));
    const half = { ...looks, luma: { ...looks?.luma, luma: new Uint8Array(5) } };
    expect(RememberedThing.safeParse({ ...thing, looks: { daylight: half } }).success).toBe(false);
  });
});

describe('a deposit from before the clip', () => {
  const told = (moments: readonly Moment[], memory: CameraMemory = having(clean)) =>
    earlierDeposits(drawnFrames(moments, 7), memory, settings);

  it.each<[string, Moment[]]>([
    ['by day', []],
    ['while people walk past', passersBy],
    ['in another exposure', [exposure(0, 1.4)]],
    ['in rain', [rain()]],
    ['on a shaking pole', [shaking()]],
  ])('is found %s, where it lies, with where the clear ground is to be seen', (_, circumstances) => {
    const [found, ...others] = told([heap(0), ...circumstances]);
    expect(found && overlap(found.box, place)).toBeGreaterThan(0.6);
    expect(found).toMatchObject({ kind: 'left', clearAt: clean.at, clear: clean.clear });
    expect(found?.strength).toBeGreaterThan(0.45);
    expect(others).toEqual([]);
  });

  it('is told once: what is remembered or was dismissed is not told again', () => {
    const memory = memoryAfter([heap(0)], having(clean), [flaggedAt()]);
    expect(told([heap(0)], memory)).toEqual([]);
    expect(told([heap(0)], { ...memory, things: [], dismissed: memory.things })).toEqual([]);
  });

  it.each<[string, Moment[]]>([
    ['an empty yard', []],
    ['passers-by', passersBy],
    ['another exposure', [exposure(0, 0.6)]],
    ['a cloud’s shadow', [shadow(0)]],
    ['a shadow with a sharp edge', [sharpShadow()]],
    ['rain', [rain()]],
    ['a shaking pole', [shaking()]],
    ['a thing put down within the clip, which is judged there', [heap(11)]],
    ['a thing taken away within the clip', [heap(0, 14)]],
    ['somebody who stands there for a while', [person(0, 14, 0.5)]],
  ])('is not %s', (_, circumstances) => {
    expect(told(circumstances)).toEqual([]);
  });

  it('is not a place that is clear again, nor a thing that belongs there', () => {
    const withHeap = groundOf(memoryAfter([heap(0)]));
    expect(told([], having(withHeap))).toEqual([]);
    expect(told([heap(0)], having(withHeap))).toEqual([]);
  });

  it('is not looked for in another light, nor without a memory, nor in a few seconds', () => {
    const night = byNight(drawnFrames([heap(0), infraRed(0)], 7));
    expect(earlierDeposits(night, having(clean), settings)).toEqual([]);
    expect(told([heap(0)], nothing)).toEqual([]);
    const short = drawnFrames([heap(0)], 7).slice(0, 4);
    expect(earlierDeposits(short, having(clean), settings)).toEqual([]);
  });
});

/** Everything slides past, as when the camera is being turned. */
function sliding(): Moment {
  return ({ luma, width }, atSeconds) => {
    luma.forEach((_, at) => {
      luma[at] = ((at % width) + 13 * atSeconds) % 60 < 30 ? 50 : 200;
    });
  };
}

/** The shadow of a post, as the sun throws it: darker by half, its edge two pixels wide. */
function sharpShadow(): Moment {
  return ({ luma, width }) => {
    luma.forEach((level, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      const away = Math.max(Math.abs(x - 150 - y / 6) - 14, Math.abs(y - 110) - 40);
      luma[at] = Math.round(level * (1 - 0.45 / (1 + Math.exp(away))));
    });
  };
}
