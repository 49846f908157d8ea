import { describe, expect, it } from 'vitest';
import { type Box, overlap } from '../../../../../shared/clips/recording/picture.ts';
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
import {
  breathing,
  cabinet,
  clockOverlay,
  clutter,
  foliage,
  letterbox,
  night,
  slowShadow,
  van,
  waiting,
} from '../../../../support/drawn-street.ts';

const settings = SceneSettings.parse({});
const bush: Box = { left: 0.02, top: 0.1, width: 0.3, height: 0.45 };
const bay: Box = { left: 0.4, top: 0.35, width: 0.34, height: 0.42 };

describe('a heap left in a street', () => {
  it.each<[string, Moment[]]>([
    ['at night under infra-red', [night()]],
    ['at night in rain', [night(), rain()]],
    ['at night while headlights sweep by', [night(), headlights(14, 18), headlights(23, 26)]],
    ['at dusk when the camera switches to night', [shadow(3), infraRed(19)]],
    ['on a shaking pole in rain', [rain(), shaking()]],
    ['beside a bush in the wind', [foliage(bush)]],
    ['between black bars', [letterbox()]],
    ['under a clock that ticks', [clockOverlay()]],
    ['by a lens that breathes', [breathing()]],
    ['while a wall’s shadow creeps up to it', [slowShadow(0.515, 0.0002)]],
    ['while a wall’s shadow creeps over it', [slowShadow(0.3, 0.012)]],
    ['after an exposure jump at the same moment', [exposure(11, 1.5)]],
  ])('is found %s', (_, circumstances) => {
    const [plainest] = findLeftBehind(drawnFrames([heap(11), ...circumstances]), settings);
    expect(plainest && overlap(plainest.box, place)).toBeGreaterThan(0.5);
    expect(Math.abs((plainest?.atSeconds ?? 99) - 10.5)).toBeLessThanOrEqual(2);
    expect(plainest?.strength).toBeGreaterThan(0.45);
  });

  it('is found when a cabinet hides half of it', () => {
    const hiding = cabinet({ left: 0.56, top: 0.5, width: 0.14, height: 0.3 });
    const [plainest] = findLeftBehind(drawnFrames([heap(11), hiding]), settings);
    expect(plainest && overlap(plainest.box, { ...place, width: 0.06 })).toBeGreaterThan(0.5);
  });

  it.each([1, 3])('is found on ground that is fuller of edges than itself (%i)', (seed) => {
    const around = clutter({ left: 0.35, top: 0.4, width: 0.45, height: 0.5 }, seed);
    const [plainest] = findLeftBehind(drawnFrames([around, heap(11, 99, place, 110)]), settings);
    expect(plainest && overlap(plainest.box, place)).toBeGreaterThan(0.5);
  });

  it('is found while people stroll past in front of it all the time', () => {
    const passing = Array.from({ length: 5 }, (_, index) =>
      person(12 + 3 * index, 22 + 3 * index, 0.42, 0.03),
    );
    const [plainest] = findLeftBehind(drawnFrames([heap(11), ...passing]), settings);
    expect(plainest && overlap(plainest.box, place)).toBeGreaterThan(0.5);
  });

  it('is found when it leans on a cabinet', () => {
    const beside = cabinet({ left: 0.6, top: 0.5, width: 0.14, height: 0.3 });
    const [plainest] = findLeftBehind(drawnFrames([beside, heap(11)]), settings);
    expect(plainest && overlap(plainest.box, place)).toBeGreaterThan(0.5);
  });

  it.each<[string, Box]>([
    ['left', { left: -0.05, top: 0.6, width: 0.12, height: 0.16 }],
    ['right', { left: 0.93, top: 0.5, width: 0.12, height: 0.16 }],
    ['lower', { left: 0.4, top: 0.91, width: 0.12, height: 0.16 }],
  ])('is found when the picture’s %s edge cuts it off', (_, box) => {
    const [plainest] = findLeftBehind(drawnFrames([heap(11, 99, box)]), settings);
    const left = Math.max(0, box.left);
    const seen = {
      left,
      top: box.top,
      width: Math.min(1, box.left + box.width) - left,
      height: Math.min(1 - box.top, box.height),
    };
    expect(plainest && overlap(plainest.box, seen)).toBeGreaterThan(0.5);
  });

  it('is found when it topples a while later', () => {
    const toppled = { ...place, left: place.left + 0.02, top: place.top + 0.03 };
    const [plainest] = findLeftBehind(drawnFrames([heap(8, 19), heap(19, 99, toppled)]), settings);
    expect(plainest && overlap(plainest.box, place)).toBeGreaterThan(0.5);
    expect(plainest?.atSeconds).toBeLessThan(9);
  });

  it('is found when it came seven seconds before the end and nobody is there', () => {
    const [plainest] = findLeftBehind(drawnFrames([heap(22)]), settings);
    expect(plainest && overlap(plainest.box, place)).toBeGreaterThan(0.6);
  });

  it('is found when it is as slender as a person but stands like a fridge', () => {
    const fridge = { left: 0.5, top: 0.5, width: 0.07, height: 0.28 };
    const [plainest] = findLeftBehind(drawnFrames([heap(11, 99, fridge, 210)]), settings);
    expect(plainest && overlap(plainest.box, fridge)).toBeGreaterThan(0.6);
  });

  it('is found where a van stood for a while that brought it', () => {
    const [plainest] = findLeftBehind(drawnFrames([heap(11), van(8, 14, bay)]), settings);
    expect(plainest && overlap(plainest.box, place)).toBeGreaterThan(0.5);
  });
});

