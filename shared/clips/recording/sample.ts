import type { Frame } from './picture.ts';

/** Enough to see an event of a few seconds in a clip of minutes, and 18 MB at 320 by 240. */
const mostFrames = 240;

/**
 * Frames spread evenly over a clip of any length, in bounded memory: when there are too many, every other one goes,
 * and from then on only every other one is taken.
 */
export class FrameSample {
  #frames: Frame[] = [];
  #stride = 1;
  #seen = 0;
  readonly #most: number;

  constructor(most: number = mostFrames) {
    this.#most = most;
  }

  /** Frames must be added in order. */
  add(frame: Frame): void {
    if (this.#seen++ % this.#stride !== 0) return;
    if (this.#frames.length === this.#most) {
      this.#frames = this.#frames.filter((_, index) => index % 2 === 0);
      this.#stride *= 2;
      if ((this.#seen - 1) % this.#stride !== 0) return;
    }
    this.#frames.push(frame);
  }

  get frames(): readonly Frame[] {
    return this.#frames;
  }
}
