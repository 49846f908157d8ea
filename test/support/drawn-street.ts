import { numbers } from '../../local/demo/drawing.ts';
import { type Box, pixelsOf } from '../../shared/clips/recording/picture.ts';
import type { Ground, Moment } from './drawn-scene.ts';

/** A street cabinet that stands there throughout, as high as a person's waist. Drawn last, it hides what is behind. */
export function cabinet(box: Box): Moment {
  return (picture) => cover(picture, box, (x, y) => (x % 20 < 2 || y % 14 < 2 ? 150 : 175));
}

/** A van that stands still from one second to another and drives in and out to the right in two seconds each. */
export function van(from: number, to: number, box: Box): Moment {
  return (picture, atSeconds) => {
    const awaySeconds = Math.max(from - atSeconds, atSeconds - to, 0);
    if (awaySeconds > 2) return;
    cover(picture, { ...box, left: box.left + awaySeconds * 0.3 }, (x, y) => {
      const isWindow = y > 6 && y < 22 && x % 40 > 8 && x % 40 < 34;
      return isWindow ? 40 : 200;
    });
  };
}

/** Somebody who comes at a second and stays, shifting from one foot to the other by a hundredth of the picture. */
export function waiting(from: number): Moment {
  return (picture, atSeconds) => {
    if (atSeconds < from) return;
    const left = 0.5 + ((atSeconds % 3) - 1) / 160;
    cover(picture, { left, top: 0.42, width: 0.07, height: 0.36 }, (x, y) =>
      y < 12 ? 190 : 30 + ((x * 5 + y * 3) % 19) * 5,
    );
  };
}

/** A bush whose leaves are elsewhere in every frame, over a part of the picture. */
export function foliage(box: Box, seed = 21): Moment {
  const wind = numbers(seed);
  const leaves = numbers(seed + 1);
  const pattern = Array.from({ length: 64 * 64 }, () => 20 + leaves() * 120);
  return (picture) => {
    const [right, down] = [Math.floor(wind() * 9), Math.floor(wind() * 9)];
    cover(picture, box, (x, y) => pattern[(((y + down) >> 1) % 64) * 64 + (((x + right) >> 1) % 64)] ?? 80);
  };
}

/** Black bars above and below. */
export function letterbox(share = 0.12): Moment {
  return (picture) => {
    for (const top of [0, 1 - share]) cover(picture, { left: 0, top, width: 1, height: share }, () => 16);
  };
}

/** Night under an infra-red lamp: dark, bright in the middle, with a camera's grain. */
export function night(seed = 31): Moment {
  const grain = numbers(seed);
  return ({ luma, width, height }) => {
    luma.forEach((level, at) => {
      const away = Math.hypot((at % width) / width - 0.5, Math.floor(at / width) / height - 0.5);
      const lit = 12 + level * 0.5 * (1.1 - away);
      luma[at] = clamp(lit + (grain() + grain() + grain() - 1.5) * 12);
    });
  };
}

/** A white clock in the corner that shows something else in every frame. */
export function clockOverlay(): Moment {
  return (picture, atSeconds) =>
    cover(picture, { left: 0.02, top: 0.03, width: 0.25, height: 0.06 }, (x, y) =>
      (x * 7 + y * 3 + atSeconds * 11) % 13 < 5 ? 250 : 20,
    );
}

/** A wall's shadow with a sharp edge that moves across the ground as the sun does. */
export function slowShadow(fromShare: number, sharePerSecond: number): Moment {
  return ({ luma, width }, atSeconds) => {
    const edge = (fromShare + sharePerSecond * atSeconds) * width;
    luma.forEach((level, at) => {
      if (at % width < edge) luma[at] = clamp(level * 0.6);
    });
  };
}

/** Light that falls through an open door from a second on: an area with sharp edges on which the ground is brighter. */
export function beam(from: number, box: Box, factor = 1.5): Moment {
  return (picture, atSeconds) => {
    if (atSeconds < from) return;
    const { luma, width, height } = picture;
    const ground = luma.slice();
    const left = Math.round(box.left * width);
    const top = Math.round(box.top * height);
    cover(picture, box, (x, y) => (ground[(top + y) * width + left + x] ?? 0) * factor);
  };
}

/** A lens that breathes: the picture is blurred in two frames of five. */
export function breathing(): Moment {
  return (picture, atSeconds) => {
    if (atSeconds % 5 > 1) return;
    const { luma, width, height } = picture;
    const sharp = luma.slice();
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const at = y * width + x;
        const around = [at, at - 1, at + 1, at - width, at + width].map((near) => sharp[near] ?? 0);
        luma[at] = clamp(around.reduce((sum, level) => sum + level, 0) / 5);
      }
    }
  };
}

function cover({ luma, width, height }: Ground, box: Box, level: (x: number, y: number) => number): void {
  const left = Math.round(box.left * width);
  const top = Math.round(box.top * height);
  for (let y = 0; y < Math.round(box.height * height); y++) {
    for (let x = 0; x < Math.round(box.width * width); x++) {
      if (left + x < 0 || left + x >= width || top + y < 0 || top + y >= height) continue;
      luma[(top + y) * width + left + x] = clamp(level(x, y));
    }
  }
}

function clamp(level: number): number {
  return Math.min(255, Math.max(0, Math.round(level)));
}

/** Shelves, bicycles, newspaper boxes: small patches of all levels side by side, as full of edges as any thing. */
export function clutter(box: Box, seed = 41): Moment {
  const next = numbers(seed);
  const patches = Array.from({ length: 64 * 64 }, () => 30 + next() * 200);
  return ({ luma, width, height }) => {
    const { left, top, right, bottom } = pixelsOf(box, { width, height });
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) luma[y * width + x] = patches[(y >> 3) * 64 + (x >> 3)] ?? 0;
    }
  };
}
