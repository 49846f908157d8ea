import { VideoEncoder, VideoFrame } from '@napi-rs/webcodecs';
import { EncodedPacket } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { Damaged, type DecoderConfig } from '../../../../../shared/clips/recording/container.ts';
import { PictureDecoder, type Shown } from '../../../../../shared/clips/recording/decoder.ts';

const [width, height] = [192, 112];
/** Picture n of the recording is this bright all over. */
const levelOf = (index: number) => 40 + 8 * index;

interface Recording {
  readonly config: DecoderConfig;
  readonly packets: readonly EncodedPacket[];
}

/** Pictures that brighten, in H.265 with pictures between others, in decoding order; the times are given. */
async function brightening(count: number, timesInOrder: (index: number) => number): Promise<Recording> {
  const packets: EncodedPacket[] = [];
  const config: DecoderConfig = { codec: 'hev1.1.6.L120.90', codedWidth: width, codedHeight: height };
  let description: Uint8Array | undefined;
  const encoder = new VideoEncoder({
    output: (chunk, metadata) => {
      description ??= metadata?.decoderConfig?.description;
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      packets.push(new EncodedPacket(data, chunk.type, timesInOrder(packets.length), 0.1, packets.length));
    },
    error: (cause) => {
      throw cause;
    },
  });
  encoder.configure({
    codec: config.codec,
    width,
    height,
    bitrate: 800_000,
    framerate: 10,
    latencyMode: 'quality',
  });
  for (let index = 0; index < count; index++) {
    const samples = new Uint8Array((width * height * 3) / 2).fill(128);
    samples.fill(levelOf(index), 0, width * height);
    const size = { format: 'I420', codedWidth: width, codedHeight: height } as const;
    const picture = new VideoFrame(samples, { ...size, timestamp: index * 100_000 });
    encoder.encode(picture, { keyFrame: index === 0 });
    picture.close();
  }
  await encoder.flush();
  encoder.close();
  return { config: description === undefined ? config : { ...config, description }, packets };
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

async function levelIn({ picture, timeSeconds }: Shown) {
  const samples = new Uint8Array(picture.allocationSize());
  await picture.copyTo(samples);
  return { timeSeconds, level: samples[50 * width + 50] ?? 0 };
}

async function shown({ config, packets }: Recording, isWanted: (timeSeconds: number) => boolean) {
  const decoder = new PictureDecoder(config);
  try {
    return await seen(decoder, packets, isWanted);
  } finally {
    decoder.close();
  }
}

async function seen(
  decoder: PictureDecoder,
  packets: readonly EncodedPacket[],
  isWanted: (timeSeconds: number) => boolean = () => true,
) {
  const out: { timeSeconds: number; level: number }[] = [];
  for await (const one of decoder.decoded(each([each(packets)]), isWanted, levelIn)) out.push(one);
  return out;
}

/** The order in which an encoder writes five pictures of which the fifth is needed for those between. */
const codedOrder = [0, 4, 2, 1, 3];

describe('decoded pictures', () => {
  it('have the time at which they are shown, though others come first in the recording', async () => {
    const recording = await brightening(5, (index) => (codedOrder[index] ?? 0) / 10);
    const out = await shown(recording, () => true);
    expect(out.map(({ timeSeconds }) => timeSeconds)).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    for (const [index, { level }] of out.entries()) expect(Math.abs(level - levelOf(index))).toBeLessThan(4);
  });

  it('are only those that are wanted', async () => {
    const recording = await brightening(5, (index) => (codedOrder[index] ?? 0) / 10);
    const out = await shown(recording, (timeSeconds) => timeSeconds > 0.25);
    expect(out.map(({ level }) => Math.round((level - 40) / 8))).toEqual([3, 4]);
  });

  it('end with an error that says so where the bytes are no picture', async () => {
    const { config } = await brightening(1, () => 0);
    const noise = new EncodedPacket(new Uint8Array(900).fill(0xa5), 'key', 0, 0.1);
    await expect(shown({ config, packets: [noise] }, () => true)).rejects.toThrow(Damaged);
  });

  it('end with an error that says so where the codec’s header is none', async () => {
    const { config, packets } = await brightening(1, () => 0);
    const broken = { ...config, codec: 'avc1.640028', description: new Uint8Array(9) };
    await expect(shown({ config: broken, packets }, () => true)).rejects.toThrow(Damaged);
  });

  it('can be asked for again, also after they were left half way', async () => {
    const { config, packets } = await brightening(5, (index) => (codedOrder[index] ?? 0) / 10);
    const decoder = new PictureDecoder(config);
    const first = await seen(decoder, packets);
    for await (const one of decoder.decoded(each([each(packets)]), () => true, levelIn)) {
      expect(one).toEqual(first[0]);
      break;
    }
    expect(await seen(decoder, packets)).toEqual(first);
    decoder.close();
  });

  it('can be asked for again after bytes that were no picture', async () => {
    const { config, packets } = await brightening(1, () => 0);
    const noise = new EncodedPacket(new Uint8Array(900).fill(0xa5), 'key', 0, 0.1);
    const decoder = new PictureDecoder(config);
    await expect(seen(decoder, [noise])).rejects.toThrow(Damaged);
    expect(await seen(decoder, packets)).toHaveLength(1);
    decoder.close();
  });

  it('are closed once they were looked at', async () => {
    const { config, packets } = await brightening(3, (index) => index / 10);
    const decoder = new PictureDecoder(config);
    const look = async ({ picture }: Shown) => picture;
    for await (const picture of decoder.decoded(each([each(packets)]), () => true, look)) {
      expect(picture.format).toBeNull();
    }
    decoder.close();
  });
});
