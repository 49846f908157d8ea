import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AdtsOutputFormat, BufferTarget, EncodedAudioPacketSource, EncodedPacket, Output } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numbers } from '../../../../local/demo/drawing.ts';
import { encodeRecording } from '../../../../local/demo/encoding.ts';
import type { ClipSource } from '../../../../shared/clips/container.ts';
import { type OpenClip, openClip } from '../../../../shared/clips/keyframes.ts';
import type { Frame } from '../../../../shared/clips/picture.ts';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { inMemory, smallRecording } from '../../../support/drawn-clip.ts';

async function framesOf(clip: OpenClip): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of clip.frames()) frames.push(frame);
  return frames;
}

async function opened<T>(source: ClipSource, use: (clip: OpenClip) => Promise<T>): Promise<T> {
  const clip = await openClip(source);
  try {
    return await use(clip);
  } finally {
    clip.close();
  }
}

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
      const still = await clip.still(0);
      expect([still.width, still.height]).toEqual(rotation % 180 === 0 ? [192, 112] : [112, 192]);
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

describe('a still', () => {
  it('shows the picture of its moment at full size in colour, between keyframes too', async () => {
    const bytes = await smallRecording(6);
    await opened(inMemory(bytes), async (clip) => {
      const still = await clip.still(3.34);
      expect(still.atSeconds).toBeCloseTo(3.3, 2);
      const pixel = (x: number, y: number) => [
        ...still.rgb.subarray((y * 192 + x) * 3, (y * 192 + x) * 3 + 3),
      ];
      const [red = 0, green = 0, blue = 0] = pixel(20, 10);
      expect(red).toBeGreaterThan(200);
      expect(green).toBeGreaterThan(200);
      expect(blue).toBeLessThan(80);
      // The blue bar moves 16 pixels a picture and wraps after twelve: picture 33 has it at 9 × 16.
      const [, greyThere = 0, blueThere = 0] = pixel(9 * 16 + 8, 90);
      expect(blueThere - greyThere).toBeGreaterThan(40);
    });
  });

  it('is the last one when it is asked for beyond the end', async () => {
    const bytes = await smallRecording(3);
    expect((await opened(inMemory(bytes), (clip) => clip.still(99))).atSeconds).toBeCloseTo(2.9, 2);
  });
});

describe('what cannot be judged is refused with a sentence', () => {
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

  it('an empty file', async () => {
    const cause = await refusal(new Uint8Array());
    expect(cause).toBeInstanceOf(Rejected);
    expect(cause).toHaveProperty('message', expect.stringMatching(/^The file is empty/));
  });

  it('a text file with a film’s name', async () => {
    const cause = await refusal(new TextEncoder().encode('Dear sir or madam,\n'.repeat(100)));
    expect(cause).toBeInstanceOf(Rejected);
    expect(cause).toHaveProperty('message', expect.stringMatching(/send MP4, MOV, MKV or MPEG-TS/));
  });

  it('a recording that broke off before its first picture', async () => {
    const bytes = await smallRecording(4);
    const cause = await refusal(bytes.subarray(0, 600));
    expect(cause).toBeInstanceOf(Rejected);
  });

  it('a recording that broke off within two seconds', async () => {
    const bytes = await smallRecording(10, { keyframeEverySeconds: 60 });
    const cause = await refusal(bytes.subarray(0, Math.round(bytes.length * 0.15)));
    expect(cause).toBeInstanceOf(Rejected);
    expect(cause).toHaveProperty('message', expect.stringMatching(/breaks off after .* too little to judge/));
  });

  it('sound without a picture', async () => {
    const target = new BufferTarget();
    const output = new Output({ format: new AdtsOutputFormat(), target });
    const track = new EncodedAudioPacketSource('aac');
    output.addAudioTrack(track);
    await output.start();
    for (let index = 0; index < 40; index++) {
      await track.add(new EncodedPacket(new Uint8Array(64).fill(index), 'key', index * 0.0213, 0.0213), {
        decoderConfig: {
          codec: 'mp4a.40.2',
          sampleRate: 48_000,
          numberOfChannels: 1,
          description: new Uint8Array([0x11, 0x88]),
        },
      });
    }
    await output.finalize();
    const cause = await refusal(new Uint8Array(target.buffer ?? new ArrayBuffer(0)));
    expect(cause).toHaveProperty('message', expect.stringMatching(/sound but no picture/));
  });

  it('but a failing source is no fault of the recording', async () => {
    const bytes = await smallRecording(4);
    const source = { ...inMemory(bytes), read: () => Promise.reject(new Error('the network is down')) };
    await expect(opened(source, framesOf)).rejects.toThrow('the network is down');
  });
});

describe('a recording that breaks off later', () => {
  it('is read as far as it goes, and says so', async () => {
    const bytes = await smallRecording(10, { keyframeEverySeconds: 1 });
    await opened(inMemory(bytes.subarray(0, Math.round(bytes.length * 0.6))), async (clip) => {
      const frames = await framesOf(clip);
      expect(frames.length).toBeGreaterThanOrEqual(3);
      expect(frames.length).toBeLessThan(10);
      expect(clip.warnings).toEqual([expect.stringMatching(/breaks off: only the first \d of 10 seconds/)]);
    });
  });
});
