import {
  AdtsOutputFormat,
  MkvOutputFormat,
  Mp4OutputFormat,
  MpegTsOutputFormat,
  WebMOutputFormat,
} from 'mediabunny';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openClip } from '../../../../shared/clips/recording/keyframes.ts';
import type { Frame, Still } from '../../../../shared/clips/recording/picture.ts';
import { FrameSample } from '../../../../shared/clips/recording/sample.ts';
import { Rejected } from '../../../../shared/platform/errors.ts';
import { inMemory, inVp9, rewritten, smallRecording, soundOnly } from '../../../support/drawn-clip.ts';

interface Read {
  readonly seconds: number;
  readonly frames: readonly Frame[];
  readonly warnings: readonly string[];
  readonly middle: Still | undefined;
}

async function read(bytes: Uint8Array): Promise<Read> {
  const clip = await openClip(inMemory(bytes));
  try {
    const frames: Frame[] = [];
    for await (const frame of clip.frames()) frames.push(frame);
    const whole = { left: 0, top: 0, width: 1, height: 1 };
    const [middle] = await clip.stills(frames[frames.length >> 1]?.atSeconds ?? 0, [whole], []);
    return { seconds: clip.seconds, frames, warnings: clip.warnings, middle };
  } finally {
    clip.close();
  }
}

async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await read(bytes);
  } catch (cause) {
    if (cause instanceof Rejected) return cause.message;
    throw cause;
  }
  return 'none';
}

const times = ({ frames }: Read) => frames.map(({ atSeconds }) => Math.round(atSeconds * 10) / 10);
const beginning = (...parts: (string | number[])[]) => {
  const start = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
  return new Uint8Array(Buffer.concat([start, Buffer.alloc(4096, 0x11)]));
};
const sendOthers = 'Send MP4, MOV, MKV or MPEG-TS.';
const noRecording = 'This is not a recording that can be read.';

describe('a container that is not read is called by its name', () => {
  it.each([
    ['AVI', beginning('RIFF', [0, 16, 0, 0], 'AVI LIST')],
    ['FLV', beginning('FLV', [1, 5, 0, 0, 0, 9])],
    ['WMV', beginning([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0xa6, 0xd9])],
    ['Ogg', beginning('OggS', [0, 2])],
    ['MPEG program stream', beginning([0, 0, 1, 0xba, 0x44])],
    ['raw H.264', beginning([0, 0, 0, 1, 0x67, 0x64, 0, 0x28])],
    ['raw H.265', beginning([0, 0, 0, 1, 0x40, 1, 0x0c])],
  ])('%s', async (name, bytes) => {
    expect(await refusal(bytes)).toBe(`This container is not supported: ${name}. ${sendOthers}`);
  });

  it('WebM, though it is Matroska by its bytes', async () => {
    const bytes = await inVp9(new WebMOutputFormat());
    expect(await refusal(bytes)).toBe(`This container is not supported: WebM. ${sendOthers}`);
  });

  it.each([
    ['WAV', beginning('RIFF', [0, 16, 0, 0], 'WAVEfmt ')],
    ['MP3', beginning('ID3', [4, 0])],
    ['MP3', beginning([0xff, 0xfb, 0x90, 0x64])],
    ['FLAC', beginning('fLaC', [0, 0, 0, 34])],
    ['PDF', beginning('%PDF-1.7\n')],
    ['ZIP', beginning('PK', [3, 4, 20, 0])],
    ['HTML', new TextEncoder().encode(`<!DOCTYPE html><title>Not found</title>${' '.repeat(900)}`)],
    ['HLS playlist', new TextEncoder().encode(`#EXTM3U\n#EXTINF:6,\n/etc/passwd\n${'#\n'.repeat(300)}`)],
    ['text', new TextEncoder().encode('Dear sir or madam,\n'.repeat(100))],
    ['unknown', beginning([0, 1, 2, 3, 4, 5, 6, 7])],
  ])('%s, which is no recording at all', async (name, bytes) => {
    expect(await refusal(bytes)).toBe(
      `${noRecording} This container is not supported: ${name}. ${sendOthers}`,
    );
  });

  it('a photograph', async () => {
    const picture = sharp({ create: { width: 640, height: 480, channels: 3, background: '#888' } });
    expect(await refusal(await picture.clone().jpeg().toBuffer())).toContain('not supported: JPEG.');
    expect(await refusal(await picture.clone().png().toBuffer())).toContain('not supported: PNG.');
  });

  it('sound by itself', async () => {
    expect(await refusal(await soundOnly(new AdtsOutputFormat()))).toContain('not supported: AAC sound.');
  });
});

