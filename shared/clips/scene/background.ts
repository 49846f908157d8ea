import { type Box, type Frame, type Luma, pixelsOf } from '../recording/picture.ts';

/** For every pixel, the moment that best parts its history into one level before and another after. */
export interface ChangeMap {
  readonly width: number;
  readonly height: number;
  /** Levels before and after the moment; the same where nothing changed. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** Index into `frames` of the first frame of the after, 0 where nothing lasting changed. */
  readonly moment: Uint8Array;
  /** The pooled frames that the moments count in. */
  readonly frames: readonly Frame[];
  /** The usual difference of a pixel from its own level, in levels: the camera's noise in this light. */
  readonly noise: number;
}

/** Histories longer than this are pooled by medians, which costs the fit nothing and averages noise. */
const mostMoments = 24;
/** Frames in the groups at the start of a long clip, and the other way round at its end. */
const outerFrames = [2, 3, 5];
/** A difference above this is somebody in the way, and counts as no more. */
const inTheWayLevel = 40;
/** A level must hold for this many pooled frames, or it is a passer-by at the clip's start or end. */
const fewestFrames = 2;
/** Least lasting change of level worth looking at; an eight-bit camera at night needs less than by day. */
const leastLevel = 6;
/** Share of a stretch's frames that must be nearer to its own level than to the other stretch's. */
const leastAgreement = 0.6;

/**
 * Frames pooled into at most so many, each the median of its neighbours in time. Keeps the middle's time. Of a long
 * clip fewer are pooled at its start and end, or what comes in an hour's last minutes would be no moment of its own.
 */
export function pooled(frames: readonly Frame[], most: number = mostMoments): Frame[] {
  if (frames.length <= most) return [...frames];
  const ends = groupEnds(frames.length, most);
  const out: Frame[] = [];
  for (let index = 0; index < most; index++) {
    const group = frames.slice(ends[index - 1] ?? 0, ends[index]);
    const middle = group[Math.floor(group.length / 2)];
    if (middle !== undefined) out.push({ ...middle, luma: medianPicture(group).luma });
  }
  return out;
}

/** Where each of so many groups of frames ends: equally long ones, or shorter ones outside of them. */
function groupEnds(frames: number, most: number): number[] {
  const outer = outerFrames.reduce((sum, length) => sum + length, 0);
  const inner = most - 2 * outerFrames.length;
  const even = (count: number, from: number, total: number) =>
    Array.from({ length: count }, (_, index) => from + Math.floor(((index + 1) * total) / count));
  if (inner < 1 || (frames - 2 * outer) / inner <= Math.max(...outerFrames)) return even(most, 0, frames);
  let end = 0;
  const first = outerFrames.map((length) => {
    end += length;
    return end;
  });
  const last = first.map((length) => frames - length).reverse();
  return [...first, ...even(inner, outer, frames - 2 * outer), ...last.slice(1), frames];
}

/**
 * The median of every pixel over the frames: what stays when people come and go. At least one frame. Where a part
 * of the picture is asked for, the rest is black.
 */
export function medianPicture(frames: readonly Luma[], part?: Box): Luma {
  const [first] = frames;
  if (first === undefined) throw new RangeError('a median needs at least one picture');
  const { width, height } = first;
  const { left, top, right, bottom } = pixelsOf(part ?? { left: 0, top: 0, width: 1, height: 1 }, first);
  const luma = new Uint8Array(width * height);
  const sorted = new Uint8Array(frames.length);
  for (let y = top; y < bottom; y++) {
    for (let at = y * width + left; at < y * width + right; at++) {
      for (let index = 0; index < frames.length; index++) insert(sorted, index, frames[index]?.luma[at] ?? 0);
      luma[at] = sorted[frames.length >> 1] ?? 0;
    }
  }
  return { luma, width, height };
}

/** Puts a value into the first `length` sorted ones. */
function insert(sorted: Uint8Array, length: number, value: number): void {
  let place = length;
  while (place > 0 && (sorted[place - 1] ?? 0) > value) {
    sorted[place] = sorted[place - 1] ?? 0;
    place--;
  }
  sorted[place] = value;
}

/**
 * Finds for each pixel the two levels and the moment that fit its history with the least absolute error, where
 * people in the way count little. Unlike a background from the first seconds and another from the last, this uses
 * the whole clip on both sides of a change that may come early or late. Frames must share light and place.
 */
