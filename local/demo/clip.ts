import { bags, type Drawing, figure, layOver, numbers, yard } from './drawing.ts';
import { encodeRecording } from './encoding.ts';

const width = 640;
const height = 360;
const framesPerSecond = 10;
const seconds = 30;

/** What happens in the demo clip, in seconds from its start; the box is where the bags lie, as fractions. */
export const demoDeposit = {
  atSeconds: 11,
  box: { left: 330 / width, top: 252 / height, width: 84 / width, height: 48 / height },
};

const walksIn = { fromSeconds: 4, toSeconds: 10, fromX: -84, toX: 330 };
const walksOff = { fromSeconds: 12, toSeconds: 17, fromX: 330, toX: width };
const figureTop = 150;
/** A camera's noise by day, to each side, in levels. */
const noiseLevels = 3;

/**
 * The demo clip, drawn and encoded here, as nobody's footage may be shipped: by day somebody walks into a bin-store
 * yard with two black bags, leaves them on the paving and walks off. 30 s of H.264 in MP4, a keyframe each second.
 * The same bytes' worth of pictures every time.
 */
export async function drawDemoClip(): Promise<Uint8Array> {
  const scene = {
    yard: await yard(width, height),
    bags: await bags(),
    carrying: await Promise.all([-1, 0, 1, 0].map((stride) => figure(stride, true))),
    leaving: await Promise.all([-1, 0, 1, 0].map((stride) => figure(stride, false))),
  };
  const shape = { width, height, framesPerSecond, keyframeEverySeconds: 1, bitsPerSecond: 800_000 };
  return encodeRecording(pictures(scene), shape);
}

interface Scene {
  readonly yard: Drawing;
  readonly bags: Drawing;
  readonly carrying: readonly Drawing[];
  readonly leaving: readonly Drawing[];
}

function* pictures(scene: Scene): Generator<Uint8Array> {
  const next = numbers(11);
  for (let index = 0; index < seconds * framesPerSecond; index++) {
    const atSeconds = index / framesPerSecond;
    const picture = { ...scene.yard, rgba: scene.yard.rgba.slice() };
    const pose = Math.floor(index / 3) % 4;
    if (atSeconds >= demoDeposit.atSeconds) {
      layOver(picture, scene.bags, demoDeposit.box.left * width, demoDeposit.box.top * height);
    }
    const carrying = scene.carrying[atSeconds < walksIn.toSeconds ? pose : 1];
    const leaving = scene.leaving[atSeconds < walksOff.fromSeconds ? 1 : pose];
    if (carrying !== undefined && atSeconds >= walksIn.fromSeconds && atSeconds < demoDeposit.atSeconds) {
      layOver(picture, carrying, placeAt(walksIn, atSeconds), figureTop);
    }
    if (leaving !== undefined && atSeconds >= demoDeposit.atSeconds && atSeconds < walksOff.toSeconds) {
      layOver(picture, leaving, placeAt(walksOff, atSeconds), figureTop);
    }
    for (let at = 0; at < picture.rgba.length; at += 4) {
      const noise = (next() + next() - 1) * noiseLevels;
      for (let channel = at; channel < at + 3; channel++) {
        picture.rgba[channel] = Math.min(255, Math.max(0, (picture.rgba[channel] ?? 0) + noise));
      }
    }
    yield picture.rgba;
  }
}

function placeAt(walk: typeof walksIn, atSeconds: number): number {
  const share = (atSeconds - walk.fromSeconds) / (walk.toSeconds - walk.fromSeconds);
  return Math.round(walk.fromX + (walk.toX - walk.fromX) * Math.min(1, Math.max(0, share)));
}
