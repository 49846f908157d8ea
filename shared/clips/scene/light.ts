import type { Frame, Luma } from '../recording/picture.ts';

/** Cells across the picture in which the light is measured. Objects are smaller than the area of four cells. */
const cellsAcross = 8;
/** Ratios are counted in steps of 2 %, from a sixteenth to sixteen times. */
const stepsPerDoubling = 35;
const farthestDoublings = 4;
/** Keeps the ratio of two nearly black pixels from meaning anything; levels of 255. */
const darkLevel = 4;
/** A difference above this is a thing and not the light, and counts as no more. */
const inTheWayLevel = 24;
/** Frames that differ from the reference by less than this on average are in its light already, in levels. */
const sameLightLevel = 2.5;
/** A curve can flatten textures that a ratio keeps, so that it must bring the frame closer by this factor. */
const plainlyCloser = 0.85;
/** Levels to each side that vote on a level's tone. */
const toneReach = 5;
/** A level that fewer pixels have, neighbours included, takes its tone from the levels around it. */
const fewestPixels = 40;

/**
 * The frame as it would look in the reference's light. What falls on a part of the picture only (cloud,
 * headlights) and what the camera does to all of it (exposure, its curve, infra-red) are measured by medians, in
 * which a thing is outvoted by the ground around it: light goes, things stay. Headlights mislead the measure of
 * the whole picture, so that is used only where it brings the frame closer to the reference.
 */
export function inLightOf(reference: Luma, frame: Frame): Frame {
  const { width, height } = frame;
  const evened = evenedOut(reference, frame);
  const evenedDistance = distance(reference.luma, evened);
  if (evenedDistance < sameLightLevel) return { ...frame, luma: evened };
  const toned = evenedOut(reference, { luma: inToneOf(reference, frame), width, height });
  return {
    ...frame,
    luma: distance(reference.luma, toned) < plainlyCloser * evenedDistance ? toned : evened,
  };
}

/** Mean difference of levels where people and things in the way count little; every fifth pixel will do. */
function distance(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 5) {
    sum += Math.min(inTheWayLevel, Math.abs((one[at] ?? 0) - (other[at] ?? 0)));
  }
  return (5 * sum) / one.length;
}

/**
 * Maps every level of the frame to the median of the reference's levels where the frame has it, which is what the
 * literature calls a comparametric function. It follows any curve, a clipped white included.
 */
function inToneOf(reference: Luma, frame: Luma): Uint8Array {
  const pairs = new Uint32Array(256 * 256);
  for (let at = 0; at < frame.luma.length; at++) {
    const pair = (frame.luma[at] ?? 0) * 256 + (reference.luma[at] ?? 0);
    pairs[pair] = (pairs[pair] ?? 0) + 1;
  }
  const tone = new Float32Array(256);
  const weight = new Float32Array(256);
  // Neighbouring levels count too: a level that few pixels have would follow their noise.
  const counts = new Uint32Array(256);
  let total = 0;
  const count = (level: number, times: 1 | -1): void => {
    for (let other = 0; other < 256; other++) {
      const pixels = times * (pairs[level * 256 + other] ?? 0);
      counts[other] = (counts[other] ?? 0) + pixels;
      total += pixels;
    }
  };
  for (let level = 0; level < toneReach; level++) count(level, 1);
  for (let level = 0; level < 256; level++) {
    if (level + toneReach < 256) count(level + toneReach, 1);
    if (level - toneReach > 0) count(level - toneReach - 1, -1);
    tone[level] = medianOf(counts, total);
    weight[level] = total;
  }
  return mapped(frame.luma, rising(tone, weight));
}

/** The tone made never to fall (pool adjacent violators), as a camera's curve does not. */
function rising(tone: Float32Array, weight: Float32Array): Uint8Array {
  const blocks: { level: number; weight: number; length: number }[] = [];
  for (let level = 0; level < 256; level++) {
    if ((weight[level] ?? 0) < fewestPixels) continue;
    let block = { level: tone[level] ?? 0, weight: weight[level] ?? 0, length: 1 };
    let last = blocks.at(-1);
    while (last !== undefined && last.level > block.level) {
      const together = last.weight + block.weight;
      block = {
        level: (last.level * last.weight + block.level * block.weight) / together,
        weight: together,
        length: last.length + block.length,
      };
      blocks.pop();
      last = blocks.at(-1);
    }
    blocks.push(block);
  }
  return filled(
    blocks.flatMap((block) => Array.from({ length: block.length }, () => block.level)),
    weight,
  );
}