export function lastingChanges(frames: readonly Frame[]): ChangeMap {
  const [first] = frames;
  if (first === undefined || frames.length < 2 * fewestFrames) {
    const { width, height } = first ?? { width: 0, height: 0 };
    const still = first?.luma ?? new Uint8Array(0);
    return {
      width,
      height,
      before: still,
      after: still,
      moment: new Uint8Array(still.length),
      frames,
      noise: 0,
    };
  }
  const { width, height } = first;
  const size = width * height;
  const map = {
    before: new Uint8Array(size),
    after: new Uint8Array(size),
    moment: new Uint8Array(size),
  };
  const history = new Uint8Array(frames.length);
  const noise = new Uint32Array(256);
  const fitted = historyFit(frames.length);
  for (let at = 0; at < size; at++) {
    for (let index = 0; index < frames.length; index++) history[index] = frames[index]?.luma[at] ?? 0;
    const { before, after, moment, scatter } = fitted(history);
    map.before[at] = before;
    map.after[at] = after;
    map.moment[at] = moment;
    noise[scatter] = (noise[scatter] ?? 0) + 1;
  }
  return { width, height, ...map, frames, noise: medianOf(noise, size) };
}

function medianOf(histogram: Uint32Array, total: number): number {
  let below = 0;
  for (let value = 0; value < histogram.length; value++) {
    below += histogram[value] ?? 0;
    if (below * 2 >= total) return value;
  }
  return 0;
}

interface Fit {
  readonly before: number;
  readonly after: number;
  readonly moment: number;
  readonly scatter: number;
}

/** The fit of one pixel's history; buffers are shared between pixels, as there are 70,000 of them. */
function historyFit(length: number): (history: Uint8Array) => Fit {
  const upTo = new Uint8Array(length + 1);
  const from = new Uint8Array(length + 1);
  const sorted = new Uint8Array(length);
  return (history) => {
    for (let index = 0; index < length; index++) {
      insert(sorted, index, history[index] ?? 0);
      upTo[index + 1] = sorted[(index + 1) >> 1] ?? 0;
    }
    const all = sorted[length >> 1] ?? 0;
    const scatter = ((sorted[(3 * length) >> 2] ?? 0) - (sorted[length >> 2] ?? 0)) >> 1;
    const range = (sorted[length - 1] ?? 0) - (sorted[0] ?? 0);
    if (range < leastLevel) return { before: all, after: all, moment: 0, scatter };
    for (let index = 0; index < length; index++) {
      insert(sorted, index, history[length - 1 - index] ?? 0);
      from[length - 1 - index] = sorted[(index + 1) >> 1] ?? 0;
    }
    let moment = 0;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let split = fewestFrames; split <= length - fewestFrames; split++) {
      const before = upTo[split] ?? 0;
      const after = from[split] ?? 0;
      if (Math.abs(before - after) < leastLevel) continue;
      const cost = costOf(history, 0, split, before) + costOf(history, split, length, after);
      if (cost < bestCost) [bestCost, moment] = [cost, split];
    }
    const before = upTo[moment] ?? 0;
    const after = from[moment] ?? 0;
    if (moment === 0 || !holds(history, moment, before, after))
      return { before: all, after: all, moment: 0, scatter };
    return { before, after, moment, scatter };
  };
}

function costOf(history: Uint8Array, start: number, end: number, level: number): number {
  let cost = 0;
  for (let index = start; index < end; index++) {
    const difference = Math.abs((history[index] ?? 0) - level);
    cost += Math.min(difference, inTheWayLevel);
  }
  return cost;
}

/** Both levels are held by most of their frames, and the clip begins on one and ends on the other. */
function holds(history: Uint8Array, moment: number, before: number, after: number): boolean {
  const length = history.length;
  const nearer = (start: number, end: number, own: number, other: number): number => {
    let count = 0;
    for (let index = start; index < end; index++) {
      const level = history[index] ?? 0;
      if (Math.abs(level - own) < Math.abs(level - other)) count++;
    }
    return count / Math.max(1, end - start);
  };
  return (
    nearer(0, moment, before, after) >= leastAgreement &&
    nearer(moment, length, after, before) >= leastAgreement &&
    nearer(0, Math.min(3, moment), before, after) > 0.5 &&
    nearer(Math.max(moment, length - 3), length, after, before) > 0.5
  );
}
