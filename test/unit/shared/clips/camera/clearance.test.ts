import { describe, expect, it } from 'vitest';
import { clearances } from '../../../../../shared/clips/camera/clearance.ts';
import type { CameraMemory } from '../../../../../shared/clips/camera/memory.ts';
import { remember } from '../../../../../shared/clips/camera/remember.ts';
import { instant } from '../../../../../shared/platform/instant.ts';
import {
  drawnFrames,
  exposure,
  headlights,
  heap,
  infraRed,
  type Moment,
  person,
  place,
  rain,
  shadow,
  shaking,
} from '../../../../support/drawn-scene.ts';

const noon = instant(Date.UTC(2026, 5, 1, 12));
const nothing: CameraMemory = { things: [], dismissed: [], ground: undefined };
const clip = { clipId: 'earlier', recordedAt: noon };
const flagged = { id: 'heap', box: place, since: noon, clearUntilSeconds: undefined };

const clean = remember(drawnFrames([], 2), nothing, { ...clip, flagged: [] });
const withHeap = remember(drawnFrames([heap(0)], 3), clean, { ...clip, flagged: [flagged] });
const seen = (moments: readonly Moment[], memory: CameraMemory = withHeap) =>
  clearances(drawnFrames(moments, 5), memory);

describe('a remembered thing', () => {
  it.each<[string, Moment[]]>([
    ['by day', []],
    ['in another exposure', [exposure(0, 1.3)]],
    ['while people walk past', [person(2, 10, 0, 0.12), person(15, 23, 0.9, -0.12)]],
    ['in rain', [rain()]],
    ['on a shaking pole', [shaking()]],
    ['under a cloud', [shadow(0)]],
  ])('that is gone when the clip begins is seen to be gone %s', (_, circumstances) => {
    const [gone, ...others] = seen(circumstances);
    expect(gone).toMatchObject({ thingId: 'heap', box: place, atSeconds: 0, wasThereAtStart: false });
    expect(gone?.betweenSeconds).toBeUndefined();
    expect(gone?.clearSeconds[0]).toBeUndefined();
    expect(others).toEqual([]);
  });

  it.each<[string, Moment[]]>([
    ['by day', []],
    ['by somebody who stands before it meanwhile', [person(11, 17, 0.53)]],
    ['as the light changes', [exposure(20, 0.7)]],
  ])('that is taken away within the clip %s is seen to go, and when', (_, circumstances) => {
    const [gone] = seen([heap(0, 14), ...circumstances]);
    expect(gone).toMatchObject({ thingId: 'heap', wasThereAtStart: true });
    expect(gone?.atSeconds).toBeGreaterThanOrEqual(10);
    expect(gone?.atSeconds).toBeLessThanOrEqual(17);
    expect(gone?.betweenSeconds?.[0]).toBeLessThan(14);
    expect(gone?.betweenSeconds?.[1]).toBeGreaterThanOrEqual(14);
    expect(gone?.clearSeconds[0]).toBeLessThan(14);
    expect(gone?.clearSeconds[1]).toBeGreaterThan(14);
  });

  it.each<[string, Moment[]]>([
    ['it lies there', [heap(0)]],
    ['it lies there in another exposure', [heap(0), exposure(0, 1.4)]],
    ['it lies there while headlights pass', [heap(0), headlights(3, 9), headlights(14, 26)]],
    ['somebody stands before it', [heap(0), person(0, 30, 0.53)]],
    ['somebody stands where it lay', [person(0, 30, 0.5), person(0, 30, 0.56)]],
    ['it was moved aside a bit', [heap(0, 99, { ...place, left: 0.44 })]],
    ['it was moved beside its place', [heap(0, 99, { ...place, left: 0.63 })]],
    ['something else was put on it', [heap(0, 99, place, 200)]],
    ['half of it is gone', [heap(0, 99, { ...place, width: 0.06 })]],
    ['it went in the last seconds', [heap(0, 26)]],
    ['it was away for a moment only', [heap(0, 10), heap(18)]],
    ['snow lies on everything', [snow()]],
  ])('is not said to be gone when %s', (_, circumstances) => {
    expect(seen(circumstances)).toEqual([]);
  });

  it('is not looked for in another light, without a memory, or in a few pictures', () => {
    const night = drawnFrames([infraRed(0)], 5).map((frame) => ({ ...frame, colour: 0 }));
    expect(clearances(night, withHeap)).toEqual([]);
    expect(clearances(drawnFrames([], 5), { ...withHeap, ground: undefined })).toEqual([]);
    expect(clearances(drawnFrames([], 5).slice(0, 3), withHeap)).toEqual([]);
    expect(clearances([], withHeap)).toEqual([]);
  });

  it('that lay there when the camera was put up is gone when its outline is', () => {
    const things = [{ id: 'heap', box: place, since: noon, looks: {} }];
    const first = remember(drawnFrames([heap(0)], 3), { ...nothing, things }, { ...clip, flagged: [] });
    expect(seen([heap(0)], first)).toEqual([]);
    expect(seen([], first)).toMatchObject([{ thingId: 'heap', wasThereAtStart: false }]);
  });

  it('first seen in this light is told from its start in the clip', () => {
    const unseen = { ...withHeap, things: withHeap.things.map((thing) => ({ ...thing, looks: {} })) };
    expect(seen([heap(0, 14)], unseen)).toMatchObject([{ thingId: 'heap', wasThereAtStart: true }]);
    expect(seen([], unseen)).toEqual([]);
  });
});

/** Snow on the ground: bright, without the joints of the paving. */
function snow(): Moment {
  return ({ luma, width }) => {
    luma.forEach((_, at) => {
      luma[at] = 215 + ((at * 7 + Math.floor(at / width) * 3) % 11);
    });
  };
}
