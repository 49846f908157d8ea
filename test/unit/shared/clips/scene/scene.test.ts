import { describe, expect, it } from 'vitest';
import { overlap } from '../../../../../shared/clips/recording/picture.ts';
import { findChanges, findLeftBehind, SceneSettings } from '../../../../../shared/clips/scene/scene.ts';
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

const settings = SceneSettings.parse({});
const passersBy = [person(1, 9, 0, 0.12), person(13, 20, 0.9, -0.14), person(22, 30, 0, 0.13)];

describe('what was left behind', () => {
  it.each<[string, Moment[]]>([
    ['by day', []],
    ['while people walk past', passersBy],
    ['while somebody stands beside it', [person(8, 16, 0.63)]],
    ['through an exposure jump', [exposure(18, 1.5)]],
    ['through an exposure jump just before', [exposure(8, 0.6)]],
    ['across the infra-red switch', [infraRed(17)]],
    ['in rain', [rain()]],
    ['on a shaking pole', [shaking()]],
    ['while headlights sweep over it', [headlights(14, 18)]],
    ['as a cloud comes', [shadow(20)]],
  ])('is found %s, where and when it was put down', (_, circumstances) => {
    const [plainest, ...others] = findLeftBehind(drawnFrames([heap(11), ...circumstances]), settings);
    expect(plainest && overlap(plainest.box, place)).toBeGreaterThan(0.6);
    expect(plainest?.atSeconds).toBeGreaterThanOrEqual(10);
    expect(plainest?.atSeconds).toBeLessThanOrEqual(12);
    expect(plainest?.dwellSeconds).toBeGreaterThanOrEqual(17);
    expect(plainest?.strength).toBeGreaterThan(0.45);
    expect(others).toEqual([]);
  });

  it('is found when it is paler than the ground', () => {
    const [plainest] = findLeftBehind(drawnFrames([heap(11, 99, place, 220)]), settings);
    expect(plainest && overlap(plainest.box, place)).toBeGreaterThan(0.6);
  });

  it('is one heap when two bags lie side by side', () => {
    const bags = [
      { left: 0.5, top: 0.6, width: 0.05, height: 0.1 },
      { left: 0.565, top: 0.61, width: 0.05, height: 0.1 },
    ];
    const found = findLeftBehind(drawnFrames(bags.map((box) => heap(11, 99, box))), settings);
    expect(found).toHaveLength(1);
    expect(found[0]?.box.width).toBeGreaterThan(0.1);
  });

  it('says between which moments it appeared, and when its place was clear to see', () => {
    const [found] = findLeftBehind(drawnFrames([heap(11), person(9, 13, 0.52)]), settings);
    expect(found?.betweenSeconds[0]).toBeLessThanOrEqual(10);
    expect(found?.betweenSeconds[1]).toBeGreaterThanOrEqual(11);
    expect(found?.clearSeconds[0]).toBeLessThan(9);
    expect(found?.clearSeconds[1]).toBeGreaterThan(13);
  });
});

describe('what is not a thing left behind', () => {
  it.each<[string, Moment[]]>([
    ['an empty yard', []],
    ['people who walk past', passersBy],
    ['a heap that was there throughout', [heap(0)]],
    ['somebody who stands for a while and leaves', [person(6, 20, 0.5)]],
    ['a heap that is put down and taken away again', [heap(6, 20)]],
    ['a heap that came in the last seconds', [heap(25)]],
    ['an exposure jump', [exposure(14, 1.6), heap(0)]],
    ['the infra-red switch', [infraRed(14), heap(0)]],
    ['a cloud’s shadow', [shadow(14)]],
    ['headlights', [headlights(3, 8), headlights(12, 25)]],
    ['rain', [rain()]],
    ['a shaking pole', [heap(0), shaking()]],
  ])('%s', (_, circumstances) => {
    expect(findLeftBehind(drawnFrames(circumstances), settings)).toEqual([]);
  });

  it('a heap that is taken away, which is told as such', () => {
    const changes = findChanges(drawnFrames([heap(0, 14)]), settings);
    expect(changes.map(({ kind }) => kind)).toEqual(['taken-away']);
    expect(changes[0] && overlap(changes[0].box, place)).toBeGreaterThan(0.6);
    expect(changes[0]?.atSeconds).toBeCloseTo(13.5, 0);
  });

  it('ground that somebody uncovers who stood there when the clip began', () => {
    const changes = findChanges(drawnFrames([heap(0, 4)]), settings);
    expect(changes.map(({ kind }) => kind)).toEqual(['uncovered']);
  });

  it('anything in a clip of no or one picture', () => {
    expect(findChanges([], settings)).toEqual([]);
    expect(findChanges(drawnFrames([heap(0)]).slice(0, 1), settings)).toEqual([]);
  });
});
