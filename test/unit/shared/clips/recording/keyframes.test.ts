import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numbers } from '../../../../../local/demo/drawing.ts';
import { encodeRecording } from '../../../../../local/demo/encoding.ts';
import type { OpenClip } from '../../../../../shared/clips/recording/keyframes.ts';
import type { Box, Frame } from '../../../../../shared/clips/recording/picture.ts';
import { Rejected } from '../../../../../shared/platform/errors.ts';
import { inMemory, opened, smallRecording } from '../../../../support/drawn-clip.ts';

async function framesOf(clip: OpenClip): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of clip.frames()) frames.push(frame);
  return frames;
}

const whole: Box = { left: 0, top: 0, width: 1, height: 1 };

const times = (frames: readonly Frame[]) => frames.map(({ atSeconds }) => Math.round(atSeconds * 10) / 10);
const brightest = (frame: Frame) => {
  const at = frame.luma.indexOf(Math.max(...frame.luma));
  return [(at % frame.width) / frame.width, Math.floor(at / frame.width) / frame.height];
};

describe('frames of a recording', () => {
  it.each([
    ['MP4', 'avc', 'mp4'],
    ['QuickTime File Format', 'avc', 'mov'],
    ['Matroska', 'avc', 'mkv'],
    ['MPEG Transport Stream', 'avc', 'ts'],
    ['MP4', 'hevc', 'mp4'],
    ['Matroska', 'hevc', 'mkv'],
    ['MPEG Transport Stream', 'hevc', 'ts'],
  ] as const)('are read from %s with %s', async (name, codec, container) => {
    const bytes = await smallRecording(6, { codec, container });
    await opened(inMemory(bytes), async (clip) => {
      const frames = await framesOf(clip);
      expect(clip).toMatchObject({ container: name, width: 192, height: 112, warnings: [] });
      expect(clip.codec).toMatch(codec === 'avc' ? /^avc1/ : /^hev1|^hvc1/);
      expect(clip.seconds).toBeCloseTo(6, 1);
      expect(frames.length).toBeGreaterThanOrEqual(3);
      expect(frames[0]).toMatchObject({ atSeconds: 0, width: 192, height: 112 });
    });
  });

  it('are the keyframes where those are two seconds apart', async () => {
    const bytes = await smallRecording(8, { keyframeEverySeconds: 2 });
    expect(times(await opened(inMemory(bytes), framesOf))).toEqual([0, 2, 4, 6]);
  });

  it('are two a second where keyframes are further apart, the last group included', async () => {
    const bytes = await smallRecording(5, { keyframeEverySeconds: 60 });
    expect(times(await opened(inMemory(bytes), framesOf))).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5]);
  });

  it('are no more than two a second where every picture is a keyframe', async () => {
    const bytes = await smallRecording(3, { keyframeEverySeconds: 0.1 });
    expect(times(await opened(inMemory(bytes), framesOf))).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
  });

  it.each([
    [0, [0, 0]],
    [90, [1, 0]],
    [180, [1, 1]],
    [270, [0, 1]],
  ] as const)('stand upright when the camera was mounted at %i degrees', async (rotation, [right, down]) => {
    const bytes = await smallRecording(2, { rotation });
    await opened(inMemory(bytes), async (clip) => {
      const [frame] = await framesOf(clip);
      const [still] = await clip.stills(0, [whole], []);
      expect(still && [still.width, still.height]).toEqual(rotation % 180 === 0 ? [192, 112] : [112, 192]);
      expect(frame && brightest(frame).map((share) => Math.round(share))).toEqual([right, down]);
    });
  });

  it('are made 320 wide in proportion', async () => {
    const bytes = await smallRecording(2, { width: 640, height: 368 });
    const [frame] = await opened(inMemory(bytes), framesOf);
    expect([frame?.width, frame?.height, frame?.luma.length]).toEqual([320, 184, 320 * 184]);
  });

  it('are fetched without fetching what lies between keyframes', async () => {
    const next = numbers(2);
    const [width, height] = [320, 192];
    // Snow over a fixed picture: heavy to encode, yet no cut, at which an encoder sets keyframes of its own.
    const under = Uint8Array.from({ length: width * height * 4 }, () => next() * 190);
    const snow = Array.from({ length: 80 }, () => under.map((level) => level + next() * 64));
    const shape = { width, height, framesPerSecond: 10, keyframeEverySeconds: 2, bitsPerSecond: 20_000_000 };
    const bytes = await encodeRecording(snow, shape);
    const source = inMemory(bytes);
    expect(await opened(source, framesOf)).toHaveLength(4);
    expect(source.readBytes).toBeLessThan(bytes.length / 2);
  });
});

describe('what cannot be judged', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'clips-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const refusal = async (bytes: Uint8Array) => {
    const file = path.join(folder, 'clip.mp4');
    await writeFile(file, bytes);
    return opened(file, framesOf).then(
      () => undefined,
      (cause: unknown) => cause,
    );
  };

  it('is refused with a sentence when it is a file with nothing in it', async () => {
    const cause = await refusal(new Uint8Array());
    expect(cause).toBeInstanceOf(Rejected);
    expect(cause).toHaveProperty('message', expect.stringMatching(/^The file is empty/));
  });

  it('is refused with a sentence when it broke off within two seconds', async () => {
    const bytes = await smallRecording(10, { keyframeEverySeconds: 60 });
    const cause = await refusal(bytes.subarray(0, Math.round(bytes.length * 0.15)));
    expect(cause).toBeInstanceOf(Rejected);
    expect(cause).toHaveProperty('message', expect.stringMatching(/breaks off after .* too little to judge/));
  });

  it('is no fault of the recording when its source fails, at once or later', async () => {
    const source = inMemory(await smallRecording(4));
    const failing = { ...source, read: () => Promise.reject(new Error('the network is down')) };
    await expect(opened(failing, framesOf)).rejects.toThrow('the network is down');
    const later = inMemory(await smallRecording(20, { bitsPerSecond: 8_000_000 }));
    const read = (start: number, end: number) =>
      end > later.sizeBytes * 0.8 ? Promise.reject(new Error('the network is down')) : later.read(start, end);
    await expect(opened({ ...later, read }, framesOf)).rejects.toThrow('the network is down');
  });
});
