import { encodeRecording, type RecordingShape } from '../../local/demo/encoding.ts';
import type { ClipBytes } from '../../shared/clips/container.ts';

/** The smallest recording that shows something: a grey ramp, its top left quarter yellow, a blue bar that moves. */
export const smallShape: RecordingShape = {
  width: 192,
  height: 112,
  framesPerSecond: 10,
  keyframeEverySeconds: 2,
};

/** Encodes a few seconds of {@link smallShape} or what is asked for instead. */
export function smallRecording(seconds: number, shape: Partial<RecordingShape> = {}): Promise<Uint8Array> {
  const whole = { ...smallShape, ...shape };
  return encodeRecording(pictures(whole, seconds), whole);
}

/** Bytes in memory as a clip source, which remembers how many of them were read. */
export function inMemory(bytes: Uint8Array): ClipBytes & { readBytes: number } {
  const source = {
    sizeBytes: bytes.length,
    readBytes: 0,
    async read(start: number, end: number) {
      source.readBytes += end - start;
      return bytes.subarray(start, end);
    },
  };
  return source;
}

function* pictures(
  { width, height, framesPerSecond }: RecordingShape,
  seconds: number,
): Generator<Uint8Array> {
  for (let index = 0; index < seconds * framesPerSecond; index++) {
    const rgbx = new Uint8Array(width * height * 4);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const isCorner = x < width / 4 && y < height / 4;
        const isBar = Math.floor(x / 16) === index % Math.floor(width / 16);
        const grey = 20 + (x / width) * 180;
        rgbx.set(isCorner ? [250, 240, 20] : [grey, grey, isBar ? 255 : grey], (y * width + x) * 4);
      }
    }
    yield rgbx;
  }
}
