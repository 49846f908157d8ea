import { numbers } from '../../local/demo/drawing.ts';
import type { Box, Frame } from '../../shared/clips/recording/picture.ts';

/** A grey picture to draw on, at analysis size. */
export interface Ground {
  readonly luma: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Draws one moment over the ground. */
export type Moment = (picture: Ground, atSeconds: number) => void;

const width = 320;
const height = 180;

/** Where the drawn scenes put the thing that is left. */
export const place: Box = { left: 0.5, top: 0.6, width: 0.12, height: 0.16 };

/** A paved yard by day with a wall, seen by a camera with a little noise; a frame each second for 30 s. */
export function drawnFrames(moments: readonly Moment[], seed = 1): Frame[] {
  const noise = numbers(seed);
  return Array.from({ length: 30 }, (_, atSeconds) => {
    const picture = { luma: paving(), width, height };
    for (const moment of moments) moment(picture, atSeconds);
    picture.luma.forEach((level, at) => {
      picture.luma[at] = clamp(level + (noise() + noise() - 1) * 3);
    });
    return { ...picture, atSeconds, colour: 8 };
  });
}

function paving(): Uint8Array {
  const shade = numbers(5);
  const stones = Array.from({ length: 20 * 20 }, () => 95 + shade() * 50);
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const isJoint = x % 24 < 2 || y % 16 < 2;
    return isJoint ? 70 : (stones[Math.floor(y / 16) * 20 + Math.floor(x / 24)] ?? 120);
  });
}

/** A dark heap with a few folds, from one second to another. */
export function heap(from: number, to = Number.POSITIVE_INFINITY, box = place, level = 35): Moment {
  return (picture, atSeconds) => {
    if (atSeconds < from || atSeconds >= to) return;
    cover(picture, box, (x, y) => level + ((x * 3 + y * 5) % 17 < 3 ? 25 : 0));
  };
}

/** A person as tall as a third of the picture, standing at a place or, given a speed, walking past it. */
export function person(from: number, to: number, left: number, widthsPerSecond = 0): Moment {
  return (picture, atSeconds) => {
    if (atSeconds < from || atSeconds >= to) return;
    const box = { left: left + (atSeconds - from) * widthsPerSecond, top: 0.42, width: 0.05, height: 0.36 };
    // Nobody stands like a statue.
    const sway = (atSeconds % 3) - 1;
    cover(picture, box, (x, y) => 40 + ((x + sway * 2) % 7) * 12 + (y % 9) * 6);
  };
}

/** Multiplies all levels from a second on, as a camera does that opens its iris. */
export function exposure(from: number, factor: number): Moment {
  return ({ luma }, atSeconds) => {
    if (atSeconds < from) return;
    luma.forEach((level, at) => {
      luma[at] = clamp(level * factor);
    });
  };
}

/** The infra-red switch: the camera's curve changes, contrast falls. */
export function infraRed(from: number): Moment {
  return ({ luma }, atSeconds) => {
    if (atSeconds < from) return;
    luma.forEach((level, at) => {
      luma[at] = clamp(255 * (level / 255) ** 1.6 * 0.7 + 14);
    });
  };
}

/** A beam of light, bright in its middle and without an edge, that sweeps across. */
export function headlights(from: number, to: number): Moment {
  return ({ luma }, atSeconds) => {
    if (atSeconds < from || atSeconds >= to) return;
    const centre = ((atSeconds - from) / (to - from)) * width;
    luma.forEach((level, at) => {
      const away = Math.hypot((at % width) - centre, Math.floor(at / width) - height / 2) / 60;
      luma[at] = clamp(level * (1 + 0.9 * Math.exp(-away * away)));
    });
  };
}

/** A cloud's shadow over one side, with a soft edge, from a second on. */
export function shadow(from: number): Moment {
  return ({ luma }, atSeconds) => {
    if (atSeconds < from) return;
    luma.forEach((level, at) => {
      luma[at] = clamp(level * (1 - 0.35 / (1 + Math.exp(((at % width) - 160) / 25))));
    });
  };
}

/** Rain: short bright streaks that are elsewhere in every frame. */
export function rain(seed = 3): Moment {
  const next = numbers(seed);
  return ({ luma }) => {
    for (let drop = 0; drop < 250; drop++) {
      const start = Math.floor(next() * width * (height - 8));
      for (let y = 0; y < 7; y++) luma[start + y * width] = clamp((luma[start + y * width] ?? 0) + 50);
    }
  };
}

/** A pole in the wind: everything drawn so far moves by up to three pixels, differently in every frame. */
export function shaking(seed = 9): Moment {
  const next = numbers(seed);
  return ({ luma }) => {
    const [right, down] = [Math.round(next() * 6 - 3), Math.round(next() * 6 - 3)];
    const still = luma.slice();
    luma.forEach((_, at) => {
      const x = Math.min(width - 1, Math.max(0, (at % width) - right));
      const y = Math.min(height - 1, Math.max(0, Math.floor(at / width) - down));
      luma[at] = still[y * width + x] ?? 0;
    });
  };
}

function cover({ luma }: Ground, box: Box, level: (x: number, y: number) => number): void {
  const left = Math.round(box.left * width);
  const top = Math.round(box.top * height);
  for (let y = 0; y < Math.round(box.height * height); y++) {
    for (let x = 0; x < Math.round(box.width * width); x++) {
      if (left + x < 0 || left + x >= width || top + y >= height) continue;
      luma[(top + y) * width + left + x] = clamp(level(x, y));
    }
  }
}

function clamp(level: number): number {
  return Math.min(255, Math.max(0, Math.round(level)));
}
