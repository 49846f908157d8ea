import { demoDeposit } from '../../local/demo/clip.ts';
import { bags, layOver, numbers, yard } from '../../local/demo/drawing.ts';
import { encodeRecording } from '../../local/demo/encoding.ts';

const shape = {
  width: 640,
  height: 360,
  framesPerSecond: 2,
  keyframeEverySeconds: 1,
  bitsPerSecond: 800_000,
};

/** What the yard's camera sees in one clip. */
export interface YardScene {
  readonly seconds?: number;
  /** When the bags lie there. */
  readonly bagsAt?: (atSeconds: number) => boolean;
  /** Somebody hung a coat over the lens. */
  readonly black?: boolean;
  /** The camera's noise is another in each clip. */
  readonly seed: number;
}

/** A clip of the demo's bin-store yard by day, without people: with bags or without, or with nothing to see at all. */
export async function yardClip({ seconds = 16, bagsAt = () => false, black = false, seed }: YardScene) {
  const [place, rubbish] = [await yard(shape.width, shape.height), await bags()];
  function* pictures(): Generator<Uint8Array> {
    const next = numbers(seed);
    for (let index = 0; index < seconds * shape.framesPerSecond; index++) {
      const picture = { ...place, rgba: place.rgba.slice() };
      const { left, top } = demoDeposit.box;
      if (bagsAt(index / shape.framesPerSecond)) {
        layOver(picture, rubbish, left * shape.width, top * shape.height);
      }
      for (let at = 0; at < picture.rgba.length; at++) {
        const level = black ? 2 : (picture.rgba[at] ?? 0);
        if (at % 4 !== 3) picture.rgba[at] = Math.min(255, Math.max(0, level + (next() + next() - 1) * 3));
      }
      yield picture.rgba;
    }
  }
  return encodeRecording(pictures(), shape);
}
