import type { Frame, Luma } from '../recording/picture.ts';
import { edgeAt } from './registration.ts';

/** What moves in a camera's picture while nothing moves in front of it. */
export interface Unrest {
  /** The usual difference of a pixel of plain ground from its own level, in levels. */
  readonly noise: number;
  /**
   * How much more an edge differs, as a share of its gradient: what a pole, a lens or the weather leave after the
   * frames were laid over each other. About 0.02 for a camera on a wall.
   */
  readonly sway: number;
}

/** So many frames, spread over the clip, and every so many pixels are enough for two numbers. */
const mostFrames = 24;
const stepPixels = 3;
/** Ground with a weaker gradient is plain, one with a stronger gradient has an edge. In levels. */
const plainLevel = 12;
const edgeLevel = 30;
/** Fewer edges than this say nothing. */
const fewestEdges = 30;

/** The unrest of a clip whose frames share light and place. `ground` is a picture without people. */
export function unrestOf(ground: Luma, frames: readonly Frame[]): Unrest {
  const { width, height } = ground;
  const every = Math.max(1, Math.ceil(frames.length / mostFrames));
  const chosen = frames.filter((_, index) => index % every === 0);
  const history = new Uint8Array(chosen.length);
  const plain: number[] = [];
  const edges: { scatter: number; gradient: number }[] = [];
  for (let y = stepPixels; y < height - stepPixels; y += stepPixels) {
    for (let x = stepPixels; x < width - stepPixels; x += stepPixels) {
      const gradient = edgeAt(ground, x, y);
      if (gradient > plainLevel && gradient < edgeLevel) continue;
      for (let index = 0; index < chosen.length; index++) {
        history[index] = chosen[index]?.luma[y * width + x] ?? 0;
      }
      history.sort();
      // Half of what lies between the quartiles: people who pass are outside of it.
      const scatter = ((history[(3 * history.length) >> 2] ?? 0) - (history[history.length >> 2] ?? 0)) / 2;
      if (gradient <= plainLevel) plain.push(scatter);
      else edges.push({ scatter, gradient });
    }
  }
  const noise = median(plain);
  if (edges.length < fewestEdges) return { noise, sway: 0 };
  return {
    noise,
    sway: median(edges.map(({ scatter, gradient }) => Math.max(0, scatter - noise) / gradient)),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}