/** Levels that the frame does not have take the distance of the nearest that it has. */
function filled(known: readonly number[], weight: Float32Array): Uint8Array {
  const curve = new Uint8Array(256);
  const levels = [...weight.keys()].filter((level) => (weight[level] ?? 0) >= fewestPixels);
  let index = 0;
  for (let level = 0; level < 256; level++) {
    while (index + 1 < levels.length && (levels[index + 1] ?? 0) <= level) index++;
    const from = levels[index] ?? level;
    const next = levels[index + 1];
    const value = known[index] ?? level;
    const share = next === undefined || level <= from ? 0 : (level - from) / (next - from);
    const beyond = level < from || next === undefined ? level - from : 0;
    const between = share * ((known[index + 1] ?? value) - value);
    curve[level] = Math.min(255, Math.max(0, Math.round(value + between + beyond)));
  }
  return curve;
}

function mapped(luma: Uint8Array, curve: Uint8Array): Uint8Array {
  return luma.map((level) => curve[level] ?? level);
}

/** The light measured as the median ratio of levels in overlapping cells, and taken out smoothly between them. */
function evenedOut(reference: Luma, frame: Luma): Uint8Array {
  const { width, height } = frame;
  const cell = width / cellsAcross;
  const columns = cellsAcross + 2;
  const rows = Math.ceil(height / cell) + 2;
  const ratios = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      ratios[row * columns + column] = medianRatio(reference, frame, column * cell, row * cell, cell);
    }
  }
  const luma = new Uint8Array(width * height);
  const across = new Float32Array(columns);
  const columnAt = Uint8Array.from({ length: width }, (_, x) => Math.floor(x / cell));
  const shareAt = Float64Array.from({ length: width }, (_, x) => x / cell - Math.floor(x / cell));
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / cell);
    const down = y / cell - row;
    for (let column = 0; column < columns; column++) {
      const above = ratios[row * columns + column] ?? 1;
      across[column] = above + ((ratios[(row + 1) * columns + column] ?? 1) - above) * down;
    }
    for (let x = 0; x < width; x++) {
      const column = columnAt[x] ?? 0;
      const left = across[column] ?? 1;
      const ratio = left + ((across[column + 1] ?? 1) - left) * (shareAt[x] ?? 0);
      const level = ((frame.luma[y * width + x] ?? 0) + darkLevel) * ratio - darkLevel;
      luma[y * width + x] = level < 0 ? 0 : level > 255 ? 255 : level + 0.5;
    }
  }
  return luma;
}

const counts = 2 * farthestDoublings * stepsPerDoubling + 1;

function medianRatio(reference: Luma, frame: Luma, centreX: number, centreY: number, reach: number): number {
  const { width, height } = frame;
  const histogram = new Uint32Array(counts);
  let total = 0;
  const toY = Math.min(height, Math.round(centreY + reach));
  const toX = Math.min(width, Math.round(centreX + reach));
  for (let y = Math.max(0, Math.round(centreY - reach)); y < toY; y += 2) {
    for (let x = Math.max(0, Math.round(centreX - reach)); x < toX; x += 2) {
      const doublings =
        (logOf[reference.luma[y * width + x] ?? 0] ?? 0) - (logOf[frame.luma[y * width + x] ?? 0] ?? 0);
      const step = Math.round((doublings + farthestDoublings) * stepsPerDoubling);
      const bounded = Math.min(counts - 1, Math.max(0, step));
      histogram[bounded] = (histogram[bounded] ?? 0) + 1;
      total++;
    }
  }
  return total === 0 ? 1 : 2 ** (medianOf(histogram, total) / stepsPerDoubling - farthestDoublings);
}

function medianOf(histogram: Uint32Array, total: number): number {
  let below = 0;
  for (let value = 0; value < histogram.length; value++) {
    below += histogram[value] ?? 0;
    if (below * 2 >= total) return value;
  }
  return histogram.length - 1;
}

const logOf = Float32Array.from({ length: 256 }, (_, level) => Math.log2(level + darkLevel));
