import type { Frame } from '../recording/picture.ts';

/** Side of a block, in pixels. */
const blockPixels = 16;
/** A block whose mean difference is above this has changed: a sensor's noise does that, a new encoding does not. */
const changedLevel = 0.5;
/** Below this it is the same. */
const sameLevel = 0.1;
/** Two pictures are the same when so many of their blocks are; a clock's display may tick. */
const sameShare = 0.75;

/** The share of a clip's blocks that change from one picture to the next at least once, 0 to 1. */
export function blocksEverChanged(frames: readonly Frame[]): number {
  const steps = stepsOf(frames);
  const [first] = steps;
  if (first === undefined) return 0;
  const changed = first.filter((_, block) => steps.some((step) => (step[block] ?? 0) > changedLevel));
  return changed.length / Math.max(1, first.length);
}

/** For how many seconds of a clip each picture is the same as the one before it. */
export function stillSeconds(frames: readonly Frame[]): number {
  return stepsOf(frames).reduce((seconds, step, index) => {
    const same = step.filter((difference) => difference <= sameLevel).length;
    if (same < sameShare * step.length) return seconds;
    return seconds + (frames[index + 1]?.atSeconds ?? 0) - (frames[index]?.atSeconds ?? 0);
  }, 0);
}

/** The mean difference of each block between each picture and the next. */
function stepsOf(frames: readonly Frame[]): number[][] {
  return frames.slice(1).map((frame, index) => blockDifferences(frames[index] ?? frame, frame));
}

function blockDifferences(one: Frame, other: Frame): number[] {
  const { width, height } = one;
  const differences: number[] = [];
  for (let top = 0; top + blockPixels <= height; top += blockPixels) {
    for (let left = 0; left + blockPixels <= width; left += blockPixels) {
      let sum = 0;
      for (let y = top; y < top + blockPixels; y++) {
        for (let at = y * width + left; at < y * width + left + blockPixels; at++) {
          sum += Math.abs((one.luma[at] ?? 0) - (other.luma[at] ?? 0));
        }
      }
      differences.push(sum / blockPixels ** 2);
    }
  }
  return differences;
}