describe('in a street, nothing is left by', () => {
  it.each<[string, Moment[]]>([
    ['night and rain', [night(), rain()]],
    ['headlights at night', [night(), headlights(3, 9), headlights(15, 24)]],
    ['the switch from day to night', [infraRed(16)]],
    ['a bush in the wind', [foliage(bush)]],
    ['a ticking clock between black bars', [letterbox(), clockOverlay()]],
    ['a lens that breathes', [breathing(), heap(0)]],
    ['a wall’s shadow that creeps', [slowShadow(0.3, 0.012)]],
    ['a van that stops and drives on', [van(8, 18, bay)]],
    ['somebody who waits at the end', [person(22, 30, 0.5)]],
    ['somebody who comes and stays', [waiting(9)]],
    ['something slender in the last seconds', [heap(22, 99, { ...place, width: 0.04 })]],
  ])('%s', (_, circumstances) => {
    expect(findLeftBehind(drawnFrames(circumstances), settings)).toEqual([]);
  });

  it('a van that stood there and drives off, which is told as taken away', () => {
    const changes = findChanges(drawnFrames([van(-9, 14, bay)]), settings);
    expect(changes.map(({ kind }) => kind)).toEqual(['taken-away']);
  });
});

describe('ground that is bare when the clip begins', () => {
  it('is uncovered, not left behind or taken away, when what stood on it for half of the clip goes', () => {
    const changes = findChanges(drawnFrames([heap(1, 15)]), settings);
    expect(changes.map(({ kind }) => kind)).toEqual(['uncovered']);
  });
});

describe('a van that comes and stays', () => {
  const [plainest] = findLeftBehind(drawnFrames([van(11, 99, bay)]), settings);

  it('is found as a thing is', () => {
    expect(plainest && overlap(plainest.box, bay)).toBeGreaterThan(0.6);
  });

  it('is seen to have come by itself', () => {
    expect(plainest?.cameByItself).toBe(true);
  });

  it('is told from a thing as large that somebody put there', () => {
    const [largest] = findLeftBehind(drawnFrames([heap(11, 99, bay)]), settings);
    expect(largest && overlap(largest.box, bay)).toBeGreaterThan(0.6);
    expect(largest?.cameByItself).toBe(false);
  });
});