describe('a recording without a picture to judge is refused with the reason', () => {
  it('one of sound only', async () => {
    expect(await refusal(await soundOnly())).toBe(
      'The recording has sound but no picture: check that the camera sends video.',
    );
  });

  it('one in another codec', async () => {
    expect(await refusal(await inVp9(new MkvOutputFormat()))).toBe(
      'This video codec is not supported: vp09.00.10.08. Set the camera to H.264 or H.265.',
    );
  });

  it('an empty file', async () => {
    expect(await refusal(new Uint8Array())).toMatch(/^The file is empty/);
  });

  it('one picture, or none that lasts', async () => {
    const bytes = await smallRecording(2);
    const onePicture = await rewritten(bytes, { keeps: (index) => index === 0 });
    expect(await refusal(onePicture)).toBe('The recording lasts only 0.1 seconds: too little to judge.');
    const noTime = await rewritten(bytes, {
      secondsOf: () => 0,
      lastsSeconds: 0,
      format: new MkvOutputFormat(),
    });
    expect(await refusal(noTime)).toBe('The recording lasts only 0.0 seconds: too little to judge.');
  });

  it('an MP4 whose list of pictures was to come at the end and never did', async () => {
    const bytes = await rewritten(await smallRecording(6), {});
    expect(await refusal(bytes.subarray(0, Math.round(bytes.length * 0.7)))).toBe(
      'The recording has no picture in it: it broke off before the first one was complete.',
    );
  });

  it.each([
    ['stsz', /^The recording is damaged: what it says of its pictures cannot be read/],
    ['stts', /^The recording lasts only 0.0 seconds/],
    ['avcC', /^The recording is damaged: what it says of its pictures cannot be read/],
    ['moov', /^The recording has no picture in it/],
  ])('an MP4 whose %s is lost', async (name, sentence) => {
    const bytes = await smallRecording(6);
    bytes.fill(0xff, Buffer.from(bytes).indexOf(name), Buffer.from(bytes).indexOf(name) + 4);
    expect(await refusal(bytes)).toMatch(sentence);
  });
});

describe('a recording that is not as others is read all the same', () => {
  it('when it breaks off in the middle', async () => {
    const whole = await smallRecording(10, { keyframeEverySeconds: 1 });
    const cut = await read(whole.subarray(0, Math.round(whole.length * 0.6)));
    expect(cut.frames.length).toBeGreaterThanOrEqual(3);
    expect(cut.warnings).toEqual([expect.stringMatching(/breaks off: only the first \d of 10 seconds/)]);
  });

  it('up to where its pictures are damaged', async () => {
    const bytes = await smallRecording(10, { keyframeEverySeconds: 1 });
    bytes.fill(0xff, Math.round(bytes.length * 0.7), Math.round(bytes.length * 0.9));
    const damaged = await read(bytes);
    expect(damaged.frames.length).toBeGreaterThanOrEqual(4);
    expect(damaged.warnings).toEqual([expect.stringMatching(/breaks off: only the first \d of 10 seconds/)]);
  });

  it.each([
    ['fragments of MP4', new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 1 })],
    ['a transport stream', new MpegTsOutputFormat()],
    ['Matroska', new MkvOutputFormat()],
  ])('when it breaks off in %s', async (_, format) => {
    const whole = await rewritten(await smallRecording(10, { keyframeEverySeconds: 1 }), { format });
    const cut = await read(whole.subarray(0, Math.round(whole.length * 0.65)));
    expect(cut.frames.length).toBeGreaterThanOrEqual(5);
    expect(cut.frames.length).toBeLessThan(9);
    expect(cut.seconds).toBeLessThan(11);
  });

  it('when its pictures come at uneven times, which are kept', async () => {
    const even = await smallRecording(6, { keyframeEverySeconds: 1 });
    // Ten pictures a second for three seconds, then two a second.
    const secondsOf = (index: number) => (index < 30 ? index / 10 : 3 + (index - 30) / 2);
    const uneven = await read(await rewritten(even, { secondsOf, lastsSeconds: 0.5 }));
    expect(uneven.seconds).toBeCloseTo(18, 1);
    expect(times(uneven)).toEqual([0, 1, 2, ...Array.from({ length: 30 }, (_, index) => 3 + index / 2)]);
  });

  it('when it is an hour long: so many pictures are kept, and the last is where it was', async () => {
    const short = await smallRecording(6, { keyframeEverySeconds: 0.1 });
    const secondsOf = (index: number) => index * 60;
    const clip = await openClip(inMemory(await rewritten(short, { secondsOf, lastsSeconds: 60 })));
    const sample = new FrameSample(16);
    for await (const frame of clip.frames()) sample.add(frame);
    clip.close();
    expect(clip.seconds).toBe(3600);
    expect(sample.frames.length).toBeLessThanOrEqual(16);
    expect(sample.frames.at(-1)?.atSeconds).toBeGreaterThan(3300);
  });

  it('when only its first picture is a keyframe', async () => {
    const once = await read(await smallRecording(5, { keyframeEverySeconds: 60 }));
    expect(times(once)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5]);
    expect(once.middle?.atSeconds).toBeCloseTo(2.5, 2);
  });

  it('at 4K, with stills no wider than they need be', async () => {
    const large = await read(
      await smallRecording(2, { width: 3840, height: 2160, framesPerSecond: 2, bitsPerSecond: 8_000_000 }),
    );
    expect(large.frames[0]).toMatchObject({ width: 320, height: 180 });
    expect(large.middle).toMatchObject({ width: 1280, height: 720 });
  });

  it('at a size that no codec likes', async () => {
    const odd = await read(await smallRecording(4, { width: 638, height: 358 }));
    expect(odd.frames[0]).toMatchObject({ width: 320, height: 180 });
    expect(odd.middle).toMatchObject({ width: 638, height: 358 });
  });
});
